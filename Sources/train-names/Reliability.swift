import ArgumentParser
import Detection
import Foundation

extension TrainNames {
    /// Whether a likelihood is what it says: of words with 70 %, seven in ten are part of a person's name.
    struct Reliability: ParsableCommand {
        @OptionGroup var arguments: ModelArguments

        @Option(help: "Where the plot goes, as SVG.")
        var plot: String?

        private struct Bin {
            var count = 0
            var right = 0
            var sum = 0.0
        }

        func run() throws {
            let model = try arguments.readModel()
            var bins = [Bin](repeating: Bin(), count: 10)
            var tagger = NameTagger()
            for text in try arguments.readTexts() {
                for word in tagger.likelihoods(in: text.text.span, range: 0..<text.text.count, model) {
                    let kinds = text.spans.filter { $0.bytes.overlaps(word.token.bytes) }.map(\.kind)
                    guard !kinds.contains(.ignored) else { continue }
                    let bin = min(9, Int(word.likelihood * 10))
                    bins[bin].count += 1
                    bins[bin].sum += Double(word.likelihood)
                    if kinds.contains(.person) { bins[bin].right += 1 }
                }
            }
            let rows = bins.filter { $0.count > 0 }.map {
                (
                    said: $0.sum / Double($0.count), seen: Double($0.right) / Double($0.count),
                    count: $0.count
                )
            }
            let all = Double(rows.map(\.count).reduce(0, +))
            let error = rows.map { abs($0.said - $0.seen) * Double($0.count) }.reduce(0, +) / all
            print("| words | likelihood, mean | are names |\n|---:|---:|---:|")
            for row in rows {
                print(String(format: "| %d | %.2f | %.2f |", row.count, row.said, row.seen))
            }
            print(String(format: "\nExpected calibration error: %.4f", error))
            if let plot {
                let svg = Self.svg(rows.map { ($0.said, $0.seen) })
                try Data(svg.utf8).write(to: URL(fileURLWithPath: plot))
            }
        }

        /// A square with the diagonal on which a perfect model lies, and the model's points.
        private static func svg(_ points: [(said: Double, seen: Double)]) -> String {
            func x(_ share: Double) -> String { String(format: "%.1f", 50 + share * 300) }
            func y(_ share: Double) -> String { String(format: "%.1f", 330 - share * 300) }
            let line = points.map { "\(x($0.said)),\(y($0.seen))" }.joined(separator: " ")
            let dots = points.map { "<circle cx='\(x($0.said))' cy='\(y($0.seen))' r='4' fill='#0b5'/>" }
            let marks = stride(from: 0.0, through: 1.0, by: 0.25).map { share in
                """
                <text x='\(x(share))' y='348' text-anchor='middle'>\(Int(share * 100)) %</text>
                <text x='44' y='\(y(share))' text-anchor='end'>\(Int(share * 100)) %</text>
                """
            }
            return """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 370 380' font-family='sans-serif' font-size='11'>
                <rect width='370' height='380' fill='white'/>
                <rect x='50' y='30' width='300' height='300' fill='none' stroke='#888'/>
                <line x1='50' y1='330' x2='350' y2='30' stroke='#bbb' stroke-dasharray='4'/>
                <polyline points='\(line)' fill='none' stroke='#0b5' stroke-width='2'/>
                \(dots.joined(separator: "\n"))
                \(marks.joined(separator: "\n"))
                <text x='200' y='368' text-anchor='middle'>likelihood that the model gives a word</text>
                <text x='50' y='20'>share of these words that are part of a person's name</text>
                </svg>

                """
        }
    }
}
