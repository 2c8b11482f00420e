/// A record in the Common Event Format, with the names that Sentinel's `CommonSecurityLog` reads.
enum CEFRecord {
    private struct Kind {
        let id: String
        let name: String
        /// From 0 to 10.
        let severity: Int
    }

    static func line(_ record: AuditRecord, _ encoder: RecordEncoder) -> [UInt8] {
        let kind =
            switch record {
            case .exchange(let exchange): kind(of: exchange.evidence)
            case .event(let entry): kind(of: entry.content)
            }
        let header = [
            RecordEncoder.vendor, RecordEncoder.vendor, encoder.version, kind.id, kind.name,
            "\(kind.severity)",
        ].map(headerField).joined(separator: "|")
        var fields: [(key: String, value: String?)] = [
            ("rt", "\(record.recordedAt.milliseconds)"), ("externalId", encoder.id(of: record)),
            ("deviceExternalId", encoder.origin), ("suid", record.actor), ("cs1Label", "Reference"),
            ("cs1", record.reference),
        ]
        switch record {
        case .exchange(let exchange): fields += Self.fields(exchange)
        case .event(let entry): fields.append(("msg", entry.content.detail))
        }
        let present = fields.enumerated().filter { index, field in
            guard field.key.hasSuffix("Label") else { return field.value?.isEmpty == false }
            // A label says nothing without what it names, which stands behind it.
            return fields[index + 1].value?.isEmpty == false
        }
        let extensions = present.map { "\($0.element.key)=\(extensionValue($0.element.value ?? ""))" }
        return Array("CEF:0|\(header)|\(extensions.joined(separator: " "))\n".utf8)
    }

    private static func fields(_ exchange: ExchangeSummary) -> [(key: String, value: String?)] {
        let evidence = exchange.evidence
        let entities = Set(evidence.tallies.map(\.entity)).sorted().joined(separator: ",")
        let rules = evidence.tallies.map { "\($0.rule) \($0.count)\($0.isOnTrial ? " on trial" : "")" }
        return [
            ("act", evidence.verdict.rawValue), ("outcome", exchange.state.rawValue),
            ("reason", evidence.reason),
            ("cat", entities), ("cnt", "\(evidence.findingCount)"), ("request", evidence.route),
            ("destinationServiceName", evidence.endpoint), ("in", "\(evidence.requestByteCount)"),
            ("out", exchange.answer.map { "\($0.byteCount)" }),
            ("cs2Label", "Rules"), ("cs2", rules.joined(separator: "; ")),
            ("cs3Label", "Model"), ("cs3", evidence.model),
            ("cs4Label", "Profile"), ("cs4", evidence.profile),
            ("cs5Label", "School"), ("cs5", evidence.school),
            ("cs6Label", "RulesDigest"), ("cs6", evidence.rulesDigest),
        ]
    }

    private static func kind(of evidence: Evidence) -> Kind {
        switch evidence.verdict {
        case .allow: Kind(id: "prompt.allow", name: "Prompt forwarded unchanged", severity: 1)
        case .redact:
            Kind(id: "prompt.redact", name: "Prompt forwarded with personal data replaced", severity: 3)
        case .block where evidence.reason != nil:
            Kind(id: "prompt.refuse", name: "Prompt refused", severity: 4)
        case .block: Kind(id: "prompt.block", name: "Prompt blocked", severity: 6)
        }
    }

    private static func kind(of event: AuditEntry.Content) -> Kind {
        switch event {
        case .intent, .blocked, .outcome: Kind(id: "prompt", name: "Prompt", severity: 1)
        case .started: Kind(id: "gateway.start", name: "Gateway started", severity: 2)
        case .stopped: Kind(id: "gateway.stop", name: "Gateway stopped", severity: 3)
        case .rulesChanged: Kind(id: "rules.change", name: "Rules or policy changed", severity: 3)
        case .clockWentBack: Kind(id: "clock.back", name: "Clock went back", severity: 5)
        case .review: Kind(id: "evidence.review", name: "Review recorded", severity: 2)
        case .reveal: Kind(id: "evidence.reveal", name: "Sealed original opened", severity: 5)
        case .hold: Kind(id: "evidence.hold", name: "Hold placed", severity: 2)
        case .holdEnded: Kind(id: "evidence.release", name: "Hold ended", severity: 3)
        case .erasure: Kind(id: "evidence.erase", name: "Evidence erased", severity: 4)
        case .peer: Kind(id: "log.peer", name: "Checkpoint of another node recorded", severity: 1)
        case .recipients:
            Kind(id: "evidence.recipients", name: "Keys that originals are sealed to", severity: 3)
        case .cosigned: Kind(id: "log.cosign", name: "Checkpoint cosigned by a witness", severity: 1)
        }
    }

    /// Source: ArcSight Common Event Format: `\` and `|` are escaped in the header; no line may end in it.
    static func headerField(_ text: String) -> String {
        escaped(text, "|", lineFeed: " ", carriageReturn: " ")
    }

    /// Source: as above: `\`, `=` and the ends of lines are escaped in the extension; `|` is not.
    static func extensionValue(_ text: String) -> String {
        escaped(text, "=", lineFeed: "\\n", carriageReturn: "\\r")
    }

    private static func escaped(
        _ text: String, _ special: Unicode.Scalar, lineFeed: String, carriageReturn: String
    ) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", special: result.append(contentsOf: ["\\", scalar])
            case "\n": result.append(contentsOf: lineFeed.unicodeScalars)
            case "\r": result.append(contentsOf: carriageReturn.unicodeScalars)
            // Other characters that end lines or records somewhere.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
