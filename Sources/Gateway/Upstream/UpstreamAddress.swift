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

    /// The version that works with every client; newer ones are taken from theirs.
    private static let anthropicVersion = "2023-06-01"

    /// The client's own words for the version and for what is on trial, if they are nothing but that.
    ///
    /// A header is a place to carry text away in like any other: what is no date and no name with a date stays here.
    private static func versions(_ client: HTTPFields) -> [(name: String, value: String)] {
        let version = client[.anthropicVersion] ?? ""
        var headers = [("anthropic-version", isDate(version[...]) ? version : anthropicVersion)]
        let trials = (client[.anthropicBeta] ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
            .filter { $0.utf8.count <= 60 && isDatedName($0[...]) }
        if !trials.isEmpty { headers.append(("anthropic-beta", trials.joined(separator: ","))) }
        return headers
    }

    /// Whether it is like `2023-06-01`.
    private static func isDate(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [4, 2, 2]
            && parts.allSatisfy { $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
    }

    /// Whether it is like `interleaved-thinking-2025-05-14`.
    private static func isDatedName(_ text: Substring) -> Bool {
        guard text.utf8.count > 11, isDate(text.suffix(10)) else { return false }
        return text.dropLast(10).utf8.allSatisfy { $0 &- 0x61 < 26 || $0 == UInt8(ascii: "-") }
    }
}
