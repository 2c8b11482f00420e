/// A record as a row; every kind has the same columns.
enum CSVRecord {
    private static let columns = [
        "Sequence", "CreationTime", "Operation", "ThreadId", "UserKey", "Profile", "School", "AppHost",
        "Verdict", "Reason", "State", "ModelProviderName", "ModelName", "Streaming", "RequestBytes",
        "SentBytes",
        "AnswerStatus", "AnswerBytes", "Restored", "Withheld", "Invented", "FindingCount", "Findings",
        "AnswerFindings", "RulesDigest", "PolicyDigest", "Detail",
    ]

    static var header: [UInt8] { CSVRow.bytes(columns.map { .text($0) }) }

    static func line(_ record: AuditRecord) -> [UInt8] {
        let begin: [CSVRow.Cell] = [
            .number(record.sequence), .text(UTCTime(record.recordedAt).iso8601), .text(record.operation),
            .text(record.reference), .text(record.actor),
        ]
        return switch record {
        case .exchange(let exchange): CSVRow.bytes(begin + cells(exchange))
        case .event(let entry): CSVRow.bytes(begin + cells(entry.content))
        }
    }

    private static func cells(_ exchange: ExchangeSummary) -> [CSVRow.Cell] {
        let (evidence, answer) = (exchange.evidence, exchange.answer)
        let found = evidence.tallies.map {
            "\($0.rule) \($0.entity) \($0.count)\($0.isOnTrial ? " on trial" : "")"
        }
        let answered = answer?.tallies.map {
            "\($0.rule) \($0.entity) \($0.count)\($0.isRemoved ? " removed" : "")"
        }
        let failure: String? = if case .failed(let label)? = exchange.outcome { label } else { nil }
        return [
            .text(evidence.profile), .text(evidence.school), .text(evidence.route),
            .text(evidence.verdict.rawValue), .text(evidence.reason), .text(exchange.state.rawValue),
            .text(evidence.endpoint), .text(evidence.model), .text(evidence.isStreaming ? "true" : "false"),
            .number(Int64(evidence.requestByteCount)), .number(evidence.sentByteCount.map { Int64($0) }),
            .number(exchange.outcome?.status.map { Int64($0) }), .number(answer.map { Int64($0.byteCount) }),
            .number(answer.map { Int64($0.restoredCount) }), .number(answer.map { Int64($0.withheldCount) }),
            .number(answer.map { Int64($0.inventedCount) }), .number(Int64(evidence.findingCount)),
            .text(found.joined(separator: "; ")), .text(answered?.joined(separator: "; ")),
            .text(evidence.rulesDigest), .text(evidence.policyDigest), .text(failure),
        ]
    }

    private static func cells(_ event: AuditEntry.Content) -> [CSVRow.Cell] {
        let digests: (rules: String?, policy: String?) =
            switch event {
            case .started(_, let rules, let policy), .rulesChanged(let rules, let policy): (rules, policy)
            default: (nil, nil)
            }
        return Array(repeating: .text(nil), count: 19)
            + [.text(digests.rules), .text(digests.policy), .text(event.detail)]
    }
}

extension AuditEntry.Content {
    /// What an event says besides who and about what, in a few words.
    var detail: String? {
        switch self {
        case .intent, .blocked, .outcome, .stopped, .rulesChanged, .reveal, .hold: nil
        case .started(let version, _, _): "version \(version)"
        case .clockWentBack(let date): "before \(UTCTime(date).iso8601)"
        case .review(let review): review.ruling.rawValue
        case .holdEnded(let hold, _): "hold \(hold)"
        case .erasure(let erasure):
            "\(erasure.count) \(erasure.what.rawValue) \(erasure.why.rawValue) recorded before "
                + UTCTime(milliseconds: erasure.recordedBefore).iso8601
        case .peer(let origin, _): "origin \(origin)"
        case .cosigned(let size, _): "size \(size)"
        case .recipients(let keys): keys.isEmpty ? "nobody" : keys.joined(separator: " ")
        }
    }
}

extension Evidence {
    /// What rules found that were not on trial.
    var findingCount: Int { tallies.filter { !$0.isOnTrial }.reduce(0) { $0 + $1.count } }
}
