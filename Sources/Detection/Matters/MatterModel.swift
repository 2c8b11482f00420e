/// Tells sentences that reveal something sensitive about a person from all others.
///
/// What people tell has no end of wordings: “dad's inside again” is in no list. A logistic regression over the words of a
/// sentence and its neighbours, learned from invented prompts (`fixtures/training/matters`): the evidence of many weak words
/// adds up, and the words of lessons and policies count against it. Weights are bytes with one scale.
public struct MatterModel: Sendable {
    /// By place in the table.
    package let weights: [Int8]
    /// What a step of a weight is worth, in natural logarithms of odds.
    package let scale: Float
    /// How high a score must be to be reported, likewise.
    package let threshold: Float

    package init(weights: [Int8], scale: Float, threshold: Float) {
        precondition(weights.count == MatterFeatures.tableCount, "a model has all weights")
        (self.weights, self.scale, self.threshold) = (weights, scale, threshold)
    }

    /// The logarithm of the odds that a sentence with these features tells something sensitive.
    package func score(of features: [UInt32]) -> Float {
        let table = weights.span
        var sum: Int32 = 0
        for feature in features { sum &+= Int32(table[Int(feature)]) }
        return Float(sum) * scale * Self.share(of: features.count)
    }

    /// What one of so many features counts.
    ///
    /// Without it every long sentence tells something: what little each word says adds up.
    package static func share(of featureCount: Int) -> Float { 10 / Float(max(1, featureCount)).squareRoot() }
}

extension MatterModel {
    /// `CRMM` and the number of the form that a model's file has; a file of another form is refused.
    private static let head = Array("CRMM1\n".utf8)

    /// The model as a file: scale, threshold, weights; numbers have their lowest byte first.
    package var file: [UInt8] {
        var out = Self.head
        for number in [scale.bitPattern, threshold.bitPattern] {
            for shift in 0..<4 { out.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * shift))) }
        }
        return out + weights.map { UInt8(bitPattern: $0) }
    }

    /// Reads a file; nil for what is none or is cut.
    public init?(file: [UInt8]) {
        let start = Self.head.count
        guard file.starts(with: Self.head), file.count == start + 8 + MatterFeatures.tableCount else {
            return nil
        }
        func number(_ place: Int) -> Float {
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(file[place + $1]) << UInt32(8 * $1) })
        }
        let (scale, threshold) = (number(start), number(start + 4))
        guard scale.isFinite, scale > 0, threshold.isFinite else { return nil }
        self.init(
            weights: file[(start + 8)...].map { Int8(bitPattern: $0) }, scale: scale, threshold: threshold)
    }
}
