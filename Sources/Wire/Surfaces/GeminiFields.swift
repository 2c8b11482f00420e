/// The declared fields of Gemini's `:generateContent` and `:streamGenerateContent`.
///
/// Each name in both spellings, for the API takes both.
/// Source: Gemini API reference, “Generating content”; ProtoJSON format, “JSON names”.
enum GeminiFields {
    static let request: [DeclaredField] = [
        DeclaredField("contents", .list(.turn(content), isEmptyAllowed: false), isRequired: true),
        DeclaredField("systemInstruction", content),
        DeclaredField("system_instruction", content),
        DeclaredField("tools", .written(by: .application, .list(.closed(tool)))),
        DeclaredField("toolConfig", .inspect),
        DeclaredField("tool_config", .inspect),
        DeclaredField("safetySettings", .inspect),
        DeclaredField("safety_settings", .inspect),
        DeclaredField("generationConfig", .object(schemas)),
        DeclaredField("generation_config", .object(schemas)),
        DeclaredField("labels", .inspect),
        DeclaredField("cachedContent", .refuse(.usesTextUpstream)),
        DeclaredField("cached_content", .refuse(.usesTextUpstream)),
    ]

    private static let schemas = [
        "responseSchema", "response_schema", "responseJsonSchema", "response_json_schema",
    ].map { DeclaredField($0, .written(by: .application, .inspect)) }

    private static let content = FieldRule.object([
        DeclaredField("role", .words(["user", "model", "function", "system"])),
        DeclaredField("parts", .list(part), isRequired: true),
    ])

    private static let part = FieldRule.keyed(
        [
            DeclaredField("text", .running),
            DeclaredField("functionCall", .inspect),
            DeclaredField("function_call", .inspect),
            DeclaredField("functionResponse", .written(by: .client, .object(functionResponse))),
            DeclaredField("function_response", .written(by: .client, .object(functionResponse))),
            DeclaredField("executableCode", .inspect),
            DeclaredField("executable_code", .inspect),
            DeclaredField("codeExecutionResult", .inspect),
            DeclaredField("code_execution_result", .inspect),
            DeclaredField("inlineData", .attachment(.inlineData)),
            DeclaredField("inline_data", .attachment(.inlineData)),
        ],
        beside: [
            DeclaredField("thought", .flag),
            DeclaredField("thoughtSignature", .fixed),
            DeclaredField("thought_signature", .fixed),
        ])

    private static let functionResponse = [
        DeclaredField("name", .inspect), DeclaredField("id", .inspect),
        DeclaredField("response", .inspect), DeclaredField("parts", .refuse(.notText)),
    ]

    private static let tool = [
        DeclaredField("functionDeclarations", .inspect),
        DeclaredField("function_declarations", .inspect),
        DeclaredField("googleSearch", .refuse(.hostedTool)),
        DeclaredField("google_search", .refuse(.hostedTool)),
        DeclaredField("googleSearchRetrieval", .refuse(.hostedTool)),
        DeclaredField("google_search_retrieval", .refuse(.hostedTool)),
        DeclaredField("codeExecution", .refuse(.hostedTool)),
        DeclaredField("code_execution", .refuse(.hostedTool)),
        DeclaredField("urlContext", .refuse(.hostedTool)),
        DeclaredField("url_context", .refuse(.hostedTool)),
        DeclaredField("googleMaps", .refuse(.hostedTool)),
        DeclaredField("google_maps", .refuse(.hostedTool)),
        DeclaredField("computerUse", .refuse(.hostedTool)),
        DeclaredField("computer_use", .refuse(.hostedTool)),
        DeclaredField("fileSearch", .refuse(.hostedTool)),
        DeclaredField("file_search", .refuse(.hostedTool)),
    ]
}
