/// Gemini's `generateContent` and `streamGenerateContent`.
///
/// Source: Google, Gemini API reference, “Generating content”. Names are read in both spellings, as by Google: its SDK
/// writes `functionDeclarations` and litellm `function_declarations`.
struct GeminiDialect: Dialect {
    /// What stands behind the model's name in the path.
    enum Method: String {
        case generateContent, streamGenerateContent
    }

    let prompt: Prompt
    let framing: StreamFraming

    /// Reads a request; `isEventStream` tells whether a stream is to be events, `alt=sse`, or a growing JSON array.
    init(_ request: JSON, model: String, method: Method, isEventStream: Bool) throws {
        guard let parts = request["contents"].array?.last?["parts"].array else { throw NotAPrompt() }
        let results = parts.map { $0.either("functionResponse", "function_response")["response"] }
            .filter { $0 != .null }
        let functions = (request["tools"].array ?? [])
            .flatMap { $0.either("functionDeclarations", "function_declarations").array ?? [] }
        let configuration = request.either("generationConfig", "generation_config")
        let type = configuration.either("responseMimeType", "response_mime_type").string
        prompt = Prompt(
            model: model,
            lastText: results.isEmpty ? JSON.array(parts).partsText() : JSON.array(results).leafText(),
            tool: results.isEmpty ? functions.first?["name"].string : nil,
            wantsJSON: type == "application/json",
            isStreaming: method == .streamGenerateContent
        )
        framing = isEventStream ? .bare : .array
    }

    func whole(_ answers: [Answer]) throws -> JSON {
        chunk(answers.map(part), finishReason: "STOP")
    }

    func events(_ answers: [Answer], cutBy piece: StandInOptions.Piece) throws -> [StreamEvent] {
        let parts = answers.flatMap { answer in
            switch answer {
            case .text(let text): piece.cut(text).map { part(.text($0)) }
            case .toolCall: [part(answer)]
            }
        }
        return parts.map { StreamEvent(chunk([$0], finishReason: nil), isPiece: true) }
            + [StreamEvent(chunk([part(.text(""))], finishReason: "STOP"))]
    }

    static func refusal(_ message: String) -> JSON {
        ["error": ["code": 400, "message": .string(message), "status": "INVALID_ARGUMENT"]]
    }

    private func part(_ answer: Answer) -> JSON {
        switch answer {
        case .text(let text): ["text": .string(text)]
        case .toolCall(let name, let text):
            ["functionCall": ["name": .string(name), "args": Answer.object(text)]]
        }
    }

    private func chunk(_ parts: [JSON], finishReason: JSON) -> JSON {
        let candidate: JSON = ["index": 0, "content": ["role": "model", "parts": .array(parts)]]
        let ended = finishReason == .null ? candidate : candidate.adding(["finishReason": finishReason])
        return [
            "candidates": [ended], "modelVersion": .string(prompt.model), "responseId": "stand-in",
            "usageMetadata": ["promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2],
        ]
    }
}

extension JSON {
    fileprivate func either(_ key: String, _ other: String) -> JSON {
        self[key] == .null ? self[other] : self[key]
    }

    /// All strings within, in the order of their keys: a function's result may have any shape.
    fileprivate func leafText() -> String {
        switch self {
        case .string(let text): text
        case .array(let elements): elements.map { $0.leafText() }.joined(separator: "\n")
        case .object(let members):
            members.sorted { $0.key < $1.key }.map { $0.value.leafText() }.joined(separator: "\n")
        case .null, .bool, .number: ""
        }
    }
}
