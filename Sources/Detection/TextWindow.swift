/// The part of a text that the scanner still keeps.
struct TextWindow: ~Copyable {
    var bytes: [UInt8] = []
    /// Where `bytes` starts in the text.
    var base = 0

    /// Where the kept part ends in the text.
    var end: Int { base + bytes.count }

    /// Forgets what stands before `position`.
    mutating func drop(before position: Int) {
        guard position > base else { return }
        bytes.removeFirst(position - base)
        base = position
    }

    /// Whether a letter or digit of any script stands in this part of the text.
    func holdsText(_ range: Range<Int>) -> Bool {
        bytes[range.lowerBound - base..<range.upperBound - base].contains {
            $0.isASCIILetter || $0.isASCIIDigit || $0 >= 0x80
        }
    }

    /// The range widened to whole UTF-8 characters: patterns match bytes, findings never cut a character.
    func wholeCharacters(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start > 0, start > range.lowerBound - 3, bytes[start].isUTF8Continuation { start -= 1 }
        while end < bytes.count, end < range.upperBound + 3, bytes[end].isUTF8Continuation { end += 1 }
        return start..<end
    }
}

extension UInt8 {
    fileprivate var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }
}
