/// What the DPO decided about an exchange.
public struct Review: Hashable, Sendable {
    public enum Ruling: String, CaseIterable, Sendable {
        case noAction = "no_action"
        case training
        /// A personal-data breach, Article 33 of the UK GDPR.
        case breach
        /// Handed to the safeguarding lead, who decides: not the DPO, and not IT.
        case safeguarding
        case falsePositive = "false_positive"
    }

    public let exchange: ExchangeRef
    public let ruling: Ruling
    /// Who decided.
    public let reviewer: String
    /// The note, which is kept beside the log so that it can be erased.
    public internal(set) var kept: [Kept] = []

    public init(exchange: ExchangeRef, ruling: Ruling, reviewer: String) {
        self.exchange = exchange
        self.ruling = ruling
        self.reviewer = reviewer
    }
}

/// A sealed original was opened.
///
/// Written before anybody sees it.
public struct Reveal: Hashable, Sendable {
    public let exchange: ExchangeRef
    public let reviewer: String
    /// The reason.
    public internal(set) var kept: [Kept] = []

    public init(exchange: ExchangeRef, reviewer: String) {
        self.exchange = exchange
        self.reviewer = reviewer
    }
}

/// Nothing about an exchange is erased until the hold ends.
public struct Hold: Hashable, Sendable {
    /// Nil for all of them.
    public let exchange: ExchangeRef?
    public let by: String
    /// The reason.
    public internal(set) var kept: [Kept] = []

    public init(exchange: ExchangeRef?, by: String) {
        self.exchange = exchange
        self.by = by
    }
}

/// What was destroyed for good, and why.
public struct Erasure: Hashable, Sendable {
    public enum What: String, CaseIterable, Sendable {
        /// What entries say; their hashes stay.
        case entry
        case redacted, original, note
    }

    public enum Why: String, CaseIterable, Sendable {
        /// Its time was over.
        case retention
        /// A person's request, Article 17 of the UK GDPR.
        case request
    }

    public let what: What
    public let why: Why
    public let by: String
    /// Milliseconds since 1970: what is erased was recorded before.
    public let recordedBefore: Int64
    /// Sequence numbers, ascending; ranges do not touch.
    public let sequences: [ClosedRange<Int64>]

    public init(
        what: What,
        why: Why,
        by: String,
        recordedBefore: Int64,
        sequences: [ClosedRange<Int64>]
    ) {
        self.what = what
        self.why = why
        self.by = by
        self.recordedBefore = recordedBefore
        self.sequences = sequences
    }

    public var count: Int64 { sequences.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 } }
}
