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
    /// Nil where the policy wants no footer.
    private var footers: FooterPlacement?
    /// An event that ends a choice, where the API may go on with it all the same: the next one tells.
    private var undecided: FooterPlacement.Event?
    /// How many events were put in, where the API counts events, and the endpoint's number of the last one shown.
    private var addedCount = 0
    private var lastNumber: Int?
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
        footer: AnswerFooter? = nil,
        limits: JSONLimits,
        eventByteCountMax: Int
    ) {
        self.init(
            AnswerReader(request, limits: limits), framing: request.surface.framing, inspecting: inspecting,
            restorer: restorer, footer: footer, eventByteCountMax: eventByteCountMax)
    }

    public init(
        _ reader: AnswerReader,
        framing: AnswerFraming,
        inspecting: AnswerGuard,
        restorer: consuming Restorer,
        footer: AnswerFooter? = nil,
        eventByteCountMax: Int
    ) {
        footers = footer.map(FooterPlacement.init)
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
        try decide(before: nil, into: &out)
        showWaiting(into: &out)
        try release(.all, into: &out)
    }

    /// Appends what could still become a placeholder, where the answer broke off.
    ///
    /// What was not inspected to its end stays here.
    public mutating func breakOff(into out: inout [UInt8]) {
        if let event = undecided {
            keepCarriers(event)
            append(event, to: &out)
        }
        undecided = nil
        showWaiting(into: &out)
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
            try decide(before: nil, into: &out)
            showWaiting(into: &out)
            try release(.all, into: &out)
            isDone = true
            return frames.append(event, to: &out)
        }
        let document = try read(event)
        try decide(before: document, into: &out)
        let joins = canJoin(document)
        footers?.hear(document)
        var texts: [[UInt8]] = []
        for text in document.texts { texts.append(try shown(text)) }
        let shown = FooterPlacement.Event(event: event, document: document, texts: texts)
        if reader.mayGoOnAfterEnd, !document.finished.isEmpty {
            undecided = shown
        } else {
            try end(shown, joins: joins, into: &out)
        }
    }

    /// Shows the event that ended a choice, now that it is known whether the answer goes on.
    private mutating func decide(before next: AnswerDocument?, into out: inout [UInt8]) throws(AnswerError) {
        guard var event = undecided else { return }
        undecided = nil
        if let next { event.document = event.document.followed(by: next) }
        try end(event, joins: false, into: &out)
    }

    /// Shows an event with all that ends with it, or lets it wait.
    private mutating func end(
        _ event: FooterPlacement.Event,
        joins: Bool,
        into out: inout [UInt8]
    ) throws(AnswerError) {
        var shown = event
        let document = event.document
        if !joins { endWaiting(before: document, &shown.texts, into: &out) }
        for ending in document.endings { try release(ending, with: document, &shown.texts, into: &out) }
        keepCarriers(event)
        addFooters(to: document, &shown.texts, into: &out)
        isDone = isDone || document.isLast
        if joins || footers?.mustWait(document) ?? false {
            footers?.wait(shown)
        } else {
            append(shown, to: &out)
        }
    }

    /// Whether an event may wait with those that do; one that has more of a text to show may not.
    private func canJoin(_ document: AnswerDocument) -> Bool {
        guard footers?.canJoin(document) ?? false else { return false }
        let open = openChannels
        return !document.endings.contains { ending in open.contains { ending.covers($0) } }
    }

    private mutating func keepCarriers(_ shown: FooterPlacement.Event) {
        for text in shown.document.texts where text.isPiece {
            carriers[text.channel] = Carrier(event: shown.event, document: shown.document)
        }
    }

    private mutating func append(_ shown: FooterPlacement.Event, to out: inout [UInt8]) {
        lastNumber = shown.document.sequenceNumber ?? lastNumber
        let number = shown.document.sequenceNumber.map { $0 + addedCount }
        let data = shown.document.rewriting(shown.texts, sequenceNumber: number)
        frames.append(shown.event.carrying(data), to: &out)
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
        guard !text.text.isEmpty else { return [] }
        do throws(ScanError) {
            guard text.isPiece else {
                let passed = try inspected.redact(
                    text.text, isJSON: text.channel.isJSON, isRepeated: reader.repeatsTexts)
                return restorer.restore(passed, on: text.channel)
            }
            let shown = restorer.feed(try inspected.feed(text.text, on: text.channel), on: text.channel)
            footers?.show(shown, on: text.channel)
            return shown
        } catch {
            throw .notInspected(error)
        }
    }

    /// All that a channel still has to say.
    private mutating func rest(of channel: AnswerChannel) throws(AnswerError) -> [UInt8] {
        do throws(ScanError) {
            let passed = try inspected.finish(channel)
            let rest = restorer.feed(passed, on: channel) + restorer.finish(channel)
            footers?.show(rest, on: channel)
            return rest
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
            give(try rest(of: channel), on: channel, with: document, &texts, into: &out)
        }
        carriers = carriers.filter { !ending.covers($0.key) || footers?.mayFollow($0.key) ?? false }
    }

    /// Shows more of a channel: in the event itself, or in one before it.
    private mutating func give(
        _ text: [UInt8],
        on channel: AnswerChannel,
        with document: AnswerDocument,
        _ texts: inout [[UInt8]],
        into out: inout [UInt8]
    ) {
        if let index = document.texts.lastIndex(where: { $0.isPiece && $0.channel == channel }) {
            texts[index] += text
        } else {
            carry(text, on: channel, before: document.sequenceNumber, into: &out)
        }
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
        let next = number ?? lastNumber.map { $0 + 1 }
        let data = carrier.document.carrying(
            rest, on: channel, sequenceNumber: next.map { $0 + addedCount })
        if next != nil { addedCount += 1 }
        frames.append(carrier.event.carrying(data), to: &out)
    }
}

// MARK: - Footers

extension AnswerStream {
    /// Puts the footer below what the choices that end with an event said last.
    private mutating func addFooters(
        to document: AnswerDocument,
        _ texts: inout [[UInt8]],
        into out: inout [UInt8]
    ) {
        for choice in document.finished {
            guard let (footer, channel) = footers?.footer(endingChoice: choice) else { continue }
            give(footer, on: channel, with: document, &texts, into: &out)
            document.repeat(footer, of: choice, in: &texts)
            carriers[channel] = nil
        }
    }

    /// Shows the events that waited: with the footer if this one ends their choice.
    private mutating func endWaiting(
        before document: AnswerDocument,
        _ texts: inout [[UInt8]],
        into out: inout [UInt8]
    ) {
        guard let first = footers?.waiting.first else { return }
        for choice in document.finished {
            guard let (footer, channel) = footers?.footer(endingChoice: choice) else { continue }
            carry(footer, on: channel, before: first.document.sequenceNumber, into: &out)
            footers?.repeatWhileWaiting(footer, of: choice)
            document.repeat(footer, of: choice, in: &texts)
        }
        showWaiting(into: &out)
    }

    /// Shows the events that waited as they are.
    private mutating func showWaiting(into out: inout [UInt8]) {
        for shown in footers?.takeWaiting() ?? [] {
            append(shown, to: &out)
            carriers = carriers.filter { carrier in
                !shown.document.endings.contains { $0.covers(carrier.key) }
            }
        }
    }
}
