internal import Wire

/// Where in a streamed answer the footer goes: behind the text that a choice says last, unless it calls a tool then.
///
/// Some APIs end a text before they tell whether anything follows. The events that end it wait for that: they come at once
/// and hold nothing that a person reads.
struct FooterPlacement {
    /// An event that is ready to be shown.
    struct Event {
        let event: ServerSentEvent
        var document: AnswerDocument
        var texts: [[UInt8]]
    }

    private struct Said {
        let channel: AnswerChannel
        /// The end of what was shown.
        var tail: [UInt8] = []
    }

    /// More events than any API ends a text with.
    private static let waitingCountMax = 16

    private let footer: AnswerFooter
    /// What each choice said last, while that is text.
    private var said: [Int: Said] = [:]
    /// The events that end what was said, in order.
    private(set) var waiting: [Event] = []

    init(_ footer: AnswerFooter) { self.footer = footer }

    /// Takes note of what an event says, before it is shown.
    mutating func hear(_ document: AnswerDocument) {
        for text in document.texts where text.isPiece && !text.text.isEmpty {
            guard let choice = text.choice, said[choice]?.channel != text.channel else { continue }
            said[choice] = Said(channel: text.channel)
        }
        for choice in document.interrupted { said[choice] = nil }
        if document.isFailure { said = [:] }
    }

    /// Takes note of what the client is shown.
    mutating func show(_ text: [UInt8], on channel: AnswerChannel) {
        for (choice, last) in said where last.channel == channel {
            let tail = (last.tail + text).suffix(footer.tailByteCount)
            said[choice] = Said(channel: channel, tail: Array(tail))
        }
    }

    /// What goes below the text of a choice that ends, and where; nil if text was not the last that it said.
    mutating func footer(endingChoice choice: Int) -> (text: [UInt8], channel: AnswerChannel)? {
        said.removeValue(forKey: choice).map { (footer.below($0.tail), $0.channel) }
    }

    /// Whether a channel is what a choice said last, so that a footer may follow it.
    func mayFollow(_ channel: AnswerChannel) -> Bool { said.values.contains { $0.channel == channel } }

    /// Whether an event ends what was said last and does not tell whether more follows.
    func mustWait(_ document: AnswerDocument) -> Bool {
        guard document.finished.isEmpty else { return false }
        return said.values.contains { said in document.endings.contains { $0.covers(said.channel) } }
    }

    /// Whether an event may wait with those that do: it says nothing, and nothing comes to an end with it.
    func canJoin(_ document: AnswerDocument) -> Bool {
        (1..<Self.waitingCountMax).contains(waiting.count) && document.finished.isEmpty
            && document.interrupted.isEmpty && !document.isFailure
            && !document.texts.contains { $0.isPiece && !$0.text.isEmpty }
    }

    mutating func wait(_ event: Event) { waiting.append(event) }

    /// Puts the footer below what the waiting events repeat.
    mutating func repeatWhileWaiting(_ footer: [UInt8], of choice: Int) {
        for index in waiting.indices {
            waiting[index].document.repeat(footer, of: choice, in: &waiting[index].texts)
        }
    }

    /// The events that waited; what they end is said and done.
    mutating func takeWaiting() -> [Event] {
        let endings = waiting.flatMap(\.document.endings)
        said = said.filter { last in !endings.contains { $0.covers(last.value.channel) } }
        defer { waiting = [] }
        return waiting
    }
}

extension AnswerDocument {
    /// Puts the footer below the texts that stand for a choice's words as a whole.
    func `repeat`(_ footer: [UInt8], of choice: Int, in texts: inout [[UInt8]]) {
        for (index, place) in self.texts.enumerated() where place.choice == choice && !place.isPiece {
            if !texts[index].isEmpty { texts[index] += footer }
        }
    }
}
