/// The declared fields of Anthropic's `POST /v1/messages` and `/v1/messages/count_tokens`.
///
/// Source: Anthropic API reference, “Messages”.
enum MessagesFields {
    static let request: [DeclaredField] = [
        DeclaredField("model", .model, isRequired: true),
        DeclaredField("messages", .list(.turn(message), isEmptyAllowed: false), isRequired: true),
        DeclaredField("system", .content(block)),
        DeclaredField("stream", .stream),
        DeclaredField("max_tokens", .number),
        DeclaredField("temperature", .number),
        DeclaredField("top_p", .number),
        DeclaredField("top_k", .number),
        DeclaredField("stop_sequences", .inspect),
        DeclaredField("metadata", .inspect),
        DeclaredField("service_tier", .inspect),
        DeclaredField("thinking", .inspect),
        DeclaredField("output_config", .written(by: .application, .inspect)),
        DeclaredField("output_format", .written(by: .application, .inspect)),
        DeclaredField("context_management", .inspect),
        DeclaredField("tools", .written(by: .application, .list(tool))),
        DeclaredField("tool_choice", .inspect),
        DeclaredField("mcp_servers", .refuse(.hostedTool)),
        DeclaredField("container", .refuse(.usesTextUpstream)),
    ]

    private static let message = FieldRule.object([
        DeclaredField("role", .words(["user", "assistant", "system"]), isRequired: true),
        DeclaredField("content", .content(block), isRequired: true),
    ])

    private static let textBlock = Variant(
        ["text"],
        [DeclaredField("text", .running, isRequired: true), DeclaredField("citations", .inspect)])

    private static let document = Variant(["document"], .attachment(.document))

    private static let searchResult = Variant(
        ["search_result"],
        [
            DeclaredField("source", .text), DeclaredField("title", .text),
            DeclaredField(
                "content", .list(.variants(by: "type", preset: nil, [textBlock], others: .part))),
        ])

    private static let block = FieldRule.variants(
        by: "type", preset: nil,
        [
            textBlock, document, searchResult,
            Variant(
                ["tool_use"],
                [
                    DeclaredField("id", .inspect), DeclaredField("name", .inspect),
                    DeclaredField("input", .inspect),
                ]),
            Variant(
                ["tool_result"],
                [
                    DeclaredField("tool_use_id", .inspect), DeclaredField("is_error", .flag),
                    DeclaredField(
                        "content",
                        .written(
                            by: .client,
                            .content(
                                .variants(
                                    by: "type", preset: nil, [textBlock, document, searchResult],
                                    others: .part)))),
                ]),
            // Signed with the text as the endpoint wrote it, so its placeholders are still in it.
            Variant(["thinking"], [DeclaredField("thinking", .fixed), DeclaredField("signature", .fixed)]),
            Variant(["redacted_thinking"], [DeclaredField("data", .fixed)]),
        ],
        others: .part)

    static let textDocument = document(
        .object([
            DeclaredField("type", .words(["text"])), DeclaredField("media_type", .words(["text/plain"])),
            DeclaredField("data", .running, isRequired: true),
        ]))

    static let blockDocument = document(
        .object([
            DeclaredField("type", .words(["content"])),
            DeclaredField(
                "content", .content(.variants(by: "type", preset: nil, [textBlock], others: .part))),
        ]))

    private static func document(_ source: FieldRule) -> [DeclaredField] {
        [
            DeclaredField("type", .words(["document"])), DeclaredField("source", source),
            DeclaredField("title", .text), DeclaredField("context", .text),
            DeclaredField("citations", .inspect),
        ]
    }

    private static let tool = FieldRule.variants(
        by: "type", preset: "custom",
        [
            Variant(
                ["custom"],
                [
                    DeclaredField("name", .inspect), DeclaredField("description", .text),
                    DeclaredField("input_schema", .inspect),
                ])
        ],
        others: .tool)
}
