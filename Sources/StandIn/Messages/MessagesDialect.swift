/// Anthropic's Messages API.
///
/// Source: Anthropic API reference, “Messages” and “Streaming messages”.
struct MessagesDialect: Dialect {
    let prompt: Prompt
    let framing = StreamFraming.named
    /// What the stand-in counts for tokens: the words of the system prompt and of all messages.
    let wordCount: Int

    init(_ request: JSON) throws {
        guard let messages = request["messages"].array, let last = messages.last else { throw NotAPrompt() }
        let results = (last["content"].array ?? []).filter { $0["type"].string == "tool_result" }
        let mayCall = results.isEmpty && request["tool_choice"]["type"].string != "none"
        let format = request["output_config"]["format"]["type"].string
        let text =
            results.isEmpty
            ? last["content"].partsText()
            : results.map { $0["content"].partsText() }.joined(separator: "\n")
        prompt = Prompt(
            model: request["model"].string ?? "stand-in",
            lastText: text,
            tool: mayCall ? request["tools"].array?.lazy.compactMap { $0["name"].string }.first : nil,
            wantsJSON: format == "json_schema",
            isStreaming: request["stream"].bool ?? false
        )
        wordCount = ([request["system"]] + messages.map { $0["content"] })
            .map { $0.partsText().split(separator: " ").count }.reduce(0, +)
    }

    func whole(_ answers: [Answer]) throws -> JSON {
        message(
            answers.map { answer in
                switch answer {
                case .text(let text): ["type": "text", "text": .string(text), "citations": nil]
                case .toolCall(_, let text): toolUse(answer, input: Answer.object(text))
                }
            }, stopReason: stopReason(answers))
    }

    static func refusal(_ message: String) -> JSON {
        [
            "type": "error", "error": ["type": "invalid_request_error", "message": .string(message)],
            "request_id": "req_stand_in",
        ]
    }

    private func message(_ content: [JSON], stopReason: JSON) -> JSON {
        [
            "id": "msg_stand_in", "type": "message", "role": "assistant", "model": .string(prompt.model),
            "content": .array(content), "stop_reason": stopReason, "stop_sequence": nil,
            "usage": [
                "input_tokens": 1, "output_tokens": 1, "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": 0,
            ],
        ]
    }

    private func toolUse(_ answer: Answer, input: JSON) -> JSON {
        guard case .toolCall(let name, _) = answer else { return .null }
        return ["type": "tool_use", "id": "toolu_stand_in", "name": .string(name), "input": input]
    }

    private func stopReason(_ answers: [Answer]) -> JSON {
        if case .toolCall = answers.first { "tool_use" } else { "end_turn" }
    }
}

// MARK: - Streaming

extension MessagesDialect {
    func events(_ answers: [Answer], cutBy piece: StandInOptions.Piece) throws -> [StreamEvent] {
        var events = [StreamEvent(["type": "message_start", "message": message([], stopReason: nil)])]
        for (index, answer) in answers.enumerated() {
            events += try block(answer, at: .number(Double(index)), cutBy: piece)
        }
        let delta: JSON = ["stop_reason": stopReason(answers), "stop_sequence": nil]
        events.append(
            StreamEvent(["type": "message_delta", "delta": delta, "usage": ["output_tokens": 1]]))
        events.append(StreamEvent(["type": "message_stop"]))
        return events
    }

    private func block(
        _ answer: Answer,
        at index: JSON,
        cutBy piece: StandInOptions.Piece
    ) throws -> [StreamEvent] {
        let (empty, deltas): (JSON, [JSON])
        switch answer {
        case .text(let text):
            empty = ["type": "text", "text": ""]
            deltas = piece.cut(text).map { ["type": "text_delta", "text": .string($0)] }
        case .toolCall(_, let text):
            empty = toolUse(answer, input: [:])
            let pieces = [""] + piece.cut(try Answer.object(text).encoded())
            deltas = pieces.map { ["type": "input_json_delta", "partial_json": .string($0)] }
        }
        let start: JSON = ["type": "content_block_start", "index": index, "content_block": empty]
        return [StreamEvent(start), StreamEvent(["type": "ping"])]
            + deltas.map {
                StreamEvent(["type": "content_block_delta", "index": index, "delta": $0], isPiece: true)
            }
            + [StreamEvent(["type": "content_block_stop", "index": index])]
    }
}
