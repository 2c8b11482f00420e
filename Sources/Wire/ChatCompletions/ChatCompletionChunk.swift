/// One event of a streamed chat completion: the `data:` of it.
///
/// Takes what real endpoints send: empty `choices`, usage, filter results, fields of vendors.
public struct ChatCompletionChunk: Sendable {
    private let tape: JSONTape
    /// Where this chunk carries text of the answer, in order of the bytes.
    public let texts: [AnswerText]
    /// The choices that end with this chunk.
    public let finishedChoices: [Int]
    /// Whether the endpoint reports a failure.
    public let isError: Bool

    public init(parsing bytes: [UInt8], limits: JSONLimits) throws(WireError) {
        tape = try JSONTape(parsing: bytes, limits: limits)
        var texts: [AnswerText] = []
        var finished: [Int] = []
        for choice in try tape.choices() {
            if let reason = tape.member("finish_reason", of: choice.node), tape.kind(reason) != .null {
                finished.append(choice.index)
            }
            guard let delta = tape.member("delta", of: choice.node), tape.kind(delta) == .object else {
                continue
            }
            for (key, value) in tape.members(delta) where tape.kind(value) == .string {
                guard let field = tape.answerField(key) else { continue }
                texts.append(tape.answerText(value, on: AnswerChannel(output: choice.index, field: field)))
            }
        }
        self.texts = texts
        finishedChoices = finished
        isError = tape.member("error", of: JSONTape.root).map { [tape] in tape.kind($0) != .null } ?? false
        guard isError || tape.member("choices", of: JSONTape.root) != nil else { throw .notAnAnswer }
    }

    /// The chunk with new texts, one for each of `texts`; all other bytes as they came.
    public func rewriting(_ texts: [[UInt8]]) -> [UInt8] { tape.rewriting(self.texts, to: texts) }

    /// A chunk of the same answer that carries this text and nothing else.
    public func carrying(_ text: [UInt8], on channel: AnswerChannel) -> [UInt8] {
        var json = JSONWriter()
        json.object { chunk in
            for name in ["id", "object", "created", "model"] {
                guard let value = tape.member(name, of: JSONTape.root) else { continue }
                chunk.key(name)
                chunk.verbatim(tape.bytes[tape.nodes[value].bytes])
            }
            chunk.key("choices")
            chunk.array { $0.object { Self.write(text, on: channel, into: &$0) } }
        }
        return json.bytes
    }

    private static func write(_ text: [UInt8], on channel: AnswerChannel, into choice: inout JSONWriter) {
        choice.key("index")
        choice.number(channel.output)
        choice.key("delta")
        choice.object { delta in
            delta.key(channel.field)
            delta.string(text)
        }
        choice.key("finish_reason")
        choice.null()
    }
}
