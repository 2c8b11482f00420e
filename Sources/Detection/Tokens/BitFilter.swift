/// A set of hashes, as two bits each in one word: says no to nearly all that are not in it, from the fastest memory
/// there is.
///
/// With one bit a hash, a sixth of the words of prose that are not in it were let through; with two in the same word, a
/// fiftieth, for the same one look at memory.
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

    /// Takes the words of a filter; nil if no filter has so many.
    init?(words: [UInt64]) {
        guard words.count.nonzeroBitCount == 1, words.count <= 1 << 18 else { return nil }
        bitCount = UInt64(words.count.trailingZeroBitCount) + 6
        self.words = words
    }

    /// Adds a hash, whose highest bits count.
    mutating func insert(_ hash: UInt64) {
        words[Self.word(of: hash, bitCount: bitCount)] |= Self.bits(of: hash, bitCount: bitCount)
    }

    /// The same with more hashes.
    func inserting(_ hashes: [UInt64]) -> BitFilter {
        hashes.reduce(into: self) { $0.insert($1) }
    }

    /// Whether the hash may be in the set.
    func mayHold(_ hash: UInt64) -> Bool {
        Self.bits(of: hash, bitCount: bitCount) & ~words[Self.word(of: hash, bitCount: bitCount)] == 0
    }

    /// 1 if the hash may be in a filter of two to the power of `bitCount`, whose words these are, else 0.
    @inline(__always)
    static func answer(_ hash: UInt64, in words: Span<UInt64>, bitCount: UInt64) -> UInt64 {
        assert(words.count == 1 << Int(bitCount - 6), "the filter has another size")
        let word = unsafe words[unchecked: Self.word(of: hash, bitCount: bitCount)]
        return bits(of: hash, bitCount: bitCount) & ~word == 0 ? 1 : 0
    }

    @inline(__always)
    private static func word(of hash: UInt64, bitCount: UInt64) -> Int { Int(hash >> (70 &- bitCount)) }

    /// A hash's two bits in its word: those of the hash that follow tell which.
    @inline(__always)
    private static func bits(of hash: UInt64, bitCount: UInt64) -> UInt64 {
        let rest = hash >> (58 &- bitCount)
        return 1 << (rest & 63) | 1 << (rest >> 6 & 63)
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

    /// The same where only the first `count` of the eight bytes are known.
    func patterns(_ group: Int, _ eight: UInt64, knownByteCount count: Int) -> UInt64 {
        var patterns = UInt64.max
        for offset in 0..<min(count, Self.byteCount) {
            patterns &= words[group * Self.wordCount + offset * 256 + Int(eight >> UInt64(offset * 8) & 0xFF)]
            if patterns == 0 { break }
        }
        return patterns
    }

    /// The same for patterns that start with the first four bytes but for the size of letters.
    @inline(__always)
    func patternsBehindPrefix(_ group: Int, _ eight: UInt64, live: UInt64) -> UInt64 {
        let first = group &* Self.wordCount
        var patterns = live & words[first &+ Int(eight & 0xFF)]
        var offset = PatternPrefixes.byteCount
        while patterns != 0, offset < Self.byteCount {
            patterns &= words[first &+ offset &* 256 &+ Int(eight >> UInt64(offset &* 8) & 0xFF)]
            offset &+= 1
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
