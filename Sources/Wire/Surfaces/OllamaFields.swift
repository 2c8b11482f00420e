/// The declared fields of Ollama's `/api/chat`, `/api/generate`, `/api/embed` and `/api/show`.
///
/// Source: Ollama API documentation.
enum OllamaFields {
    static let chat: [DeclaredField] =
        [
            DeclaredField("messages", .list(.turn(message)), isRequired: true),
            DeclaredField("tools", .written(by: .application, .list(tool))),
        ] + shared

    static let generate: [DeclaredField] =
        [
            DeclaredField("prompt", .running),
            DeclaredField("suffix", .running),
            DeclaredField("system", .running),
            DeclaredField("template", .text),
            DeclaredField("raw", .flag),
            // The tokens of an earlier exchange: a text that cannot be read here.
            DeclaredField("context", .refuse(.notText)),
            DeclaredField("images", .refuse(.notText)),
        ] + shared

    static let embed: [DeclaredField] = [
        DeclaredField("model", .model, isRequired: true),
        DeclaredField("input", .textOrTexts, isRequired: true),
        DeclaredField("truncate", .flag),
        DeclaredField("dimensions", .number),
        DeclaredField("options", .inspect),
        DeclaredField("keep_alive", .inspect),
    ]

    static let show: [DeclaredField] = [
        DeclaredField("model", .model, isRequired: true),
        DeclaredField("verbose", .flag),
    ]

    private static let shared = [
        DeclaredField("model", .model, isRequired: true),
        DeclaredField("stream", .stream),
        DeclaredField("format", .written(by: .application, .inspect)),
        DeclaredField("options", .inspect),
        DeclaredField("keep_alive", .inspect),
        DeclaredField("think", .inspect),
        DeclaredField("logprobs", .flag),
        DeclaredField("top_logprobs", .number),
    ]

    private static let message = FieldRule.object([
        DeclaredField("role", .words(["system", "user", "assistant", "tool"]), isRequired: true),
        DeclaredField("content", .running),
        DeclaredField("thinking", .running),
        DeclaredField("images", .refuse(.notText)),
        DeclaredField("tool_calls", .inspect),
        DeclaredField("tool_name", .inspect),
        DeclaredField("tool_call_id", .inspect),
    ])

    private static let tool = FieldRule.variants(
        by: "type", preset: "function",
        [Variant(["function"], [DeclaredField("function", .inspect)])],
        others: .tool)
}
