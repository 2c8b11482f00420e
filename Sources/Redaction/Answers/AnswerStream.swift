internal import Detection
public import Wire

/// Restores a streamed answer of any API: bytes of the endpoint in, bytes for the client out.
///
/// Independent of where the bytes were cut. Events that carry no answer text pass unchanged.
public struct AnswerStream: ~Copyable, Sendable {
    private var frames: AnswerFrames
    private let reader: AnswerReader
    private var inspected: AnswerGuard
    private var restorer: Restorer
    /// The events that carry what a channel may still have to say.
    private var carriers: [AnswerChannel: Carrier] = [:]
    /// How many events were put in, where the API counts events.
    private var addedCount = 0
    /// Whether the endpoint has said that its answer is whole; a stream that ends before that was cut off.
    public private(set) var isDone = false

    private struct Carrier {
        let event: ServerSentEvent
        let document: AnswerDocument
    }

    /// Takes events of at most `eventByteCountMax` bytes.
    public init(
        to request: APIRequest,
        inspecting: AnswerGuard,
        restorer: consuming Restorer,
        limits: JSONLimits,
        eventByteCountMax: Int
    ) {
        self.init(
            AnswerReader(request, limits: limits), framing: request.surface.framing, inspecting: inspecting,
            restorer: restorer,
            eventByteCountMax: eventByteCountMax)
    }

    public init(
        _ reader: AnswerReader,
        framing: AnswerFraming,
        inspecting: AnswerGuard,
        restorer: consuming Restorer,
        eventByteCountMax: Int
    ) {
        self.reader = reader
        self.restorer = restorer
        inspected = inspecting
        frames = AnswerFrames(framing, byteCountMax: eventByteCountMax)
    }

    public var counts: AnswerCounts { AnswerCounts(restorer, inspected) }

    /// Takes the next bytes of the endpoint and appends what the client can be shown now.
    public mutating func feed(_ chunk: Span<UInt8>, into out: inout [UInt8]) throws(AnswerError) {
        var events: [ServerSentEvent] = []
        do throws(WireError) {
            try frames.feed(chunk, into: &events)
        } catch {
            throw .unreadable(error)
        }
        for event in events { try pass(event, into: &out) }
    }

    /// Ends the answer and appends what was held back.
    public mutating func finish(into out: inout [UInt8]) throws(AnswerError) {
        var events: [ServerSentEvent] = []
        frames.finish(into: &events)
        for event in events { try pass(event, into: &out) }
        try release(.all, into: &out)
    }

    /// Appends what could still become a placeholder, where the answer broke off.
    ///
    /// What was not inspected to its end stays here.
    public mutating func breakOff(into out: inout [UInt8]) {
        for channel in restorer.openChannels.sorted() {
            carry(restorer.finish(channel), on: channel, before: nil, into: &out)
        }
    }

    /// Appends an event of the gateway's own.
    public mutating func append(_ event: ServerSentEvent, to out: inout [UInt8]) {
        frames.append(event, to: &out)
    }

    private static let done = Array("[DONE]".utf8)

    private mutating func pass(
        _ event: ServerSentEvent,
        into out: inout [UInt8]
    ) throws(AnswerError) {
        guard !event.isHeartbeat else { return frames.append(event, to: &out) }
        guard event.data != Self.done else {
            try release(.all, into: &out)
            isDone = true
            return frames.append(event, to: &out)
        }
        let document = try read(event)
        var texts: [[UInt8]] = []
        for text in document.texts { texts.append(try shown(text)) }
        for ending in document.endings { try release(ending, with: document, &texts, into: &out) }
        for text in document.texts where text.isPiece {
            carriers[text.channel] = Carrier(event: event, document: document)
        }
        isDone = isDone || document.isLast
        let number = document.sequenceNumber.map { $0 + addedCount }
        frames.append(event.carrying(document.rewriting(texts, sequenceNumber: number)), to: &out)
    }

    private func read(_ event: ServerSentEvent) throws(AnswerError) -> AnswerDocument {
        do throws(WireError) {
            return try reader.event(event.data)
        } catch {
            throw .unreadable(error)
        }
    }

    /// What can be shown of a text now: what the policy lets through, with the person's own values.
    private mutating func shown(_ text: AnswerText) throws(AnswerError) -> [UInt8] {
        do throws(ScanError) {
            guard text.isPiece else {
                let passed = try inspected.redact(
                    text.text, isJSON: text.channel.isJSON, isRepeated: reader.repeatsTexts)
                return restorer.restore(passed, on: text.channel)
            }
            return restorer.feed(try inspected.feed(text.text, on: text.channel), on: text.channel)
        } catch {
            throw .notInspected(error)
        }
    }

    /// All that a channel still has to say.
    private mutating func rest(of channel: AnswerChannel) throws(AnswerError) -> [UInt8] {
        do throws(ScanError) {
            let passed = try inspected.finish(channel)
            return restorer.feed(passed, on: channel) + restorer.finish(channel)
        } catch {
            throw .notInspected(error)
        }
    }

    /// The channels that have something to say yet, in order.
    private var openChannels: [AnswerChannel] {
        Set(restorer.openChannels + inspected.openChannels).sorted()
    }

    /// Gives an event's ending channels what was held back of them: in the event itself, or in one before it.
    private mutating func release(
        _ ending: AnswerEnding,
        with document: AnswerDocument,
        _ texts: inout [[UInt8]],
        into out: inout [UInt8]
    ) throws(AnswerError) {
        for channel in openChannels where ending.covers(channel) {
            let rest = try rest(of: channel)
            if let index = document.texts.lastIndex(where: { $0.isPiece && $0.channel == channel }) {
                texts[index] += rest
            } else {
                carry(rest, on: channel, before: document.sequenceNumber, into: &out)
            }
        }
        carriers = carriers.filter { !ending.covers($0.key) }
    }

    private mutating func release(
        _ ending: AnswerEnding,
        into out: inout [UInt8]
    ) throws(AnswerError) {
        for channel in openChannels where ending.covers(channel) {
            carry(try rest(of: channel), on: channel, before: nil, into: &out)
        }
    }

    /// Shows the rest of a channel in an event of its own, like the last one that carried it.
    private mutating func carry(
        _ rest: [UInt8],
        on channel: AnswerChannel,
        before number: Int?,
        into out: inout [UInt8]
    ) {
        guard let carrier = carriers[channel], !rest.isEmpty else { return }
        let next = number ?? carrier.document.sequenceNumber.map { $0 + 1 }
        let data = carrier.document.carrying(
            rest, on: channel, sequenceNumber: next.map { $0 + addedCount })
        if next != nil { addedCount += 1 }
        frames.append(carrier.event.carrying(data), to: &out)
    }
}
