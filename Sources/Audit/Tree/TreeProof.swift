/// Proofs as in RFC 9162, 2.1.3 and 2.1.4: they are checked step by step as that text says, and everything that it says must fail does.
public enum TreeProof {
    /// Whether the leaf stands at an index of the tree with that size and root.
    ///
    /// RFC 9162, 2.1.3.2.
    public static func holds(
        inclusion proof: [TreeHash], of leaf: TreeHash, at index: Int64, size: Int64, root: TreeHash
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (node, last, hash) = (index, size - 1, leaf)
        for sibling in proof {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = .node(sibling, hash)
                if node & 1 == 0 {
                    while node & 1 == 0, node != 0 {
                        node >>= 1
                        last >>= 1
                    }
                }
            } else {
                hash = .node(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether the second tree begins with all the leaves of the first.
    ///
    /// RFC 9162, 2.1.4.2. Of an empty tree nothing needs proof, and of the same tree neither: there the proof is empty.
    public static func holds(
        consistency proof: [TreeHash], from first: (size: Int64, root: TreeHash),
        to second: (size: Int64, root: TreeHash)
    ) -> Bool {
        guard first.size >= 0, first.size <= second.size else { return false }
        if first.size == second.size { return proof.isEmpty && first.root == second.root }
        if first.size == 0 { return proof.isEmpty && first.root == .empty }
        var proof = proof[...]
        // A first tree that is a complete subtree of the second is not repeated in the proof.
        if first.size & (first.size - 1) == 0 { proof = [first.root] + proof }
        guard let start = proof.popFirst() else { return false }
        var (node, last) = (first.size - 1, second.size - 1)
        while node & 1 == 1 {
            node >>= 1
            last >>= 1
        }
        var (old, new) = (start, start)
        for hash in proof {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                old = .node(hash, old)
                new = .node(hash, new)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, hash)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && old == first.root && new == second.root
    }
}
