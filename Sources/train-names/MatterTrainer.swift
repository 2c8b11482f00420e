import Detection
import Foundation

/// Learns from marked prompts which sentences tell something sensitive about a person.
///
/// Logistic regression by AdaGrad (Duchi, Hazan, Singer 2011), with a quadratic penalty: the evidence is thin, some
/// thousand sentences for a quarter of a million places.
struct MatterTrainer {
    private struct Example {
        let features: [UInt32]
        let isTelling: Bool
        let line: Int
    }

    private static let rounds = 8
    private static let rate: Float = 0.02
    private static let penalty: Float = 1e-4

    private let examples: [Example]
    private let lineCount: Int
    private let seed: UInt64

    init(_ lines: [MatterLine], seed: UInt64) {
        var examples: [Example] = []
        for (index, line) in lines.enumerated() {
            MatterFeatures.forEachSentence(in: line.text.span) { bytes, features in
                examples.append(Example(features: features, isTelling: line.tells(bytes), line: index))
            }
        }
        (self.examples, self.lineCount, self.seed) = (examples, lines.count, seed)
    }

    func model() -> MatterModel { Self.packed(Self.weights(of: examples, seed: seed)) }

    /// How often prompts that tell something are found, and others are taken for such, above each score.
    ///
    /// Each fifth of the lines is judged by what the others teach.
    func crossValidation(at thresholds: [Float]) -> [(found: Double, mistaken: Double)] {
        var best = [Float](repeating: -.infinity, count: lineCount)
        var isTelling = [Bool](repeating: false, count: lineCount)
        for part in 0..<5 {
            let model = Self.packed(
                Self.weights(of: examples.filter { $0.line % 5 != part }, seed: seed))
            for example in examples where example.line % 5 == part {
                best[example.line] = max(best[example.line], model.score(of: example.features))
                if example.isTelling { isTelling[example.line] = true }
            }
        }
        return thresholds.map { threshold in
            func share(_ telling: Bool) -> Double {
                let lines = (0..<lineCount).filter { isTelling[$0] == telling }
                return Double(lines.count { best[$0] > threshold }) / Double(max(1, lines.count))
            }
            return (share(true), share(false))
        }
    }

    private static func weights(of examples: [Example], seed: UInt64) -> [Float] {
        var weights = [Float](repeating: 0, count: MatterFeatures.tableCount)
        var squares = [Float](repeating: 1e-6, count: MatterFeatures.tableCount)
        var random = SeededRandom(seed: seed)
        var order = Array(examples.indices)
        for _ in 0..<rounds {
            order.shuffle(using: &random)
            for index in order {
                let example = examples[index]
                let share = MatterModel.share(of: example.features.count)
                let score = share * example.features.reduce(Float(0)) { $0 + weights[Int($1)] }
                let slope = share * (1 / (1 + exp(-score)) - (example.isTelling ? 1 : 0))
                for feature in example.features {
                    let place = Int(feature)
                    let step = slope + penalty * weights[place]
                    squares[place] += step * step
                    weights[place] -= rate * step / squares[place].squareRoot()
                }
            }
        }
        return weights
    }

    private static func packed(_ weights: [Float]) -> MatterModel {
        let largest = weights.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
        let scale = largest / 127
        return MatterModel(weights: weights.map { Int8(($0 / scale).rounded()) }, scale: scale)
    }
}
