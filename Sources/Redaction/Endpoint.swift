public import Wire

/// An allowed AI service, as the endpoint register describes it.
public struct Endpoint: Hashable, Sendable {
    /// What it speaks, and how its addresses and keys look.
    public enum API: String, CaseIterable, Sendable {
        case openAI = "openai"
        /// Azure OpenAI with deployments in the path and `api-version`.
        case azure
        case anthropic
        case ollama
        case gemini

        /// The APIs whose clients it can serve; nothing is translated from one to another.
        public var families: [APIFamily] {
            switch self {
            case .openAI, .azure: [.openAI]
            case .anthropic: [.anthropic]
            case .ollama: [.ollama]
            case .gemini: [.gemini]
            }
        }
    }

    /// Where the key that Cloakroom shows the endpoint comes from; never from the client.
    public enum KeySource: Hashable, Sendable {
        case none
        /// The name of an environment variable.
        case environment(String)
        /// The name of a file in the folder that systemd's `LoadCredential=` sets up, `$CREDENTIALS_DIRECTORY`.
        case credential(String)
    }

    public struct Timeouts: Hashable, Sendable {
        public let connect: Duration
        /// Longest silence of the endpoint, before and during the answer.
        public let idle: Duration
        /// Longest time for the whole exchange.
        public let total: Duration

        public init(connect: Duration, idle: Duration, total: Duration) {
            self.connect = connect
            self.idle = idle
            self.total = total
        }

        public static let standard = Timeouts(connect: .seconds(5), idle: .seconds(180), total: .seconds(600))
    }

    public let id: String
    public let title: String
    public let api: API
    /// Azure's `api-version`; nil for none.
    public let apiVersion: String?
    /// Up to and without the part that names the operation, such as `/chat/completions`; no trailing slash.
    public let baseURL: String
    /// The names that clients may use as `model`.
    public let models: [String]
    public let keySource: KeySource
    public let timeouts: Timeouts

    public init(
        id: String,
        title: String,
        api: API = .openAI,
        apiVersion: String? = nil,
        baseURL: String,
        models: [String],
        keySource: KeySource,
        timeouts: Timeouts = .standard
    ) {
        self.id = id
        self.title = title
        self.api = api
        self.apiVersion = apiVersion
        self.baseURL = baseURL
        self.models = models
        self.keySource = keySource
        self.timeouts = timeouts
    }
}
