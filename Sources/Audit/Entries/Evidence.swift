/// What a rule found in one field, counted; never what it found.
public struct FindingTally: Hashable, Sendable {
    public let rule: String
    public let entity: String
    /// `messages[2].content`.
    public let place: String
    public let count: Int
    public let confidenceMax: Int
    /// Whether the rule is on trial: without effect on the verdict.
    public let isOnTrial: Bool
    /// Where the findings stood and what they have in common with others; not of every one where there are very many.
    public let spans: [FindingSpan]

    public init(
        rule: String,
        entity: String,
        place: String,
        count: Int,
        confidenceMax: Int,
        isOnTrial: Bool = false,
        spans: [FindingSpan] = []
    ) {
        self.rule = rule
        self.entity = entity
        self.place = place
        self.count = count
        self.confidenceMax = confidenceMax
        self.isOnTrial = isOnTrial
        self.spans = spans
    }
}

/// Where one finding stood, and its token.
public struct FindingSpan: Hashable, Sendable {
    /// UTF-8 byte offsets in the field.
    public let bytes: Range<Int>
    public let token: ValueToken

    public init(bytes: Range<Int>, token: ValueToken) {
        self.bytes = bytes
        self.token = token
    }
}

/// What is known of an exchange when it is decided.
///
/// Holds no text of the prompt.
public struct Evidence: Hashable, Sendable {
    public enum Verdict: String, CaseIterable, Sendable {
        case allow, redact, block
    }

    public let exchange: ExchangeRef
    /// The id of the caller's key, or `loopback`; no name.
    public let caller: String
    public let profile: String
    public let route: String
    public var verdict: Verdict
    /// Why a request was not forwarded, when it was not for what a rule found: a constant word.
    public var reason: String?
    public var endpoint: String?
    public var model: String?
    public var isStreaming = false
    public var tallies: [FindingTally] = []
    public var requestByteCount = 0
    /// Bytes meant for the endpoint; nil when none were.
    public var sentByteCount: Int?
    /// SHA-256 of the rule packs and of the policy that judged.
    public let rulesDigest: String
    public let policyDigest: String
    public var school: String?
    /// Whose key made the tokens, such as `2026-Q4`; nil where there are none.
    public var tokenPeriod: String?
    /// What is kept of the prompt beside the log.
    public internal(set) var kept: [Kept] = []

    public init(
        exchange: ExchangeRef,
        caller: String,
        profile: String,
        route: String,
        verdict: Verdict,
        rulesDigest: String,
        policyDigest: String
    ) {
        self.exchange = exchange
        self.caller = caller
        self.profile = profile
        self.route = route
        self.verdict = verdict
        self.rulesDigest = rulesDigest
        self.policyDigest = policyDigest
    }
}

/// How an exchange that was forwarded ended.
public enum Outcome: Hashable, Sendable {
    case answered(status: Int, AnswerReport)
    /// The endpoint said no to the request as such.
    case refusedByEndpoint(status: Int)
    /// No answer, or none that could be used; the label is a constant word.
    case failed(label: String)
    /// The client left before the answer ended.
    case hungUp
}
