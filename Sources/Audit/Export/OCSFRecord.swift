/// A record as an event of the Open Cybersecurity Schema Framework.
///
/// Source: OCSF 1.8, classes 2006 Data Security Finding, 3004 Entity Management, 6002 Application Lifecycle and 0 Base Event. A
/// decision about a prompt with something in it creates a finding, a review closes it. `pattern_match` is never written.
enum OCSFRecord {
    static let schemaVersion = "1.8.0"

    /// What makes up `type_uid` and what everything else hangs on.
    private struct Kind {
        let category: Int
        let classID: Int
        let activity: Int
        let severity: Severity
        var profiles: [String] = []

        static let created = Kind(
            category: 2, classID: 2006, activity: 1, severity: .low,
            profiles: ["security_control", "ai_operation"])
        static let closed = Kind(category: 2, classID: 2006, activity: 3, severity: .informational)
        static let started = Kind(category: 6, classID: 6002, activity: 3, severity: .informational)
        static let stopped = Kind(category: 6, classID: 6002, activity: 4, severity: .low)
        static let read = Kind(category: 3, classID: 3004, activity: 2, severity: .low)
        static let updated = Kind(category: 3, classID: 3004, activity: 3, severity: .informational)
        static let deleted = Kind(category: 3, classID: 3004, activity: 4, severity: .low)
        static let other = Kind(category: 0, classID: 0, activity: 99, severity: .informational)
    }

    private enum Severity: Int {
        case informational = 1
        case low, medium
    }

    /// - Returns: Nothing for an exchange in which nothing was found and that was not refused: that is no finding.
    static func line(_ record: AuditRecord, _ encoder: RecordEncoder) -> [UInt8] {
        switch record {
        case .exchange(let exchange):
            let evidence = exchange.evidence
            guard evidence.verdict != .allow || !evidence.tallies.isEmpty else { return [] }
            return line(record, kind(of: evidence), encoder) { write(exchange, to: &$0) }
        case .event(let entry):
            return line(record, kind(of: entry.content), encoder) {
                write(entry.content, record, encoder, to: &$0)
            }
        }
    }

    private static func line(
        _ record: AuditRecord, _ kind: Kind, _ encoder: RecordEncoder, _ write: (inout JSONLine) -> Void
    ) -> [UInt8] {
        var line = JSONLine()
        line.set("category_uid", kind.category)
        line.set("class_uid", kind.classID)
        line.set("activity_id", kind.activity)
        if kind.activity == 99 { line.set("activity_name", record.operation) }
        line.set("type_uid", kind.classID * 100 + kind.activity)
        line.set("severity_id", kind.severity.rawValue)
        line.set("time", record.recordedAt.milliseconds)
        line.object("metadata") { line in
            line.set("version", schemaVersion)
            line.object("product") { line in
                line.set("name", RecordEncoder.vendor)
                line.set("vendor_name", RecordEncoder.vendor)
                line.set("version", encoder.version)
            }
            if !kind.profiles.isEmpty { line.set("profiles", kind.profiles) }
            line.set("uid", encoder.id(of: record))
            line.set("sequence", record.sequence)
            line.set("log_name", encoder.origin)
            line.set("event_code", record.operation)
        }
        if let actor = record.actor {
            line.object("actor") { $0.object("user") { $0.set("uid", actor) } }
        }
        write(&line)
        return line.finished() + [0x0A]
    }
}

// MARK: - Decisions about prompts

extension OCSFRecord {
    private static func kind(of evidence: Evidence) -> Kind {
        let severity: Severity =
            switch evidence.verdict {
            case .allow: .informational
            case .redact: .low
            case .block: .medium
            }
        let created = Kind.created
        return Kind(
            category: created.category, classID: created.classID, activity: created.activity,
            severity: severity,
            profiles: created.profiles)
    }

    private static func write(_ exchange: ExchangeSummary, to line: inout JSONLine) {
        let evidence = exchange.evidence
        let rules = unique(evidence.tallies.map(\.rule))
        line.object("finding_info") { line in
            line.set("uid", "\(evidence.exchange)")
            line.set("title", title(evidence))
            line.set("created_time", exchange.recordedAt.milliseconds)
            line.set("types", unique(evidence.tallies.map(\.entity)))
            if let rule = rules.first {
                line.object("analytic") { line in
                    line.set("type_id", 1)
                    line.set("uid", rule)
                    line.set("version", evidence.rulesDigest)
                }
            }
            line.objects("related_analytics", Array(rules.dropFirst())) { line, rule in
                line.set("type_id", 1)
                line.set("uid", rule)
            }
        }
        line.object("data_security") { line in
            // 2: a gateway for data loss prevention.
            line.set("detection_system_id", 2)
            if !rules.isEmpty { line.set("detection_pattern", rules.joined(separator: ", ")) }
            line.object("policy") { $0.set("uid", evidence.policyDigest) }
        }
        if let confidence = evidence.tallies.map(\.confidenceMax).max() {
            line.set("confidence_score", confidence)
        }
        let isForPeople = evidence.verdict == .block && evidence.reason == nil
        line.set("is_alert", isForPeople)
        // New: somebody has to look at it. Resolved: taken out before it left.
        if evidence.verdict != .allow { line.set("status_id", isForPeople ? 1 : 4) }
        line.set("action_id", evidence.verdict == .block ? 2 : 1)
        line.set("disposition_id", disposition(evidence.verdict))
        if let endpoint = evidence.endpoint { line.object("dst_endpoint") { $0.set("name", endpoint) } }
        if let model = evidence.model {
            line.object("ai_model") { line in
                line.set("name", model)
                line.set("ai_provider", evidence.endpoint ?? "unknown")
            }
        }
        line.object("message_context") { line in
            line.set("uid", "\(evidence.exchange)")
            line.set("ai_role_id", 1)
            line.object("service") { $0.set("name", evidence.route) }
        }
        line.object("unmapped") { line in
            line.set("profile", evidence.profile)
            line.set("school", evidence.school)
            line.set("verdict", evidence.verdict.rawValue)
            line.set("reason", evidence.reason)
            line.set("state", exchange.state.rawValue)
            line.set("count", evidence.findingCount)
            line.set("bytes_in", evidence.requestByteCount)
            line.set("bytes_out", exchange.answer?.byteCount)
        }
    }

    private static func title(_ evidence: Evidence) -> String {
        switch evidence.verdict {
        case .allow: "Counted in a prompt that was forwarded unchanged"
        case .redact: "Replaced in a prompt before it was forwarded"
        case .block where evidence.reason != nil:
            "Prompt refused for another reason than what was found in it"
        case .block: "Prompt blocked for what was found in it"
        }
    }

    private static func disposition(_ verdict: Evidence.Verdict) -> Int {
        switch verdict {
        case .allow: 1
        // Corrected.
        case .redact: 11
        case .block: 2
        }
    }

    private static func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}

// MARK: - Events

extension OCSFRecord {
    private static func kind(of event: AuditEntry.Content) -> Kind {
        switch event {
        case .started: .started
        case .stopped: .stopped
        case .review: .closed
        case .reveal: .read
        case .rulesChanged, .hold, .holdEnded, .recipients: .updated
        case .erasure: .deleted
        case .intent, .blocked, .outcome, .clockWentBack, .peer, .cosigned: .other
        }
    }

    private static func write(
        _ event: AuditEntry.Content, _ record: AuditRecord, _ encoder: RecordEncoder, to line: inout JSONLine
    ) {
        switch event {
        case .review(let review): write(review, to: &line)
        case .reveal: entity("sealed original", uid: record.reference, to: &line)
        case .hold, .holdEnded: entity("retention hold", uid: record.reference ?? encoder.origin, to: &line)
        case .erasure: entity("evidence", uid: encoder.origin, to: &line)
        case .rulesChanged(let rules, _): entity("rules and policy", uid: rules, to: &line)
        case .recipients: entity("keys that originals are sealed to", uid: encoder.origin, to: &line)
        case .started(let version, _, _): application(version: version, to: &line)
        case .stopped: application(version: nil, to: &line)
        case .intent, .blocked, .outcome, .clockWentBack, .peer, .cosigned: break
        }
        let detail = event.detail
        line.set("message", detail.map { "\(record.operation): \($0)" } ?? record.operation)
    }

    private static func write(_ review: Review, to line: inout JSONLine) {
        line.object("finding_info") { line in
            line.set("uid", "\(review.exchange)")
            line.set("title", "Reviewed")
        }
        line.object("data_security") { $0.set("detection_system_id", 2) }
        // Suppressed, or resolved.
        line.set("status_id", review.ruling == .falsePositive ? 3 : 4)
        line.set("status_detail", review.ruling.rawValue)
        line.set("is_alert", false)
    }

    private static func entity(_ type: String, uid: String?, to line: inout JSONLine) {
        line.object("entity") { line in
            line.set("type", type)
            line.set("uid", uid)
        }
    }

    private static func application(version: String?, to line: inout JSONLine) {
        line.object("app") { line in
            line.set("name", RecordEncoder.vendor)
            line.set("vendor_name", RecordEncoder.vendor)
            line.set("version", version)
        }
    }
}
