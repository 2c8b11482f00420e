/// Words by their bytes, each with a set of meanings: the words of placeholders, read byte by byte.
///
/// Letters count in either case. A `_` stands where words meet.
struct WordTrie: Sendable {
    private struct Edge {
        let byte: UInt8
        let target: Int
        /// The next edge of the same node.
        let next: Int?
    }

    private struct Node {
        var firstEdge: Int?
        /// A bit for each thing that a word which ends here can mean.
        var meanings: UInt64 = 0
        /// What the words mean that go on from here.
        var reach: UInt64 = 0
    }

    static let root = 0
    static let bar = UInt8(ascii: "_")

    private var edges: [Edge] = []
    private var nodes = [Node()]
    /// The node behind each first byte, the root where there is none: words begin with many, go on with few.
    private var firstNodes = [Int](repeating: root, count: 256)

    /// The node behind this byte; an ASCII letter in either case.
    func child(of node: Int, _ byte: UInt8) -> Int? {
        let wanted = byte &- 0x61 < 26 ? byte & 0xDF : byte
        if node == Self.root {
            let first = firstNodes[Int(wanted)]
            return first == Self.root ? nil : first
        }
        var edge = nodes[node].firstEdge
        while let index = edge {
            if edges[index].byte == wanted { return edges[index].target }
            edge = edges[index].next
        }
        return nil
    }

    func meanings(of node: Int) -> UInt64 { nodes[node].meanings }

    func reach(of node: Int) -> UInt64 { nodes[node].reach }

    /// Adds a word in capitals, with and without what stands between its parts.
    mutating func insert(_ word: String, meaning: UInt64) {
        add(word, meaning)
        if word.unicodeScalars.contains("_") { add(word.split(separator: "_").joined(), meaning) }
    }

    private mutating func add(_ word: String, _ meaning: UInt64) {
        var node = Self.root
        nodes[node].reach |= meaning
        for scalar in word.unicodeScalars {
            let start = node
            node = path(from: start, Array(String(scalar).utf8), to: nil, meaning)
            for other in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
            where !scalar.isASCII && other.unicodeScalars.count == 1 {
                _ = path(from: start, Array(other.utf8), to: node, meaning)
            }
        }
        nodes[node].meanings |= meaning
    }

    /// The node at the end of these bytes; where they have none yet it is the one given, or a new one.
    private mutating func path(from start: Int, _ bytes: [UInt8], to end: Int?, _ meaning: UInt64) -> Int {
        var node = start
        for (index, byte) in bytes.enumerated() {
            if let next = child(of: node, byte) {
                node = next
            } else {
                let isLast = index == bytes.count - 1
                let target = isLast ? end ?? nodes.count : nodes.count
                if target == nodes.count { nodes.append(Node()) }
                edges.append(Edge(byte: byte, target: target, next: nodes[node].firstEdge))
                nodes[node].firstEdge = edges.count - 1
                if node == Self.root { firstNodes[Int(byte)] = target }
                node = target
            }
            nodes[node].reach |= meaning
        }
        return node
    }
}
