import Audit
import HTTPTypes
import Hummingbird
import Redaction

/// What the headers of an answer say about what Cloakroom did.
struct ActionHeaders: Sendable {
    private let verdict: Verdict
    private let redactionCount: Int
    private let ruleset: String

    init(verdict: Verdict, findings: [PlacedFinding], snapshot: Snapshot) {
        self.verdict = verdict
        redactionCount = findings.count { $0.verdict == .redact }
        ruleset = String(snapshot.rulesDigest.prefix(12))
    }

    func fields(for exchange: ExchangeRef) -> HTTPFields {
        var fields = HTTPFields.reference(exchange)
        fields[.cloakroomAction] = verdict.rawValue
        fields[.cloakroomRedactions] = String(redactionCount)
        fields[.cloakroomRuleset] = ruleset
        // The trust's policy asks that work is labelled; a client that keeps headers can show it.
        fields[.cloakroomLabel] = "AI supported"
        return fields
    }
}

extension HTTPFields {
    /// The reference under both names that SDKs read, and no caching.
    static func reference(_ exchange: ExchangeRef) -> HTTPFields {
        var fields = HTTPFields()
        fields[.xRequestID] = "\(exchange)"
        fields[.requestID] = "\(exchange)"
        fields[.cacheControl] = "no-store"
        return fields
    }
}

extension HTTPField.Name {
    // Literals with the characters that a field name may hold; a test reads each of them back.
    static let xRequestID = Self(validated: "x-request-id")
    static let requestID = Self(validated: "request-id")
    static let anthropicVersion = Self(validated: "anthropic-version")
    static let anthropicBeta = Self(validated: "anthropic-beta")
    static let cloakroomLabel = Self(validated: "x-cloakroom-label")
    static let xShouldRetry = Self(validated: "x-should-retry")
    static let cloakroomAction = Self(validated: "x-cloakroom-action")
    static let cloakroomRedactions = Self(validated: "x-cloakroom-redactions")
    static let cloakroomRuleset = Self(validated: "x-cloakroom-ruleset")

    private init(validated name: String) {
        guard let name = Self(name) else { preconditionFailure("not a field name: \(name)") }
        self = name
    }
}
