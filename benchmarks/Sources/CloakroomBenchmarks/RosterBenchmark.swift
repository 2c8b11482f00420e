import Detection
import Foundation
import Rules

/// What a roster of a hundred thousand people costs: the same texts with names, without and with it, turn by turn.
enum RosterBenchmark {
    private static let personCount = 100_000

    static func run(_ bench: Bench, _ wanted: String?) throws {
        guard let keys = RosterKeys(Array(0..<32)) else { return }
        let start = ContinuousClock.now
        var builder = RosterBuilder(keys: keys)
        for person in people() { _ = builder.add(person) }
        let roster = builder.build()
        let library = try RuleLibrary.load(
            from: bench.rulesFolder, roster: LoadedRoster(roster: roster, digest: "benchmark"),
            today: CalendarDay(Date()))
        print(
            "\nA roster of \(roster.personCount) people: \(roster.byteCount >> 10) KB, built in \(start.duration(to: .now).shown) ms"
        )
        let engines = [
            CloakroomEngine(name: "with names", rules: bench.library.rules),
            CloakroomEngine(name: "with names and roster", rules: library.rules),
        ]
        let table = Table(
            "Roster",
            ["text", "with names, MB/s", "with roster, MB/s", "slower, %", "findings", "with roster"])
        let corpora = Corpus.all(examples: bench.examples, adversarial: []).filter {
            !$0.bytes.isEmpty && (wanted.map($0.name.contains) ?? true)
        }
        for corpus in corpora {
            // Three turns, the best of each: the machine does other things as well.
            var best = [0.0, 0.0]
            for _ in 0..<3 {
                for (index, engine) in engines.enumerated() {
                    let timing = Timing(of: engine.name) { engine.count(in: corpus.bytes) }
                    best[index] = max(best[index], timing.megabytesPerSecond(corpus.bytes.count))
                }
            }
            table.row([
                corpus.name, String(format: "%.1f", best[0]), String(format: "%.1f", best[1]),
                String(format: "%.1f", 100 * (best[0] / best[1] - 1)),
                "\(engines[0].count(in: corpus.bytes))", "\(engines[1].count(in: corpus.bytes))",
            ])
        }
    }

    /// Invented people, a third of them with names that are words as well: those cost most.
    private static func people() -> [RosterPerson] {
        var state: UInt64 = 3
        func next(_ words: [Substring]) -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return String(words[Int(state >> 33) % words.count])
        }
        let heads = "ka be li jo ma sa ro an te vi do lu ha ne fi ga mo su ze pa".split(separator: " ")
        let tails = "ren la ton da mira bel nus ric sha lyn dra vin mas kel".split(separator: " ")
        let forenames = "will may grace rose mark summer hope jordan faith jack olivia noah".split(
            separator: " ")
        let surnames = "long day may young king church french west field hall price smith jones khan".split(
            separator: " ")
        return (0..<personCount).map { number in
            let isUsual = number % 3 == 0
            return RosterPerson(
                role: .pupil, forenames: [isUsual ? next(forenames) : next(heads) + next(tails)],
                surnames: [isUsual ? next(surnames) : next(heads) + next(heads) + next(heads) + next(tails)],
                values: [.init(kind: .upn, text: "Z9\(100_000_000_000 + number)")],
                birthDate: 20_080_101 + number % 28)
        }
    }
}
