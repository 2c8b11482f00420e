/// The declared fields of `POST /v1/responses`.
///
/// Source: OpenAI API reference, “Create a model response”.
enum ResponsesFields {
    static let request: [DeclaredField] =
        [
            DeclaredField("model", .model, isRequired: true),
            DeclaredField("input", .content(.turn(item)), isRequired: true),
            DeclaredField("instructions", .content(item)),
            DeclaredField("stream", .stream),
            DeclaredField("stream_options", .inspect),
            DeclaredField("temperature", .number),
            DeclaredField("top_p", .number),
            DeclaredField("top_logprobs", .number),
            DeclaredField("max_output_tokens", .number),
            DeclaredField("max_tool_calls", .number),
            DeclaredField("parallel_tool_calls", .flag),
            DeclaredField("include", .inspect),
            DeclaredField("metadata", .inspect),
            DeclaredField("user", .inspect),
            DeclaredField("safety_identifier", .inspect),
            DeclaredField("prompt_cache_key", .inspect),
            DeclaredField("prompt_cache_retention", .inspect),
            DeclaredField("service_tier", .inspect),
            DeclaredField("truncation", .inspect),
            DeclaredField("reasoning", .inspect),
            DeclaredField("text", .written(by: .application, .inspect)),
            DeclaredField("tools", .written(by: .application, .list(tool))),
            DeclaredField("tool_choice", .inspect),
            DeclaredField("store", .refuseTrue(.keepsTextUpstream)),
            DeclaredField("background", .refuseTrue(.keepsTextUpstream)),
            DeclaredField("previous_response_id", .refuse(.usesTextUpstream)),
            DeclaredField("conversation", .refuse(.usesTextUpstream)),
            DeclaredField("prompt", .refuse(.usesTextUpstream)),
            DeclaredField("context_management", .inspect),
        ] + steering

    private static let item = FieldRule.variants(
        by: "type", preset: "message",
        [
            Variant(["message"], message),
            Variant(["function_call"], call + [DeclaredField("arguments", .source)]),
            Variant(["function_call_output", "custom_tool_call_output"], output),
            Variant(["custom_tool_call"], call + [DeclaredField("input", .running)]),
            Variant(["reasoning"], reasoning),
        ],
        others: .item)

    private static let message = [
        DeclaredField("role", .words(["user", "assistant", "system", "developer"]), isRequired: true),
        DeclaredField("content", .content(part), isRequired: true),
        DeclaredField("id", .inspect),
        DeclaredField("status", .inspect),
    ]

    private static let part = FieldRule.variants(
        by: "type", preset: nil,
        [
            Variant(
                ["input_text", "output_text", "text", "summary_text", "reasoning_text"],
                [
                    DeclaredField("text", .running, isRequired: true),
                    DeclaredField("annotations", .inspect), DeclaredField("logprobs", .inspect),
                ]),
            Variant(["refusal"], [DeclaredField("refusal", .running, isRequired: true)]),
            Variant(["input_file"], .attachment(.responsesFile)),
        ],
        others: .part)

    private static let call = [
        DeclaredField("id", .inspect), DeclaredField("call_id", .inspect), DeclaredField("name", .inspect),
        DeclaredField("status", .inspect),
    ]

    private static let output = [
        DeclaredField("id", .inspect), DeclaredField("call_id", .inspect), DeclaredField("status", .inspect),
        DeclaredField("output", .content(part)),
    ]

    private static let reasoning = [
        DeclaredField("id", .inspect), DeclaredField("status", .inspect),
        DeclaredField("summary", .list(part)), DeclaredField("content", .list(part)),
        DeclaredField("encrypted_content", .fixed),
    ]

    private static let tool = FieldRule.variants(
        by: "type", preset: nil,
        [
            Variant(
                ["function"],
                [
                    DeclaredField("name", .inspect), DeclaredField("description", .text),
                    DeclaredField("parameters", .inspect), DeclaredField("strict", .flag),
                ]),
            Variant(
                ["custom"],
                [
                    DeclaredField("name", .inspect), DeclaredField("description", .text),
                    DeclaredField("format", .inspect),
                ]),
        ],
        others: .tool)
}
