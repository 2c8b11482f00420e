/// OpenAI's chat completions, as OpenAI and Azure speak them.
///
/// Source: OpenAI API reference, “Chat completions”; Azure OpenAI adds what its content filter said.
struct ChatDialect: Dialect {
    let prompt: Prompt
    let framing = StreamFraming.doneTerminated
    let isAzure: Bool
    /// Whether a stream ends with a chunk that tells the usage.
    let includesUsage: Bool

    init(_ request: JSON, isAzure: Bool) throws {
        guard let messages = request["messages"].array, let last = messages.last else { throw NotAPrompt() }
        self.isAzure = isAzure
        includesUsage = request["stream_options"]["include_usage"].bool ?? false
        let mayCall = last["role"].string != "tool" && request["tool_choice"].string != "none"
        let format = request["response_format"]["type"].string ?? "text"
        prompt = Prompt(
            model: request["model"].string ?? "stand-in",
            lastText: last["content"].partsText(),
            tool: mayCall
                ? request["tools"].array?.lazy.compactMap { $0["function"]["name"].string }.first : nil,
            wantsJSON: format.hasPrefix("json_"),
            isStreaming: request["stream"].bool ?? false,
            answerCount: min(max(1, request["n"].integer ?? 1), 128)
        )
    }

    func whole(_ answers: [Answer]) throws -> JSON {
        let choices = try answers.enumerated().map { index, answer in
            decorated([
                "index": .number(Double(index)), "message": try message(answer, index),
                "finish_reason": finishReason(answer), "logprobs": nil,
            ])
        }
        let answer = envelope("chat.completion", choices).adding(["usage": Self.usage])
        return isAzure ? answer.adding(["prompt_filter_results": Self.promptFilterResults]) : answer
    }

    static func refusal(_ message: String) -> JSON {
        [
            "error": [
                "message": .string(message), "type": "invalid_request_error", "param": nil, "code": nil,
            ]
        ]
    }

    private func message(_ answer: Answer, _ index: Int) throws -> JSON {
        var message: [String: JSON] = ["role": "assistant", "refusal": nil, "annotations": []]
        switch answer {
        case .text(let text):
            message["content"] = .string(text)
        case .toolCall(let name, let text):
            message["content"] = nil as JSON
            message["tool_calls"] = [
                [
                    "id": callID(index), "type": "function",
                    "function": [
                        "name": .string(name), "arguments": .string(try Answer.object(text).encoded()),
                    ],
                ]
            ]
        }
        return .object(message)
    }
}

// MARK: - Parts that a stream has too

extension ChatDialect {
    static let usage: JSON = ["prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2]

    static let promptFilterResults: JSON = [
        ["prompt_index": 0, "content_filter_results": filterResults]
    ]

    private static let filterResults: JSON = [
        "hate": ["filtered": false, "severity": "safe"],
        "self_harm": ["filtered": false, "severity": "safe"],
        "sexual": ["filtered": false, "severity": "safe"],
        "violence": ["filtered": false, "severity": "safe"],
    ]

    func envelope(_ object: JSON, _ choices: [JSON]) -> JSON {
        [
            "id": "chatcmpl-stand-in", "object": object, "created": 0, "model": .string(prompt.model),
            "system_fingerprint": "fp_stand_in", "choices": .array(choices),
        ]
    }

    /// A choice with what Azure adds to it.
    func decorated(_ choice: JSON) -> JSON {
        isAzure ? choice.adding(["content_filter_results": Self.filterResults]) : choice
    }

    func finishReason(_ answer: Answer) -> JSON {
        if case .toolCall = answer { "tool_calls" } else { "stop" }
    }

    func callID(_ index: Int) -> JSON { "call_stand_in_\(index)" }
}

extension JSON {
    /// The text of a message's content: a string, or parts of which some have a text.
    func partsText() -> String {
        string ?? (array ?? []).compactMap { $0["text"].string }.joined(separator: "\n")
    }
}
