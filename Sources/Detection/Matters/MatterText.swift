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
            } else if let word = Self.word(at: &place, in: text) {
                ahead.append(word)
                isLong = isLong || ahead.count > Self.wordCountMax
                if isLong, ahead.count >= Self.partWordCount {
                    words += ahead.prefix(Self.partWordCount)
                    ahead.removeFirst(Self.partWordCount)
                    return Self.bytes(of: words)
                }
            } else if place < text.count {
                // Nothing to see may have been read up to the end.
                let isEnd = Self.isEnd(place, in: text)
                place += MatterSign(at: place, in: text).byteCount
                if isEnd, let bytes = end(&words) { return bytes }
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
    private static func endsWord(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "'") || byte == 0x0A
    }

    /// The same sign by sign, for all that is not ASCII or has an apostrophe.
    @inline(never)
    private static func slowWord(at place: inout Int, in text: Span<UInt8>) -> MatterWord? {
        var word = MatterWord(at: place)
        while place < text.count {
            let sign = MatterSign(at: place, in: text)
            switch sign.kind {
            case .letter(let byte): word.append(byte)
            case .letters: for offset in 0..<sign.byteCount { word.append(text[place + offset]) }
            case .nothing: break
            case .apostrophe where word.count > 0 && sign.isBeforeLetter(at: place, in: text): break
            case .apostrophe, .gap: return word.ended(at: place)
            }
            place += sign.byteCount
        }
        return word.ended(at: place)
    }

    /// Whether a sentence ends at a place that is no word's.
    private static func isEnd(_ place: Int, in text: Span<UInt8>) -> Bool {
        switch text[place] {
        case UInt8(ascii: "\n"), UInt8(ascii: ";"): return true
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
            return place + 1 == text.count || !text[place + 1].isASCIILetterOrDigit && text[place + 1] < 0x80
        case UInt8(ascii: "/"):
            return place > 0 && place + 1 < text.count && text[place - 1] == 0x20 && text[place + 1] == 0x20
        default: return false
        }
    }
}
