import Wire

/// As a chat completion.
extension SpokenBlock {
    var chatCompletion: [UInt8] {
        chatDocument("chat.completion", finishReason: "content_filter", "message") { message in
            message.member("role", "assistant")
            message.member("content", text)
            message.nulls("refusal")
        }
    }

    var chatCompletionChunks: [ServerSentEvent] {
        let said = chatDocument("chat.completion.chunk", finishReason: nil, "delta") { delta in
            delta.member("role", "assistant")
            delta.member("content", text)
        }
        let end = chatDocument("chat.completion.chunk", finishReason: "content_filter", "delta") { _ in }
        return [said, end, Array("[DONE]".utf8)].map { ServerSentEvent(data: $0) }
    }

    private func chatDocument(
        _ object: String, finishReason: String?, _ name: String, _ write: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        Self.object { json in
            json.member("id", "chatcmpl-\(ref)")
            json.member("object", object)
            json.member("created", second)
            json.member("model", model)
            json.key("choices")
            json.array { choices in
                choices.object { choice in
                    choice.member("index", 0)
                    choice.key(name)
                    choice.object(write)
                    choice.nulls("logprobs")
                    if let finishReason {
                        choice.member("finish_reason", finishReason)
                    } else {
                        choice.nulls("finish_reason")
                    }
                }
            }
            guard finishReason != nil else { return }
            json.key("usage")
            json.object { usage in
                for name in ["prompt_tokens", "completion_tokens", "total_tokens"] { usage.member(name, 0) }
            }
        }
    }
}
