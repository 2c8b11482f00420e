/// For every place of a text, which rules could match there: one table for all rules.
///
/// Each rule is a bit. A byte at offset k after the place keeps the bits of the rules whose matches may hold
/// it there; eight bytes are looked at, so few rules are left, and most places have none.
struct TriggerTable: Sendable {
    /// Rules a table can hold; more rules make more tables.
    static let ruleCountMax = 64

    /// `masks[offset * 256 + byte]`.
    private let masks: [UInt64]
    /// By the hash of the first three bytes; 64 KiB.
    private let prefixMasks: [UInt64]
    private static let prefixHashBitCount: UInt32 = 13

    init(_ starts: [PatternStart]) {
        precondition(starts.count <= Self.ruleCountMax, "one table holds \(Self.ruleCountMax) rules")
        var masks = [UInt64](repeating: 0, count: PatternStart.byteCount * 256)
        for (rule, start) in starts.enumerated() {
            for (offset, set) in start.bytes.enumerated() {
                for byte in set.members { masks[offset * 256 + Int(byte)] |= 1 << UInt64(rule) }
            }
        }
        self.masks = masks
        var prefixMasks = [UInt64](repeating: 0, count: 1 << Int(Self.prefixHashBitCount))
        for (rule, start) in starts.enumerated() {
            let bit: UInt64 = 1 << UInt64(rule)
            if let prefixes = start.prefixes.values {
                for prefix in prefixes { prefixMasks[Self.hash(prefix)] |= bit }
            } else {
                for index in prefixMasks.indices { prefixMasks[index] |= bit }
            }
        }
        self.prefixMasks = prefixMasks
    }

    /// Multiplicative hashing: the constant is 2³² divided by the golden ratio.
    @inline(__always)
    private static func hash(_ prefix: UInt32) -> Int {
        Int((prefix &* 2_654_435_769) >> (32 - prefixHashBitCount))
    }

    /// The rules that could match at a place, as bits.
    ///
    /// At the end of the text fewer bytes are looked at.
    @inline(__always)
    func candidates(in text: Span<UInt8>, at place: Int) -> UInt64 {
        var rules = masks[Int(text[place])]
        guard rules != 0 else { return 0 }
        let count = min(PatternStart.byteCount, text.count - place)
        if count >= PatternPrefixes.byteCount {
            let prefix =
                PatternPrefixes.folded(text[place]) | PatternPrefixes.folded(text[place &+ 1]) << 8
                | PatternPrefixes.folded(text[place &+ 2]) << 16
            rules &= prefixMasks[Self.hash(prefix)]
        }
        var offset = 1
        while offset < count, rules != 0 {
            rules &= masks[offset &* 256 &+ Int(text[place &+ offset])]
            offset &+= 1
        }
        return rules
    }
}
