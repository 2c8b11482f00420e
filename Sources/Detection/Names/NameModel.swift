import Glibc

/// What a token of a name is.
package enum NameLabel: Int, CaseIterable, Sendable {
    case other, personStart, personRest, place, organisation

    package static let count = 5
}

/// What the tagger has learned: the weights of all answers, of one label after the other, and the lexicon.
///
/// A linear-chain conditional random field. Weights are bytes with one scale; a place or an organisation is told apart only
/// because that tells what is no person.
package struct NameModel: Sendable {
    package let lexicon: NameLexicon
    /// The weights by answer, behind the last some more, so that all labels of each are taken at once with what follows.
    private let padded: [Int8]
    /// What a step of a weight is worth.
    package let scale: Float
    /// By label and the next label; `other` stands before and behind each row.
    package let transitions: [Float]
    /// The same, as factors of likelihood.
    package let transitionFactors: [Float]
    /// How much a person's margin has to be; moves precision against recall.
    package let threshold: Float

    package init(lexicon: NameLexicon, weights: [Int8], scale: Float, transitions: [Float], threshold: Float)
    {
        precondition(weights.count == NameFeatures.tableCount * NameLabel.count, "a model has all weights")
        precondition(transitions.count == NameLabel.count * NameLabel.count, "a model has all transitions")
        (self.lexicon, self.scale) = (lexicon, scale)
        (self.transitions, self.threshold) = (transitions, threshold)
        transitionFactors = transitions.map { expf($0) }
        padded = weights + [Int8](repeating: 0, count: SIMD8<Int8>.scalarCount - NameLabel.count)
    }

    /// By answer and label, as `init` takes them.
    package var weights: [Int8] { Array(padded[..<(NameFeatures.tableCount * NameLabel.count)]) }

    /// The scores of a token's labels, from its answers.
    package func scores(of features: [UInt32], into scores: inout [Float]) {
        let padded = padded.span
        // The labels' sums, and three that nobody asks for.
        var sums = SIMD8<Int32>(repeating: 0)
        for feature in features {
            sums &+= SIMD8<Int32>(truncatingIfNeeded: padded.eight(from: Int(feature) &* NameLabel.count))
        }
        for label in 0..<NameLabel.count { scores.append(Float(sums[label]) * scale) }
    }
}
