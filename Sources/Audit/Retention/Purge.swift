public import Foundation
import GRDB
import Synchronization

extension AuditLog {
    /// Most entries that are erased at a time: requests wait meanwhile.
    private static let batchCount = 2_000

    /// Destroys everything whose time is over and that nobody holds, and records each erasure.
    ///
    /// - Parameters:
    ///   - retention: How long what is kept.
    ///   - by: Who asked, for the record.
    ///   - now: From when times are counted back.
    /// - Returns: The erasures, with the numbers of their entries.
    /// - Throws: `AuditError` where the log cannot be written; what was erased before stays recorded.
    public func purge(
        _ retention: Retention, by: String, at now: Date = Date()
    ) async throws(AuditError) -> [RecordedErasure] {
        var erasures: [RecordedErasure] = []
        for class_ in Retention.Class.allCases.reversed() {
            let cutoff = retention.cutoff(of: class_, at: now).milliseconds
            while let erasure = try await erase(
                .retention, by: by, before: cutoff,
                find: { database in
                    try Purge.sequences(class_, before: cutoff, in: database, limit: Self.batchCount)
                })
            {
                erasures += erasure
            }
        }
        if !erasures.isEmpty { try await overwriteErased() }
        return erasures
    }

    /// Destroys all that is known of one exchange, at a person's request.
    ///
    /// - Throws: `AuditError.held` while somebody holds it.
    public func erase(
        _ exchange: ExchangeRef, by: String, at now: Date = Date()
    ) async throws(AuditError) -> [RecordedErasure] {
        var erasures: [RecordedErasure] = []
        let cutoff = now.milliseconds + 1
        while let erasure = try await erase(
            .request, by: by, before: cutoff,
            find: { database in
                try Purge.sequences(of: exchange, in: database)
            })
        {
            erasures += erasure
        }
        guard !erasures.isEmpty else { throw .unknownExchange }
        try await overwriteErased()
        return erasures
    }

    /// - Returns: Nil when there was nothing to erase.
    private func erase(
        _ why: Erasure.Why, by: String, before cutoff: Int64,
        find: @escaping @Sendable (Database) throws -> (what: Erasure.What, sequences: [Int64])?
    ) async throws(AuditError) -> [RecordedErasure]? {
        guard let writer else { throw .readOnly }
        let done = Recorded()
        _ = try await writer.perform { tail, milliseconds, database in
            guard let (what, sequences) = try find(database), !sequences.isEmpty else { return 0 }
            let erasures = try Purge.erase(what, sequences, from: database).map { what, sequences in
                Erasure(
                    what: what, why: why, by: by, recordedBefore: cutoff,
                    sequences: Purge.ranges(of: sequences))
            }
            for erasure in erasures {
                let number = try tail.append(.erasure(erasure), [], at: milliseconds, in: database)
                done.add(RecordedErasure(number: number, erasure: erasure))
            }
            // Signed at once: an export must not tell of something gone before it tells of the erasure.
            try tail.checkpoint(at: milliseconds, in: database)
            return Int64(erasures.count)
        }
        let erasures = done.all
        return erasures.isEmpty ? nil : erasures
    }

    /// Empties the write-ahead log, which still has what was erased; SQLite itself overwrites it in the file.
    private func overwriteErased() async throws(AuditError) {
        do {
            try await queue.writeWithoutTransaction { database in
                _ = try database.checkpoint(.truncate)
            }
        } catch {
            throw Self.writeError(error)
        }
    }
}

/// An erasure and the number of its entry.
public struct RecordedErasure: Hashable, Sendable {
    public let number: Int64
    public let erasure: Erasure
}

/// What a transaction on the log's thread erased.
private final class Recorded: Sendable {
    private let erasures = Mutex<[RecordedErasure]>([])

    func add(_ erasure: RecordedErasure) { erasures.withLock { $0.append(erasure) } }

    var all: [RecordedErasure] { erasures.withLock { $0 } }
}

/// Finds and destroys.
private enum Purge {
    /// Entries whose time is over, or whose kept things' time is; none that is held.
    static func sequences(
        _ class_: Retention.Class, before cutoff: Int64, in database: Database, limit: Int
    ) throws -> (what: Erasure.What, sequences: [Int64])? {
        let holds = try database.activeHolds().map(\.hold)
        guard !holds.contains(where: { $0.exchange == nil }) else { return nil }
        let held = holds.compactMap(\.exchange).map { "\($0)" }
        let (what, source) = Self.source(class_)
        let marks = Array(repeating: "?", count: held.count).joined(separator: ", ")
        let sequences = try Int64.fetchAll(
            database,
            sql: """
                SELECT e.sequence FROM \(source) AND e.recorded < ?
                    AND (e.exchange IS NULL OR e.exchange NOT IN (\(marks)))
                ORDER BY e.sequence LIMIT ?
                """,
            arguments: StatementArguments([cutoff]) + StatementArguments(held) + StatementArguments([limit]))
        return (what, sequences)
    }

    private static func source(_ class_: Retention.Class) -> (Erasure.What, String) {
        switch class_ {
        case .redacted: (.redacted, kept("redacted"))
        case .original: (.original, kept("original"))
        case .note: (.note, kept("note"))
        case .allowed:
            // An outcome has its INTENT's time, so that the two go together.
            (.entry, "entry e WHERE e.content IS NOT NULL AND e.kind IN ('intent', 'outcome')")
        case .blocked:
            (.entry, "entry e WHERE e.content IS NOT NULL AND e.kind IN ('blocked', 'review', 'reveal')")
        }
    }

    private static func kept(_ what: String) -> String {
        "kept k JOIN entry e USING (sequence) WHERE k.what = '\(what)'"
    }

    /// What is left of one exchange: first what is kept, then what entries say.
    static func sequences(
        of exchange: ExchangeRef, in database: Database
    ) throws -> (what: Erasure.What, sequences: [Int64])? {
        guard try !database.activeHolds().contains(where: { $0.hold.exchange.map { $0 == exchange } ?? true })
        else { throw AuditError.held }
        let sequences = try Int64.fetchAll(
            database,
            sql: """
                SELECT sequence FROM entry WHERE exchange = :ref AND kind IN ('intent', 'blocked')
                    AND content IS NOT NULL
                UNION SELECT sequence FROM entry WHERE exchange = :ref AND kind = 'outcome' AND content IS NOT NULL
                UNION SELECT sequence FROM entry WHERE exchange = :ref AND content IS NOT NULL
                    AND kind NOT IN ('intent', 'blocked', 'outcome') AND kind IN ('review', 'reveal')
                ORDER BY sequence
                """, arguments: ["ref": "\(exchange)"])
        return (.entry, sequences)
    }

    /// Destroys what these entries say, or what is kept with them.
    ///
    /// - Returns: What was destroyed: with an entry goes everything kept with it.
    static func erase(
        _ what: Erasure.What, _ sequences: [Int64], from database: Database
    ) throws -> [(Erasure.What, [Int64])] {
        var erased: [(Erasure.What, [Int64])] = []
        let kinds = Kept.What.allCases.filter { what == .entry || what.rawValue == $0.rawValue }
        for kind in kinds {
            var gone: [Int64] = []
            for sequence in sequences {
                let deletion = try database.cachedStatement(
                    sql: "DELETE FROM kept WHERE sequence = ? AND what = ?")
                try deletion.execute(arguments: [sequence, kind.rawValue])
                if database.changesCount > 0 { gone.append(sequence) }
            }
            if !gone.isEmpty, let what = Erasure.What(rawValue: kind.rawValue) { erased.append((what, gone)) }
        }
        guard what == .entry else { return erased }
        for sequence in sequences {
            let update = try database.cachedStatement(
                sql: "UPDATE entry SET content = NULL WHERE sequence = ?")
            try update.execute(arguments: [sequence])
        }
        return erased + [(.entry, sequences)]
    }

    static func ranges(of sequences: [Int64]) -> [ClosedRange<Int64>] {
        var ranges: [ClosedRange<Int64>] = []
        for sequence in sequences {
            if let last = ranges.last, last.upperBound + 1 == sequence {
                ranges[ranges.count - 1] = last.lowerBound...sequence
            } else {
                ranges.append(sequence...sequence)
            }
        }
        return ranges
    }
}
