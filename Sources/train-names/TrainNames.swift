import ArgumentParser
import Detection
import Foundation

/// Trains the name model, or shows how good one is.
@main
struct TrainNames: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train-names", abstract: "Trains the model that finds names, and measures it.",
        subcommands: [Train.self, Evaluate.self, Origins.self, Reliability.self, TrainMatters.self])

    struct Train: ParsableCommand {
        @Option(help: "The folder with annotated texts and lists.")
        var data: String

        @Option(help: "The folder with `templates`, `origins.txt` and `foreign.txt`.")
        var training = "fixtures/training"

        @Option(help: "Where the model goes.")
        var out: String

        @Option(help: "How many times all texts are gone through.")
        var rounds = 7

        @Option(help: "The same seed makes the same model.")
        var seed: UInt64 = 4

        @Option(help: "How likely a person must be to be reported.")
        var threshold: Float = 0.4

        /// How often a template is filled in each round; one without a person every time.
        private static let templatePassCount = 6

        func run() throws {
            let folder = URL(fileURLWithPath: data)
            let lists = try WordLists(folder: folder.appending(path: "lists"))
            let training = URL(fileURLWithPath: self.training)
            let source = NameSource(
                lists, origins: try NameSource.Origin.read(training.appending(path: "origins.txt")))
            let templates = try Template.read(training.appending(path: "templates"))
            var random = SeededRandom(seed: seed)
            func read(_ name: String, _ weight: Float) throws -> [AnnotatedText] {
                try AnnotatedText.read(folder.appending(path: "train/\(name).jsonl"), weight: weight)
            }
            let texts =
                try read("ewt", 1) + read("btc_a", 1) + read("btc_b", 1) + read("btc_e", 1)
                + read("btc_g", 0.7)
                + read("btc_h1", 1) + read("wnut17", 1) + read("wikigold", 0.7) + read("gum", 0.7)
                + read("litbank", 0.2)
            let filled = templates.map { $0.filled(from: source, &random) }
            let builder = LexiconBuilder(
                lists, origins: source.origins, texts: texts + filled,
                lessons: filled.filter { text in !text.spans.contains { $0.kind == .person } },
                notes: filled.filter { text in text.spans.contains { $0.kind == .person } },
                foreign: try Self.words(training.appending(path: "foreign.txt")))
            let lexicon = builder.lexicon
            print("\(texts.count) texts, \(templates.count) templates, \(builder.count) words")
            var trainer = Trainer(lexicon: lexicon)
            let augmentation = Augmentation(source: source)
            let sets = try Self.developmentSets(folder)
            for round in 1...rounds {
                trainer.startRound()
                var all = texts.map {
                    augmentation.varied(
                        $0, swaps: 0.3, small: 0.08, capitals: 0.03, &random)
                }
                for pass in 0..<Self.templatePassCount {
                    // Lessons twice as often: they are the rarest sort of text, and the one with the most false names.
                    let some = pass < 3 ? templates : templates.filter { !$0.namesSomebody }
                    all += some.map { template in
                        var text = augmentation.varied(
                            template.filled(from: source, &random), swaps: 0, small: 0.2, capitals: 0.03,
                            &random)
                        if !template.namesSomebody { text.weight = 0.7 }
                        return text
                    }
                }
                all.shuffle(using: &random)
                for text in all { trainer.learn(from: text) }
                if round * 2 > rounds { trainer.keepRound() }
                let model = trainer.model(threshold: threshold)
                let scores = sets.map { name, texts in
                    let score = Score(of: model, on: texts)
                    return String(
                        format: "%@ P %.3f R %.3f F %.3f cover %.3f", name, score.precision, score.recall,
                        score.f1, score.coverage)
                }
                print("round \(round): loss \(Int(trainer.loss)) | \(scores.joined(separator: " | "))")
            }
            let model = trainer.model(threshold: threshold)
            try Data(model.file).write(to: URL(fileURLWithPath: out))
        }

        /// One word a line; `#` starts a comment.
        private static func words(_ file: URL) throws -> [String] {
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map(String.init)
        }

        static func developmentSets(_ folder: URL) throws -> [(String, [AnnotatedText])] {
            try ["ewt", "wnut17", "btc_h2", "school"].map {
                ($0, try AnnotatedText.read(folder.appending(path: "dev/\($0).jsonl")))
            }
        }
    }

    struct Evaluate: ParsableCommand {
        @OptionGroup var arguments: ModelArguments

        @Option(help: "Another threshold than the model's.")
        var threshold: Float?

        @Flag(help: "Shows what was missed or wrongly found.")
        var errors = false

        func run() throws {
            let read = try arguments.readModel()
            let model =
                threshold.map {
                    NameModel(
                        lexicon: read.lexicon, weights: read.weights, scale: read.scale,
                        transitions: read.transitions, threshold: $0)
                } ?? read
            for file in arguments.files {
                let score = Score(of: model, on: try AnnotatedText.read(URL(fileURLWithPath: file))) {
                    if errors { print($0) }
                }
                print(
                    String(
                        format: "%@ P %.3f R %.3f F %.3f cover %.3f", file, score.precision, score.recall,
                        score.f1, score.coverage))
            }
        }
    }
}
