import ArgumentParser
import Detection
import Foundation

/// Trains the model that tells sensitive matters.
struct TrainMatters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matters",
        abstract: "Trains the model that finds what is told about somebody, and measures it.")

    @Option(help: "The folder with marked prompts.")
    var training = "fixtures/training/matters"

    @Option(help: "Where the model goes.")
    var out: String

    @Option(help: "The same seed makes the same model.")
    var seed: UInt64 = 1

    func run() throws {
        let lines = try MatterLine.read(folder: URL(fileURLWithPath: training))
        var random = SeededRandom(seed: seed)
        let trainer = MatterTrainer(lines.shuffled(using: &random), seed: seed)
        print("\(lines.count) prompts, \(lines.count { !$0.marks.isEmpty }) of them tell something")
        let thresholds: [Float] = [0, 0.3, 0.5, 1, 1.5, 2]
        for (threshold, rates) in zip(thresholds, trainer.crossValidation(at: thresholds)) {
            print(
                String(
                    format: "above %4.1f: found %.3f, mistaken %.3f", threshold, rates.found, rates.mistaken))
        }
        try Data(trainer.model().file).write(to: URL(fileURLWithPath: out))
    }
}
