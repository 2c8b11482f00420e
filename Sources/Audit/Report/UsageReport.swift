public import Foundation
import GRDB

/// What Cloakroom did in a period, for people who govern: counts and explanations, no personal data.
public struct UsageReport: Sendable {
    public enum Audience: String, CaseIterable, Sendable {
        /// Trustees and governors. Small numbers by school are hidden.
        case board
        /// Heads and the trust's leaders: also by profile and endpoint.
        case leadership
        /// The data protection officer: also lists of references.
        case dpo
    }

    let document: ReportDocument

    /// A page that needs nothing else, for a screen and for A4.
    public var html: String { ReportPage.html(document) }

    /// Each table of the page for a spreadsheet.
    public var tables: [(name: String, csv: [UInt8])] { document.tables.map { ($0.name, $0.csv) } }
}

extension AuditLog {
    /// Counts a period.
    ///
    /// Holds counts, and not entries. A year of a million entries takes as long as reading them.
    ///
    /// - Parameters:
    ///   - audience: Who is to read it.
    ///   - period: What was recorded in it is counted; until `now` where it has no end.
    ///   - now: The clock, for how long things have been open.
    /// - Returns: The report.
    /// - Throws: `AuditError.corrupt` for an entry that does not match its digest: a report over a damaged log is none.
    public func report(
        for audience: UsageReport.Audience, in period: AuditPeriod = AuditPeriod(), now: Date = Date()
    ) async throws(AuditError) -> UsageReport {
        // To the end of this millisecond: an end is not part of its period.
        let now = now.milliseconds + 1
        let until = min(period.until?.milliseconds ?? now, now)
        var figures = ReportFigures()
        var pages = try await records(in: AuditPeriod(from: period.from, until: Date(milliseconds: until)))
        while let page = try await pages.next() {
            for record in page { figures.count(record) }
        }
        let from = period.from?.milliseconds ?? figures.first?.milliseconds ?? until - 1
        let counted = figures
        let composer = try await reading { database in
            let reader = ReportReader(database: database, from: from, until: until)
            return ReportComposer(
                audience: audience, figures: counted, rulings: try reader.rulings(), open: try reader.open(),
                runs: try reader.runs(), from: UTCTime(milliseconds: from),
                until: UTCTime(milliseconds: until),
                origin: try String.fetchOne(database, sql: "SELECT origin FROM log") ?? "")
        }
        return UsageReport(document: composer.document)
    }
}
