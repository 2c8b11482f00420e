import Foundation

/// How long something took, run again and again.
struct Timing {
    let median: Duration
    let p99: Duration

    /// Runs it for half a second, at least 5 and at most 5,000 times; each run must have the same result.
    ///
    /// Ends the program if a run's result is not the first one's: a figure for something that does not work is worth
    /// nothing.
    init<Result: Equatable>(of name: String, _ body: () -> Result) {
        let expected = body()
        var times: [Duration] = []
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(500)
        while times.count < 5 || (clock.now < end && times.count < 5_000) {
            let start = clock.now
            let result = body()
            times.append(start.duration(to: clock.now))
            guard result == expected else { fatalError("\(name) has another result from run to run") }
        }
        times.sort()
        median = times[times.count / 2]
        p99 = times[min(times.count - 1, times.count * 99 / 100)]
    }

    func megabytesPerSecond(_ byteCount: Int) -> Double { Double(byteCount) / 1e6 / median.inSeconds }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    /// In milliseconds, with three decimals.
    var shown: String { String(format: "%.3f", inSeconds * 1_000) }
}

/// A table in Markdown, printed row by row.
struct Table {
    init(_ title: String, _ columns: [String]) {
        print("\n## \(title)\n")
        print("| " + columns.joined(separator: " | ") + " |")
        print("|---|" + String(repeating: "---:|", count: columns.count - 1))
    }

    func row(_ cells: [String]) { print("| " + cells.joined(separator: " | ") + " |") }
}
