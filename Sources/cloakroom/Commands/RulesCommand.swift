import ArgumentParser
import Audit
import Detection
import Foundation
import Redaction
import Rules

/// `cloakroom rules`: the workbench of those who tune rules.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Checks, tests, explains, compares, times and lists rules.",
        subcommands: [Check.self, Test.self, RulesExplain.self, RulesDiff.self, RulesBench.self, List.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows everything that is wrong in the rule files.")

        @Option(help: "text, json, sarif or junit.")
        var format = ReportFormat.text

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            guard format == .text else { return try report() }
            let rules = try RuleSet.load(settings.load())
            for warning in rules.warnings { tell(warning.description) }
            try rules.admit()
            print("\(rules.library.packs.count) packs, \(rules.library.rules.rules.count) rules: no errors")
        }

        /// The same for programs: all diagnostics on standard output, whatever they are.
        private func report() throws {
            let configuration = try settings.load()
            let folder = try configuration.rulesFolder()
            let roster = try configuration.loadRoster()
            var found: [RuleDiagnostic] = []
            do throws(RuleDiagnostics) {
                let library = try RuleLibrary.load(
                    from: folder, school: configuration[.school], roster: roster,
                    today: CalendarDay(Date()))
                found = library.warnings + (try library.admit())
            } catch {
                found = error.diagnostics
            }
            print(try RuleReport(diagnostics: found, count: found.count).text(as: format))
            if found.contains(where: { $0.severity == .error }) { throw Exit.badYAML }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Runs every example of every rule.")

        @Option(help: "text, json, sarif or junit.")
        var format = ReportFormat.text

        @Flag(help: "Runs them again whenever a file changes, until Ctrl-C.")
        var watch = false

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            guard watch else { return try test() }
            var files = RuleFiles(try settings.load())
            while true {
                // What is wrong was shown; the next change may mend it.
                do { try test() } catch {}
                while !files.haveChanged() { Thread.sleep(forTimeInterval: 0.5) }
            }
        }

        private func test() throws {
            let rules = try RuleSet.load(settings.load())
            guard format != .text else {
                print("\(try rules.selfTest()) examples: all passed")
                return
            }
            let run = ExampleRun(of: rules.library)
            print(try RuleReport(diagnostics: run.failures, count: run.count).text(as: format))
            if !run.failures.isEmpty { throw Exit.exampleFailed }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the rules: id, entity, mode, verdict, level, findings in the evidence, title.",
            discussion: "Without evidence at hand the column of findings holds a hyphen.")

        @OptionGroup var settings: SettingsOptions

        mutating func run() async throws {
            let configuration = try settings.load()
            let rules = try RuleSet.load(configuration)
            let counts = await findingCounts(configuration[.audit])
            for authored in rules.library.packs.flatMap(\.rules) {
                let rule = authored.rule
                let verdict = rules.policy.policy.treatment(of: rule.entity).name
                let columns = [
                    rule.id.rawValue, rule.entity.rawValue, authored.mode.rawValue, verdict,
                    rule.level.rawValue, counts.map { "\($0[rule.id.rawValue] ?? 0)" } ?? "-", rule.title,
                ]
                print(columns.joined(separator: "\t"))
            }
        }

        /// How often each rule found something in the exchanges on record; nil without a record.
        private func findingCounts(_ path: String?) async -> [String: Int]? {
            guard let path, FileManager.default.fileExists(atPath: path),
                let log = try? AuditLog(readingFrom: path),
                let exchanges = try? await log.exchanges(nil, limit: 1_000_000)
            else { return nil }
            return exchanges.flatMap(\.evidence.tallies).reduce(into: [:]) {
                $0[$1.rule, default: 0] += $1.count
            }
        }
    }
}
