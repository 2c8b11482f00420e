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

    /// The field of a delta that carries text, if this key names one; vendors add the reasoning ones.
    func answerField(_ key: Int) -> String? {
        ["content", "refusal", "reasoning", "reasoning_content"].first { isText(key, $0) }
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
