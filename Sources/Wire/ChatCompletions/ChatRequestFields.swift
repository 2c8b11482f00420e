/// What becomes of a declared field.
enum FieldRule: Sendable {
    /// The name of a model; compared with the register of endpoints later, so not a segment.
    case model
    case messages
    /// Whether the answer streams: true, false or null.
    case stream
    /// The kinds of answer wanted: `["text"]` or null.
    case modalities
    /// A word of a closed list that was read before, because the other fields depend on it.
    case readBefore
    /// A text or a list of parts; from an assistant null as well.
    case content(isAssistant: Bool)
    /// One string.
    case text
    /// Every string, key and number below it is inspected.
    case inspect
    /// A number or null; inspected too, for numbers identify people.
    case number
    /// True, false or null.
    case flag
    /// An object with these fields, or null.
    case object([DeclaredField])
    /// Refused unless null.
    case refuse(WireError.RefusalReason)
    /// True is refused; false and null are taken.
    case refuseTrue(WireError.RefusalReason)
}

/// A field that Cloakroom knows.
struct DeclaredField: Sendable {
    let name: String
    let rule: FieldRule
    let isRequired: Bool

    init(_ name: String, _ rule: FieldRule, isRequired: Bool = false) {
        self.name = name
        self.rule = rule
        self.isRequired = isRequired
    }
}

/// The declared fields of a chat completions request.
///
/// What is not here is refused: a field that nobody declared is a field that nobody inspects.
enum ChatRequestFields {
    enum Role: String, CaseIterable {
        case system, developer, user, assistant
    }

    static let toolRoles = ["tool", "function"]

    static let request: [DeclaredField] = [
        DeclaredField("model", .model, isRequired: true),
        DeclaredField("messages", .messages, isRequired: true),
        DeclaredField("stream", .stream),
        DeclaredField("stream_options", .object(streamOptions)),
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
        DeclaredField("response_format", .inspect),
        DeclaredField("reasoning_effort", .inspect),
        DeclaredField("verbosity", .inspect),
        DeclaredField("service_tier", .inspect),
        DeclaredField("logit_bias", .inspect),
        DeclaredField("modalities", .modalities),
        DeclaredField("store", .refuseTrue(.keepsTextUpstream)),
        DeclaredField("tools", .refuse(.toolCalls)),
        DeclaredField("tool_choice", .refuse(.toolCalls)),
        DeclaredField("functions", .refuse(.toolCalls)),
        DeclaredField("function_call", .refuse(.toolCalls)),
        DeclaredField("web_search_options", .refuse(.notInspectedYet)),
        DeclaredField("prediction", .refuse(.notInspectedYet)),
        DeclaredField("audio", .refuse(.notText)),
    ]

    private static let streamOptions = [
        DeclaredField("include_usage", .flag),
        DeclaredField("include_obfuscation", .flag),
    ]

    static func message(from role: Role) -> [DeclaredField] {
        role == .assistant ? assistantMessage : otherMessage
    }

    private static let assistantMessage = message(isAssistant: true)
    private static let otherMessage = message(isAssistant: false)

    private static func message(isAssistant: Bool) -> [DeclaredField] {
        [
            DeclaredField("role", .readBefore),
            DeclaredField("content", .content(isAssistant: isAssistant), isRequired: !isAssistant),
            DeclaredField("name", .inspect),
            DeclaredField("refusal", .inspect),
            DeclaredField("annotations", .inspect),
            DeclaredField("tool_calls", .refuse(.toolCalls)),
            DeclaredField("tool_call_id", .refuse(.toolCalls)),
            DeclaredField("function_call", .refuse(.toolCalls)),
            DeclaredField("audio", .refuse(.notText)),
        ]
    }

    static let textPart = [
        DeclaredField("type", .readBefore),
        DeclaredField("text", .text, isRequired: true),
    ]

    /// How an assistant said no earlier in the conversation.
    static let refusalPart = [
        DeclaredField("type", .readBefore),
        DeclaredField("refusal", .text, isRequired: true),
    ]
}
