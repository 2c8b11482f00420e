/// The right edge of a tree: what it takes to add leaves and to tell the root, a hash for each bit of the size.
public struct TreeFrontier: Hashable, Sendable {
    /// The roots of the complete subtrees, the largest, which is the oldest, first.
    public private(set) var hashes: [TreeHash] = []
    public private(set) var size: Int64 = 0

    public init() {}

    /// - Returns: Nil unless there is a hash for each complete subtree of a tree of that size.
    public init?(size: Int64, hashes: [TreeHash]) {
        guard size >= 0, size.nonzeroBitCount == hashes.count else { return nil }
        self.size = size
        self.hashes = hashes
    }

    /// Adds a leaf.
    ///
    /// `completed` is called with the level (1 for two leaves) and the root of each subtree that the leaf completes.
    public mutating func append(
        _ leaf: TreeHash, completed: (_ level: Int, _ root: TreeHash) -> Void = { _, _ in }
    ) {
        var hash = leaf
        for level in 0..<size.trailingOneCount {
            hash = .node(hashes.removeLast(), hash)
            completed(level + 1, hash)
        }
        hashes.append(hash)
        size += 1
    }

    public var root: TreeHash {
        guard var root = hashes.last else { return .empty }
        for left in hashes.dropLast().reversed() { root = .node(left, root) }
        return root
    }
}

extension Int64 {
    fileprivate var trailingOneCount: Int { (~self).trailingZeroBitCount }
}
