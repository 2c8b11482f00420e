public import Detection

/// Pieces that say little alone and together point at one person: an age beside a birthday and a pupil number.
///
/// Each kind of data that a request holds adds its weight, however often it occurs. From the limit on, what the policy
/// gives the verdict `mosaic` is replaced as well.
public struct Mosaic: Hashable, Sendable {
    /// From this sum on.
    public let limit: Int
    /// Kinds without a weight add nothing.
    public let weights: [EntityType: Int]

    public init(limit: Int, weights: [EntityType: Int]) {
        self.limit = limit
        self.weights = weights
    }

    /// The sum of the weights of the kinds that were found.
    public func score(of findings: some Sequence<Finding>) -> Int {
        Set(findings.map(\.entity)).reduce(0) { $0 + (weights[$1] ?? 0) }
    }
}
