/// Reads a text as the model of matters does: sentence by sentence, a number for each word.
///
/// Letters are read small and without apostrophes, digits alike: “Didn’t” is “didnt”, every hour the same hour. It holds one
/// sentence at a time, so a long text costs no memory.
struct MatterText {
    /// What the model looks at in one word.
    struct Word {
        /// The whole word.
        let whole: UInt64
        /// Its first five letters; zero if it has no more.
        let beginning: UInt64
        /// All but its last letter, which often is an ending; zero for short words.
        let stem: UInt64
        let bytes: Range<Int>
    }

    /// A sentence of more words is read in parts: people who type on a telephone set no full stops.
    static let wordCountMax = 28
    private static let partWordCount = 20

    private var place = 0
    /// Words of the sentence that is being read, not yet given out.
    private var ahead: [Word] = []
    /// Whether the sentence is one that is read in parts.
    private var isLong = false

    /// Reads the next sentence of the text, or as much of a long one as is read at once.
    ///
    /// - Parameters:
    ///   - words: Its words, at least one and at most `wordCountMax`.
    ///   - text: The same at each call.
    /// - Returns: Whether there was one.
    mutating func next(_ words: inout [Word], in text: Span<UInt8>) -> Bool {
        words.removeAll(keepingCapacity: true)
        while place < text.count {
            if let gap = Self.gapLength(at: place, in: text) ?? Self.invisibleLength(at: place, in: text) {
                place += gap
            } else if let word = Self.word(at: &place, in: text) {
                ahead.append(word)
                isLong = isLong || ahead.count > Self.wordCountMax
                if isLong, ahead.count >= Self.partWordCount {
                    words += ahead.prefix(Self.partWordCount)
                    ahead.removeFirst(Self.partWordCount)
                    return true
                }
            } else if Self.isEnd(place, in: text) {
                place += 1
                if end(&words) { return true }
            } else {
                place += Self.isMark(at: place, in: text) ? 3 : 1
            }
        }
        return end(&words)
    }

    private mutating func end(_ words: inout [Word]) -> Bool {
        swap(&words, &ahead)
        isLong = false
        return !words.isEmpty
    }

    /// Reads a word and moves behind it; nil where none starts.
    private static func word(at place: inout Int, in text: Span<UInt8>) -> Word? {
        let start = place
        var (whole, stem, beginning) = (seed, UInt64(0), UInt64(0))
        var count = 0
        while place < text.count {
            var byte = text[place]
            if let apostrophe = apostropheLength(at: place, in: text), count > 0 {
                guard place + apostrophe < text.count, isWordByte(text[place + apostrophe]) else { break }
                place += apostrophe
                continue
            }
            if let invisible = invisibleLength(at: place, in: text) {
                place += invisible
                continue
            }
            guard isWordByte(byte), !isMark(at: place, in: text), gapLength(at: place, in: text) == nil
            else { break }
            if byte.isASCIILetter { byte |= 0x20 }
            if byte.isASCIILetterOrDigit, !byte.isASCIILetter { byte = UInt8(ascii: "0") }
            stem = whole
            whole = mixed(whole, UInt64(byte))
            count += 1
            if count == 5 { beginning = whole }
            place += 1
        }
        guard count > 0 else { return nil }
        return Word(
            whole: whole, beginning: count > 5 ? beginning : 0, stem: count > 4 ? stem : 0,
            bytes: start..<place)
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    /// One step of FNV-1a.
    @inline(__always)
    private static func mixed(_ hash: UInt64, _ byte: UInt64) -> UInt64 { (hash ^ byte) &* 0x100_0000_01B3 }

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
