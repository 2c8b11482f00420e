import ArgumentParser
import Foundation
import Rules

/// How diagnostics are written: for people, or for the programs that they work with.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, junit
}

/// Diagnostics in the forms that editors and build servers read.
struct RuleReport {
    let diagnostics: [RuleDiagnostic]
    /// How many things were checked or run.
    let count: Int

    func text(as format: ReportFormat) throws -> String {
        switch format {
        case .text: diagnostics.map(\.description).joined(separator: "\n")
        case .json: try encoded(diagnostics.map(Entry.init))
        case .sarif: try encoded(SARIF(diagnostics))
        case .junit: junit
        }
    }

    private func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys, .prettyPrinted]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    // MARK: - JSON

    private struct Entry: Encodable {
        let code: String
        let severity: String
        let file: String
        let line: Int
        let column: Int
        let problem: String
        let hint: String?

        init(_ diagnostic: RuleDiagnostic) {
            (code, severity) = (diagnostic.codeText, diagnostic.severity.rawValue)
            (file, line, column) = (diagnostic.file, diagnostic.line, diagnostic.column)
            (problem, hint) = (diagnostic.problem, diagnostic.hint)
        }
    }

    // MARK: - SARIF
    // Source: OASIS SARIF 2.1.0.

    private struct SARIF: Encodable {
        struct Text: Encodable {
            let text: String
        }

        struct Artifact: Encodable {
            let uri: String
        }

        struct Region: Encodable {
            let startLine: Int
            let startColumn: Int
        }

        struct Physical: Encodable {
            let artifactLocation: Artifact
            /// None where the file as a whole is meant.
            let region: Region?
        }

        struct Location: Encodable {
            let physicalLocation: Physical
        }

        struct Result: Encodable {
            let ruleId: String
            let level: String
            let message: Text
            let locations: [Location]
        }

        struct Driver: Encodable {
            let name = "cloakroom"
        }

        struct Tool: Encodable {
            let driver = Driver()
        }

        struct Run: Encodable {
            let tool = Tool()
            let results: [Result]
        }

        let version = "2.1.0"
        let schema = "https://json.schemastore.org/sarif-2.1.0.json"
        let runs: [Run]

        enum CodingKeys: String, CodingKey {
            case version, runs
            case schema = "$schema"
        }

        init(_ diagnostics: [RuleDiagnostic]) {
            let results = diagnostics.map { diagnostic in
                Result(
                    ruleId: diagnostic.codeText, level: diagnostic.severity.rawValue,
                    message: Text(
                        text: [diagnostic.problem, diagnostic.hint].compactMap { $0 }.joined(separator: " ")),
                    locations: [
                        Location(
                            physicalLocation: Physical(
                                artifactLocation: Artifact(uri: diagnostic.file),
                                region: diagnostic.line > 0
                                    ? Region(
                                        startLine: diagnostic.line, startColumn: max(1, diagnostic.column))
                                    : nil))
                    ])
            }
            runs = [Run(results: results)]
        }
    }

    // MARK: - JUnit

    private var junit: String {
        let failed = diagnostics.filter { $0.severity == .error }
        let cases = failed.map { diagnostic in
            """
              <testcase classname="\(Self.escaped(diagnostic.file))" name="line \(diagnostic.line)">
                <failure type="\(diagnostic.codeText)" message="\(Self.escaped(diagnostic.problem))">\(Self.escaped(diagnostic.hint ?? ""))</failure>
              </testcase>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="cloakroom rules" tests="\(count)" failures="\(failed.count)">
            \((cases + ["</testsuite>"]).joined(separator: "\n"))
            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
