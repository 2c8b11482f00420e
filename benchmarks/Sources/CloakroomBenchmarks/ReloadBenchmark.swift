import Foundation
import Rules

/// Reading and compiling packs: the shipped ones, and as many copies of them as make a hundred rules.
enum ReloadBenchmark {
    static func run(_ bench: Bench, _ wanted: String?) throws {
        let table = Table("Reload", ["rules", "median, ms", "p99, ms"])
        try row(table, bench.rulesFolder)
        let folder = FileManager.default.temporaryDirectory.appending(path: "cloakroom-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try copyPacks(of: bench, to: folder, ruleCountMin: 100)
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

    private static func copyPacks(of bench: Bench, to folder: String, ruleCountMin: Int) throws {
        var ruleCount = 0
        var copy = 0
        while ruleCount < ruleCountMin {
            for pack in bench.library.packs where ruleCount < ruleCountMin {
                let path = pack.id.replacing(".", with: "/")
                let text = try String(
                    contentsOfFile: "\(bench.rulesFolder)/packs/\(path).yaml", encoding: .utf8)
                let target = "\(folder)/packs/\(path)\(copy).yaml"
                try FileManager.default.createDirectory(
                    atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                try text.replacing("pack: \(pack.id)", with: "pack: \(pack.id)\(copy)")
                    .replacing(/- id: (\S+)/) { "- id: \($0.1)_\(copy)" }
                    .write(toFile: target, atomically: true, encoding: .utf8)
                ruleCount += pack.rules.filter { $0.mode == .on }.count
            }
            copy += 1
        }
    }
}
