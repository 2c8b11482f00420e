/// Single characters in a row with the same separator between them: `0 7 7 0 0`.
///
/// Read once from the first of them, it tells for each whether a number starts there.
struct SingleCharacters {
    private let start: Int
    /// A character and its separator, in bytes.
    private let step: Int
    private let count: Int
    /// Which of the characters are digits, and which are an @; the first one lowest.
    private let digits: UInt128
    private let ats: UInt128
    /// Whether more may follow than was read.
    private let isCut: Bool

    private static let countMax = 128

    /// Whether another single character may follow on one; nearly always says no.
    static func mayStart(_ text: Span<UInt8>, _ start: Int) -> Bool {
        guard !text.byte(start + 1).isASCIILetterOrDigit else { return false }
        let width = SeparatedRuns.separatorWidth(text, start + 1)
        return width > 0 && !text.byte(start + 2 + width).isASCIILetterOrDigit
    }

    /// Reads the characters from a place on, where a word must start; nil if there is no other one.
    init?(in text: Span<UInt8>, from start: Int) {
        guard Self.mayStart(text, start) else { return nil }
        let width = SeparatedRuns.separatorWidth(text, start + 1)
        let takesSigns = width == 1 && text[start + 1] == 0x20
        var (digits, ats): (UInt128, UInt128) = (text[start].isASCIIDigit ? 1 : 0, 0)
        var count = 1
        var place = start
        while count < Self.countMax {
            let next = place + 1 + width
            guard next < text.count, Self.isSame(text, start + 1, place + 1, width) else { break }
            let byte = text[next]
            guard byte.isASCIILetterOrDigit || takesSigns && SeparatedRuns.isSign(byte),
                !text.byte(next + 1).isASCIILetterOrDigit
            else { break }
            if byte.isASCIIDigit { digits |= 1 << UInt128(count) }
            if byte == UInt8(ascii: "@") { ats |= 1 << UInt128(count) }
            count += 1
            place = next
        }
        (self.start, step, self.count) = (start, 1 + width, count)
        (self.digits, self.ats) = (digits, ats)
        isCut = count == Self.countMax || place + 2 + width >= text.count
    }

    private static func isSame(_ text: Span<UInt8>, _ one: Int, _ other: Int, _ width: Int) -> Bool {
        for offset in 0..<width where text.byte(one + offset) != text.byte(other + offset) { return false }
        return true
    }

    /// Which of the characters stands at a place; nil if none does, or if too little is known of those behind it.
    func index(of place: Int) -> Int? {
        let (index, rest) = (place - start).quotientAndRemainder(dividingBy: step)
        guard place >= start, rest == 0, index < count else { return nil }
        return isCut && index > 0 && index + SeparatedRuns.characterCountMax > count ? nil : index
    }

    /// Six or more of them from a place on, at least a third of them digits or one an @.
    func run(from place: Int) -> SeparatedRuns.Run? {
        guard let index = index(of: place) else { return nil }
        let count = min(count - index, SeparatedRuns.characterCountMax)
        let part = (1 as UInt128) << UInt128(count) &- 1
        let digitCount = (digits >> UInt128(index) & part).nonzeroBitCount
        guard count >= SeparatedRuns.singleCountMin,
            digitCount * 3 >= count || ats >> UInt128(index) & part != 0
        else { return nil }
        return SeparatedRuns.Run(
            bytes: place..<place + (count - 1) * step + 1, singlesSeparatorByteCount: step - 1)
    }

    func shifted(by offset: Int) -> SingleCharacters { SingleCharacters(self, start: start + offset) }

    private init(_ other: SingleCharacters, start: Int) {
        self.start = start
        (step, count, digits, ats) = (other.step, other.count, other.digits, other.ats)
        isCut = other.isCut
    }
}
