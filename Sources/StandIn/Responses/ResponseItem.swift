/// An item of the output: a message or a call, as it is while it is written and in the end.
struct ResponseItem {
    let isCall: Bool
    /// The message's text or the call's arguments.
    let content: String
    let name: String

    init(_ answer: Answer) throws {
        switch answer {
        case .text(let text):
            (isCall, content, name) = (false, text, "")
        case .toolCall(let tool, let text):
            (isCall, content, name) = (true, try Answer.object(text).encoded(), tool)
        }
    }

    var id: JSON { isCall ? "fc_stand_in" : "msg_stand_in" }
    var whole: JSON { item("completed", [Self.part(content)], arguments: content) }
    var empty: JSON { item("in_progress", [], arguments: "") }

    static func part(_ text: String) -> JSON {
        ["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]
    }

    private func item(_ status: JSON, _ parts: [JSON], arguments: String) -> JSON {
        if isCall {
            [
                "id": id, "type": "function_call", "status": status, "call_id": "call_stand_in",
                "name": .string(name), "arguments": .string(arguments),
            ]
        } else {
            ["id": id, "type": "message", "status": status, "role": "assistant", "content": .array(parts)]
        }
    }
}
