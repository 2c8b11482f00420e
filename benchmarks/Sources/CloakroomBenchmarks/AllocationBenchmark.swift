import CAllocationCount
import Detection

/// How often a scan asks for memory once it is warm.
enum AllocationBenchmark {
    static func run(_ bench: Bench, _ wanted: String?) throws {
        let table = Table("Allocations a scan, warm", ["text", "allocations", "findings"])
        let school = bench.schoolPrompts(byteCount: 4_096)
        for (name, text) in [
            ("clean, 4 KB", Array(Corpus.english(byteCount: 4_096).prefix(4_096))),
            ("school prompts, 4 KB", school),
        ] {
            var findings: [Finding] = []
            findings.reserveCapacity(1_000)
            for _ in 0..<10 { try scan(text, bench, &findings) }
            let before = allocation_count()
            for _ in 0..<100 { try scan(text, bench, &findings) }
            table.row([name, "\(Double(allocation_count() - before) / 100)", "\(findings.count)"])
        }
    }

    private static func scan(_ text: [UInt8], _ bench: Bench, _ findings: inout [Finding]) throws {
        findings.removeAll(keepingCapacity: true)
        var scanner = Scanner(rules: bench.withoutNames)
        try scanner.feed(text.span, into: &findings)
        try scanner.finish(into: &findings)
    }
}
