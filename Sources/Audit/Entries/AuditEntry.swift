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
        case started(version: String, rules: String, policy: String)
        case stopped
        /// Later exchanges are judged by these.
        case rulesChanged(rules: String, policy: String)
        /// Entries before this one may be dated later.
        case clockWentBack(from: Date)
        case review(Review)
        case reveal(Reveal)
        case hold(Hold)
        case holdEnded(hold: Int64, by: String)
        case erasure(Erasure)
        /// What another node's log had come to: it cannot be made shorter unnoticed.
        case peer(origin: String, note: String)
        case cosigned(size: Int64, line: String)
        /// Whose keys originals are sealed to from here on, by their ids; of nobody's where none are kept.
        ///
        /// A key that somebody put in the DPO's place shows.
        case recipients([String])
    }

    /// From 1, without gaps.
    public let sequence: Int64
    /// To the millisecond.
    public let recordedAt: Date
    public let content: Content

    /// The exchange that the entry is about; nil for those about the log itself.
    public var exchange: ExchangeRef? { content.exchange }
}

extension AuditEntry.Content {
    public var exchange: ExchangeRef? {
        switch self {
        case .intent(let evidence), .blocked(let evidence): evidence.exchange
        case .outcome(let exchange, _): exchange
        case .review(let review): review.exchange
        case .reveal(let reveal): reveal.exchange
        case .hold(let hold): hold.exchange
        case .started, .stopped, .rulesChanged, .clockWentBack, .holdEnded, .erasure, .peer, .cosigned,
            .recipients:
            nil
        }
    }

    /// A word for lists and exports.
    public var kind: String {
        switch self {
        case .intent: "intent"
        case .blocked: "blocked"
        case .outcome: "outcome"
        case .started: "started"
        case .stopped: "stopped"
        case .rulesChanged: "rules_changed"
        case .clockWentBack: "clock_went_back"
        case .review: "review"
        case .reveal: "reveal"
        case .hold: "hold"
        case .holdEnded: "hold_ended"
        case .erasure: "erasure"
        case .peer: "peer"
        case .cosigned: "cosigned"
        case .recipients: "recipients"
        }
    }

    /// What the entry says is kept beside the log.
    public var kept: [Kept] {
        switch self {
        case .intent(let evidence), .blocked(let evidence): evidence.kept
        case .review(let review): review.kept
        case .reveal(let reveal): reveal.kept
        case .hold(let hold): hold.kept
        case .outcome, .started, .stopped, .rulesChanged, .clockWentBack, .holdEnded, .erasure, .peer,
            .cosigned, .recipients:
            []
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
