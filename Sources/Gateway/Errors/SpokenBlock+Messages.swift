import Wire

/// As a message of Anthropic's.
extension SpokenBlock {
    var message: [UInt8] { Self.object { writeMessage(isEnded: true, to: &$0) } }

    var messageEvents: [ServerSentEvent] {
        [
            event("message_start") { event in
                event.key("message")
                event.object { writeMessage(isEnded: false, to: &$0) }
            },
            event("content_block_start") { event in
                event.member("index", 0)
                event.key("content_block")
                event.object { Self.write(text: "", as: "text", to: &$0) }
            },
            event("content_block_delta") { event in
                event.member("index", 0)
                event.key("delta")
                event.object { Self.write(text: text, as: "text_delta", to: &$0) }
            },
            event("content_block_stop") { $0.member("index", 0) },
            event("message_delta") { event in
                event.key("delta")
                event.object { Self.writeStop(isEnded: true, to: &$0) }
                event.key("usage")
                event.object { $0.member("output_tokens", 0) }
            },
            event("message_stop") { _ in },
        ]
    }

    private func event(_ type: String, _ write: (inout JSONWriter) -> Void) -> ServerSentEvent {
        let data = Self.object { json in
            json.member("type", type)
            write(&json)
        }
        return ServerSentEvent(name: Array(type.utf8), data: data)
    }

    private func writeMessage(isEnded: Bool, to json: inout JSONWriter) {
        json.member("id", "msg_\(ref)")
        json.member("type", "message")
        json.member("role", "assistant")
        json.member("model", model)
        json.key("content")
        json.array { content in
            if isEnded { content.object { Self.write(text: text, as: "text", to: &$0) } }
        }
        Self.writeStop(isEnded: isEnded, to: &json)
        json.key("usage")
        json.object { usage in
            usage.member("input_tokens", 0)
            usage.member("output_tokens", 0)
        }
    }

    private static func write(text: String, as type: String, to json: inout JSONWriter) {
        json.member("type", type)
        json.member("text", text)
    }

    private static func writeStop(isEnded: Bool, to json: inout JSONWriter) {
        if isEnded { json.member("stop_reason", "refusal") } else { json.nulls("stop_reason") }
        json.nulls("stop_sequence")
    }
}
