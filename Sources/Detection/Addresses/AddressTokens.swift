/// Words, numbers and separators of a postal address, one after the other in either direction.
///
/// All look at the text between two bounds only, so that what is found never depends on how the text arrived.
enum AddressTokens {
    /// What stands between two words.
    enum Separator {
        case space, comma, tightComma, line, cell
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || byte >= 0x80 || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "&")
    }

    /// The word that ends before `place`, with nothing but spaces between them; a full stop only after "St" and the like.
    static func word(before place: Int, from start: Int, in text: Span<UInt8>) -> Range<Int>? {
        var end = place
        while end > start, text[end - 1] == 0x20 { end -= 1 }
        var first = end
        if first > start, text[first - 1] == UInt8(ascii: ".") { first -= 1 }
        let last = first
        while first > start, isWordByte(text[first - 1]) { first -= 1 }
        guard first < last else { return nil }
        if last < end, last - first > 3 || !text[first].isASCIILetter { return nil }
        return first..<last
    }

    /// The word that starts at `place`.
    static func word(at place: Int, upTo end: Int, in text: Span<UInt8>) -> Range<Int>? {
        var last = place
        while last < end, isWordByte(text[last]) { last += 1 }
        return last > place ? place..<last : nil
    }

    /// What stands before `place`, and where the part before it ends; nil for what ends an address.
    static func separator(before place: Int, from start: Int, in text: Span<UInt8>) -> (Separator, Int)? {
        var at = place
        var kind = Separator.space
        var isSpaced = false
        while at > start {
            switch text[at - 1] {
            case 0x20, 0x0D: isSpaced = true
            case UInt8(ascii: ","):
                if kind == .space { kind = isSpaced ? .comma : .tightComma }
            case 0x0A where kind != .line && kind != .cell: kind = .line
            case 0x09, UInt8(ascii: "|"):
                guard kind != .line else { return nil }
                kind = .cell
            default: return at < place ? (kind, at) : nil
            }
            at -= 1
        }
        return nil
    }

    /// What stands at `place`, and where the part behind it starts; nil for what ends an address.
    static func separator(at place: Int, upTo end: Int, in text: Span<UInt8>) -> (Separator, Int)? {
        var at = place
        var kind = Separator.space
        if at < end, text[at] == UInt8(ascii: ".") { at += 1 }
        while at < end {
            switch text[at] {
            case 0x20, 0x0D:
                if kind == .tightComma { kind = .comma }
            case UInt8(ascii: ","):
                if kind == .space { kind = .tightComma }
            case 0x0A where kind != .line && kind != .cell: kind = .line
            case 0x09, UInt8(ascii: "|"):
                guard kind != .line else { return nil }
                kind = .cell
            default: return at > place && text[at - 1] != UInt8(ascii: ".") ? (kind, at) : nil
            }
            at += 1
        }
        return nil
    }

    // MARK: - What a word is

    /// A house number: `14`, `14a`, `4-6`, `2/1`.
    static func isNumber(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        guard text[word.lowerBound].isASCIIDigit, word.count <= 9 else { return false }
        var digits = 0
        var letters = 0
        for place in word {
            let byte = text[place]
            if byte.isASCIIDigit {
                guard letters == 0 else { return false }
                digits += 1
            } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") {
                guard digits > 0 else { return false }
                (digits, letters) = (0, 0)
            } else {
                letters += 1
            }
            guard digits <= 4, letters <= 1 else { return false }
        }
        return digits > 0 && !isYear(word, in: text)
    }

    private static func isYear(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        guard word.count == 4 else { return false }
        let century = (text[word.lowerBound], text[word.lowerBound + 1])
        return century == (0x31, 0x39) || century == (0x32, 0x30)
    }

    /// Whether a word starts with a capital letter, or with one beyond ASCII.
    static func isCapital(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        (0x41...0x5A).contains(text[word.lowerBound]) || text[word.lowerBound] >= 0x80
    }

    static func isLetters(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        word.allSatisfy { !text[$0].isASCIIDigit && text[$0] != UInt8(ascii: "/") }
    }

    /// Where the postcode ends that starts at `place`, with or without a space in it; nil if none does.
    static func postcodeEnd(at place: Int, upTo end: Int, in text: Span<UInt8>) -> Int? {
        var at = place
        func letters(_ most: Int) -> Int {
            let first = at
            while at < end, at - first < most, text[at].isASCIILetter { at += 1 }
            return at - first
        }
        guard letters(2) > 0, at < end, text[at].isASCIIDigit else { return nil }
        at += 1
        let outwardEnd = at
        // The fourth character of the outward code is there or not.
        for extra in [1, 0] {
            at = outwardEnd
            if extra == 1 {
                guard at < end, text[at].isASCIILetterOrDigit else { continue }
                at += 1
            }
            if at < end, text[at] == 0x20 { at += 1 }
            guard at < end, text[at].isASCIIDigit else { continue }
            at += 1
            guard letters(2) == 2, at == end || !text[at].isASCIILetterOrDigit else { continue }
            return at
        }
        return nil
    }
}
