public import Foundation

/// One record of the log.
public struct AuditEntry: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        /// A request is about to leave. Written before its first byte does.
        case intent(Evidence)
        /// A request that never left.
        case blocked(Evidence)
        /// What became of an earlier INTENT.
        case outcome(ExchangeRef, Outcome)
    }

    /// From 1, without gaps.
    public let sequence: Int64
    /// To the millisecond.
    public let recordedAt: Date
    public let content: Content

    public var exchange: ExchangeRef {
        switch content {
        case .intent(let evidence), .blocked(let evidence): evidence.exchange
        case .outcome(let exchange, _): exchange
        }
    }
}

/// An exchange as the log shows it: how it began and how it ended.
public struct ExchangeSummary: Hashable, Sendable {
    public enum State: String, Sendable {
        case blocked, answered
        case refusedByEndpoint = "refused by endpoint"
        case failed
        case hungUp = "hung up"
        /// INTENT without OUTCOME: still running, or the process ended in between. It may or may not have been
        /// sent, and is not claimed to have been answered.
        case interrupted
    }

    public let sequence: Int64
    public let recordedAt: Date
    public let evidence: Evidence
    public let state: State
    public let outcome: Outcome?

    /// What was done to the answer; nil where there was none.
    public var answer: AnswerReport? {
        if case .answered(_, let report)? = outcome { report } else { nil }
    }
}
