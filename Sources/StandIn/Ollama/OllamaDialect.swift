/// Ollama's chat and generate.
///
/// Source: Ollama's API documentation. Both stream unless told not to, and a tool's arguments are an object, not a text.
struct OllamaDialect: Dialect {
    static let instant = "2026-11-24T09:00:00.000000Z"

    let prompt: Prompt
    let framing = StreamFraming.lines
    private let isChat: Bool

    init(chat request: JSON) throws {
        guard let messages = request["messages"].array, let last = messages.last else { throw NotAPrompt() }
        let tools = last["role"].string == "tool" ? [] : request["tools"].array ?? []
        isChat = true
        prompt = Self.prompt(
            request, text: last["content"].string ?? "", tool: tools.first?["function"]["name"].string)
    }

    init(generate request: JSON) throws {
        guard let text = request["prompt"].string else { throw NotAPrompt() }
        isChat = false
        prompt = Self.prompt(request, text: text, tool: nil)
    }

    func whole(_ answers: [Answer]) throws -> JSON {
        line(answers.first.map(spoken) ?? [:], isLast: true)
    }

    func events(_ answers: [Answer], cutBy piece: StandInOptions.Piece) throws -> [StreamEvent] {
        let said = answers.flatMap { answer in
            switch answer {
            case .text(let text): piece.cut(text).map { spoken(.text($0)) }
            case .toolCall: [spoken(answer)]
            }
        }
        return said.map { StreamEvent(line($0, isLast: false), isPiece: true) }
            + [StreamEvent(line(spoken(.text("")), isLast: true))]
    }

    static func refusal(_ message: String) -> JSON { ["error": .string(message)] }

    private static func prompt(_ request: JSON, text: String, tool: String?) -> Prompt {
        let format = request["format"]
        return Prompt(
            model: request["model"].string ?? "stand-in", lastText: text, tool: tool,
            wantsJSON: format.object != nil || format.string == "json",
            isStreaming: request["stream"].bool ?? true
        )
    }

    /// The members of a line that hold what is said.
    private func spoken(_ answer: Answer) -> JSON {
        switch answer {
        case .text(let text) where isChat:
            return ["message": ["role": "assistant", "content": .string(text)]]
        case .text(let text):
            return ["response": .string(text)]
        case .toolCall(let name, let text):
            let function: JSON = ["name": .string(name), "arguments": Answer.object(text)]
            return [
                "message": ["role": "assistant", "content": "", "tool_calls": [["function": function]]]
            ]
        }
    }

    private func line(_ said: JSON, isLast: Bool) -> JSON {
        let line = said.adding([
            "model": .string(prompt.model), "created_at": .string(Self.instant), "done": .bool(isLast),
        ])
        guard isLast else { return line }
        let ended = line.adding([
            "done_reason": "stop", "total_duration": 1, "load_duration": 1, "prompt_eval_count": 1,
            "prompt_eval_duration": 1, "eval_count": 1, "eval_duration": 1,
        ])
        return isChat ? ended : ended.adding(["context": [1, 2, 3]])
    }
}
