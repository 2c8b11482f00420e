import ArgumentParser
import Detection
import Foundation
import Redaction
import Rules

/// `cloakroom scan`: what would be found, without the values.
struct Scan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds personal, sensitive and confidential data in files or standard input."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Argument(help: "Files, or - for standard input.")
    var paths: [String] = []

    @Option(help: "text or json.")
    var format = Format.text

    @Flag(help: "Reads one {\"id\":…,\"text\":…} a line and writes one line for each.")
    var jsonl = false

    @OptionGroup var settings: SettingsOptions

    mutating func run() throws {
        let rules = try RuleSet.load(settings.load())
        let paths = paths.isEmpty ? ["-"] : paths
        var found = false
        for path in paths {
            let bytes = try InputFile.read(path)
            if jsonl {
                try JSONLines.scan(bytes, named: path, with: rules.inspector)
            } else {
                found = try scan(bytes, named: path, with: rules) || found
            }
        }
        if found { throw Exit.findings }
    }

    private func scan(_ bytes: [UInt8], named path: String, with rules: RuleSet) throws -> Bool {
        let inspection = try judged(bytes, named: path, with: rules.inspector)
        switch format {
        case .json:
            print(try ScanReport(id: path == "-" ? nil : path, inspection).encoded())
        case .text:
            let lines = LineIndex(bytes)
            for finding in inspection.findings {
                let (line, column) = lines.place(of: finding.bytes.lowerBound)
                let title = rules.library.rules.rule(finding.rule)?.title ?? ""
                print(
                    "\(path):\(line):\(column): \(finding.entity.rawValue) \(finding.rule) \(finding.confidence) \(title)"
                )
            }
            for trial in inspection.trials {
                let (line, column) = lines.place(of: trial.bytes.lowerBound)
                print(
                    "\(path):\(line):\(column): \(trial.entity.rawValue) \(trial.rule) (shadow: nothing is done)"
                )
            }
            if let table = inspection.table {
                let (line, column) = lines.place(of: table.bytes.lowerBound)
                print("\(path):\(line):\(column): a list of \(table.rowCount) people")
            }
            print("\(path): \(inspection.verdict.rawValue), findings: \(inspection.findings.count)")
        }
        return !inspection.findings.isEmpty
    }
}

/// Judges one text or ends the command: a text that was not read to its end is not clean.
func judged(_ bytes: [UInt8], named path: String, with inspector: Inspector) throws -> TextInspection {
    guard String(validating: bytes, as: UTF8.self) != nil else {
        throw fail("\(path) is not UTF-8 text.", hint: "Save it as UTF-8.", Exit.badInput)
    }
    do throws(InspectionError) {
        return try inspector.inspect(text: bytes)
    } catch {
        throw fail("\(path): \(error.problem)", hint: error.hint, Exit.failure)
    }
}
