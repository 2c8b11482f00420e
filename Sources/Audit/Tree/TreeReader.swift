/// Where the hashes of a tree can be looked up.
protocol TreeSource {
    /// The hashes of leaves, at most `Tiles.leafCount` of them.
    func leaves(_ range: Range<Int64>) throws -> [TreeHash]
    /// The root of the complete subtree over 2 to the power of `level` leaves; nil where it is not kept.
    func node(level: Int, position: Int64) throws -> TreeHash?
}

/// Roots and proofs of a tree that is too large to hold.
///
/// Of every 256 leaves one hash is kept, and of every 256 of those, so that a proof reads a few hundred
/// hashes and not a million.
struct TreeReader<Source: TreeSource> {
    let source: Source

    /// The hash of the leaves in a range, as MTH of RFC 9162, 2.1.1.
    func root(_ range: Range<Int64>) throws -> TreeHash {
        let count = Int64(range.count)
        if count == 0 { return .empty }
        if count & (count - 1) == 0, range.lowerBound % count == 0 {
            let level = count.trailingZeroBitCount
            if Tiles.keeps(level),
                let kept = try source.node(level: level, position: range.lowerBound / count)
            {
                return kept
            }
        }
        if count <= Tiles.leafCount {
            var frontier = TreeFrontier()
            for leaf in try source.leaves(range) { frontier.append(leaf) }
            return frontier.root
        }
        let middle = range.lowerBound + Self.split(count)
        return .node(try root(range.lowerBound..<middle), try root(middle..<range.upperBound))
    }

    /// The right edge of the first `size` leaves.
    func frontier(_ size: Int64) throws -> TreeFrontier? {
        var hashes: [TreeHash] = []
        var start: Int64 = 0
        for bit in stride(from: 62, through: 0, by: -1) where size & (1 << Int64(bit)) != 0 {
            let end = start + (1 << Int64(bit))
            hashes.append(try root(start..<end))
            start = end
        }
        return TreeFrontier(size: size, hashes: hashes)
    }

    /// PATH of RFC 9162, 2.1.3.1: from the leaf's sibling up.
    func inclusion(of index: Int64, size: Int64) throws -> [TreeHash] {
        try path(to: index, in: 0..<size)
    }

    private func path(to index: Int64, in range: Range<Int64>) throws -> [TreeHash] {
        guard range.count > 1 else { return [] }
        let middle = range.lowerBound + Self.split(Int64(range.count))
        return index < middle
            ? try path(to: index, in: range.lowerBound..<middle) + [root(middle..<range.upperBound)]
            : try path(to: index, in: middle..<range.upperBound) + [root(range.lowerBound..<middle)]
    }

    /// PROOF of RFC 9162, 2.1.4.1.
    func consistency(from first: Int64, to second: Int64) throws -> [TreeHash] {
        guard first > 0, first < second else { return [] }
        return try subproof(first, in: 0..<second, isWhole: true)
    }

    private func subproof(_ first: Int64, in range: Range<Int64>, isWhole: Bool) throws -> [TreeHash] {
        let count = Int64(range.count)
        if first == count { return isWhole ? [] : [try root(range)] }
        let split = Self.split(count)
        let middle = range.lowerBound + split
        return first <= split
            ? try subproof(first, in: range.lowerBound..<middle, isWhole: isWhole)
                + [root(middle..<range.upperBound)]
            : try subproof(first - split, in: middle..<range.upperBound, isWhole: false)
                + [root(range.lowerBound..<middle)]
    }

    /// The largest power of two below a count.
    private static func split(_ count: Int64) -> Int64 {
        1 << Int64(63 - (count - 1).leadingZeroBitCount)
    }
}

/// Which hashes are kept, besides those of the leaves.
enum Tiles {
    /// The levels of a tile, as in C2SP's tlog-tiles.
    static let levelCount = 8
    static let leafCount: Int64 = 1 << levelCount

    static func keeps(_ level: Int) -> Bool { level > 0 && level % levelCount == 0 }
}
