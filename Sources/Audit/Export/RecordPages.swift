import Foundation
import GRDB

/// Reads the records of a period, oldest first, a page at a time.
///
/// Outcomes come with their exchanges, so an exchange is one record and belongs to the moment at which it began; one whose
/// outcome is not there yet is `interrupted`. What was erased is left out: the erasures say which entries those were.
///
/// Each page is a read of its own: a reader that takes its time must not keep the gateway from checkpointing its database.
/// What is recorded later than the first page is not read.
public struct RecordPages: Sendable {
    public static let recordCountMax = 1_000

    /// The log's name.
    public let origin: String
    private let log: AuditLog
    private let period: AuditPeriod
    private let last: Int64
    private var after: Int64

    fileprivate init(_ log: AuditLog, _ period: AuditPeriod) async throws(AuditError) {
        self.log = log
        self.period = period
        let (from, until) = period.bounds
        (origin, after, last) = try await log.reading { database in
            let bounds = try Row.fetchOne(
                database,
                sql: "SELECT min(sequence), max(sequence) FROM entry WHERE recorded >= ? AND recorded < ?",
                arguments: [from, until])
            let (first, last): (Int64?, Int64?) = (bounds?[0], bounds?[1])
            let origin = try String.fetchOne(database, sql: "SELECT origin FROM log")
            return (origin ?? "", (first ?? 1) - 1, last ?? 0)
        }
    }

    /// The next records, or nil after the last.
    ///
    /// - Throws: `AuditError.corrupt` for an entry that does not match its digest.
    public mutating func next() async throws(AuditError) -> [AuditRecord]? {
        guard after < last else { return nil }
        let (first, last, bounds) = (after, last, period.bounds)
        let page = try await log.reading { database in
            try Row.fetchAll(
                database, sql: Self.sql,
                arguments: [
                    "after": first, "last": last, "from": bounds.from, "until": bounds.until,
                    "limit": Self.recordCountMax,
                ]
            ).map(Self.record)
        }
        after = page.count < Self.recordCountMax ? last : page.last?.sequence ?? last
        return page.isEmpty ? nil : page
    }

    /// `+recorded`, so that SQLite walks the entries in order and does not collect and sort those of the period.
    private static let sql = """
        SELECT b.sequence, b.content, b.digest, o.sequence, o.content, o.digest, b.kind
        FROM entry b LEFT JOIN entry o ON b.kind = 'intent' AND o.exchange = b.exchange AND o.kind = 'outcome'
        WHERE b.sequence > :after AND b.sequence <= :last AND b.kind <> 'outcome' AND b.content IS NOT NULL
            AND +b.recorded >= :from AND +b.recorded < :until
        ORDER BY b.sequence LIMIT :limit
        """

    private static func record(_ row: Row) throws -> AuditRecord {
        let kind: String = row[6]
        guard kind != "intent", kind != "blocked" else { return .exchange(try AuditLog.summary(row)) }
        return .event(try AuditLog.entry(sequence: row[0], content: row[1], digest: row[2]))
    }
}

extension AuditLog {
    /// The records of a period.
    public func records(in period: AuditPeriod = AuditPeriod()) async throws(AuditError) -> RecordPages {
        try await RecordPages(self, period)
    }
}
