public import Foundation
import GRDB

extension AuditLog {
    /// Records what the DPO decided.
    ///
    /// The note is kept beside the log, so that it can be erased. Gives the entry's number.
    @discardableResult
    public func review(
        _ exchange: ExchangeRef, as ruling: Review.Ruling, by reviewer: String, note: String? = nil
    ) async throws(AuditError) -> Int64 {
        try await requireKnown(exchange)
        let kept = Self.note(note)
        var review = Review(exchange: exchange, ruling: ruling, reviewer: reviewer)
        review.kept = kept.map(\.reference)
        return try await append(.review(review), keeping: kept)
    }

    /// Records that somebody is about to see an original, and gives its sealed bytes.
    ///
    /// They are given only when the record is durable.
    public func reveal(
        _ exchange: ExchangeRef, to reviewer: String, because reason: String
    ) async throws(AuditError) -> Data {
        guard let sealed = try await kept(.original, of: exchange) else { throw .nothingKept }
        let kept = Self.note(reason)
        var reveal = Reveal(exchange: exchange, reviewer: reviewer)
        reveal.kept = kept.map(\.reference)
        try await append(.reveal(reveal), keeping: kept)
        return sealed
    }

    /// Keeps an exchange, or all of them, from being erased.
    ///
    /// - Returns: The hold's number, which ends it.
    @discardableResult
    public func hold(
        _ exchange: ExchangeRef?, by person: String, because reason: String
    ) async throws(AuditError) -> Int64 {
        if let exchange { try await requireKnown(exchange) }
        let kept = Self.note(reason)
        var hold = Hold(exchange: exchange, by: person)
        hold.kept = kept.map(\.reference)
        return try await append(.hold(hold), keeping: kept)
    }

    /// Ends a hold.
    ///
    /// - Returns: The entry's number.
    @discardableResult
    public func endHold(_ number: Int64, by person: String) async throws(AuditError) -> Int64 {
        guard try await activeHolds().contains(where: { $0.number == number }) else { throw .noSuchHold }
        return try await append(.holdEnded(hold: number, by: person))
    }

    /// Holds that nobody ended.
    public func activeHolds() async throws(AuditError) -> [(number: Int64, hold: Hold)] {
        try await reading { try $0.activeHolds() }
    }

    /// What is kept of an exchange; nil where nothing is, or nothing any more.
    ///
    /// - Throws: `AuditError.corrupt` where it is not what the log says.
    public func kept(_ what: Kept.What, of exchange: ExchangeRef) async throws(AuditError) -> Data? {
        try await reading { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT e.sequence, e.content, e.digest, k.bytes FROM entry e JOIN kept k USING (sequence)
                    WHERE e.exchange = ? AND e.kind IN ('intent', 'blocked') AND k.what = ?
                    """, arguments: ["\(exchange)", what.rawValue])
            return try row.map { row in
                let entry = try Self.entry(sequence: row[0], content: row[1], digest: row[2])
                guard let kept = entry.content.kept.first(where: { $0.what == what }),
                    let bytes = KeptBytes(kept, stored: row[3])
                else { throw AuditError.corrupt(sequence: row[0]) }
                return bytes.content
            }
        }
    }

    /// Reviews, reveals and holds of an exchange, in order, with what was written to them where that is still kept.
    public func decisions(
        on exchange: ExchangeRef
    ) async throws(AuditError) -> [(entry: AuditEntry, note: String?)] {
        try await reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT e.sequence, e.content, e.digest, k.bytes
                    FROM entry e LEFT JOIN kept k ON k.sequence = e.sequence AND k.what = 'note'
                    WHERE e.exchange = ? AND e.kind IN ('review', 'reveal', 'hold')
                        AND e.kind NOT IN ('intent', 'blocked', 'outcome') AND e.content IS NOT NULL
                    ORDER BY e.sequence
                    """, arguments: ["\(exchange)"])
            return try rows.map { row in
                let entry = try Self.entry(sequence: row[0], content: row[1], digest: row[2])
                let stored: Data? = row[3]
                let note = entry.content.kept.first.flatMap { kept in
                    stored.flatMap { KeptBytes(kept, stored: $0) }
                }
                return (entry, note.map { String(decoding: $0.content, as: UTF8.self) })
            }
        }
    }

    /// Exchanges that were blocked for what was found, and that nobody reviewed yet, the oldest first.
    public func unreviewed(limit: Int) async throws(AuditError) -> [ExchangeSummary] {
        try await reading { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT b.sequence, b.content, b.digest, NULL, NULL, NULL FROM entry b
                    WHERE b.kind IN ('intent', 'blocked') AND b.kind = 'blocked' AND b.content IS NOT NULL
                        AND NOT EXISTS (
                            SELECT 1 FROM entry r WHERE r.kind = 'review' AND r.exchange = b.exchange
                                AND r.kind NOT IN ('intent', 'blocked', 'outcome'))
                    ORDER BY b.sequence
                    """)
            var waiting: [ExchangeSummary] = []
            while let row = try rows.next(), waiting.count < limit {
                let summary = try Self.summary(row)
                // A request that was refused for another reason needs nobody's eyes.
                if summary.evidence.reason == nil { waiting.append(summary) }
            }
            return waiting
        }
    }

    /// Exchanges in which a value was found, the newest first.
    ///
    /// Of quarters whose key is gone nothing can be told. The entity is one such as `UPN`, or nil for all that are on record.
    public func exchanges(
        mentioning value: String, as entity: String?, keys: TokenKeys, limit: Int
    ) async throws(AuditError) -> [ExchangeSummary] {
        let keys = Dictionary(keys.all.map { ($0.period, $0) }) { _, last in last }
        let value = Array(value.utf8)
        return try await reading { database in
            let rows = try Row.fetchCursor(
                database, sql: Self.summaries, arguments: ["ref": nil, "limit": -1])
            var found: [ExchangeSummary] = []
            while let row = try rows.next(), found.count < limit {
                let summary = try Self.summary(row)
                guard let key = summary.evidence.tokenPeriod.flatMap({ keys[$0] }) else { continue }
                var tokens: [String: ValueToken] = [:]
                let isMentioned = summary.evidence.tallies.contains { tally in
                    guard entity == nil || entity == tally.entity else { return false }
                    let token = tokens[tally.entity] ?? key.token(of: value, as: tally.entity)
                    tokens[tally.entity] = token
                    return tally.spans.contains { $0.token == token }
                }
                if isMentioned { found.append(summary) }
            }
            return found
        }
    }

    private func requireKnown(_ exchange: ExchangeRef) async throws(AuditError) {
        let isKnown = try await reading { database in
            try Bool.fetchOne(
                database,
                sql:
                    "SELECT EXISTS (SELECT 1 FROM entry WHERE exchange = ? AND kind IN ('intent', 'blocked'))",
                arguments: ["\(exchange)"]) ?? false
        }
        guard isKnown else { throw .unknownExchange }
    }

    private static func note(_ text: String?) -> [KeptBytes] {
        text.map { [KeptBytes(.note, $0.utf8)] } ?? []
    }
}

extension Database {
    func activeHolds() throws -> [(number: Int64, hold: Hold)] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT sequence, content, digest FROM entry
                WHERE kind IN ('hold', 'hold_ended') AND kind NOT IN ('intent', 'blocked', 'outcome')
                ORDER BY sequence
                """)
        var holds: [(number: Int64, hold: Hold)] = []
        for row in rows {
            let entry = try AuditLog.entry(sequence: row[0], content: row[1], digest: row[2])
            switch entry.content {
            case .hold(let hold): holds.append((entry.sequence, hold))
            case .holdEnded(let number, _): holds.removeAll { $0.number == number }
            default: throw AuditError.corrupt(sequence: entry.sequence)
            }
        }
        return holds
    }
}
