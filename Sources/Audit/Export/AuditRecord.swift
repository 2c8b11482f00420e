public import Foundation

/// What an export says in one line: an exchange with how it ended, or an event.
public enum AuditRecord: Hashable, Sendable {
    case exchange(ExchangeSummary)
    /// Never an intent, a block or an outcome: those are exchanges.
    case event(AuditEntry)

    public var sequence: Int64 {
        switch self {
        case .exchange(let exchange): exchange.sequence
        case .event(let entry): entry.sequence
        }
    }

    public var recordedAt: Date {
        switch self {
        case .exchange(let exchange): exchange.recordedAt
        case .event(let entry): entry.recordedAt
        }
    }

    /// What people call the exchange that it is about.
    public var reference: String? {
        switch self {
        case .exchange(let exchange): "\(exchange.evidence.exchange)"
        case .event(let entry): entry.exchange.map { "\($0)" }
        }
    }

    /// Who did it: the caller of an exchange, the reviewer of a review.
    var actor: String? {
        switch self {
        case .exchange(let exchange): exchange.evidence.caller
        case .event(let entry):
            switch entry.content {
            case .review(let review): review.reviewer
            case .reveal(let reveal): reveal.reviewer
            case .hold(let hold): hold.by
            case .holdEnded(_, let by): by
            case .erasure(let erasure): erasure.by
            default: nil
            }
        }
    }

    /// A word for what happened; not Purview's, so that nobody takes one log for the other.
    var operation: String {
        switch self {
        case .exchange: "PromptExchange"
        case .event(let entry):
            switch entry.content {
            case .intent, .blocked, .outcome: "PromptExchange"
            case .started: "GatewayStarted"
            case .stopped: "GatewayStopped"
            case .rulesChanged: "RulesChanged"
            case .clockWentBack: "ClockWentBack"
            case .review: "ReviewRecorded"
            case .reveal: "OriginalRevealed"
            case .hold: "HoldPlaced"
            case .holdEnded: "HoldEnded"
            case .erasure: "EvidenceErased"
            case .peer: "PeerRecorded"
            case .cosigned: "CheckpointCosigned"
            case .recipients: "RecipientsSet"
            }
        }
    }
}

/// When things were recorded: from a moment to before another; nil for no bound.
public struct AuditPeriod: Hashable, Sendable {
    public let from: Date?
    public let until: Date?

    public init(from: Date? = nil, until: Date? = nil) {
        self.from = from
        self.until = until
    }

    var bounds: (from: Int64, until: Int64) {
        (from?.milliseconds ?? .min, until?.milliseconds ?? .max)
    }
}
