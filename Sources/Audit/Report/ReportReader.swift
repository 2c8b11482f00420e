import Foundation
import GRDB

/// What a report needs to know from beyond its period: what a review was about, what nobody has reviewed yet, and when the gateway
/// did not run.
struct ReportReader {
    /// A ruling; of several about one exchange the last one counts.
    struct Ruled: Sendable {
        let reference: String
        let ruling: Review.Ruling
        let at: UTCTime
        /// From the block to the first review; nil for later ones and where nobody knows any more.
        let waited: Int64?
        /// Rules that found something in it; empty once it is erased.
        let rules: [String]
    }

    /// A prompt that was blocked for what was found in it, without a review.
    struct Open: Sendable {
        let reference: String
        let at: UTCTime
        let school: String
        let entities: [String]
    }

    /// A time in which the gateway did not run.
    struct Gap: Sendable {
        /// The last record before; nothing is known of later.
        let from: UTCTime
        let until: UTCTime
        /// Whether it had been stopped, and did not just end.
        let isOrderly: Bool
    }

    /// Times at which the gateway did not run.
    struct Runs: Sendable {
        var startCount = 0
        var stopCount = 0
        var gaps: [Gap] = []
    }

    private static let isEvent = "NOT IN ('intent', 'blocked', 'outcome')"

    let database: Database
    /// In milliseconds.
    let from: Int64
    let until: Int64

    func rulings() throws -> [Ruled] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT r.sequence, r.content, r.digest, b.sequence, b.content, b.digest, b.recorded,
                    (SELECT min(f.sequence) FROM entry f
                     WHERE f.kind = 'review' AND f.kind \(Self.isEvent) AND f.exchange = r.exchange)
                FROM entry r
                LEFT JOIN entry b ON b.exchange = r.exchange AND b.kind IN ('intent', 'blocked')
                WHERE r.kind = 'review' AND r.kind \(Self.isEvent) AND r.content IS NOT NULL
                    AND +r.recorded >= ? AND +r.recorded < ?
                ORDER BY r.sequence
                """, arguments: [from, until])
        var ruled: [String: Ruled] = [:]
        while let row = try rows.next() {
            let entry = try AuditLog.entry(sequence: row[0], content: row[1], digest: row[2])
            guard case .review(let review) = entry.content else { throw AuditError.corrupt(sequence: row[0]) }
            let reference = "\(review.exchange)"
            let (began, first): (Int64?, Int64?) = (row[6], row[7])
            let waited = first == entry.sequence ? began.map { entry.recordedAt.milliseconds - $0 } : nil
            ruled[reference] = Ruled(
                reference: reference, ruling: review.ruling, at: UTCTime(entry.recordedAt),
                waited: waited ?? ruled[reference]?.waited, rules: try rules(row))
        }
        return ruled.values.sorted { ($0.at.milliseconds, $0.reference) < ($1.at.milliseconds, $1.reference) }
    }

    private func rules(_ row: Row) throws -> [String] {
        guard let sequence: Int64 = row[3], let content: Data = row[4], let digest: Data = row[5] else {
            return []
        }
        switch try AuditLog.entry(sequence: sequence, content: content, digest: digest).content {
        case .intent(let evidence), .blocked(let evidence): return Array(Set(evidence.tallies.map(\.rule)))
        default: throw AuditError.corrupt(sequence: sequence)
        }
    }

    /// What had no review at the end of the period, the oldest first, also from before it.
    func open() throws -> ReportFigures.Listed<Open> {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT b.sequence, b.content, b.digest FROM entry b
                WHERE b.kind = 'blocked' AND b.content IS NOT NULL AND +b.recorded < :until AND NOT EXISTS (
                    SELECT 1 FROM entry r
                    WHERE r.kind = 'review' AND r.kind \(Self.isEvent) AND r.exchange = b.exchange
                        AND r.recorded < :until)
                ORDER BY b.sequence
                """, arguments: ["until": until])
        var open = ReportFigures.Listed<Open>()
        while let row = try rows.next() {
            let entry = try AuditLog.entry(sequence: row[0], content: row[1], digest: row[2])
            guard case .blocked(let evidence) = entry.content else {
                throw AuditError.corrupt(sequence: row[0])
            }
            // A request that was refused because of its form or the endpoint is not for the DPO to judge.
            guard evidence.reason == nil else { continue }
            open.append(
                Open(
                    reference: "\(evidence.exchange)", at: UTCTime(entry.recordedAt),
                    school: evidence.school ?? ReportFigures.noSchool,
                    entities: Set(evidence.tallies.filter { !$0.isOnTrial }.map(\.entity)).sorted()))
        }
        return open
    }

    func runs() throws -> Runs {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT s.kind, s.recorded, (SELECT recorded FROM entry WHERE sequence = s.sequence - 1)
                FROM entry s WHERE s.kind IN ('started', 'stopped') AND s.kind \(Self.isEvent)
                ORDER BY s.sequence
                """)
        var runs = Runs()
        var (lastKind, lastAt): (String?, Int64) = (nil, 0)
        while let row = try rows.next() {
            let (kind, at, before): (String, Int64, Int64?) = (row[0], row[1], row[2])
            guard at < until else { break }
            defer { (lastKind, lastAt) = (kind, at) }
            guard at >= from else { continue }
            if kind == "stopped" {
                runs.stopCount += 1
            } else {
                runs.startCount += 1
                guard let before else { continue }
                runs.gaps.append(
                    Gap(
                        from: UTCTime(milliseconds: before), until: UTCTime(milliseconds: at),
                        isOrderly: lastKind == "stopped"))
            }
        }
        if lastKind == "stopped" {
            runs.gaps.append(
                Gap(
                    from: UTCTime(milliseconds: max(lastAt, from)), until: UTCTime(milliseconds: until),
                    isOrderly: true))
        }
        return runs
    }
}
