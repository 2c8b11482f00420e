/// Which places of a text a step looks at: where words start that stand out, and signs.
struct Places: OptionSet {
    let rawValue: Int

    /// Everything that is neither letter, digit nor space.
    static let marks = Places(rawValue: 1)
    /// Words of eight letters and digits or more.
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
        func ahead(_ count: UInt64) -> UInt64 { block.words >> count | next.words << (64 - count) }
        let (w1, w2, w3, w4) = (ahead(1), ahead(2), ahead(3), ahead(4))
        var odd: UInt64 = 0
        if contains(.longWords) { odd |= w1 & w2 & w3 & w4 & ahead(5) & ahead(6) & ahead(7) }
        if contains(.singles) { odd |= ~w1 & (w2 & ~w3 | ~w2 & (w3 & ~w4 | ~w3 & w4 & ~ahead(5))) }
        if contains(.pairs) {
            odd |= w1 & ~w2 & w3 & w4 & ~ahead(5) & ahead(6) & ahead(7) & ~ahead(8)
        }
        bits |= starts & odd
        return bits
    }
}

extension Span<UInt8> {
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
