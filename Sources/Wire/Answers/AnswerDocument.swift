/// One event of a streamed answer, or an answer as a whole.
///
/// Takes what real endpoints send: empty `choices`, usage, filter results, fields of vendors.
public struct AnswerDocument: Sendable {
    let tape: JSONTape
    /// Where text of the answer stands, in order of the bytes.
    public let texts: [AnswerText]
    /// Which channels end with this event.
    public private(set) var endings: [AnswerEnding]
    /// The choices that do something else than to go on with their text, such as to call a tool.
    public let interrupted: [Int]
    /// The choices that end with this event, whatever the channels do.
    public private(set) var finished: [Int]
    /// Whether the endpoint says with this event that its answer is whole.
    public private(set) var isLast: Bool
    /// Whether the endpoint says with this event that it failed.
    public let isFailure: Bool

    /// The event as it reads where `next` follows: a choice that goes on then, or fails, was not finished with it.
    public func followed(by next: AnswerDocument) -> AnswerDocument {
        var document = self
        document.finished.removeAll { next.isFailure || next.goesOn(withChoice: $0) }
        document.endings.removeAll { ending in
            guard case .output(let choice) = ending else { return false }
            return finished.contains(choice) && !document.finished.contains(choice)
        }
        document.isLast = !document.finished.isEmpty
        return document
    }

    private func goesOn(withChoice choice: Int) -> Bool {
        finished.contains(choice) || interrupted.contains(choice)
            || texts.contains { $0.isPiece && $0.channel.output == choice && !$0.text.isEmpty }
    }

    /// The document with new texts, one for each of `texts`; all other bytes as they came.
    ///
    /// `sequenceNumber` takes the place of the event's own, where it has one.
    public func rewriting(_ new: [[UInt8]], sequenceNumber: Int? = nil) -> [UInt8] {
        precondition(texts.count == new.count, "one new text for each old one")
        var tokens: [(bytes: Range<Int>, token: [UInt8])] = []
        for (old, text) in zip(texts, new) where old.text != text {
            var token: [UInt8] = []
            JSONString.append(escaping: text.span, to: &token)
            tokens.append((old.bytes, token))
        }
        if let sequenceNumber, let node = numberNode, sequenceNumber != tape.integer(node) {
            let bytes = tape.nodes[node].bytes
            let place = tokens.firstIndex { $0.bytes.lowerBound > bytes.lowerBound } ?? tokens.endIndex
            tokens.insert((bytes, Array("\(sequenceNumber)".utf8)), at: place)
        }
        return JSONTape.rewriting(tape.bytes, tokens: tokens)
    }

    /// An event of the same answer that carries this text on a channel, and on all others nothing.
    public func carrying(
        _ text: [UInt8],
        on channel: AnswerChannel,
        sequenceNumber: Int? = nil
    ) -> [UInt8] {
        var isCarried = false
        let new = texts.map { old in
            guard old.isPiece else { return old.text }
            guard old.channel == channel, !isCarried else { return [] }
            isCarried = true
            return text
        }
        return rewriting(new, sequenceNumber: sequenceNumber)
    }

    /// The number of the event in its stream, where the API counts them.
    ///
    /// The endpoint chose it: beyond what JSON's numbers hold it is none, so that counting on from it cannot overflow.
    public var sequenceNumber: Int? {
        numberNode.flatMap(tape.integer).flatMap { (0..<1 << 53).contains($0) ? $0 : nil }
    }

    private var numberNode: Int? { tape.member("sequence_number", of: JSONTape.root) }
}

/// One place of an answer's text.
public struct AnswerText: Sendable {
    public let channel: AnswerChannel
    /// Whether it continues the channel; else it stands for itself.
    public let isPiece: Bool
    /// The choice whose own words these are: what a person reads, and the last that the choice says, where it stands as a
    /// whole.
    ///
    /// Nil for all else: what was thought, arguments, JSON that was asked for, names and marks.
    public let choice: Int?
    /// Unescaped UTF-8.
    public let text: [UInt8]
    /// The token, quotes included.
    public let bytes: Range<Int>
}

/// What ends with an event.
public enum AnswerEnding: Hashable, Sendable {
    case all
    case output(Int)
    /// All fields of one part of an output.
    case part(output: Int, part: Int)

    /// Whether a channel ends.
    public func covers(_ channel: AnswerChannel) -> Bool {
        switch self {
        case .all: true
        case .output(let output): channel.output == output
        case .part(let output, let part): channel.output == output && channel.part == part
        }
    }
}
