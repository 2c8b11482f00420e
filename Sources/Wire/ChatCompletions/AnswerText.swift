/// Which text of an answer a piece continues.
public struct AnswerChannel: Hashable, Comparable, Sendable {
    /// The fields of a delta that carry text.
    ///
    /// Vendors add the reasoning ones.
    public enum Field: String, CaseIterable, Sendable {
        case content
        case refusal
        case reasoning
        case reasoningContent = "reasoning_content"
    }

    public let choice: Int
    public let field: Field

    public init(choice: Int, field: Field) {
        self.choice = choice
        self.field = field
    }

    public static func < (a: AnswerChannel, b: AnswerChannel) -> Bool {
        (a.choice, a.field.rawValue) < (b.choice, b.field.rawValue)
    }
}

/// One place of an answer's text in an event or a whole answer.
public struct AnswerText: Sendable {
    public let channel: AnswerChannel
    /// Unescaped UTF-8.
    public let text: [UInt8]
    /// The token, quotes included.
    public let bytes: Range<Int>
}

extension JSONTape {
    func answerText(_ node: Int, on channel: AnswerChannel) -> AnswerText {
        AnswerText(channel: channel, text: text(node), bytes: nodes[node].bytes)
    }

    /// The field of an answer that this key names.
    func answerField(_ key: Int) -> AnswerChannel.Field? {
        AnswerChannel.Field.allCases.first { isText(key, $0.rawValue) }
    }

    /// The document with its answer texts replaced; texts that stay the same keep their bytes.
    func rewriting(_ old: [AnswerText], to new: [[UInt8]]) -> [UInt8] {
        precondition(old.count == new.count, "one new text for each old one")
        return Self.rewriting(
            bytes, zip(old, new).filter { $0.text != $1 }.map { (bytes: $0.bytes, text: $1) }
        )
    }

    /// The choices of an answer with their index; the place in the list where the endpoint gives none.
    func choices() throws(WireError) -> [(index: Int, node: Int)] {
        guard kind(Self.root) == .object else { throw .notAnAnswer }
        guard let list = member("choices", of: Self.root) else { return [] }
        guard kind(list) == .array else { throw .notAnAnswer }
        var choices: [(index: Int, node: Int)] = []
        for (place, choice) in elements(list).enumerated() {
            guard kind(choice) == .object else { throw .notAnAnswer }
            choices.append((member("index", of: choice).flatMap(integer) ?? place, choice))
        }
        return choices
    }
}
