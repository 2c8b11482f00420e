import Detection
import Foundation

/// Scanning answers while they arrive, in pieces of four bytes: what a piece costs, and how much is held back behind each.
enum LiveBenchmark {
    private static let pieceByteCount = 4
    private static let byteCount = 300_000

    static func run(_ bench: Bench, _ wanted: String?) throws {
        for (name, held) in kinds {
            let start = ContinuousClock.now
            _ = LiveScanner(rules: bench.library.rules, held: held)
            print("The first scanner for \(name) was made in \(start.duration(to: .now).shown) ms.")
        }
        let table = Table(
            "Live, in pieces of \(pieceByteCount) bytes",
            [
                "text", "held kinds", "MB/s", "a piece, µs", "p99 of a piece, µs", "held back, mean",
                "median", "p99", "most",
            ])
        let own = wanted.flatMap { FileManager.default.contents(atPath: $0) }.map {
            [Corpus(name: "own text", bytes: Array($0.prefix(byteCount)))]
        }
        let corpora =
            own
            ?? Corpus.all(examples: bench.examples, adversarial: []).filter {
                $0.bytes.count == byteCount && (wanted.map($0.name.contains) ?? true)
            }
        for corpus in corpora {
            for (name, held) in kinds { table.row([corpus.name, name] + row(corpus.bytes, bench, held)) }
        }
    }

    /// What an answer's policy holds back: secrets and numbers, everything that asks for no names, or all.
    private static let kinds: [(name: String, kinds: Set<EntityType>)] = [
        (
            "secrets and numbers",
            [
                .secret, .upn, .uln, .uci, .trn, .nhsNumber, .nino, .passport, .drivingLicence, .dbsNumber,
                .utr, .candidateNumber, .bankAccount, .iban, .paymentCard,
            ]
        ),
        ("all", Set(EntityType.allCases)),
    ]

    private static func row(_ text: [UInt8], _ bench: Bench, _ held: Set<EntityType>) -> [String] {
        var behind: [Int] = []
        var times: [Duration] = []
        let start = ContinuousClock.now
        scan(text, bench.library.rules, held) { _, _ in }
        let whole = start.duration(to: .now).inSeconds
        scan(text, bench.library.rules, held) { time, count in
            times.append(time)
            behind.append(count)
        }
        behind.sort()
        times.sort()
        let mean = Double(behind.reduce(0, +)) / Double(behind.count)
        func microseconds(_ seconds: Double) -> String { String(format: "%.2f", seconds * 1e6) }
        return [
            String(format: "%.1f", Double(text.count) / 1e6 / whole),
            microseconds(whole / Double(behind.count)),
            microseconds(times[times.count * 99 / 100].inSeconds), String(format: "%.1f", mean),
            "\(behind[behind.count / 2])", "\(behind[behind.count * 99 / 100])", "\(behind.last ?? 0)",
        ]
    }

    private static func scan(
        _ text: [UInt8],
        _ rules: CompiledRules,
        _ held: Set<EntityType>,
        _ note: (_ time: Duration, _ heldByteCount: Int) -> Void
    ) {
        do {
            var findings: [Finding] = []
            var scanner = LiveScanner(rules: rules, held: held)
            var place = 0
            while place < text.count {
                let end = min(text.count, place + pieceByteCount)
                let start = ContinuousClock.now
                try scanner.feed(text.span.extracting(place..<end), into: &findings)
                note(start.duration(to: .now), end - scanner.settledByteCount)
                place = end
            }
            try scanner.finish(into: &findings)
        } catch {
            fatalError("the scan failed: \(error)")
        }
    }
}
