/// A record in Cloakroom's own form.
///
/// Fields that Purview's `CopilotInteraction` has too are named as there. Source: office-365-management-api, copilot-schema.
enum JSONRecord {
    static func line(_ record: AuditRecord, _ encoder: RecordEncoder) -> [UInt8] {
        var line = JSONLine()
        line.set("Id", encoder.id(of: record))
        line.set("CreationTime", UTCTime(record.recordedAt).iso8601)
        line.set("Operation", record.operation)
        line.set("Workload", RecordEncoder.vendor)
        line.set("UserKey", record.actor)
        line.set("ThreadId", record.reference)
        switch record {
        case .exchange(let exchange): write(exchange, to: &line)
        case .event(let entry): write(entry.content, to: &line)
        }
        return line.finished() + [0x0A]
    }

    private static func write(_ exchange: ExchangeSummary, to line: inout JSONLine) {
        let evidence = exchange.evidence
        line.set("AppHost", evidence.route)
        line.set("Profile", evidence.profile)
        line.set("School", evidence.school)
        line.set("Verdict", evidence.verdict.rawValue)
        line.set("Reason", evidence.reason)
        line.set("State", exchange.state.rawValue)
        var messages = [(id: "prompt", size: evidence.requestByteCount, isPrompt: true)]
        if let answer = exchange.answer { messages.append(("answer", answer.byteCount, false)) }
        line.objects("Messages", messages) { line, message in
            line.set("Id", "\(evidence.exchange)/\(message.id)")
            line.set("Size", message.size)
            line.set("isPrompt", message.isPrompt)
        }
        if evidence.model != nil || evidence.endpoint != nil {
            line.objects("ModelTransparencyDetails", [evidence]) { line, evidence in
                line.set("ModelName", evidence.model)
                line.set("ModelProviderName", evidence.endpoint)
            }
        }
        line.set("Streaming", evidence.isStreaming)
        line.set("SentBytes", evidence.sentByteCount)
        line.objects("Findings", evidence.tallies) { line, tally in
            line.set("Rule", tally.rule)
            line.set("Entity", tally.entity)
            line.set("Place", tally.place)
            line.set("Count", tally.count)
            line.set("Confidence", tally.confidenceMax)
            line.set("OnTrial", tally.isOnTrial)
        }
        line.objects("Kept", evidence.kept) { line, kept in
            line.set("What", kept.what.rawValue)
            line.set("Bytes", kept.byteCount)
        }
        line.set("RulesDigest", evidence.rulesDigest)
        line.set("PolicyDigest", evidence.policyDigest)
        if let outcome = exchange.outcome { line.object("Answer") { write(outcome, to: &$0) } }
    }

    private static func write(_ outcome: Outcome, to line: inout JSONLine) {
        line.set("Status", outcome.status)
        switch outcome {
        case .failed(let label): line.set("Reason", label)
        case .refusedByEndpoint, .hungUp: break
        case .answered(_, let report):
            line.set("Bytes", report.byteCount)
            line.set("Restored", report.restoredCount)
            line.set("Withheld", report.withheldCount)
            line.set("Invented", report.inventedCount)
            line.objects("Findings", report.tallies) { line, tally in
                line.set("Rule", tally.rule)
                line.set("Entity", tally.entity)
                line.set("Count", tally.count)
                line.set("Removed", tally.isRemoved)
            }
        }
    }

    private static func write(_ event: AuditEntry.Content, to line: inout JSONLine) {
        switch event {
        case .intent, .blocked, .outcome, .stopped, .reveal, .hold: break
        case .started(let version, let rules, let policy):
            line.set("Version", version)
            line.set("RulesDigest", rules)
            line.set("PolicyDigest", policy)
        case .rulesChanged(let rules, let policy):
            line.set("RulesDigest", rules)
            line.set("PolicyDigest", policy)
        case .clockWentBack(let date): line.set("Before", UTCTime(date).iso8601)
        case .review(let review): line.set("Ruling", review.ruling.rawValue)
        case .holdEnded(let hold, _): line.set("Hold", hold)
        case .erasure(let erasure):
            line.set("What", erasure.what.rawValue)
            line.set("Why", erasure.why.rawValue)
            line.set("RecordedBefore", UTCTime(milliseconds: erasure.recordedBefore).iso8601)
            line.set("Count", erasure.count)
            line.objects("Sequences", erasure.sequences) { line, range in
                line.set("First", range.lowerBound)
                line.set("Last", range.upperBound)
            }
        case .peer(let origin, let note):
            line.set("Origin", origin)
            line.set("Note", note)
        case .cosigned(let size, let signature):
            line.set("Size", size)
            line.set("Signature", signature)
        case .recipients(let keys): line.set("Keys", keys)
        }
    }
}

extension Outcome {
    /// The endpoint's HTTP status, where it answered.
    var status: Int? {
        switch self {
        case .answered(let status, _), .refusedByEndpoint(let status): status
        case .failed, .hungUp: nil
        }
    }
}
