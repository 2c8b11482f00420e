/// Whether a value looks drawn at random: at least 3.0 bits a character, a letter and a digit, and nobody counted in it.
///
/// Words and placeholders (`your-key-here`, `xxxxxxxx`) stay below; keys of ten characters and more stand above.
func looksRandom(_ found: Span<UInt8>) -> Bool {
    var counts = InlineArray<256, UInt16>(repeating: 0)
    var hasLetter = false
    var hasDigit = false
    var countedLength = 1
    for i in found.indices {
        countedLength = i > 0 && found[i].follows(found[i - 1]) ? countedLength + 1 : 1
        if countedLength >= countedLengthMin { return false }
        counts[Int(found[i])] &+= 1
        hasLetter = hasLetter || found[i].isASCIILetter
        hasDigit = hasDigit || found[i].isASCIIDigit
    }
    guard hasLetter, hasDigit, found.count <= Int(UInt16.max) else { return false }
    // Σ n·log2(n) compared with count·(log2(count) − 3), in sixteenths of a bit.
    var weighted = 0
    for i in 0..<256 where counts[i] > 1 { weighted += Int(counts[i]) * log2Sixteenths(Int(counts[i])) }
    return found.count * (log2Sixteenths(found.count) - 3 * 16) >= weighted
}

/// So many digits that count up, "12345678901234", are a placeholder's.
private let countedLengthMin = 14

extension UInt8 {
    /// Whether this digit is the one behind another: 3 behind 2, 0 behind 9.
    fileprivate func follows(_ other: UInt8) -> Bool {
        isASCIIDigit && other.isASCIIDigit
            && (self == other + 1 || self == UInt8(ascii: "0") && other == UInt8(ascii: "9"))
    }
}

/// Sixteen times the binary logarithm, rounded down; squaring yields one more bit of the fraction each time.
private func log2Sixteenths(_ value: Int) -> Int {
    let whole = Int.bitWidth - 1 - value.leadingZeroBitCount
    var fraction = (UInt64(value) << 30) >> UInt64(whole)
    var result = whole
    for _ in 0..<4 {
        fraction = (fraction * fraction) >> 30
        result <<= 1
        if fraction >= 2 << 30 {
            fraction >>= 1
            result += 1
        }
    }
    return result
}
