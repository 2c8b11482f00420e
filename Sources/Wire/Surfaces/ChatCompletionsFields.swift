/// The declared fields of `POST /v1/chat/completions`.
///
/// Source: OpenAI API reference, “Create chat completion”, and what Azure OpenAI adds.
enum ChatCompletionsFields {
    static let request: [DeclaredField] =
        [
            DeclaredField("model", .model, isRequired: true),
            DeclaredField("messages", .list(.turn(message), isEmptyAllowed: false), isRequired: true),
            DeclaredField("stream", .stream),
            DeclaredField("stream_options", .inspect),
            DeclaredField("temperature", .number),
            DeclaredField("top_p", .number),
            DeclaredField("n", .number),
            DeclaredField("max_tokens", .number),
            DeclaredField("max_completion_tokens", .number),
            DeclaredField("presence_penalty", .number),
            DeclaredField("frequency_penalty", .number),
            DeclaredField("seed", .number),
            DeclaredField("top_logprobs", .number),
            DeclaredField("logprobs", .flag),
            DeclaredField("parallel_tool_calls", .flag),
            DeclaredField("stop", .inspect),
            DeclaredField("user", .inspect),
            DeclaredField("metadata", .inspect),
            DeclaredField("safety_identifier", .inspect),
            DeclaredField("prompt_cache_key", .inspect),
            DeclaredField("response_format", .written(by: .application, .inspect)),
            DeclaredField("reasoning_effort", .inspect),
            DeclaredField("verbosity", .inspect),
            DeclaredField("service_tier", .inspect),
            DeclaredField("logit_bias", .inspect),
            DeclaredField("modalities", .list(.words(["text"]))),
            DeclaredField("tools", .written(by: .application, .list(tool))),
            DeclaredField("tool_choice", .inspect),
            DeclaredField("functions", .written(by: .application, .list(.object(function)))),
            DeclaredField("function_call", .inspect),
            DeclaredField("prediction", .object(prediction)),
            DeclaredField("store", .refuseTrue(.keepsTextUpstream)),
            DeclaredField("web_search_options", .refuse(.hostedTool)),
            DeclaredField("data_sources", .refuse(.hostedTool)),
            DeclaredField("audio", .refuse(.notText)),
        ] + steering

    private static let message = FieldRule.variants(
        by: "role", preset: nil,
        [
            Variant(["system", "developer", "user"], otherMessage),
            Variant(["assistant"], assistantMessage),
            Variant(["tool", "function"], toolMessage),
        ],
        others: .role)

    private static let otherMessage = [
        DeclaredField("content", .content(part), isRequired: true),
        DeclaredField("name", .text),
    ]

    private static let assistantMessage = [
        DeclaredField("content", .content(assistantPart)),
        DeclaredField("refusal", .running),
        DeclaredField("reasoning_content", .running),
        DeclaredField("reasoning", .running),
        DeclaredField("name", .inspect),
        DeclaredField("annotations", .inspect),
        DeclaredField("tool_calls", .list(toolCall)),
        DeclaredField("function_call", .object(calledFunction)),
        DeclaredField("audio", .refuse(.notText)),
    ]

    private static let toolMessage = [
        DeclaredField("content", .content(part)),
        DeclaredField("tool_call_id", .inspect),
        DeclaredField("name", .inspect),
    ]

    private static let textPart = Variant(["text"], [DeclaredField("text", .running, isRequired: true)])

    private static let part = FieldRule.variants(
        by: "type", preset: nil,
        [textPart, Variant(["file"], .attachment(.chatFile))],
        others: .part)

    private static let assistantPart = FieldRule.variants(
        by: "type", preset: nil,
        // How an assistant said no earlier in the conversation.
        [textPart, Variant(["refusal"], [DeclaredField("refusal", .running, isRequired: true)])],
        others: .part)

    private static let toolCall = FieldRule.variants(
        by: "type", preset: "function",
        [
            Variant(
                ["function"],
                [
                    DeclaredField("id", .inspect), DeclaredField("index", .number),
                    DeclaredField("function", .object(calledFunction)),
                ]),
            Variant(
                ["custom"],
                [
                    DeclaredField("id", .inspect), DeclaredField("index", .number),
                    DeclaredField(
                        "custom",
                        .object([DeclaredField("name", .inspect), DeclaredField("input", .running)])),
                ]),
        ],
        others: .tool)

    private static let calledFunction = [
        DeclaredField("name", .inspect), DeclaredField("arguments", .source),
    ]

    private static let tool = FieldRule.variants(
        by: "type", preset: "function",
        [
            Variant(["function"], [DeclaredField("function", .object(function))]),
            Variant(["custom"], [DeclaredField("custom", .inspect)]),
        ],
        others: .tool)

    private static let function = [
        DeclaredField("name", .inspect), DeclaredField("description", .text),
        DeclaredField("parameters", .inspect), DeclaredField("strict", .flag),
    ]

    private static let prediction = [
        DeclaredField("type", .words(["content"])), DeclaredField("content", .content(part)),
    ]
}
