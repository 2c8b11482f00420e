public import Wire

/// Restores a streamed answer of any API: bytes of the endpoint in, bytes for the client out.
///
/// Independent of where the bytes were cut. Events that carry no answer text pass unchanged.
public struct AnswerStream: ~Copyable, Sendable {
    private var frames: AnswerFrames
    private let reader: AnswerReader
    private var restorer: Restorer
    /// The events that carry what a channel may still have to say.
    private var carriers: [AnswerChannel: Carrier] = [:]
    /// How many events were put in, where the API counts events.
    private var addedCount = 0
    /// Whether the endpoint has said that its answer ends.
    public private(set) var isDone = false

    private struct Carrier {
        let event: ServerSentEvent
        let document: AnswerDocument
    }

    /// Takes events of at most `eventByteCountMax` bytes.
    public init(
        to request: APIRequest,
        restorer: consuming Restorer,
        limits: JSONLimits,
        eventByteCountMax: Int
    ) {
        self.init(
            AnswerReader(request, limits: limits), framing: request.surface.framing, restorer: restorer,
            eventByteCountMax: eventByteCountMax)
    }

    public init(
        _ reader: AnswerReader,
        framing: AnswerFraming,
        restorer: consuming Restorer,
        eventByteCountMax: Int
    ) {
        self.reader = reader
        self.restorer = restorer
        frames = AnswerFrames(framing, byteCountMax: eventByteCountMax)
    }

    public var restoredCount: Int { restorer.restoredCount }

    /// Takes the next bytes of the endpoint and appends what the client can be shown now.
    public mutating func feed(_ chunk: Span<UInt8>, into out: inout [UInt8]) throws(WireError) {
        var events: [ServerSentEvent] = []
        try frames.feed(chunk, into: &events)
        for event in events { try pass(event, into: &out) }
    }

    /// Ends the answer and appends what was held back.
    public mutating func finish(into out: inout [UInt8]) throws(WireError) {
        var events: [ServerSentEvent] = []
        frames.finish(into: &events)
        for event in events { try pass(event, into: &out) }
        release(.all, into: &out)
    }

    /// Appends what was held back, where the answer broke off.
    public mutating func breakOff(into out: inout [UInt8]) { release(.all, into: &out) }

    /// Appends an event of the gateway's own.
    public mutating func append(_ event: ServerSentEvent, to out: inout [UInt8]) {
        frames.append(event, to: &out)
    }

    private static let done = Array("[DONE]".utf8)

    private mutating func pass(_ event: ServerSentEvent, into out: inout [UInt8]) throws(WireError) {
        guard !event.isHeartbeat else { return frames.append(event, to: &out) }
        guard event.data != Self.done else {
            release(.all, into: &out)
            isDone = true
            return frames.append(event, to: &out)
        }
        let document = try reader.event(event.data)
        var texts = document.texts.map { text in
            text.isPiece
                ? restorer.feed(text.text, on: text.channel) : restorer.restore(text.text, on: text.channel)
        }
        for ending in document.endings { release(ending, with: document, &texts, into: &out) }
        for text in document.texts where text.isPiece {
            carriers[text.channel] = Carrier(event: event, document: document)
        }
        isDone = isDone || document.isLast
        let number = document.sequenceNumber.map { $0 + addedCount }
        frames.append(event.carrying(document.rewriting(texts, sequenceNumber: number)), to: &out)
    }

    /// Gives an event's ending channels what was held back of them: in the event itself, or in one before it.
    private mutating func release(
        _ ending: AnswerEnding,
        with document: AnswerDocument,
        _ texts: inout [[UInt8]],
        into out: inout [UInt8]
    ) {
        for channel in restorer.openChannels.sorted() where ending.covers(channel) {
            let index = document.texts.lastIndex { $0.isPiece && $0.channel == channel }
            guard let index else {
                carry(channel, before: document.sequenceNumber, into: &out)
                continue
            }
            texts[index] += restorer.finish(channel)
        }
        carriers = carriers.filter { !ending.covers($0.key) }
    }

    private mutating func release(_ ending: AnswerEnding, into out: inout [UInt8]) {
        for channel in restorer.openChannels.sorted() where ending.covers(channel) {
            carry(channel, before: nil, into: &out)
        }
    }

    /// Ends a channel with an event of its own, like the last one that carried it.
    private mutating func carry(_ channel: AnswerChannel, before number: Int?, into out: inout [UInt8]) {
        let rest = restorer.finish(channel)
        guard let carrier = carriers[channel], !rest.isEmpty else { return }
        let next = number ?? carrier.document.sequenceNumber.map { $0 + 1 }
        let data = carrier.document.carrying(
            rest, on: channel, sequenceNumber: next.map { $0 + addedCount })
        if next != nil { addedCount += 1 }
        frames.append(carrier.event.carrying(data), to: &out)
    }
}
