import Audit
import Foundation

/// What it costs to keep the original of a blocked prompt: sealed to the DPO and a deputy, and opened again.
enum SealingBenchmark {
    static func run(_: Bench, _ wanted: String?) throws {
        let table = Table(
            "Originals",
            ["recipients", "text, bytes", "seal, ms", "p99", "open, ms", "sealed, bytes more"])
        let context = SealingContext(
            origin: "benchmark/gateway", exchange: ExchangeRef(),
            rulesDigest: String(repeating: "a", count: 64))
        for suite in SealingSuite.allCases where wanted.map(suite.label.contains) ?? true {
            let keys = [try EvidenceKey(suite), try EvidenceKey(suite)]
            guard
                let recipients = Recipients([
                    try keys[0].recipient(named: "dpo"), try keys[1].recipient(named: "deputy"),
                ])
            else { return }
            let opener = OriginalOpener([keys[1]])
            for count in [1 << 10, 100 << 10, 8 << 20] {
                let text = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
                let original = try SealedOriginal(sealing: text, to: recipients, context: context)
                let sealing = Timing(of: "seal") {
                    (try? SealedOriginal(sealing: text, to: recipients, context: context))?.bytes.count
                }
                let opening = Timing(of: "open") { (try? opener.open(original, context: context)) == text }
                table.row([
                    "2 × \(suite.label)", "\(count)", sealing.median.shown, sealing.p99.shown,
                    opening.median.shown, "\(original.bytes.count - count)",
                ])
            }
        }
    }
}
