import Glibc

/// How likely each label is at each token of a row, by forward and backward sums.
///
/// Sums are scaled at each token, so that no logarithm is needed.
package struct LabelMarginals {
    package private(set) var factors: [Float] = []
    package private(set) var forward: [Float] = []
    package private(set) var backward: [Float] = []
    /// By token and label; those of a token sum up to 1.
    package private(set) var probabilities: [Float] = []

    package init() {}

    /// - Parameters:
    ///   - scores: By token and label.
    ///   - transitions: The factors, by label and next label; `other` stands before and behind the row.
    package mutating func run(_ scores: [Float], _ transitions: [Float]) {
        let labels = NameLabel.count
        let count = scores.count / labels
        factors.removeAll(keepingCapacity: true)
        forward.removeAll(keepingCapacity: true)
        probabilities.removeAll(keepingCapacity: true)
        for token in 0..<count {
            var most = scores[token * labels]
            for label in 1..<labels { most = max(most, scores[token * labels + label]) }
            for label in 0..<labels { factors.append(expf(scores[token * labels + label] - most)) }
        }
        for token in 0..<count {
            var sum: Float = 0
            for label in 0..<labels {
                var value: Float = token == 0 ? transitions[label] : 0
                if token > 0 {
                    for before in 0..<labels {
                        value += forward[(token - 1) * labels + before] * transitions[before * labels + label]
                    }
                }
                value *= factors[token * labels + label]
                forward.append(value)
                sum += value
            }
            for label in 0..<labels { forward[token * labels + label] /= sum }
        }
        backward.removeAll(keepingCapacity: true)
        backward.append(contentsOf: repeatElement(0, count: scores.count))
        for label in 0..<labels { backward[(count - 1) * labels + label] = transitions[label * labels] }
        for token in stride(from: count - 2, through: 0, by: -1) {
            var sum: Float = 0
            for label in 0..<labels {
                var value: Float = 0
                for next in 0..<labels {
                    value +=
                        transitions[label * labels + next] * factors[(token + 1) * labels + next]
                        * backward[(token + 1) * labels + next]
                }
                backward[token * labels + label] = value
                sum += value
            }
            for label in 0..<labels { backward[token * labels + label] /= sum }
        }
        for token in 0..<count {
            var sum: Float = 0
            for label in 0..<labels {
                let value = forward[token * labels + label] * backward[token * labels + label]
                probabilities.append(value)
                sum += value
            }
            for label in 0..<labels { probabilities[token * labels + label] /= sum }
        }
    }

    package func person(at token: Int) -> (begins: Float, goesOn: Float) {
        let first = token * NameLabel.count
        return (
            probabilities[first + NameLabel.personStart.rawValue],
            probabilities[first + NameLabel.personRest.rawValue]
        )
    }
}
