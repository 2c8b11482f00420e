import Foundation

/// Entries that are not about one exchange on its way, in bytes.
enum EventCoding {
    static func write(_ content: AuditEntry.Content, to writer: inout EntryWriter) {
        switch content {
        case .intent, .blocked, .outcome: break
        case .started(let version, let rules, let policy):
            writer.byte(EntryCoding.Kind.started.rawValue)
            writer.text(version)
            writer.text(rules)
            writer.text(policy)
        case .stopped: writer.byte(EntryCoding.Kind.stopped.rawValue)
        case .rulesChanged(let rules, let policy):
            writer.byte(EntryCoding.Kind.rulesChanged.rawValue)
            writer.text(rules)
            writer.text(policy)
        case .clockWentBack(let date):
            writer.byte(EntryCoding.Kind.clockWentBack.rawValue)
            writer.number(date.milliseconds)
        case .erasure(let erasure): write(erasure, to: &writer)
        case .peer(let origin, let note):
            writer.byte(EntryCoding.Kind.peer.rawValue)
            writer.text(origin)
            writer.text(note)
        case .cosigned(let size, let line):
            writer.byte(EntryCoding.Kind.cosigned.rawValue)
            writer.number(size)
            writer.text(line)
        case .recipients(let keys):
            writer.byte(EntryCoding.Kind.recipients.rawValue)
            writer.list(keys) { $0.text($1) }
        case .review, .reveal, .hold, .holdEnded: writeDecision(content, to: &writer)
        }
    }

    private static func writeDecision(_ content: AuditEntry.Content, to writer: inout EntryWriter) {
        switch content {
        case .review(let review):
            writer.byte(EntryCoding.Kind.review.rawValue)
            writer.text("\(review.exchange)")
            writer.text(review.ruling.rawValue)
            writer.text(review.reviewer)
            writer.list(review.kept) { $0.kept($1) }
        case .reveal(let reveal):
            writer.byte(EntryCoding.Kind.reveal.rawValue)
            writer.text("\(reveal.exchange)")
            writer.text(reveal.reviewer)
            writer.list(reveal.kept) { $0.kept($1) }
        case .hold(let hold):
            writer.byte(EntryCoding.Kind.hold.rawValue)
            writer.optional(hold.exchange) { $0.text("\($1)") }
            writer.text(hold.by)
            writer.list(hold.kept) { $0.kept($1) }
        case .holdEnded(let hold, let by):
            writer.byte(EntryCoding.Kind.holdEnded.rawValue)
            writer.number(hold)
            writer.text(by)
        default: break
        }
    }

    private static func write(_ erasure: Erasure, to writer: inout EntryWriter) {
        writer.byte(EntryCoding.Kind.erasure.rawValue)
        writer.text(erasure.what.rawValue)
        writer.text(erasure.why.rawValue)
        writer.text(erasure.by)
        writer.number(erasure.recordedBefore)
        writer.list(erasure.sequences) { writer, range in
            writer.number(range.lowerBound)
            writer.number(range.upperBound)
        }
    }

    static func read(
        _ reader: inout EntryReader, _ kind: EntryCoding.Kind
    ) throws(EntryReader.Malformed) -> AuditEntry.Content {
        switch kind {
        case .intent, .blocked, .outcome: throw EntryReader.Malformed()
        case .started:
            return .started(
                version: try reader.text(), rules: try reader.text(), policy: try reader.text())
        case .stopped: return .stopped
        case .rulesChanged: return .rulesChanged(rules: try reader.text(), policy: try reader.text())
        case .clockWentBack: return .clockWentBack(from: Date(milliseconds: try reader.number()))
        case .review:
            var review = Review(
                exchange: try reader.exchange(), ruling: try reader.word(Review.Ruling.self),
                reviewer: try reader.text())
            review.kept = try reader.keptList()
            return .review(review)
        case .reveal:
            var reveal = Reveal(exchange: try reader.exchange(), reviewer: try reader.text())
            reveal.kept = try reader.keptList()
            return .reveal(reveal)
        case .hold:
            let exchange = try reader.optional { (reader) throws(EntryReader.Malformed) in
                try reader.exchange()
            }
            var hold = Hold(exchange: exchange, by: try reader.text())
            hold.kept = try reader.keptList()
            return .hold(hold)
        case .holdEnded: return .holdEnded(hold: try reader.number(), by: try reader.text())
        case .erasure: return .erasure(try erasure(&reader))
        case .peer: return .peer(origin: try reader.text(), note: try reader.text())
        case .cosigned: return .cosigned(size: try reader.number(), line: try reader.text())
        case .recipients:
            return .recipients(
                try reader.list { (reader) throws(EntryReader.Malformed) in try reader.text() })
        }
    }

    private static func erasure(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> Erasure {
        let (what, why) = (try reader.word(Erasure.What.self), try reader.word(Erasure.Why.self))
        let (by, recordedBefore) = (try reader.text(), try reader.number())
        var end: Int64 = -1
        let sequences = try reader.list { (reader) throws(EntryReader.Malformed) in
            let (first, last) = (try reader.number(), try reader.number())
            guard first > end + 1 || end < 0 && first >= 1, last >= first, last < .max else {
                throw EntryReader.Malformed()
            }
            end = last
            return first...last
        }
        return Erasure(
            what: what, why: why, by: by, recordedBefore: recordedBefore, sequences: sequences)
    }
}
