/// A word, number or mark of a text, as the name tagger sees it.
package struct NameToken: Sendable {
    package enum Kind: UInt8, Sendable {
        case word, number
        /// Letters and digits in one.
        case mixed
        case mark, tab, lineBreak
    }

    /// How a word is written.
    package enum Shape: UInt8, Sendable {
        case small, capitalized, capitals, oneCapital
        /// Capitals inside: `McAvoy`, `iPad`.
        case inner
        case none
    }

    package let bytes: Range<Int>
    package let kind: Kind
    package let shape: Shape
    /// Letters in small and without accents, hashed; of a mark its byte.
    package let key: UInt64
    /// The first and the last four bytes of the same, the first lowest; fewer of a shorter word.
    package let prefix: UInt32
    package let suffix: UInt32
    /// How many bytes the same has, at most 255.
    package let length: UInt8
    package var lexicon = NameLexicon.Entry()

    /// What stands where the text does not reach.
    package static let outside = NameToken(
        bytes: 0..<0, kind: .lineBreak, shape: .none, key: 0, prefix: 0, suffix: 0, length: 0)

    package var isWord: Bool { kind == .word }

    /// The key of the same word with an `s` behind it: the hash goes on.
    var keyWithS: UInt64 { (key ^ UInt64(UInt8(ascii: "s"))) &* 0x100_0000_01B3 }

    package func isMark(_ byte: UInt8) -> Bool { kind == .mark && key == UInt64(byte) }
}

/// Cuts text into tokens.
///
/// Words are letters of any script; an apostrophe inside belongs to them, but for `'s`, `'ll` and the like, which are
/// tokens of their own. A hyphen parts words.
package struct NameTokenizer {
    package private(set) var tokens: [NameToken] = []

    /// A longer run of letters is cut: no name is that long, in bytes.
    private static let wordByteCountMax = 48

    package init() {}

    package mutating func run(_ text: Span<UInt8>, in range: Range<Int>) {
        tokens.removeAll(keepingCapacity: true)
        var place = range.lowerBound
        while place < range.upperBound {
            let byte = text[place]
            if byte == 0x20 {
                place += 1
            } else if byte == 0x0A || byte == 0x0D {
                append(.lineBreak, place..<place + 1, key: 0x0A)
                place += 1
            } else if byte == 0x09 {
                append(.tab, place..<place + 1, key: 0x09)
                place += 1
            } else if let width = text.foldedLetterWidth(at: place) ?? (byte.isASCIIDigit ? 1 : nil),
                place + width <= range.upperBound
            {
                place =
                    spacedWord(text, from: place, firstWidth: width, upTo: range.upperBound)
                    ?? word(text, from: place, firstWidth: width, upTo: range.upperBound)
            } else if let mark = text.mark(at: place) {
                if let key = mark.key { append(.mark, place..<place + mark.width, key: UInt64(key)) }
                place += mark.width
            } else {
                append(.mark, place..<place + 1, key: UInt64(byte))
                place += 1
            }
        }
    }

    private mutating func append(_ kind: NameToken.Kind, _ bytes: Range<Int>, key: UInt64) {
        tokens.append(
            NameToken(bytes: bytes, kind: kind, shape: .none, key: key, prefix: 0, suffix: 0, length: 1))
    }

    /// Adds to each word what is known of it.
    package mutating func look(into lexicon: NameLexicon) {
        for index in tokens.indices where tokens[index].kind == .word {
            tokens[index].lexicon = lexicon[tokens[index].key]
        }
    }

    /// Reads a word of ASCII letters and digits, as nearly all are; nil if something else belongs to it.
    private mutating func plainWord(_ text: Span<UInt8>, from start: Int, upTo end: Int) -> Int? {
        var word = PlainWord()
        var place = start
        let most = min(end, start + Self.wordByteCountMax)
        while place < most, text[place].isASCIILetterOrDigit {
            word.add(text[place])
            place += 1
        }
        guard place < most ? text[place] < 0x80 && text[place] != UInt8(ascii: "'") : place == end else {
            return nil
        }
        tokens.append(word.token(start..<place))
        return place
    }

    /// Fewer letters are initials or the items of a list.
    private static let spacedCountMin = 4

    /// Reads a word with a space between any two letters, as in `J o h n`; nil if there is none.
    private mutating func spacedWord(
        _ text: Span<UInt8>, from start: Int, firstWidth: Int, upTo end: Int
    ) -> Int? {
        guard start + firstWidth + 1 < end, text[start + firstWidth] == 0x20 else { return nil }
        var word = WordBuilder()
        var place = start
        // `A B C D` are answers or classes.
        var isAlphabet = true
        var before: UInt8?
        while place < end, let width = text.foldedLetterWidth(at: place), place + width <= end,
            place + width == end
                || !text[place + width].isASCIILetterOrDigit && !text.isLetter(at: place + width),
            place - start < Self.wordByteCountMax
        {
            if let before, text[place] != before &+ 1 { isAlphabet = false }
            before = text[place]
            if width == 1 { word.add(text[place]) } else { word.add(text, place, width) }
            place += width
            guard place < end, text[place] == 0x20 else { break }
            place += 1
        }
        guard word.letterCount >= Self.spacedCountMin, !isAlphabet else { return nil }
        let last = text[place - 1] == 0x20 ? place - 1 : place
        tokens.append(word.token(start..<last))
        return last
    }

    /// Reads a word or number and gives the place behind it.
    private mutating func word(_ text: Span<UInt8>, from start: Int, firstWidth: Int, upTo end: Int) -> Int {
        if let place = plainWord(text, from: start, upTo: end) { return place }
        var word = WordBuilder()
        var place = start
        while place < end, place - start < Self.wordByteCountMax {
            let byte = text[place]
            if byte.isASCIILetterOrDigit {
                word.add(byte)
                place += 1
            } else if byte >= 0x80, let width = text.foldedLetterWidth(at: place), place + width <= end {
                word.add(text, place, width)
                place += width
            } else if let width = text.apostropheWidth(at: place), word.letterCount > 0,
                !text.isEnding(behindApostrophe: place + width), text.isLetter(at: place + width)
            {
                word.addApostrophe()
                place += width
            } else {
                break
            }
        }
        tokens.append(word.token(start..<place))
        if let width = text.apostropheWidth(at: place), word.letterCount > 0, place < end,
            text.isEnding(behindApostrophe: place + width)
        {
            var ending = WordBuilder()
            ending.addApostrophe()
            let endingStart = place
            place += width
            while place < end, text[place].isASCIILetter {
                ending.add(text[place])
                place += 1
            }
            tokens.append(ending.token(endingStart..<place))
        }
        return place
    }
}

/// What is gathered while a word of ASCII is read; says the same as `WordBuilder`.
private struct PlainWord {
    private var key: UInt64 = 0xCBF2_9CE4_8422_2325
    private var prefix: UInt32 = 0
    private var suffix: UInt32 = 0
    private var length = 0
    private var digitCount = 0
    private var capitalCount = 0
    private var startsWithCapital = false

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        let small = byte | 0x20
        key = (key ^ UInt64(small)) &* 0x100_0000_01B3
        if length < 4 { prefix |= UInt32(small) << UInt32(8 &* length) }
        suffix = suffix << 8 | UInt32(small)
        digitCount &+= byte < 0x41 ? 1 : 0
        let isCapital = byte >= 0x41 && byte < 0x61
        if isCapital, length == digitCount { startsWithCapital = true }
        capitalCount &+= isCapital ? 1 : 0
        length &+= 1
    }

    func token(_ bytes: Range<Int>) -> NameToken {
        NameToken(
            bytes: bytes,
            letters: length &- digitCount, digits: digitCount, capitals: capitalCount,
            startsWithCapital: startsWithCapital, key: key, prefix: prefix, suffix: suffix, length: length)
    }
}

extension NameToken {
    fileprivate init(
        bytes: Range<Int>,
        letters: Int,
        digits: Int,
        capitals: Int,
        startsWithCapital: Bool,
        key: UInt64,
        prefix: UInt32,
        suffix: UInt32,
        length: Int
    ) {
        let kind: Kind = digits == 0 ? .word : letters == 0 ? .number : .mixed
        let shape: Shape =
            kind != .word
            ? .none
            : capitals == 0
                ? .small
                : letters == 1
                    ? .oneCapital
                    : capitals == letters
                        ? .capitals : startsWithCapital && capitals == 1 ? .capitalized : .inner
        self.init(
            bytes: bytes, kind: kind, shape: shape, key: key, prefix: prefix, suffix: suffix,
            length: UInt8(min(255, length)))
    }
}

/// What is gathered while a word is read.
private struct WordBuilder {
    private(set) var letterCount = 0
    private var digitCount = 0
    private var capitalCount = 0
    private var startsWithCapital = false
    private var key: UInt64 = 0xCBF2_9CE4_8422_2325
    private var prefix: UInt32 = 0
    private var suffix: UInt32 = 0
    private var length = 0

    mutating func add(_ byte: UInt8) {
        if byte.isASCIIDigit {
            digitCount += 1
            put(byte)
        } else {
            note(isCapital: byte < 0x61)
            put(byte | 0x20)
        }
    }

    /// A letter beyond ASCII: without its accent where that is known, as its bytes otherwise.
    mutating func add(_ text: Span<UInt8>, _ place: Int, _ width: Int) {
        guard let (base, isCapital) = LetterFolding.base(text, at: place) else {
            note(isCapital: false)
            for offset in 0..<width { put(text[place + offset]) }
            return
        }
        // A mark on the letter before it.
        if base.isEmpty { return }
        note(isCapital: isCapital)
        for byte in base { put(byte) }
    }

    mutating func addApostrophe() { put(UInt8(ascii: "'")) }

    private mutating func note(isCapital: Bool) {
        if isCapital {
            if letterCount == 0 { startsWithCapital = true }
            capitalCount += 1
        }
        letterCount += 1
    }

    /// FNV-1a, 64 bits.
    private mutating func put(_ byte: UInt8) {
        key = (key ^ UInt64(byte)) &* 0x100_0000_01B3
        if length < 4 { prefix |= UInt32(byte) << UInt32(8 * length) }
        suffix = suffix << 8 | UInt32(byte)
        length += 1
    }

    func token(_ bytes: Range<Int>) -> NameToken {
        NameToken(
            bytes: bytes, letters: letterCount, digits: digitCount, capitals: capitalCount,
            startsWithCapital: startsWithCapital, key: key, prefix: prefix, suffix: suffix, length: length)
    }
}

extension Span<UInt8> {
    /// How many bytes the letter here has; nil for anything else.
    fileprivate func foldedLetterWidth(at place: Int) -> Int? {
        let byte = self[place]
        if byte.isASCIILetter { return 1 }
        guard byte >= 0xC3, place + 1 < count else { return nil }
        let next = self[place + 1]
        switch byte {
        // × and ÷ are none.
        case 0xC3: return next == 0x97 || next == 0xB7 ? nil : 2
        case 0xC4...0xDF: return 2
        // U+2000 to U+2BFF and U+3000 to U+303F are signs.
        case 0xE2: return next < 0xB0 || place + 2 >= count ? nil : 3
        case 0xE3: return next == 0x80 || place + 2 >= count ? nil : 3
        case 0xEF: return nil
        // A character that is cut is none.
        case 0xE0...0xEE: return place + 2 < count ? 3 : nil
        // Emoji.
        default: return nil
        }
    }

    fileprivate func isLetter(at place: Int) -> Bool {
        place < count && foldedLetterWidth(at: place) != nil
    }

    /// A sign beyond ASCII: how wide it is, and the ASCII byte that it stands for; none for a space.
    fileprivate func mark(at place: Int) -> (width: Int, key: UInt8?)? {
        let byte = self[place]
        guard byte >= 0x80 else { return nil }
        if byte == 0xC2 { return (Swift.min(2, count - place), byte1(place) == 0xA0 ? nil : byte1(place)) }
        if byte == 0xC3 { return (2, byte1(place)) }
        guard byte >= 0xE2 else { return (1, byte) }
        let width = Swift.min(count - place, byte < 0xF0 ? 3 : 4)
        guard byte == 0xE2, byte1(place) == 0x80, place + 2 < count else { return (width, 0x7E) }
        switch self[place + 2] {
        case 0x80...0x8F, 0xAF: return (width, nil)
        case 0x90...0x95: return (width, UInt8(ascii: "-"))
        case 0x98...0x9B: return (width, UInt8(ascii: "'"))
        case 0x9C...0x9F: return (width, UInt8(ascii: "\""))
        case 0xA2: return (width, UInt8(ascii: "*"))
        default: return (width, 0x7E)
        }
    }

    private func byte1(_ place: Int) -> UInt8 { place + 1 < count ? self[place + 1] : 0 }

    fileprivate func apostropheWidth(at place: Int) -> Int? {
        guard place < count else { return nil }
        if self[place] == UInt8(ascii: "'") { return 1 }
        return holdsCurlyApostrophe(at: place) ? 3 : nil
    }

    /// Whether behind an apostrophe `s`, `t`, `d`, `m`, `ll`, `re` or `ve` ends a word.
    fileprivate func isEnding(behindApostrophe place: Int) -> Bool {
        guard place < count else { return false }
        let (first, second) = (self[place] | 0x20, place + 1 < count ? self[place + 1] | 0x20 : 0x20)
        let length: Int
        switch (first, second) {
        case (UInt8(ascii: "l"), UInt8(ascii: "l")), (UInt8(ascii: "r"), UInt8(ascii: "e")),
            (UInt8(ascii: "v"), UInt8(ascii: "e")):
            length = 2
        case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "d"), _), (UInt8(ascii: "m"), _):
            length = 1
        default: return false
        }
        return
            !(place + length < count
            && (self[place + length].isASCIILetterOrDigit || isLetter(at: place + length)))
    }
}
