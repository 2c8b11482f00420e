import Detection
import Foundation

/// What each rule costs alone: on prose, and on its own examples, where it is tried most.
enum RuleBenchmark {
    static func run(_ bench: Bench, _ wanted: String?) throws {
        let table = Table(
            "Rules, each alone",
            [
                "rule", "prose, ns a KB", "its examples, MB/s", "its hardest text, MB/s",
                "all rules on its hard texts, MB/s",
            ])
        let english = Corpus.english(byteCount: 100_000)
        let none = try CompiledRules(compiling: [])
        let floor = Timing(of: "no rule") { CloakroomEngine(rules: none).count(in: english) }
        for authored in bench.library.packs.flatMap(\.rules)
        where !authored.rule.matcher.isModel && wanted.map(authored.rule.id.rawValue.contains) ?? true {
            let engine = CloakroomEngine(rules: try CompiledRules(compiling: [authored.rule]))
            let examples = Corpus.repeated(authored.examples.flatMap { $0.text + [0x0A] }, byteCount: 100_000)
            let prose = Timing(of: authored.rule.id.rawValue) { engine.count(in: english) }
            let own = Timing(of: authored.rule.id.rawValue) { engine.count(in: examples) }
            let cost = (prose.median - floor.median).inSeconds * 1e9 / Double(english.count) * 1_000
            let hardest = engine.rules.probes().map(\.probe.bytesPerSecond).min() ?? 0
            let hard = engine.rules.adversarialText(byteCountEach: 1_000)
            let all = CloakroomEngine(rules: bench.withoutNames)
            let together = Timing(of: authored.rule.id.rawValue) { all.count(in: hard) }
            table.row([
                authored.rule.id.rawValue, String(format: "%.0f", cost),
                String(format: "%.1f", own.megabytesPerSecond(examples.count)),
                String(format: "%.1f", hardest / 1e6),
                String(format: "%.1f", together.megabytesPerSecond(hard.count)),
            ])
        }
    }
}
