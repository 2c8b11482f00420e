import ArgumentParser
import Detection
import Foundation
import Redaction
import Rules

/// `cloakroom rules`: the workbench of those who tune rules.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Checks, tests, explains, compares, times and lists rules.",
        subcommands: [Check.self, Test.self, RulesExplain.self, RulesDiff.self, RulesBench.self, List.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows everything that is wrong in the rule files.")

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            let rules = try RuleSet.load(settings.load())
            for warning in rules.warnings { tell(warning.description) }
            try rules.admit()
            print("\(rules.library.packs.count) packs, \(rules.library.rules.rules.count) rules: no errors")
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Runs every example of every rule.")

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            let rules = try RuleSet.load(settings.load())
            print("\(try rules.selfTest()) examples: all passed")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the rules: id, entity, mode, verdict, title.")

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            let rules = try RuleSet.load(settings.load())
            for authored in rules.library.packs.flatMap(\.rules) {
                let rule = authored.rule
                let verdict = rules.policy.policy.treatment(of: rule.entity).verdict
                let columns = [
                    rule.id.rawValue, rule.entity.rawValue, authored.mode.rawValue, verdict.rawValue,
                    rule.title,
                ]
                print(columns.joined(separator: "\t"))
            }
        }
    }
}
