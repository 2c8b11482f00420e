public import Wire

/// One address that clients may post to, and what it means.
///
/// A closed set: everything else is answered 404, never passed on.
public struct ClientRoute: Sendable {
    /// As the router takes it; `:model` stands for a path component.
    public let path: String
    public let surface: Surface

    /// Every declared route, as `cloakroom config surfaces` prints them.
    ///
    /// `:generateContent` and its like are no path components of their own: `GeminiCall` tells them apart.
    public static let all: [ClientRoute] = [
        ClientRoute(path: "/v1/chat/completions", surface: .chatCompletions),
        ClientRoute(path: "/v1/responses", surface: .responses),
        ClientRoute(path: "/v1/embeddings", surface: .embeddings),
        ClientRoute(path: "/openai/v1/chat/completions", surface: .chatCompletions),
        ClientRoute(path: "/openai/v1/responses", surface: .responses),
        ClientRoute(path: "/openai/v1/embeddings", surface: .embeddings),
        ClientRoute(path: "/openai/responses", surface: .responses),
        ClientRoute(path: "/openai/deployments/:model/chat/completions", surface: .chatCompletions),
        ClientRoute(path: "/openai/deployments/:model/embeddings", surface: .embeddings),
        ClientRoute(path: "/v1/messages", surface: .messages),
        ClientRoute(path: "/v1/messages/count_tokens", surface: .countTokens),
        ClientRoute(path: "/api/chat", surface: .ollamaChat),
        ClientRoute(path: "/api/generate", surface: .ollamaGenerate),
        ClientRoute(path: "/api/embed", surface: .ollamaEmbed),
        ClientRoute(path: "/api/show", surface: .ollamaShow),
    ]

    /// What Gemini's clients write behind the model's name.
    public static let geminiPaths = ["/v1beta/models/:model", "/v1/models/:model"]

    /// Where clients may ask which models there are.
    public static let modelPaths = [
        "/v1/models", "/v1/models/:model", "/openai/models", "/openai/v1/models", "/api/tags",
        "/v1beta/models",
    ]

    /// Cloakroom's own: what would be found in a text, and what would be sent of it.
    public static let dryRunPaths = DryRunHandler.Question.allCases.map(\.path)

    /// The API whose clients use an address, so that errors come in a shape they read.
    static func family(ofPath path: String) -> APIFamily {
        if path.hasPrefix("/api/") { return .ollama }
        if path.hasPrefix("/v1beta/") || path.hasPrefix("/v1/models/") && path.contains(":") {
            return .gemini
        }
        return path.hasPrefix("/v1/messages") ? .anthropic : .openAI
    }
}

/// The last component of a Gemini address: `gemini-x:streamGenerateContent`.
struct GeminiCall {
    let model: String
    let surface: Surface

    init?(_ component: String) {
        let parts = component.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        switch parts[1] {
        case "generateContent": surface = .generateContent
        case "streamGenerateContent": surface = .streamGenerateContent
        default: return nil
        }
        model = String(parts[0])
    }
}
