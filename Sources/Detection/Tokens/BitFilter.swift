/// A set of hashes, as bits: says no to nearly all that are not in it, from the fastest memory there is.
///
/// Asked at every word of every text, where checking bounds was measured at a tenth of the whole scan; hence the
/// unchecked access. The index is made of as many bits of the hash as the set has room for, so it cannot be outside.
@safe struct BitFilter: Sendable {
    private let bitCount: UInt64
    private(set) var words: [UInt64]

    /// - Parameter bitCount: The set has room for two to the power of this many, which is from 6 to 24.
    init(bitCount: UInt64) {
        precondition((6...24).contains(bitCount), "a filter has a sensible size")
        self.bitCount = bitCount
        words = Array(repeating: 0, count: 1 << Int(bitCount - 6))
    }

    /// Adds a hash, whose highest bits count.
    mutating func insert(_ hash: UInt64) {
        let bit = hash >> (64 - bitCount)
        words[Int(bit >> 6)] |= 1 << (bit & 63)
    }

    /// The same with more hashes.
    func inserting(_ hashes: [UInt64]) -> BitFilter {
        hashes.reduce(into: self) { $0.insert($1) }
    }

    /// Whether the hash may be in the set.
    func mayHold(_ hash: UInt64) -> Bool {
        let bit = hash >> (64 - bitCount)
        return words[Int(bit >> 6)] >> (bit & 63) & 1 == 1
    }

    /// 1 if the hash may be in a filter of two to the power of `bitCount`, whose words these are, else 0.
    @inline(__always)
    static func answer(_ hash: UInt64, in words: Span<UInt64>, bitCount: UInt64) -> UInt64 {
        assert(words.count == 1 << Int(bitCount - 6), "the filter has another size")
        let bit = hash >> (64 - bitCount)
        return unsafe words[unchecked: Int(bit >> 6)] >> (bit & 63) & 1
    }
}

/// For each of a place's first bytes the patterns that may have it there, 64 to a group.
@safe struct ByteMasks: Sendable {
    /// How many bytes are looked at.
    static let byteCount = PatternStart.byteCount
    static let wordCount = byteCount * 256

    /// The patterns by `group * wordCount + offset * 256 + byte`.
    private(set) var words: [UInt64]

    init(groupCount: Int) {
        words = Array(repeating: 0, count: groupCount * Self.wordCount)
    }

    mutating func insert(_ bit: UInt64, group: Int, offset: Int, byte: UInt8) {
        words[group * Self.wordCount + offset * 256 + Int(byte)] |= bit
    }

    /// The same for everything that may stand at each offset.
    mutating func insert(_ bit: UInt64, group: Int, _ start: [ByteSet]) {
        for (offset, set) in start.enumerated() {
            for byte in set.members { insert(bit, group: group, offset: offset, byte: byte) }
        }
    }

    /// The patterns of a group that may stand where the eight bytes are, of those in `live`.
    func patterns(_ group: Int, _ eight: UInt64, live: UInt64) -> UInt64 {
        var patterns = Self.patterns(words.span, group: group, eight, live: live)
        var offset = 5
        while patterns != 0, offset < Self.byteCount {
            patterns &= words[group * Self.wordCount + offset * 256 + Int(eight >> UInt64(offset * 8) & 0xFF)]
            offset += 1
        }
        return patterns
    }

    /// The same by the first five bytes only, without a branch and without a check of bounds.
    @inline(__always)
    static func patterns(_ words: Span<UInt64>, group: Int, _ eight: UInt64, live: UInt64) -> UInt64 {
        assert((group + 1) * wordCount <= words.count, "there are fewer groups")
        let first = group &* wordCount
        let (a, b) = unsafe (
            words[unchecked: first &+ Int(eight & 0xFF)],
            words[unchecked: first &+ 256 &+ Int(eight >> 8 & 0xFF)]
        )
        let (c, d) = unsafe (
            words[unchecked: first &+ 512 &+ Int(eight >> 16 & 0xFF)],
            words[unchecked: first &+ 768 &+ Int(eight >> 24 & 0xFF)]
        )
        return unsafe live & a & b & c & d & words[unchecked: first &+ 1_024 &+ Int(eight >> 32 & 0xFF)]
    }
}
