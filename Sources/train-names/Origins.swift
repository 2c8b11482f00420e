import ArgumentParser
import Detection
import Foundation

extension TrainNames {
    /// How well names are found by where they come from: the same texts about people of each origin in turn.
    struct Origins: ParsableCommand {
        @OptionGroup var arguments: ModelArguments

        @Option(help: "The folder with `origins.txt`.")
        var training = "fixtures/training"

        @Option(help: "How many times each text is filled.")
        var rounds = 3

        func run() throws {
            let model = try arguments.readModel()
            let origins = try NameSource.Origin.read(
                URL(fileURLWithPath: training).appending(path: "origins.txt"))
            let texts = try arguments.readTexts()
            let rows = origins.map { (name: $0.name, recall: recall(of: model, on: texts, with: $0)) }
            print("| origin | names | recall |\n|---|---:|---:|")
            for row in rows.sorted(by: { $0.recall.share > $1.recall.share }) {
                print("| \(row.name) | \(row.recall.count) | \(String(format: "%.3f", row.recall.share)) |")
            }
        }

        /// Found is a name of which at least half is.
        private func recall(of model: NameModel, on texts: [AnnotatedText], with origin: NameSource.Origin)
            -> (count: Int, share: Double)
        {
            var random = SeededRandom(seed: 11)
            var tagger = NameTagger()
            var (count, found) = (0, 0)
            for text in (0..<rounds).flatMap({ _ in texts }) {
                let (filled, changed) = text.withOtherNames(
                    forename: { origin.keptForenames.randomElement(using: &random) ?? "" },
                    surname: { origin.keptSurnames.randomElement(using: &random) ?? "" })
                let names = tagger.names(in: filled.text.span, range: 0..<filled.text.count, model)
                for index in changed {
                    let bytes = filled.spans[index].bytes
                    let covered = names.map { $0.bytes.clamped(to: bytes).count }.reduce(0, +)
                    count += 1
                    found += covered * 2 >= bytes.count ? 1 : 0
                }
            }
            return (count, count > 0 ? Double(found) / Double(count) : 0)
        }
    }
}
