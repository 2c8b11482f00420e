import Detection
import Foundation
import Rules

/// Times Cloakroom beside its baselines, in one run on one machine, and prints tables.
///
/// Without arguments everything; otherwise one section, and for `scan` a part of the texts' names or the path of a text
/// of your own, to time or profile Cloakroom alone.
@main
enum CloakroomBenchmarks {
    static let sections: [(name: String, run: @Sendable (Bench, String?) throws -> Void)] = [
        ("scan", ScanBenchmark.run), ("live", LiveBenchmark.run), ("redact", RedactBenchmark.run),
        ("restore", RestoreBenchmark.run),
        ("roster", RosterBenchmark.run), ("rules", RuleBenchmark.run), ("reload", ReloadBenchmark.run),
        ("sealing", SealingBenchmark.run), ("audit", AuditBenchmark.run),
        ("allocations", AllocationBenchmark.run),
    ]

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let bench = try Bench()
        print("\(bench.library.rules.rules.count) rules")
        if let wanted = arguments.first {
            guard let section = sections.first(where: { $0.name == wanted }) else {
                print(
                    "There is no section “\(wanted)”. There are \(sections.map(\.name).joined(separator: ", "))."
                )
                exit(64)
            }
            return try section.run(bench, arguments.dropFirst().first)
        }
        for section in sections { try section.run(bench, nil) }
    }
}

/// What all sections work with.
struct Bench {
    /// The folder of rules: `CLOAKROOM_RULES`, or those that the repository ships.
    let rulesFolder: String
    let library: RuleLibrary
    /// The rules without the one that asks the name model, for what is said of patterns.
    let withoutNames: CompiledRules
    /// The first two rules of each entity but secrets and matters: so many as the first packs had, and other tools bring.
    let fewRules: CompiledRules
    /// The rules' own examples.
    let examples: [[UInt8]]

    init() throws {
        rulesFolder =
            ProcessInfo.processInfo.environment["CLOAKROOM_RULES"]
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path + "/rules"
        library = try RuleLibrary.load(from: rulesFolder, today: CalendarDay(Date()))
        withoutNames = try CompiledRules(compiling: library.rules.rules.filter { !$0.matcher.isModel })
        var counts: [EntityType: Int] = [.sensitive: 2, .confidential: 2, .secret: 2]
        fewRules = try CompiledRules(
            compiling: withoutNames.rules.filter { rule in
                counts[rule.entity, default: 0] += 1
                return counts[rule.entity, default: 0] <= 2
            })
        examples = library.packs.flatMap(\.rules).flatMap(\.examples).map(\.text)
    }
}
