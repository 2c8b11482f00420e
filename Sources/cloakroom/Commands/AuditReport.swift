public import ArgumentParser
public import Audit
import Foundation
import Rules

extension AuditCommand {
    /// `cloakroom audit report`: what people who govern want to know.
    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Counts a period for the board, school leaders or the DPO.",
            discussion: """
                html is one page for a screen and for A4, without scripts or anything from elsewhere. csv is a folder with \
                a file for each table. No report holds personal data.
                """
        )

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case html, csv
        }

        @Argument(help: "board, leadership or dpo.")
        var audience: UsageReport.Audience

        @OptionGroup var period: PeriodOptions

        @Option(help: "html or csv.")
        var format = Format.html

        @Option(help: "The file, - for standard output; for csv the folder.")
        var out: String?

        @OptionGroup var settings: SettingsOptions

        func validate() throws {
            guard format == .html || (out != nil && out != "-") else {
                throw ValidationError("Name a folder for the tables with --out.")
            }
        }

        mutating func run() async throws {
            let path = try settings.load()[.audit] ?? "var/audit.sqlite"
            let report: UsageReport
            do throws(AuditError) {
                report = try await AuditLog(readingFrom: path).report(for: audience, in: period.period)
            } catch {
                throw fail(error.problem, hint: error.hint, Exit.failure)
            }
            guard format == .csv, let folder = out else {
                return try await Self.write(Array(report.html.utf8), to: out ?? "-")
            }
            // A failure shows when the first file is written.
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for table in report.tables {
                // A byte order mark, without which Excel takes UTF-8 for something else.
                let bytes = [0xEF, 0xBB, 0xBF] + table.csv
                try await Self.write(bytes, to: "\(folder)/\(audience.rawValue)-\(table.name).csv")
            }
        }

        private static func write(_ bytes: [UInt8], to path: String) async throws {
            try await OutputFile.open(path) { try $0.write(bytes) }
        }
    }
}

extension UsageReport.Audience: ExpressibleByArgument {}
