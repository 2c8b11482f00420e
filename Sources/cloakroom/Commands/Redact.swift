import ArgumentParser
import Detection
import Foundation
import Redaction
import Rules

/// `cloakroom redact`: a text with what was found replaced.
struct Redact: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints a text with personal data replaced by placeholders.",
        discussion: "A text that the policy blocks is not printed: replacing names would not make it safe."
    )

    @Argument(help: "A file, or - for standard input.")
    var path = "-"

    @OptionGroup var settings: SettingsOptions

    mutating func run() throws {
        let rules = try RuleSet.load(settings.load())
        let inspection = try judged(InputFile.read(path), named: path, with: rules.inspector)
        guard inspection.verdict != .block else {
            let titles = inspection.findings
                .filter { rules.policy.policy.treatment(of: $0.entity) == .block }
                .map { rules.library.rules.rule($0.rule)?.title ?? $0.entity.rawValue }
            throw fail(
                "The policy blocks this text: \(Set(titles).sorted().joined(separator: ", ")).",
                hint: "Run `cloakroom scan` to see where, and take it out.", Exit.findings
            )
        }
        FileHandle.standardOutput.write(Data(inspection.redacted))
    }
}
