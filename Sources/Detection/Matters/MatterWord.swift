/// A word as the model of matters compares it: its first sixteen bytes and its length.
///
/// Letters are small and every digit is a zero.
struct MatterWord {
    private(set) var bytes: Range<Int>
    /// Bytes without what is not seen: apostrophes, soft hyphens.
    private(set) var count = 0
    /// The first eight bytes and the second, the first lowest; zero beyond the end.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// An empty word.
    init(at place: Int) { bytes = place..<place }

    /// Letters and digits of ASCII, eight at once; nil where none stands.
    @inline(__always)
    init?(plainAt start: Int, in text: Span<UInt8>) {
        var end = start
        var runByteCount: Int
        repeat {
            let eight = text.eightBytes(at: end)
            let wordBytes = EightBytes.wordBytes(in: eight)
            // The highest bit of each byte tells.
            runByteCount = (~wordBytes & EightBytes.high).trailingZeroBitCount >> 3
            let folded = Self.folded(eight, runByteCount)
            if end == start { low = folded } else if end == start &+ 8 { high = folded }
            end &+= runByteCount
        } while runByteCount == 8
        // Beyond the end there are spaces, so a word ends there.
        guard end > start else { return nil }
        (bytes, count) = (start..<end, end &- start)
    }

    /// The first bytes of eight letters and digits, small and with zeros for digits; nothing behind them.
    @inline(__always)
    private static func folded(_ eight: UInt64, _ byteCount: Int) -> UInt64 {
        // Of letters and digits, these are the letters; the digits have the bit of small letters already.
        let digits = ~eight & 0x4040_4040_4040_4040
        let folded = (eight | 0x2020_2020_2020_2020) & ~((digits >> 6) &* 0x0F)
        return byteCount == 8 ? folded : folded & ((1 << UInt64(byteCount &* 8)) &- 1)
    }

    mutating func append(_ byte: UInt8) {
        let isDigit = byte.isASCIILetterOrDigit && !byte.isASCIILetter
        let folded = UInt64(isDigit ? UInt8(ascii: "0") : byte.isASCIILetter ? byte | 0x20 : byte)
        switch count {
        case 0..<8: low |= folded << UInt64(count * 8)
        case 8..<16: high |= folded << UInt64((count - 8) * 8)
        default: break
        }
        count += 1
    }

    /// The word, as it ends there; nil if nothing is in it.
    consuming func ended(at place: Int) -> MatterWord? {
        bytes = bytes.lowerBound..<place
        return count > 0 ? self : nil
    }

    /// The whole word as a number.
    @inline(__always)
    var whole: UInt64 { Self.mixed(low, high, count) }

    /// Its first five bytes, nil if it has no more.
    @inline(__always)
    var beginning: UInt64? { count > 5 ? Self.mixed(low & 0xFF_FFFF_FFFF, 0, 5) : nil }

    @inline(__always)
    private static func mixed(_ low: UInt64, _ high: UInt64, _ count: Int) -> UInt64 {
        let hash = KeyHash.hash(low ^ KeyHash.hash(high &+ UInt64(count)))
        return hash ^ (hash >> 32)
    }
}
