import Foundation
import Rules

/// Reading and compiling packs: the shipped ones, and as many of them as make a hundred rules.
enum ReloadBenchmark {
    static func run(_ bench: Bench, _ wanted: String?) throws {
        let table = Table("Reload", ["rules", "median, ms", "p99, ms"])
        try row(table, bench.rulesFolder)
        let folder = FileManager.default.temporaryDirectory.appending(path: "cloakroom-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try copyPacks(of: bench, to: folder, ruleCountMax: 100)
        try row(table, folder)
    }

    private static func row(_ table: Table, _ folder: String) throws {
        let timing = Timing(of: "reload") { load(folder).rules.rules.count }
        table.row(["\(load(folder).rules.rules.count)", timing.median.shown, timing.p99.shown])
    }

    private static func load(_ folder: String) -> RuleLibrary {
        do {
            return try RuleLibrary.load(from: folder, today: CalendarDay(Date()))
        } catch {
            fatalError("the packs do not load: \(error)")
        }
    }

    /// The pack that lends its definitions to the others, and as many of those as hold no more than so many rules.
    private static func copyPacks(of bench: Bench, to folder: String, ruleCountMax: Int) throws {
        var ruleCount = 0
        for pack in bench.library.packs {
            // Names need the model's files beside them.
            let hasModel = pack.rules.contains { $0.rule.matcher.isModel }
            let count = pack.rules.filter { $0.mode == .on }.count
            guard !hasModel, ruleCount + count <= ruleCountMax else { continue }
            let file = "packs/\(pack.id.replacing(".", with: "/")).yaml"
            let target = "\(folder)/\(file)"
            try FileManager.default.createDirectory(
                atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: "\(bench.rulesFolder)/\(file)", toPath: target)
            ruleCount += count
        }
    }
}
