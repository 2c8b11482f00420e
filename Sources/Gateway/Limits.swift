import Wire

/// Every bound of the data path, in one place.
public struct Limits: Sendable {
    /// Largest request body.
    public var requestByteCountMax = 8 << 20
    /// Largest answer that is not streamed, and largest sum of a streamed one.
    public var answerByteCountMax = 64 << 20
    /// Largest event of a streamed answer.
    public var eventByteCountMax = 1 << 20
    /// Deepest nesting of JSON, in requests and answers.
    public var depthMax = 64
    /// Most values in one JSON document.
    public var valueCountMax = 200_000
    /// Most header fields of a request, and their sum.
    ///
    /// NIO alone would take 65,534 fields.
    public var headerFieldCountMax = 100
    public var headerByteCountMax = 32 << 10
    /// Most clients at a time.
    public var connectionCountMax = 512
    /// How long a client may stay silent before its connection is closed.
    public var clientIdle = Duration.seconds(120)
    /// How long a client may take to send one request.
    public var requestTime = Duration.seconds(60)

    /// How long the inspection of one request may take.
    ///
    /// The largest request of ordinary text takes about a tenth of this on two slow cores.
    public var inspectionTime = Duration.seconds(3)

    /// How many attachments are read at a time, each by a process of its own, and how many may wait.
    public var attachmentCountMax = 4
    public var attachmentWaitingCountMax = 64
    /// How long an attachment may take to be read, waiting included.
    public var attachmentTime = Duration.seconds(20)
    /// Largest text that may come of an attachment.
    public var attachmentTextByteCountMax = 8 << 20

    public init() {}

    var requestJSON: JSONLimits {
        JSONLimits(byteCountMax: requestByteCountMax, depthMax: depthMax, valueCountMax: valueCountMax)
    }

    var answerJSON: JSONLimits {
        JSONLimits(byteCountMax: answerByteCountMax, depthMax: depthMax, valueCountMax: valueCountMax)
    }
}
