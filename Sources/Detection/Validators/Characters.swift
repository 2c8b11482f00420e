/// The letters and digits of a found value, without what stands between them, in upper case.
///
/// Fixed room and no allocation: validators run once per candidate.
struct Characters: ~Copyable {
    static let countMax = 40

    private var bytes = InlineArray<40, UInt8>(repeating: 0)
    private(set) var count = 0
    /// Whether there were more than `countMax`; such a value is no identifier.
    private(set) var isOverlong = false

    /// - Parameter found: The found bytes; spaces, dots, hyphens and brackets are passed over.
    init(_ found: Span<UInt8>) {
        for i in found.indices {
            let byte = found[i]
            guard byte.isASCIIDigit || byte.isASCIILetter else { continue }
            guard count < Self.countMax else {
                isOverlong = true
                return
            }
            bytes[count] = byte.asciiUppercased
            count += 1
        }
    }

    subscript(_ index: Int) -> UInt8 { bytes[index] }

    /// The value of a digit, or nil for a letter.
    func digit(_ index: Int) -> Int? {
        bytes[index].isASCIIDigit ? Int(bytes[index] - UInt8(ascii: "0")) : nil
    }

    /// Whether all of these places hold digits.
    func areDigits(_ range: Range<Int>) -> Bool {
        guard range.upperBound <= count else { return false }
        for i in range where !bytes[i].isASCIIDigit { return false }
        return true
    }

    /// The sum of digit times weight, weights going up or down by one; nil if a place holds no digit.
    func weightedSum(_ range: Range<Int>, firstWeight: Int, step: Int) -> Int? {
        guard areDigits(range) else { return nil }
        var sum = 0
        var weight = firstWeight
        for i in range {
            sum += weight * Int(bytes[i] - UInt8(ascii: "0"))
            weight += step
        }
        return sum
    }

    /// Whether every character is the same: `0000000000` passes many a sum and identifies nobody.
    var areAllSame: Bool {
        for i in 0..<count where bytes[i] != bytes[0] { return false }
        return true
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
    var isASCIILetterOrDigit: Bool { isASCIIDigit || isASCIILetter }
    var asciiUppercased: UInt8 { self &- UInt8(ascii: "a") < 26 ? self & 0xDF : self }
    var asciiLowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}
