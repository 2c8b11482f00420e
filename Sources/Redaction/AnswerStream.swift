public import Wire

/// Restores a streamed chat completion: bytes of the endpoint in, bytes for the client out.
///
/// Independent of where the bytes were cut. Events that carry no answer text pass unchanged.
public struct AnswerStream: ~Copyable, Sendable {
    private var parser: EventStreamParser
    private var restorer: Restorer
    private let limits: JSONLimits
    /// The shape for text that was held back until the end.
    private var lastChunk: ChatCompletionChunk?
    /// Whether the endpoint said `[DONE]`.
    public private(set) var isDone = false

    /// Takes events of at most `eventByteCountMax` bytes.
    public init(restorer: consuming Restorer, limits: JSONLimits, eventByteCountMax: Int) {
        parser = EventStreamParser(byteCountMax: eventByteCountMax)
        self.restorer = restorer
        self.limits = limits
    }

    public var restoredCount: Int { restorer.restoredCount }

    /// Takes the next bytes of the endpoint and appends what the client can be shown now.
    public mutating func feed(_ chunk: Span<UInt8>, into out: inout [UInt8]) throws(WireError) {
        var events: [ServerSentEvent] = []
        try parser.feed(chunk, into: &events)
        for event in events {
            if event.isHeartbeat {
                EventStreamWriter.append(event, to: &out)
            } else {
                try pass(event, into: &out)
            }
        }
    }

    /// Ends the answer and appends what was held back.
    public mutating func finish(into out: inout [UInt8]) {
        for channel in restorer.openChannels.sorted() {
            carry(restorer.finish(channel), on: channel, like: lastChunk, into: &out)
        }
    }

    private static let done = Array("[DONE]".utf8)

    private mutating func pass(_ event: ServerSentEvent, into out: inout [UInt8]) throws(WireError) {
        if event.data == Self.done {
            finish(into: &out)
            isDone = true
            EventStreamWriter.append(event, to: &out)
            return
        }
        let chunk = try ChatCompletionChunk(parsing: event.data, limits: limits)
        var texts = chunk.texts.map { restorer.feed($0.text, on: $0.channel) }
        for channel in restorer.openChannels.sorted() where chunk.finishedChoices.contains(channel.output) {
            let rest = restorer.finish(channel)
            if let index = chunk.texts.lastIndex(where: { $0.channel == channel }) {
                texts[index] += rest
            } else {
                carry(rest, on: channel, like: chunk, into: &out)
            }
        }
        if !chunk.isError { lastChunk = chunk }
        let data = chunk.rewriting(texts)
        EventStreamWriter.append(event.carrying(data), to: &out)
    }

    private func carry(
        _ text: [UInt8],
        on channel: AnswerChannel,
        like chunk: ChatCompletionChunk?,
        into out: inout [UInt8]
    ) {
        guard let chunk, !text.isEmpty else { return }
        EventStreamWriter.append(ServerSentEvent(data: chunk.carrying(text, on: channel)), to: &out)
    }
}
