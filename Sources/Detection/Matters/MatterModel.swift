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

    package init(weights: [Int8], scale: Float) {
        precondition(weights.count == MatterFeatures.tableCount, "a model has all weights")
        (self.weights, self.scale) = (weights, scale)
    }

    /// The logarithm of the odds that a sentence with these features tells something sensitive.
    package func score(of features: [UInt32]) -> Float {
        let table = weights.span
        return score(
            MatterSum(sum: features.reduce(0) { $0 &+ Int32(table[Int($1)]) }, count: Int32(features.count)))
    }

    @inline(__always)
    private func score(_ sum: MatterSum) -> Float { Float(sum.sum) * scale * Self.share(of: Int(sum.count)) }

    /// Calls `body` for every sentence of a text, with where it stands and its score.
    func forEachSentence<Failure: Error>(
        in text: Span<UInt8>,
        _ body: (_ bytes: Range<Int>, _ score: Float) throws(Failure) -> Void
    ) throws(Failure) {
        let table = weights.span
        var reader = MatterText()
        var words: [MatterWord] = []
        var seen = SeenWords()
        // A sentence is judged when the one behind it is read.
        var open: (bytes: Range<Int>, sum: MatterSum)?
        var before = MatterSum()
        while let bytes = reader.next(&words, in: text) {
            var (own, toNext, toLast) = (MatterSum(), MatterSum(), MatterSum())
            MatterFeatures.read(words, &seen) { part, place in
                let weight = table[Int(place)]
                switch part {
                case .own: own.add(weight)
                case .toNext: toNext.add(weight)
                case .toLast: toLast.add(weight)
                }
            }
            if let open { try body(open.bytes, score(open.sum + toLast)) }
            open = (bytes, own + before)
            before = toNext
        }
        if let open { try body(open.bytes, score(open.sum)) }
    }

    /// What one of so many features counts.
    ///
    /// Without it every long sentence tells something: what little each word says adds up.
    package static func share(of featureCount: Int) -> Float { 10 / Float(max(1, featureCount)).squareRoot() }
}

extension MatterModel {
    /// `CRMM` and the number of the form that a model's file has; a file of another form is refused.
    private static let head = Array("CRMM2\n".utf8)

    /// The model as a file: scale, its lowest byte first, and weights.
    package var file: [UInt8] {
        let number = (0..<4).map { UInt8(truncatingIfNeeded: scale.bitPattern >> UInt32(8 * $0)) }
        return Self.head + number + weights.map { UInt8(bitPattern: $0) }
    }

    /// Reads a file; nil for what is none or is cut.
    public init?(file: [UInt8]) {
        let start = Self.head.count
        guard file.starts(with: Self.head), file.count == start + 4 + MatterFeatures.tableCount else {
            return nil
        }
        let scale = Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(file[start + $1]) << UInt32(8 * $1) })
        guard scale.isFinite, scale > 0 else { return nil }
        self.init(weights: file[(start + 4)...].map { Int8(bitPattern: $0) }, scale: scale)
    }
}

/// What some features weigh together, in steps of the model's scale, and how many they are.
private struct MatterSum {
    var sum: Int32 = 0
    var count: Int32 = 0

    @inline(__always)
    mutating func add(_ weight: Int8) {
        sum &+= Int32(weight)
        count &+= 1
    }

    @inline(__always)
    static func + (one: MatterSum, other: MatterSum) -> MatterSum {
        MatterSum(sum: one.sum &+ other.sum, count: one.count &+ other.count)
    }
}
