import Foundation
import Rules

/// Scanning by size and by sort of text, beside the baselines.
enum ScanBenchmark {
    static func run(_ bench: Bench, _ wanted: String?) throws {
        let patterns = bench.library.rules.patternSources
        let names = CloakroomEngine(name: "Cloakroom with names", rules: bench.library.rules)
        let whole = CloakroomEngine(
            name: "… and matters: as requests are read", rules: bench.library.rules, tells: true)
        let few = CloakroomEngine(
            name: "Cloakroom with \(bench.fewRules.rules.count) rules", rules: bench.fewRules)
        var engines: [any Engine] = [CloakroomEngine(rules: bench.withoutNames), names, whole, few]
        if wanted == nil {
            engines.append(PCRE2Engine(patterns: patterns))
            engines.append(VectorscanEngine(patterns: patterns.map(withWordBoundaries)))
        }
        let table = Table(
            "Scan",
            ["text"] + engines.map { "\($0.name), MB/s" } + ["p99 of Cloakroom, ms", "findings"]
                + engines.dropFirst(4).map { "to \($0.shortName)" })
        for corpus in corpora(bench, wanted) {
            let timings = engines.map { engine in
                Timing(of: engine.name) { engine.count(in: corpus.bytes) }
            }
            let rates = timings.map { $0.megabytesPerSecond(corpus.bytes.count) }
            table.row(
                [corpus.name] + rates.map { String(format: "%.1f", $0) }
                    + [timings[0].p99.shown, "\(engines[0].count(in: corpus.bytes))"]
                    + rates.dropFirst(4).map { String(format: "%.2f", rates[0] / $0) })
        }
    }

    private static func corpora(_ bench: Bench, _ wanted: String?) -> [Corpus] {
        let all = Corpus.all(
            examples: bench.examples, adversarial: bench.withoutNames.adversarialText(byteCountEach: 1_000))
        guard let wanted else { return all }
        if let own = FileManager.default.contents(atPath: wanted) {
            return [Corpus(name: "own text", bytes: Array(own))]
        }
        return all.filter { $0.name.contains(wanted) }
    }

    /// The same pattern with `\b` in the place of the boundaries that Cloakroom adds.
    private static func withWordBoundaries(_ pattern: String) -> String {
        let (before, after) = ("(?<![A-Za-z0-9])", "(?![A-Za-z0-9])")
        return #"\b"# + pattern.dropFirst(before.count).dropLast(after.count)
    }
}
