import Foundation

/// The one byte form of an entry: length-prefixed fields in a fixed order.
///
/// Not JSON: every entry has exactly one encoding, so a digest over it means something. Numbers are 8 bytes
/// big-endian, texts a 4-byte length and UTF-8, an absent value one zero byte before nothing.
enum EntryCoding {
    /// Since version 2 a tally says whether its rule is on trial, since version 3 an outcome what answers held.
    private static let version: UInt8 = 3

    private enum Kind: UInt8 {
        case intent = 1
        case blocked = 2
        case outcome = 3
    }

    static func encode(sequence: Int64, milliseconds: Int64, _ content: AuditEntry.Content) -> Data {
        var writer = EntryWriter()
        writer.byte(version)
        writer.number(sequence)
        writer.number(milliseconds)
        switch content {
        case .intent(let evidence):
            writer.byte(Kind.intent.rawValue)
            write(evidence, to: &writer)
        case .blocked(let evidence):
            writer.byte(Kind.blocked.rawValue)
            write(evidence, to: &writer)
        case .outcome(let exchange, let outcome):
            writer.byte(Kind.outcome.rawValue)
            writer.text("\(exchange)")
            write(outcome, to: &writer)
        }
        return writer.bytes
    }

    /// - Returns: Nil for anything that `encode` did not write.
    static func decode(_ bytes: Data) -> AuditEntry? {
        var reader = EntryReader(bytes)
        guard let entry = try? read(&reader), reader.isAtEnd else { return nil }
        return entry
    }

    private static func read(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> AuditEntry {
        let version = try reader.byte()
        guard (1...Self.version).contains(version) else { throw EntryReader.Malformed() }
        let sequence = try reader.number()
        let milliseconds = try reader.number()
        guard let kind = Kind(rawValue: try reader.byte()) else { throw EntryReader.Malformed() }
        let content: AuditEntry.Content
        switch kind {
        case .intent: content = .intent(try readEvidence(&reader, version))
        case .blocked: content = .blocked(try readEvidence(&reader, version))
        case .outcome: content = .outcome(try readExchange(&reader), try readOutcome(&reader, version))
        }
        return AuditEntry(sequence: sequence, recordedAt: Date(milliseconds: milliseconds), content: content)
    }
}

// MARK: - Evidence

extension EntryCoding {
    private static func write(_ evidence: Evidence, to writer: inout EntryWriter) {
        writer.text("\(evidence.exchange)")
        writer.text(evidence.caller)
        writer.text(evidence.profile)
        writer.text(evidence.route)
        writer.text(evidence.verdict.rawValue)
        writer.optional(evidence.reason) { $0.text($1) }
        writer.optional(evidence.endpoint) { $0.text($1) }
        writer.optional(evidence.model) { $0.text($1) }
        writer.byte(evidence.isStreaming ? 1 : 0)
        writer.number(Int64(evidence.requestByteCount))
        writer.optional(evidence.sentByteCount) { $0.number(Int64($1)) }
        writer.text(evidence.rulesDigest)
        writer.text(evidence.policyDigest)
        writer.number(Int64(evidence.tallies.count))
        for tally in evidence.tallies {
            writer.text(tally.rule)
            writer.text(tally.entity)
            writer.text(tally.place)
            writer.number(Int64(tally.count))
            writer.number(Int64(tally.confidenceMax))
            writer.byte(tally.isOnTrial ? 1 : 0)
        }
    }

    private static func readEvidence(
        _ reader: inout EntryReader,
        _ version: UInt8
    ) throws(EntryReader.Malformed) -> Evidence {
        let exchange = try readExchange(&reader)
        let (caller, profile, route) = (try reader.text(), try reader.text(), try reader.text())
        guard let verdict = Evidence.Verdict(rawValue: try reader.text()) else {
            throw EntryReader.Malformed()
        }
        let reason = try reader.isPresent() ? try reader.text() : nil
        let endpoint = try reader.isPresent() ? try reader.text() : nil
        let model = try reader.isPresent() ? try reader.text() : nil
        let isStreaming = try reader.flag()
        let requestByteCount = Int(try reader.number())
        let sentByteCount = try reader.isPresent() ? Int(try reader.number()) : nil
        var evidence = Evidence(
            exchange: exchange, caller: caller, profile: profile, route: route, verdict: verdict,
            rulesDigest: try reader.text(), policyDigest: try reader.text()
        )
        evidence.reason = reason
        evidence.endpoint = endpoint
        evidence.model = model
        evidence.isStreaming = isStreaming
        evidence.requestByteCount = requestByteCount
        evidence.sentByteCount = sentByteCount
        let tallyCount = try reader.number()
        guard (0...1_000_000).contains(tallyCount) else { throw EntryReader.Malformed() }
        for _ in 0..<tallyCount {
            evidence.tallies.append(
                FindingTally(
                    rule: try reader.text(), entity: try reader.text(), place: try reader.text(),
                    count: Int(try reader.number()), confidenceMax: Int(try reader.number()),
                    isOnTrial: version > 1 ? try reader.flag() : false
                )
            )
        }
        return evidence
    }

    private static func readExchange(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> ExchangeRef
    {
        guard let exchange = ExchangeRef(try reader.text()) else { throw EntryReader.Malformed() }
        return exchange
    }
}

// MARK: - Outcome

extension EntryCoding {
    private static func write(_ outcome: Outcome, to writer: inout EntryWriter) {
        switch outcome {
        case .answered(let status, let report):
            writer.byte(1)
            writer.number(Int64(status))
            write(report, to: &writer)
        case .refusedByEndpoint(let status):
            writer.byte(2)
            writer.number(Int64(status))
        case .failed(let label):
            writer.byte(3)
            writer.text(label)
        case .hungUp:
            writer.byte(4)
        }
    }

    private static func write(_ report: AnswerReport, to writer: inout EntryWriter) {
        writer.number(Int64(report.byteCount))
        writer.number(Int64(report.restoredCount))
        writer.number(Int64(report.withheldCount))
        writer.number(Int64(report.inventedCount))
        writer.number(Int64(report.tallies.count))
        for tally in report.tallies {
            writer.text(tally.rule)
            writer.text(tally.entity)
            writer.number(Int64(tally.count))
            writer.byte(tally.isRemoved ? 1 : 0)
        }
    }

    private static func readReport(
        _ reader: inout EntryReader, _ version: UInt8
    ) throws(EntryReader.Malformed) -> AnswerReport {
        let byteCount = Int(try reader.number())
        let restoredCount = Int(try reader.number())
        guard version > 2 else { return AnswerReport(byteCount: byteCount, restoredCount: restoredCount) }
        let withheldCount = Int(try reader.number())
        let inventedCount = Int(try reader.number())
        let tallyCount = try reader.number()
        guard (0...100_000).contains(tallyCount) else { throw EntryReader.Malformed() }
        var tallies: [AnswerReport.Tally] = []
        for _ in 0..<tallyCount {
            tallies.append(
                AnswerReport.Tally(
                    rule: try reader.text(), entity: try reader.text(), count: Int(try reader.number()),
                    isRemoved: try reader.flag()))
        }
        return AnswerReport(
            byteCount: byteCount, restoredCount: restoredCount, withheldCount: withheldCount,
            inventedCount: inventedCount, tallies: tallies)
    }

    private static func readOutcome(
        _ reader: inout EntryReader, _ version: UInt8
    ) throws(EntryReader.Malformed) -> Outcome {
        switch try reader.byte() {
        case 1: return .answered(status: Int(try reader.number()), try readReport(&reader, version))
        case 2: return .refusedByEndpoint(status: Int(try reader.number()))
        case 3: return .failed(label: try reader.text())
        case 4: return .hungUp
        default: throw EntryReader.Malformed()
        }
    }
}

extension Date {
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1_000).rounded()) }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
