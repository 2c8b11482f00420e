/// Which places of a text a step looks at: where words start that stand out, and signs.
struct Places: OptionSet {
    let rawValue: Int

    /// Everything that is neither letter, digit nor space.
    static let marks = Places(rawValue: 1)
    /// Words of eight letters and digits or more, but for a letter and small letters: those are words.
    static let longWords = Places(rawValue: 2)
    /// One letter or digit with another one after up to three other bytes.
    static let singles = Places(rawValue: 4)
    /// Two letters or digits, three times, with one other byte between them.
    static let pairs = Places(rawValue: 8)
    /// The last letter or digit before two spaces and a word.
    static let doubleSpaces = Places(rawValue: 32)
    /// Every word.
    static let words = Places(rawValue: 16)

    static let oddWords: Places = [.longWords, .singles, .pairs]
    /// All that may show a reader something else than its bytes say.
    static let suspicious: Places = [.marks, .longWords, .singles, .pairs, .doubleSpaces]

    /// Bits where a block, of which `starts` are the starts of words, has such places.
    @inline(__always)
    func bits(_ block: ByteBlock, _ next: ByteBlock, starts: UInt64) -> UInt64 {
        var bits: UInt64 = contains(.marks) ? block.marks : 0
        if contains(.doubleSpaces) {
            let spaces = (block.spaces >> 1 | next.spaces << 63) & (block.spaces >> 2 | next.spaces << 62)
            bits |= block.words & spaces & (block.words >> 3 | next.words << 61)
        }
        if contains(.words) { return bits | starts }
        guard !isDisjoint(with: .oddWords) else { return bits }
        let (w1, w2) = (Self.words(1, block, next), Self.words(2, block, next))
        let (w3, w4) = (Self.words(3, block, next), Self.words(4, block, next))
        let (w5, w6) = (Self.words(5, block, next), Self.words(6, block, next))
        let (w7, w8) = (Self.words(7, block, next), Self.words(8, block, next))
        var odd: UInt64 = 0
        if contains(.longWords) {
            odd |= Self.oddlyWritten(starts & w1 & w2 & w3 & w4 & w5 & w6 & w7, block, next, starts: starts)
        }
        if contains(.singles) { odd |= ~w1 & (w2 & ~w3 | ~w2 & (w3 & ~w4 | ~w3 & w4 & ~w5)) }
        if contains(.pairs) { odd |= w1 & ~w2 & w3 & w4 & ~w5 & w6 & w7 & ~w8 }
        return bits | starts & odd
    }

    /// The words of these that hold something other than small letters after their first character.
    ///
    /// Adding a bit at a word's start carries it along the small letters, to where something else stands. A word
    /// that goes on for more than a block counts as oddly written.
    @inline(__always)
    private static func oddlyWritten(
        _ words: UInt64,
        _ block: ByteBlock,
        _ next: ByteBlock,
        starts: UInt64
    ) -> UInt64 {
        let plain = block.small | starts
        let (sum, goesOn) = plain.addingReportingOverflow(words)
        var ends = sum & ~plain & block.words
        var odd: UInt64 = 0
        if goesOn, next.words >> UInt64((~next.small).trailingZeroBitCount) & 1 == 1 || next.small == .max {
            odd = lastBit(of: starts)
        }
        while ends != 0 {
            let end = ends & (0 &- ends)
            odd |= lastBit(of: starts & (end &- 1))
            ends &= ends &- 1
        }
        return odd
    }

    @inline(__always)
    private static func lastBit(of bits: UInt64) -> UInt64 {
        bits == 0 ? 0 : 1 << UInt64(63 &- bits.leadingZeroBitCount)
    }

    /// Bits where a letter or digit stands so many bytes further on.
    @inline(__always)
    private static func words(_ ahead: UInt64, _ block: ByteBlock, _ next: ByteBlock) -> UInt64 {
        block.words >> ahead | next.words << (64 &- ahead)
    }
}

extension Span<UInt8> {
    /// Calls `body` for each place of these kinds in some ranges, in order.
    @inline(__always)
    func forEach(_ places: Places, in ranges: [Range<Int>], _ body: (_ place: Int) -> Void) {
        for range in ranges { forEach(places, in: range, body) }
    }

    /// Calls `body` for each place of these kinds in a range, in order.
    @inline(__always)
    func forEach(_ places: Places, in range: Range<Int>, _ body: (_ place: Int) -> Void) {
        var start = range.lowerBound
        var isInWord = start > 0 && start < count && self[start - 1].isASCIILetterOrDigit
        var block = ByteBlock(of: self, from: start)
        while start < range.upperBound {
            let next = ByteBlock(of: self, from: start &+ ByteBlock.byteCount)
            let starts = block.words & ~(block.words << 1 | (isInWord ? 1 : 0))
            var bits = places.bits(block, next, starts: starts)
            let left = range.upperBound &- start
            if left < ByteBlock.byteCount { bits &= (1 << UInt64(left)) &- 1 }
            while bits != 0 {
                body(start &+ bits.trailingZeroBitCount)
                bits &= bits &- 1
            }
            isInWord = block.words >> 63 == 1
            start &+= ByteBlock.byteCount
            block = next
        }
    }
}
