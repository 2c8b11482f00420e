/// A JSON document, checked strictly and laid out flat: one node a value or key, in order of the bytes.
///
/// No tree is built and nothing is copied: nodes point into the bytes, and an object or array knows where its
/// content ends on the tape. What two parsers could read differently is refused, so that what is inspected
/// here is what the endpoint reads: duplicate keys, lone surrogates, bad UTF-8, a byte order mark.
struct JSONTape: Sendable {
    enum Kind: UInt8 {
        case object, array, string, key, number, `true`, `false`, null
    }

    struct Node {
        let kind: Kind
        /// Whether a string or key holds a backslash.
        let hasEscapes: Bool
        /// Of the token in the bytes; strings with their quotes.
        let start: Int32
        var end: Int32
        /// The node after this one and all below it.
        var next: Int32

        var bytes: Range<Int> { Int(start)..<Int(end) }
    }

    let bytes: [UInt8]
    let nodes: [Node]

    init(parsing bytes: [UInt8], limits: JSONLimits) throws(WireError) {
        guard bytes.count <= limits.byteCountMax else {
            throw .bodyTooLarge(byteCountMax: limits.byteCountMax)
        }
        var parser = JSONParser(limits: limits)
        try parser.parse(bytes.span)
        self.bytes = bytes
        nodes = parser.nodes
        try refuseDuplicateKeys()
    }
}

// MARK: - Reading

extension JSONTape {
    /// The document itself.
    static let root = 0

    func kind(_ node: Int) -> Kind { nodes[node].kind }

    /// Keys and values of an object, as nodes.
    struct Members: Sequence, IteratorProtocol {
        fileprivate var key: Int
        fileprivate let end: Int
        fileprivate let nodes: [Node]

        mutating func next() -> (key: Int, value: Int)? {
            guard key < end else { return nil }
            defer { key = Int(nodes[key + 1].next) }
            return (key, key + 1)
        }
    }

    func members(_ object: Int) -> Members {
        Members(key: object + 1, end: Int(nodes[object].next), nodes: nodes)
    }

    /// The elements of an array, as nodes.
    struct Elements: Sequence, IteratorProtocol {
        fileprivate var element: Int
        fileprivate let end: Int
        fileprivate let nodes: [Node]

        mutating func next() -> Int? {
            guard element < end else { return nil }
            defer { element = Int(nodes[element].next) }
            return element
        }
    }

    func elements(_ array: Int) -> Elements {
        Elements(element: array + 1, end: Int(nodes[array].next), nodes: nodes)
    }

    /// This node and every node below it, keys included.
    func subtree(_ node: Int) -> Range<Int> { node..<Int(nodes[node].next) }

    /// The value of an object's member, or nil.
    func member(_ name: String, of object: Int) -> Int? {
        guard kind(object) == .object else { return nil }
        return members(object).first { isText($0.key, name) }?.value
    }

    /// The text of a string or key, unescaped; the spelling of a number or word.
    func text(_ node: Int) -> [UInt8] {
        let inner = inner(node)
        return nodes[node].hasEscapes ? JSONString.unescaped(inner) : Array(inner)
    }

    /// Whether a string or key is this word, byte for byte.
    ///
    /// Not by comparing `String`, for which other characters can equal ASCII: the Kelvin sign is its “K”.
    func isText(_ node: Int, _ word: String) -> Bool {
        let inner = inner(node)
        guard nodes[node].hasEscapes else {
            return inner.count == word.utf8.count && inner.elementsEqual(word.utf8)
        }
        return JSONString.unescaped(inner).elementsEqual(word.utf8)
    }

    /// The value of a number that is written as an integer.
    func integer(_ node: Int) -> Int? {
        kind(node) == .number ? Int(String(decoding: bytes[nodes[node].bytes], as: UTF8.self)) : nil
    }

    /// The bytes between a string's quotes; the whole token of anything else.
    private func inner(_ node: Int) -> ArraySlice<UInt8> {
        let node = nodes[node]
        let token = bytes[node.bytes]
        return node.kind == .string || node.kind == .key ? token.dropFirst().dropLast() : token
    }
}

// MARK: - Duplicate keys

extension JSONTape {
    private static let fewKeysMax = 8

    /// Compares keys unescaped, for that is how the endpoint does.
    private func refuseDuplicateKeys() throws(WireError) {
        for object in nodes.indices where nodes[object].kind == .object {
            let duplicate = hasFewPlainKeys(object) ? duplicateOfFew(object) : duplicateOfMany(object)
            if let duplicate { throw .duplicateKey(at: Int(nodes[duplicate].start)) }
        }
    }

    /// Nearly every object: worth sparing the copies and hashes.
    private func hasFewPlainKeys(_ object: Int) -> Bool {
        var count = 0
        for (key, _) in members(object) {
            count += 1
            if count > Self.fewKeysMax || nodes[key].hasEscapes { return false }
        }
        return true
    }

    private func duplicateOfFew(_ object: Int) -> Int? {
        for (key, _) in members(object) {
            for (earlier, _) in members(object) {
                if earlier == key { break }
                if inner(earlier) == inner(key) { return key }
            }
        }
        return nil
    }

    /// In linear time, however many keys there are.
    private func duplicateOfMany(_ object: Int) -> Int? {
        var seen = Set<[UInt8]>()
        return members(object).first { !seen.insert(text($0.key)).inserted }?.key
    }
}
