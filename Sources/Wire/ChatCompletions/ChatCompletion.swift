/// A chat completion that came as a whole.
public struct ChatCompletion: Sendable {
    private let tape: JSONTape
    /// Every string below the choices' messages, in order of the bytes.
    ///
    /// A string of a field that a delta has not counts as content: it may hold a placeholder too.
    public let texts: [AnswerText]

    public init(parsing bytes: [UInt8], limits: JSONLimits) throws(WireError) {
        tape = try JSONTape(parsing: bytes, limits: limits)
        guard tape.member("choices", of: JSONTape.root) != nil else { throw .notAnAnswer }
        var texts: [AnswerText] = []
        for choice in try tape.choices() {
            guard let message = tape.member("message", of: choice.node), tape.kind(message) == .object else {
                continue
            }
            for (key, value) in tape.members(message) {
                let channel = AnswerChannel(output: choice.index, field: tape.answerField(key) ?? "content")
                for node in tape.subtree(value) where tape.kind(node) == .string {
                    texts.append(tape.answerText(node, on: channel))
                }
            }
        }
        self.texts = texts
    }

    /// The answer with new texts, one for each of `texts`; all other bytes as they came.
    public func rewriting(_ texts: [[UInt8]]) -> [UInt8] { tape.rewriting(self.texts, to: texts) }
}
