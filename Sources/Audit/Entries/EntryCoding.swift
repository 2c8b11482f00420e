import Foundation

/// The one byte form of an entry, as `docs/evidence-format.md` says.
///
/// Not JSON: every entry has exactly one encoding, so a digest over it means something.
enum EntryCoding {
    /// Entries of earlier versions were no tree; nothing reads them any more.
    static let version: UInt8 = 4

    enum Kind: UInt8 {
        case intent = 1
        case blocked, outcome, started, stopped, rulesChanged, clockWentBack, review, reveal, hold, holdEnded
        case erasure, peer, cosigned, recipients
    }

    static func encode(
        sequence: Int64, milliseconds: Int64, nonce: [UInt8] = Nonce.bytes(), _ content: AuditEntry.Content
    ) -> [UInt8] {
        var writer = EntryWriter()
        writer.byte(version)
        writer.number(sequence)
        writer.number(milliseconds)
        writer.raw(nonce)
        switch content {
        case .intent(let evidence):
            writer.byte(Kind.intent.rawValue)
            EvidenceCoding.write(evidence, to: &writer)
        case .blocked(let evidence):
            writer.byte(Kind.blocked.rawValue)
            EvidenceCoding.write(evidence, to: &writer)
        case .outcome(let exchange, let outcome):
            writer.byte(Kind.outcome.rawValue)
            writer.text("\(exchange)")
            OutcomeCoding.write(outcome, to: &writer)
        default: EventCoding.write(content, to: &writer)
        }
        return writer.bytes
    }

    /// - Returns: Nil for anything that `encode` did not write.
    static func decode(_ bytes: some Sequence<UInt8>) -> AuditEntry? {
        var reader = EntryReader(bytes)
        guard let entry = try? read(&reader), reader.isAtEnd else { return nil }
        return entry
    }

    private static func read(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> AuditEntry {
        let version = try reader.byte()
        guard version == Self.version else { throw EntryReader.Malformed() }
        let sequence = try reader.number()
        let milliseconds = try reader.number()
        _ = try reader.raw(16)
        guard let kind = Kind(rawValue: try reader.byte()) else { throw EntryReader.Malformed() }
        let content: AuditEntry.Content
        switch kind {
        case .intent: content = .intent(try EvidenceCoding.read(&reader))
        case .blocked: content = .blocked(try EvidenceCoding.read(&reader))
        case .outcome:
            content = .outcome(try reader.exchange(), try OutcomeCoding.read(&reader))
        default: content = try EventCoding.read(&reader, kind)
        }
        return AuditEntry(sequence: sequence, recordedAt: Date(milliseconds: milliseconds), content: content)
    }
}

extension EntryReader {
    mutating func exchange() throws(Malformed) -> ExchangeRef {
        let text = try text()
        guard let exchange = ExchangeRef(text), "\(exchange)" == text else { throw Malformed() }
        return exchange
    }
}

extension Date {
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1_000).rounded()) }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
