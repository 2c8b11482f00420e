/// Reads a text as the model of matters does: sentence by sentence, a number for each word.
///
/// Letters are read small and without apostrophes, digits alike: “Didn’t” is “didnt”, every hour the same hour. It holds one
/// sentence at a time, so a long text costs no memory.
struct MatterText {
    /// A sentence of more words is read in parts: people who type on a telephone set no full stops.
    static let wordCountMax = 28
    private static let partWordCount = 20

    private var place = 0
    /// Words of the sentence that is being read, not yet given out.
    private var ahead: [MatterWord] = []
    /// Whether the sentence is one that is read in parts.
    private var isLong = false

    /// Reads the next sentence of the text, or as much of a long one as is read at once.
    ///
    /// - Parameters:
    ///   - words: Its words, at least one and at most `wordCountMax`.
    ///   - text: The same at each call.
    /// - Returns: Where it stands; nil if there is none.
    mutating func next(_ words: inout [MatterWord], in text: Span<UInt8>) -> Range<Int>? {
        words.removeAll(keepingCapacity: true)
        while place < text.count {
            if text[place] == 0x20 {
                place += 1
            } else if let gap = Self.gapLength(at: place, in: text)
                ?? Self.invisibleLength(at: place, in: text)
            {
                place += gap
            } else if let word = Self.word(at: &place, in: text) {
                ahead.append(word)
                isLong = isLong || ahead.count > Self.wordCountMax
                if isLong, ahead.count >= Self.partWordCount {
                    words += ahead.prefix(Self.partWordCount)
                    ahead.removeFirst(Self.partWordCount)
                    return Self.bytes(of: words)
                }
            } else if Self.isEnd(place, in: text) {
                place += 1
                if let bytes = end(&words) { return bytes }
            } else {
                place += Self.isMark(at: place, in: text) ? 3 : 1
            }
        }
        return end(&words)
    }

    private mutating func end(_ words: inout [MatterWord]) -> Range<Int>? {
        swap(&words, &ahead)
        isLong = false
        return Self.bytes(of: words)
    }

    private static func bytes(of words: [MatterWord]) -> Range<Int>? {
        guard let first = words.first, let last = words.last else { return nil }
        return first.bytes.lowerBound..<last.bytes.upperBound
    }

    /// Reads a word and moves behind it; nil where none starts.
    @inline(__always)
    private static func word(at place: inout Int, in text: Span<UInt8>) -> MatterWord? {
        let start = place
        guard let word = MatterWord(plainAt: start, in: text) else { return slowWord(at: &place, in: text) }
        guard word.bytes.upperBound == text.count || endsWord(text[word.bytes.upperBound]) else {
            return slowWord(at: &place, in: text)
        }
        place = word.bytes.upperBound
        return word
    }

    /// Whether a byte behind letters and digits of ASCII can only be the end of the word.
    @inline(__always)
    private static func endsWord(_ byte: UInt8) -> Bool { byte < 0x80 && byte != UInt8(ascii: "'") }

    /// The same byte by byte, for all that is not ASCII or has an apostrophe.
    @inline(never)
    private static func slowWord(at place: inout Int, in text: Span<UInt8>) -> MatterWord? {
        var word = MatterWord(at: place)
        while place < text.count {
            if let apostrophe = apostropheLength(at: place, in: text), word.count > 0 {
                guard place + apostrophe < text.count, isWordByte(text[place + apostrophe]) else { break }
                place += apostrophe
                continue
            }
            if let invisible = invisibleLength(at: place, in: text) {
                place += invisible
                continue
            }
            guard isWordByte(text[place]), !isMark(at: place, in: text), gapLength(at: place, in: text) == nil
            else { break }
            word.append(text[place])
            place += 1
        }
        word.end(at: place)
        return word.count > 0 ? word : nil
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte.isASCIILetterOrDigit || byte >= 0x80 }

    /// `'`, or `’` in UTF-8.
    static func apostropheLength(at place: Int, in text: Span<UInt8>) -> Int? {
        if text[place] == UInt8(ascii: "'") { return 1 }
        let isQuote =
            text[place] == 0xE2 && place + 2 < text.count && text[place + 1] == 0x80
            && text[place + 2] == 0x99
        return isQuote ? 3 : nil
    }

    /// Whether a space, a dash, a quotation mark or dots of U+2000 to U+203F start here: three bytes.
    static func isMark(at place: Int, in text: Span<UInt8>) -> Bool {
        text[place] == 0xE2 && place + 2 < text.count && text[place + 1] == 0x80
    }

    /// U+00A0 and U+3000 part words, as spaces do; Word and Outlook write the first.
    private static func gapLength(at place: Int, in text: Span<UInt8>) -> Int? {
        if text[place] == 0xC2, place + 1 < text.count, text[place + 1] == 0xA0 { return 2 }
        let isWide =
            text[place] == 0xE3 && place + 2 < text.count && text[place + 1] == 0x80
            && text[place + 2] == 0x80
        return isWide ? 3 : nil
    }

    /// U+00AD, U+200B to U+200D, U+2060 and U+FEFF are not seen, and part nothing.
    private static func invisibleLength(at place: Int, in text: Span<UInt8>) -> Int? {
        guard place + 1 < text.count else { return nil }
        if text[place] == 0xC2, text[place + 1] == 0xAD { return 2 }
        guard place + 2 < text.count else { return nil }
        switch (text[place], text[place + 1], text[place + 2]) {
        case (0xE2, 0x80, 0x8B...0x8D), (0xE2, 0x81, 0xA0), (0xEF, 0xBB, 0xBF): return 3
        default: return nil
        }
    }

    /// Whether a sentence ends at a place that is no word's.
    private static func isEnd(_ place: Int, in text: Span<UInt8>) -> Bool {
        switch text[place] {
        case UInt8(ascii: "\n"), UInt8(ascii: ";"): return true
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
            return place + 1 == text.count || !isWordByte(text[place + 1])
        case UInt8(ascii: "/"):
            return place > 0 && place + 1 < text.count && text[place - 1] == 0x20 && text[place + 1] == 0x20
        default: return false
        }
    }
}
