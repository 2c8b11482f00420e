/// One operation of an AI API that Cloakroom reads and passes on.
///
/// A closed set: what is not here is refused, never passed through unread.
public enum Surface: String, CaseIterable, Sendable {
    case chatCompletions = "chat completions"
    case responses
    case embeddings
    case messages
    case countTokens = "count tokens"
    case ollamaChat = "Ollama chat"
    case ollamaGenerate = "Ollama generate"
    case ollamaEmbed = "Ollama embed"
    case ollamaShow = "Ollama show"
    case generateContent = "generate content"
    case streamGenerateContent = "stream generate content"

    /// The API that it belongs to.
    public var family: APIFamily {
        switch self {
        case .chatCompletions, .responses, .embeddings: .openAI
        case .messages, .countTokens: .anthropic
        case .ollamaChat, .ollamaGenerate, .ollamaEmbed, .ollamaShow: .ollama
        case .generateContent, .streamGenerateContent: .gemini
        }
    }

    /// Whether a text may be replaced in it, whatever the policy says.
    ///
    /// Not in what becomes a vector: it would be the vector of another text, and nobody would ever see that. A policy can
    /// allow it.
    public var isRewritable: Bool { self != .embeddings && self != .ollamaEmbed }

    /// The field that holds the conversation, as places name it.
    public var conversation: String {
        switch self {
        case .chatCompletions, .messages, .countTokens, .ollamaChat: "messages"
        case .responses, .embeddings, .ollamaEmbed: "input"
        case .ollamaGenerate: "prompt"
        case .ollamaShow: "model"
        case .generateContent, .streamGenerateContent: "contents"
        }
    }

    /// The declared fields of a request.
    ///
    /// A field that is not among them is inspected whatever it holds.
    var fields: [DeclaredField] {
        switch self {
        case .chatCompletions: ChatCompletionsFields.request
        case .responses: ResponsesFields.request
        case .embeddings: EmbeddingsFields.request
        case .messages, .countTokens: MessagesFields.request
        case .ollamaChat: OllamaFields.chat
        case .ollamaGenerate: OllamaFields.generate
        case .ollamaEmbed: OllamaFields.embed
        case .ollamaShow: OllamaFields.show
        case .generateContent, .streamGenerateContent: GeminiFields.request
        }
    }

    /// Whether an answer may come piece by piece.
    var canStream: Bool {
        switch self {
        case .embeddings, .countTokens, .ollamaEmbed, .ollamaShow, .generateContent: false
        default: true
        }
    }

    /// Whether an answer streams when the request does not say.
    var streamsByDefault: Bool {
        switch self {
        case .ollamaChat, .ollamaGenerate, .streamGenerateContent: true
        default: false
        }
    }

    /// What the gateway adds where the client left it out, as JSON.
    ///
    /// Responses are kept by the endpoint unless told otherwise.
    /// Source: OpenAI API reference, “Create a model response”, `store` “defaults to true”.
    var additions: [(name: String, value: String)] {
        self == .responses ? [("store", "false")] : []
    }
}

/// The APIs that clients and endpoints speak.
public enum APIFamily: String, CaseIterable, Sendable {
    case openAI = "openai"
    case anthropic
    case ollama
    case gemini
}
