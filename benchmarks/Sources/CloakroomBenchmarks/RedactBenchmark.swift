import Detection
import Foundation
import Redaction
import Rules

/// Scan and redact: what the gateway does with a text on its way out.
enum RedactBenchmark {
    static func run(_ bench: Bench, _ wanted: String?) throws {
        try table(bench, bench.withoutNames)
        try table(bench, bench.fewRules)
    }

    private static func table(_ bench: Bench, _ rules: CompiledRules) throws {
        let inspector = try Inspector(rules: rules, policy: bench.policy())
        let table = Table(
            "Scan and redact, \(rules.rules.count) rules",
            ["text", "MB/s", "median, ms", "p99, ms", "findings"])
        var texts: [(String, (Int) -> [UInt8])] = [
            ("English", Corpus.english), ("school prompts", bench.schoolPrompts),
        ]
        if let own = Corpus.own { texts.append(("own text", { Corpus.repeated(own, byteCount: $0) })) }
        for (name, text) in texts {
            for byteCount in [1_000, 10_000, 100_000, 300_000] {
                let part = Array(text(byteCount).prefix(byteCount))
                let timing = Timing(of: "scan and redact") { inspect(part, inspector).redacted }
                table.row([
                    "\(name) \(byteCount / 1_000) K",
                    String(format: "%.1f", timing.megabytesPerSecond(byteCount)),
                    timing.median.shown, timing.p99.shown, "\(inspect(part, inspector).findings.count)",
                ])
            }
        }
    }

    private static func inspect(_ text: [UInt8], _ inspector: Inspector) -> TextInspection {
        do {
            return try inspector.inspect(text: text)
        } catch {
            fatalError("the inspection failed: \(error)")
        }
    }
}

extension Bench {
    /// The policy that the repository ships.
    func policy() throws -> Policy {
        try LoadedPolicy.load(from: "\(rulesFolder)/policies/default.yaml", today: CalendarDay(Date())).policy
    }

    func schoolPrompts(byteCount: Int) -> [UInt8] { Corpus.schoolPrompts(examples, byteCount: byteCount) }
}
