import Wire

/// As a response.
extension SpokenBlock {
    enum ResponseStage {
        case begun, ended
    }

    /// The events of a stream: what is said stands in four of them again, as in OpenAI's own.
    var responseEvents: [ServerSentEvent] {
        let begun = { (json: inout JSONWriter) in writeResponse(.begun, as: "response", to: &json) }
        let steps: [(type: String, write: (inout JSONWriter) -> Void)] = [
            ("response.created", begun),
            ("response.in_progress", begun),
            ("response.output_item.added", { writeItem(.begun, as: "item", to: &$0) }),
            ("response.content_part.added", { writePart("", as: "part", to: &$0) }),
            (
                "response.output_text.delta",
                { json in
                    json.member("delta", text)
                    writePlace(to: &json)
                    json.key("logprobs")
                    json.array { _ in }
                }
            ),
            (
                "response.output_text.done",
                { json in
                    json.member("text", text)
                    writePlace(to: &json)
                    json.key("logprobs")
                    json.array { _ in }
                }
            ),
            ("response.content_part.done", { writePart(text, as: "part", to: &$0) }),
            ("response.output_item.done", { writeItem(.ended, as: "item", to: &$0) }),
            ("response.incomplete", { writeResponse(.ended, as: "response", to: &$0) }),
        ]
        return steps.enumerated().map { number, step in
            let data = Self.object { json in
                json.member("type", step.type)
                json.member("sequence_number", number)
                step.write(&json)
            }
            return ServerSentEvent(name: Array(step.type.utf8), data: data)
        }
    }

    func writeResponse(_ stage: ResponseStage, to json: inout JSONWriter) {
        json.member("id", "resp_\(ref)")
        json.member("object", "response")
        json.member("created_at", second)
        json.member("status", stage == .begun ? "in_progress" : "incomplete")
        json.member("model", model)
        json.key("output")
        json.array { output in
            if stage == .ended { output.object { writeItem(.ended, to: &$0) } }
        }
        if stage == .ended {
            json.key("incomplete_details")
            json.object { $0.member("reason", "content_filter") }
        } else {
            json.nulls("incomplete_details")
        }
        json.nulls("error", "instructions", "max_output_tokens", "previous_response_id", "usage")
        json.key("metadata")
        json.object { _ in }
        json.key("tools")
        json.array { _ in }
        json.member("tool_choice", "auto")
        json.key("parallel_tool_calls")
        json.bool(true)
        json.member("temperature", 1)
        json.member("top_p", 1)
    }

    private func writeResponse(_ stage: ResponseStage, as name: String, to json: inout JSONWriter) {
        json.key(name)
        json.object { writeResponse(stage, to: &$0) }
    }

    private func writeItem(_ stage: ResponseStage, as name: String, to json: inout JSONWriter) {
        json.member("output_index", 0)
        json.key(name)
        json.object { writeItem(stage, to: &$0) }
    }

    private func writeItem(_ stage: ResponseStage, to json: inout JSONWriter) {
        json.member("id", itemID)
        json.member("type", "message")
        json.member("role", "assistant")
        json.member("status", stage == .begun ? "in_progress" : "incomplete")
        json.key("content")
        json.array { content in
            if stage == .ended { content.object { Self.writeText(text, to: &$0) } }
        }
    }

    private func writePart(_ text: String, as name: String, to json: inout JSONWriter) {
        writePlace(to: &json)
        json.key(name)
        json.object { Self.writeText(text, to: &$0) }
    }

    private func writePlace(to json: inout JSONWriter) {
        json.member("item_id", itemID)
        json.member("output_index", 0)
        json.member("content_index", 0)
    }

    private var itemID: String { "msg_\(ref)" }

    private static func writeText(_ text: String, to json: inout JSONWriter) {
        json.member("type", "output_text")
        json.member("text", text)
        json.key("annotations")
        json.array { _ in }
    }
}
