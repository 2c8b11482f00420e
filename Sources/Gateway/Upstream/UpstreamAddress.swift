import Foundation
import HTTPTypes
import NIOHTTP1
import Redaction
import Wire

/// Where an endpoint takes a request, and how it wants to be asked.
struct UpstreamAddress {
    let endpoint: Endpoint
    let prompt: APIRequest

    var url: String { endpoint.baseURL + path }

    private var path: String {
        switch (prompt.surface, endpoint.api) {
        case (.chatCompletions, .azure): deployment("chat/completions")
        case (.embeddings, .azure): deployment("embeddings")
        case (.responses, .azure): "/responses" + version
        case (.chatCompletions, _): "/chat/completions"
        case (.responses, _): "/responses"
        case (.embeddings, _): "/embeddings"
        case (.messages, _): "/v1/messages"
        case (.countTokens, _): "/v1/messages/count_tokens"
        case (.ollamaChat, _): "/api/chat"
        case (.ollamaGenerate, _): "/api/generate"
        case (.ollamaEmbed, _): "/api/embed"
        case (.ollamaShow, _): "/api/show"
        case (.generateContent, _): "/models/\(component):generateContent"
        case (.streamGenerateContent, _): "/models/\(component):streamGenerateContent?alt=sse"
        }
    }

    private func deployment(_ call: String) -> String { "/deployments/\(component)/\(call)" + version }

    private var version: String { endpoint.apiVersion.map { "?api-version=\($0)" } ?? "" }

    /// The model's name as one component of a path, whatever characters it has.
    private var component: String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return prompt.model.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }

    /// How the endpoint wants its key shown, and which version of its API is spoken.
    func headers(key: String?, _ client: HTTPFields) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        switch endpoint.api {
        case .openAI, .ollama:
            if let key { headers.append(("authorization", "Bearer \(key)")) }
        case .azure:
            if let key { headers.append(("api-key", key)) }
        case .gemini:
            if let key { headers.append(("x-goog-api-key", key)) }
        case .anthropic:
            if let key { headers.append(("x-api-key", key)) }
            headers += Self.versions(client)
        }
        return headers
    }

    /// The version that works with every client, and those that some ask for.
    private static let anthropicVersion = "2023-06-01"
    private static let anthropicVersions = ["2023-01-01", anthropicVersion, "2026-10-21"]

    /// What clients may ask for on trial.
    ///
    /// Source: Anthropic API documentation, “Beta headers”, and release notes.
    private static let anthropicTrials = [
        "prompt-caching-2024-07-31", "token-counting-2024-11-01", "token-efficient-tools-2025-02-19",
        "output-128k-2025-02-19", "extended-cache-ttl-2025-04-11", "interleaved-thinking-2025-05-14",
        "fine-grained-tool-streaming-2025-05-14", "context-management-2025-06-27", "context-1m-2025-08-07",
        "structured-outputs-2025-11-13", "advanced-tool-use-2025-11-20", "effort-2025-11-24",
    ]

    /// The client's own words for the version and for what is on trial, if they are known.
    ///
    /// A header is a place to carry text away in like any other, a birth date and a name included.
    private static func versions(_ client: HTTPFields) -> [(name: String, value: String)] {
        let version = client[.anthropicVersion] ?? ""
        var headers = [
            ("anthropic-version", anthropicVersions.contains(version) ? version : anthropicVersion)
        ]
        let trials = (client[.anthropicBeta] ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
            .filter(anthropicTrials.contains)
        if !trials.isEmpty { headers.append(("anthropic-beta", trials.joined(separator: ","))) }
        return headers
    }
}
