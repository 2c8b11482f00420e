import Testing

@testable import Audit

/// RFC 9162, 2.1, as it stands there: slow, and with nothing in common with the code.
private enum ByTheBook {
    static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        guard leaves.count > 1 else { return leaves.first ?? .empty }
        let middle = leaves.startIndex + split(leaves.count)
        return .node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    static func path(_ index: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
        guard leaves.count > 1 else { return [] }
        let middle = leaves.startIndex + split(leaves.count)
        return index < split(leaves.count)
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - split(leaves.count), leaves[middle...]) + [root(leaves[..<middle])]
    }

    private static func split(_ count: Int) -> Int {
        var split = 1
        while split * 2 < count { split *= 2 }
        return split
    }
}

/// A tree in memory that keeps what the database keeps.
private final class MemoryTree: TreeSource {
    private(set) var leaves: [TreeHash] = []
    private var nodes: [[Int64]: TreeHash] = [:]
    private(set) var frontier = TreeFrontier()

    init(_ count: Int) {
        for number in 0..<count {
            let leaf = TreeHash.leaf(Array("entry \(number)".utf8))
            leaves.append(leaf)
            var completed: [(Int, TreeHash)] = []
            frontier.append(leaf) { level, root in completed.append((level, root)) }
            for (level, root) in completed where Tiles.keeps(level) {
                nodes[[Int64(level), (frontier.size >> Int64(level)) - 1]] = root
            }
        }
    }

    func leaves(_ range: Range<Int64>) -> [TreeHash] {
        Array(leaves[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    func node(level: Int, position: Int64) -> TreeHash? { nodes[[Int64(level), position]] }
}

@Suite struct `The Merkle tree` {
    /// From RFC 6962's own reference implementation: the roots of its eight test leaves.
    @Test func `has the roots that Certificate Transparency publishes`() {
        let leaves: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
            Array(0x50...0x57), Array(0x60...0x6F),
        ]
        var frontier = TreeFrontier()
        #expect(frontier.root.base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        var roots: [String] = []
        for leaf in leaves {
            frontier.append(.leaf(leaf))
            roots.append(frontier.root.bytes.map { hexadecimal($0) }.joined())
        }
        #expect(roots[0] == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(roots[1] == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
        #expect(roots[7] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
    }

    @Test func `grows as the RFC's recursion says`() {
        var frontier = TreeFrontier()
        var leaves: [TreeHash] = []
        for number in 0..<600 {
            let leaf = TreeHash.leaf(Array("\(number)".utf8))
            leaves.append(leaf)
            frontier.append(leaf)
            #expect(frontier.root == ByTheBook.root(leaves[...]))
        }
    }

    @Test(arguments: [1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 70_000])
    func `is told from kept hashes`(size: Int) throws {
        let tree = MemoryTree(size)
        let reader = TreeReader(source: tree)
        #expect(try reader.root(0..<Int64(size)) == tree.frontier.root)
        #expect(try reader.frontier(Int64(size)) == tree.frontier)
    }

    @Test(arguments: [1, 2, 3, 5, 8, 13, 256, 300, 600])
    func `proves each leaf, and nothing else`(size: Int) throws {
        let tree = MemoryTree(size)
        let reader = TreeReader(source: tree)
        let root = tree.frontier.root
        for index in stride(from: 0, to: size, by: max(1, size / 40)) {
            let proof = try reader.inclusion(of: Int64(index), size: Int64(size))
            #expect(proof == ByTheBook.path(index, tree.leaves[...]))
            let leaf = tree.leaves[index]
            func holds(_ proof: [TreeHash], _ leaf: TreeHash, _ index: Int, _ size: Int) -> Bool {
                TreeProof.holds(
                    inclusion: proof, of: leaf, at: Int64(index), size: Int64(size), root: root)
            }
            #expect(holds(proof, leaf, index, size))
            #expect(!holds(proof, .leaf([0xFF]), index, size))
            #expect(!holds(proof + [root], leaf, index, size))
            if !proof.isEmpty {
                #expect(!holds(proof.dropLast(), leaf, index, size))
                #expect(!holds([], leaf, index, size))
                #expect(!holds(Array(proof.dropFirst()), leaf, index, size))
            }
            #expect(!holds(proof, leaf, index + 1, size) || size == 1 && index + 1 < size)
            #expect(!holds(proof, leaf, -1, size))
            #expect(!holds(proof, leaf, size, size))
        }
    }

    @Test(arguments: 1...33)
    func `proves that it only grew`(size: Int) throws {
        let tree = MemoryTree(size)
        let reader = TreeReader(source: tree)
        let second = (size: Int64(size), root: tree.frontier.root)
        for first in 0...size {
            let root = ByTheBook.root(tree.leaves[..<first])
            let proof = try reader.consistency(from: Int64(first), to: Int64(size))
            func holds(_ proof: [TreeHash], _ first: Int, _ root: TreeHash) -> Bool {
                TreeProof.holds(consistency: proof, from: (Int64(first), root), to: second)
            }
            #expect(holds(proof, first, root))
            #expect(!holds(proof, first, .leaf([0xFF])))
            #expect(!holds(proof + [root], first, root))
            if !proof.isEmpty {
                #expect(!holds([], first, root))
                #expect(!holds(proof.dropLast(), first, root))
                #expect(!holds(Array(proof.dropFirst()), first, root))
                #expect(!holds(proof, first + 1, root))
            }
            // The second tree must be used up: a proof for one size proves nothing about another.
            for other in 1...40 where other != size && other >= first && first > 0 && first < size {
                #expect(
                    !TreeProof.holds(
                        consistency: proof, from: (Int64(first), root),
                        to: (Int64(other), tree.frontier.root))
                        || sameShape(proof, first, other, size))
            }
        }
    }

    /// Whether two sizes have the same proof by the RFC's steps, so that only the signed size tells them apart.
    private func sameShape(_ proof: [TreeHash], _ first: Int, _ a: Int, _ b: Int) -> Bool {
        func steps(_ size: Int) -> [Bool] {
            var (node, last, steps) = (first - 1, size - 1, [Bool]())
            while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
            while last > 0 {
                let isLeft = node & 1 == 1 || node == last
                steps.append(isLeft)
                if isLeft { while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) } }
                (node, last) = (node >> 1, last >> 1)
            }
            return steps
        }
        return steps(a) == steps(b)
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
