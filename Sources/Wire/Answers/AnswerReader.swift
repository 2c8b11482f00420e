/// Reads the answers to one request: whole ones, and the events of streamed ones.
///
/// Every string of an answer may hold a placeholder, those in fields that no API describes too; so all of them are
/// texts. What arrives piece by piece is declared, for it must be put together to be read.
public struct AnswerReader: Sendable {
    let surface: Surface
    let form: AnswerForm
    private let limits: JSONLimits

    public init(_ request: APIRequest, limits: JSONLimits) {
        self.init(request.surface, form: request.answerForm, limits: limits)
    }

    public init(_ surface: Surface, form: AnswerForm = .prose, limits: JSONLimits) {
        self.surface = surface
        self.form = form
        self.limits = limits
    }

    /// Whether events repeat as a whole what others brought in pieces.
    public var repeatsTexts: Bool { surface == .responses }

    /// Whether an event may end a choice that the next one goes on with.
    ///
    /// Some models of Gemini's, and servers in front of them, give each event a `finishReason`.
    public var mayGoOnAfterEnd: Bool { surface.family == .gemini }

    /// An answer that came as a whole.
    public func whole(_ bytes: [UInt8]) throws(WireError) -> AnswerDocument {
        let tape = try JSONTape(parsing: bytes, limits: limits)
        guard tape.kind(JSONTape.root) == .object,
            surface.wholeMembers.contains(where: { tape.member($0, of: JSONTape.root) != nil })
        else {
            throw .notAnAnswer
        }
        var parts = AnswerParts(form: form)
        parts.readWhole(tape, of: surface)
        let texts = surface.answersInText ? texts(of: tape, parts) : []
        return AnswerDocument(
            tape: tape, texts: texts, endings: [.all], interrupted: [], finished: [], isLast: true,
            isFailure: false)
    }

    /// One event of a streamed answer: the `data:` of it, or a line.
    public func event(_ bytes: [UInt8]) throws(WireError) -> AnswerDocument {
        let tape = try JSONTape(parsing: bytes, limits: limits)
        guard tape.kind(JSONTape.root) == .object else { throw .notAnAnswer }
        var parts = AnswerParts(form: form)
        switch surface {
        case .chatCompletions: try parts.readChatCompletionChunk(tape)
        case .responses: try parts.readResponseEvent(tape)
        case .messages: try parts.readMessageEvent(tape)
        case .ollamaChat, .ollamaGenerate: try parts.readOllamaLine(tape)
        case .generateContent, .streamGenerateContent: try parts.readGeneratedContent(tape)
        case .embeddings, .countTokens, .ollamaEmbed, .ollamaShow: throw .notAnAnswer
        }
        return AnswerDocument(
            tape: tape, texts: texts(of: tape, parts), endings: parts.endings,
            interrupted: parts.interrupted, finished: parts.finished, isLast: parts.isLast,
            isFailure: parts.isFailure)
    }

    /// Every text of a document in order.
    private func texts(of tape: JSONTape, _ parts: AnswerParts) -> [AnswerText] {
        var texts: [AnswerText] = []
        var freeEnd = 0
        for node in tape.nodes.indices {
            switch tape.kind(node) {
            case .key:
                if Self.freeForm.contains(where: { tape.isText(node, $0) }) {
                    freeEnd = max(freeEnd, Int(tape.nodes[node + 1].next))
                }
            case .string:
                let key = node > 0 && tape.kind(node - 1) == .key ? node - 1 : nil
                if let channel = parts.pieces[node] {
                    texts.append(
                        tape.answerText(node, on: channel, isPiece: true, of: parts.choices[node]))
                } else if node < freeEnd || key.map({ !isWord($0, of: tape) }) ?? true {
                    let isJSON = key.map { isSource($0, of: tape) } ?? false
                    texts.append(
                        tape.answerText(
                            node, on: Self.itself(isJSON: isJSON), isPiece: false,
                            of: parts.choices[node]))
                }
            default: break
            }
        }
        return texts
    }

    /// The channel of a text that stands for itself.
    private static func itself(isJSON: Bool) -> AnswerChannel {
        AnswerChannel(output: -1, field: "", isJSON: isJSON)
    }

    /// Fields whose content is the model's or the client's own, whatever its keys are called.
    private static let freeForm = ["input", "args", "arguments", "metadata"]

    /// Fields of the APIs that hold words and marks of the endpoint, no text.
    private static let words = [
        "id", "object", "model", "type", "role", "finish_reason", "item_id", "call_id", "tool_call_id",
        "system_fingerprint", "service_tier", "status", "obfuscation", "created_at", "stop_reason",
        "done_reason", "finishReason", "modelVersion", "responseId", "signature", "encrypted_content",
        "thoughtSignature", "thought_signature",
    ]

    private func isWord(_ key: Int, of tape: JSONTape) -> Bool {
        // Anthropic signs what its models think: restored, it could not be sent back.
        if surface == .messages, tape.isText(key, "thinking") { return true }
        return Self.words.contains { tape.isText(key, $0) }
    }

    /// Whether a text is JSON itself: the arguments of a tool call, and the answer where JSON was asked for.
    private func isSource(_ key: Int, of tape: JSONTape) -> Bool {
        if tape.isText(key, "arguments") || tape.isText(key, "partial_json") { return true }
        guard form == .json else { return false }
        return ["content", "text", "delta", "response"].contains { tape.isText(key, $0) }
    }
}

extension Surface {
    /// Whether answers hold text that somebody reads; else they hold numbers.
    var answersInText: Bool {
        switch self {
        case .embeddings, .ollamaEmbed, .countTokens: false
        default: true
        }
    }

    /// What an answer has at least one of.
    fileprivate var wholeMembers: [String] {
        switch self {
        case .chatCompletions: ["choices"]
        case .responses: ["output"]
        case .embeddings: ["data"]
        case .messages: ["content"]
        case .countTokens: ["input_tokens"]
        case .ollamaChat: ["message"]
        case .ollamaGenerate: ["response"]
        case .ollamaEmbed: ["embeddings"]
        case .ollamaShow: ["details", "model_info", "template", "parameters"]
        case .generateContent, .streamGenerateContent: ["candidates", "promptFeedback", "prompt_feedback"]
        }
    }
}

extension JSONTape {
    fileprivate func answerText(
        _ node: Int, on channel: AnswerChannel, isPiece: Bool, of choice: Int?
    ) -> AnswerText {
        AnswerText(
            channel: channel, isPiece: isPiece, choice: choice, text: text(node), bytes: nodes[node].bytes)
    }
}
