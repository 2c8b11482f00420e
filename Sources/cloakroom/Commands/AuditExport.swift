import ArgumentParser
import Audit
import Foundation
import Rules

extension AuditCommand {
    /// `cloakroom audit export`: the evidence for other programs.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the evidence for spreadsheets and security monitoring.",
            discussion: """
                Oldest first; an exchange and its outcome are one record. No export says what was found, only by which \
                rule and how often. docs/evidence-exports.md tells what each format holds. In ocsf, exchanges in which \
                nothing was found are left out: they are no findings.
                """
        )

        @Option(
            help: "jsonl, csv, ocsf or cef; or log, which proves itself: `audit verify --export` checks it.")
        var format = Format.records(.jsonl)

        @OptionGroup var period: PeriodOptions

        @Option(help: "The file; - for standard output.")
        var out = "-"

        @OptionGroup var copies: DatabaseOptions

        @OptionGroup var settings: SettingsOptions

        mutating func run() async throws {
            do {
                let count = try await copies.withLog(settings.load()) { log in
                    try await OutputFile.open(out) { output in
                        switch format {
                        case .records(let format): try await write(log, as: format, to: output)
                        case .log: try await writeLog(log, to: output)
                        }
                    }
                }
                tell("\(count) record\(count == 1 ? "" : "s")")
            } catch let error as AuditError {
                throw fail(error.problem, hint: error.hint, Exit.failure)
            }
        }

        /// From the first checkpoint of the period to the first behind it.
        private func writeLog(_ log: AuditLog, to output: OutputFile) async throws -> Int {
            let isAll = period.from == nil && period.to == nil
            let range = (period.from?.start ?? .distantPast)..<(period.to?.end ?? .distantFuture)
            return try await log.exportLog(of: isAll ? nil : range) { try output.write(Array($0)) }.count
        }

        private func write(
            _ log: AuditLog, as format: ExportFormat, to output: OutputFile
        ) async throws -> Int {
            var pages = try await log.records(in: period.period)
            let encoder = RecordEncoder(format, origin: pages.origin, version: Cloakroom.version)
            try output.write(encoder.header)
            var count = 0
            while let page = try await pages.next() {
                var bytes: [UInt8] = []
                for record in page {
                    let line = encoder.line(record)
                    if !line.isEmpty { count += 1 }
                    bytes += line
                }
                try output.write(bytes)
            }
            return count
        }
    }
}

extension AuditCommand.Export {
    enum Format: ExpressibleByArgument {
        case records(ExportFormat)
        case log

        init?(argument: String) {
            if argument == "log" {
                self = .log
            } else if let format = ExportFormat(rawValue: argument) {
                self = .records(format)
            } else {
                return nil
            }
        }

        static var allValueStrings: [String] { ExportFormat.allCases.map(\.rawValue) + ["log"] }

        var defaultValueDescription: String {
            switch self {
            case .records(let format): format.rawValue
            case .log: "log"
            }
        }
    }
}
