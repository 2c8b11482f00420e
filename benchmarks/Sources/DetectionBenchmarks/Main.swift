import Detection
import Foundation
import Rules

/// Times Cloakroom's scanner beside its baselines, in one run on one machine, and prints a table.
@main
enum DetectionBenchmarks {
    static func main() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let started = ContinuousClock.now
        let library = try RuleLibrary.load(from: root + "/rules", today: CalendarDay(Date()))
        let loading = started.duration(to: .now)
        let patterns = library.rules.patternSources
        // A part of a text's name may be given, to time or profile Cloakroom on only that.
        let wanted = CommandLine.arguments.dropFirst().first ?? ""
        var engines: [any Engine] = [CloakroomEngine(rules: library.rules)]
        if wanted.isEmpty {
            engines.append(PCRE2Engine(patterns: patterns))
            engines.append(VectorscanEngine(patterns: patterns.map(withWordBoundaries)))
        }
        let prompts = library.packs.flatMap(\.rules).flatMap(\.examples).flatMap {
            $0.text + [UInt8(ascii: "\n")]
        }
        print("\(patterns.count) rules, read and compiled in \(milliseconds(loading)) ms\n")
        print(
            "| text | " + engines.map { "\($0.name), MB/s" }.joined(separator: " | ")
                + " | p99 of Cloakroom, ms | to PCRE2 | to Vectorscan |")
        print("|---" + String(repeating: "|---:", count: engines.count + 3) + "|")
        for corpus in Corpus.all(schoolPrompts: prompts) where wanted.isEmpty || corpus.name.contains(wanted)
        {
            printRow(corpus, engines)
        }
    }

    private static func printRow(_ corpus: Corpus, _ engines: [any Engine]) {
        let timings = engines.map { time($0, on: corpus.bytes) }
        let rates = timings.map { Double(corpus.bytes.count) / 1e6 / seconds($0.median) }
        var row = "| \(corpus.name) | " + rates.map { String(format: "%.1f", $0) }.joined(separator: " | ")
        row += " | \(String(format: "%.3f", seconds(timings[0].worst) * 1_000))"
        for rate in rates.dropFirst() { row += " | \(String(format: "%.2f", rates[0] / rate))" }
        print(row + " |")
    }

    /// The median and the 99th percentile of enough runs to fill a quarter of a second; each must count the same.
    private static func time(_ engine: any Engine, on text: [UInt8]) -> (median: Duration, worst: Duration) {
        let expected = engine.count(in: text)
        var times: [Duration] = []
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(250)
        while times.count < 5 || (clock.now < end && times.count < 2_000) {
            var count = 0
            times.append(clock.measure { count = engine.count(in: text) })
            guard count == expected else { fatalError("\(engine.name) counts differently from run to run") }
        }
        times.sort()
        return (times[times.count / 2], times[min(times.count - 1, times.count * 99 / 100)])
    }

    /// The same pattern with `\b` in the place of the boundaries that Cloakroom adds.
    private static func withWordBoundaries(_ pattern: String) -> String {
        let (before, after) = ("(?<![A-Za-z0-9])", "(?![A-Za-z0-9])")
        return #"\b"# + pattern.dropFirst(before.count).dropLast(after.count)
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static func milliseconds(_ duration: Duration) -> String {
        String(format: "%.1f", seconds(duration) * 1_000)
    }
}
