/// Undoes escapes, which stand for one character each: `%30`, `&#48;`, `\u0030`, `=30`.
enum Escapes {
    /// One escape and what it stands for.
    struct Escape {
        let bytes: Range<Int>
        let text: FewBytes
    }

    /// The escape that starts at a place; nil if none does.
    static func escape(in text: Span<UInt8>, at place: Int) -> Escape? {
        switch text[place] {
        case UInt8(ascii: "&"): entity(text, place)
        case UInt8(ascii: "%"): hexadecimalPair(text, place)
        case UInt8(ascii: "\\"): backslash(text, place)
        case UInt8(ascii: "="): quotedPrintable(text, place)
        case UInt8(ascii: "U"), UInt8(ascii: "u"): codePoint(text, place)
        default: nil
        }
    }

    static func rewrite(_ text: Span<UInt8>, in parts: [Range<Int>], with rewriter: inout Rewriter) {
        text.forEach(.marks, in: parts) { mark in
            // `U+0030` starts before its sign.
            let place = text[mark] == UInt8(ascii: "+") ? mark - 1 : mark
            guard place >= rewriter.done, let escape = escape(in: text, at: place) else { return }
            rewriter.replace(escape.bytes, of: text, with: escape.text)
        }
    }

    // MARK: - Percent, quoted-printable
    // Source: RFC 3986, section 2.1; RFC 2045, section 6.7.

    private static func hexadecimalPair(_ text: Span<UInt8>, _ place: Int) -> Escape? {
        guard let high = text.byte(place + 1).hexadecimalValue,
            let low = text.byte(place + 2).hexadecimalValue,
            high << 4 | low >= 0x20
        else { return nil }
        return Escape(bytes: place..<place + 3, text: FewBytes(high << 4 | low))
    }

    /// Whether the sign fills up a line of base64: then it joins nothing to the next line.
    ///
    /// A line of prose that is broken inside a word has a space within as many letters.
    private static func fillsBase64(_ text: Span<UInt8>, _ place: Int) -> Bool {
        var start = place
        var (capitals, small, digits) = (0, 0, 0)
        while start > 0, place - start < 72, text[start - 1].isASCIILetterOrDigit {
            start -= 1
            if text[start].isASCIIDigit {
                digits += 1
            } else if text[start] < 0x61 {
                capitals += 1
            } else {
                small += 1
            }
        }
        return place - start >= 11 && (place - start) % 4 == 3 && capitals > 1 && small > 1 && digits > 0
    }

    /// `=30`, with another one near, or an equals sign that ends a line inside a word.
    private static func quotedPrintable(_ text: Span<UInt8>, _ place: Int) -> Escape? {
        let isCRLF = text.byte(place + 1) == 0x0D && text.byte(place + 2) == 0x0A
        if isCRLF || text.byte(place + 1) == 0x0A {
            let end = place + (isCRLF ? 3 : 2)
            guard text.byte(place - 1).isASCIILetterOrDigit, text.byte(end) >= 0x20,
                !fillsBase64(text, place)
            else { return nil }
            return Escape(bytes: place..<end, text: FewBytes())
        }
        guard isPair(text, place), let pair = hexadecimalPair(text, place) else { return nil }
        for other in max(0, place - quotedWithin)...min(text.count - 1, place + quotedWithin)
        where other != place {
            if text[other] == UInt8(ascii: "="), isPair(text, other) { return pair }
        }
        return nil
    }

    /// How near to one another two quoted bytes of one value stand.
    private static let quotedWithin = 12

    private static func isPair(_ text: Span<UInt8>, _ place: Int) -> Bool {
        isCapitalHexadecimal(text.byte(place + 1)) && isCapitalHexadecimal(text.byte(place + 2))
    }

    private static func isCapitalHexadecimal(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || (0x41...0x46).contains(byte)
    }

    // MARK: - Entities
    // Source: WHATWG HTML, 13.2.5.73 “Numeric character reference state” and 13.5 “Named character references”.

    private static func entity(_ text: Span<UInt8>, _ place: Int) -> Escape? {
        guard text.byte(place + 1) == UInt8(ascii: "#") else { return named(text, place) }
        let isHexadecimal = text.byte(place + 2) | 0x20 == UInt8(ascii: "x")
        let start = place + (isHexadecimal ? 3 : 2)
        let digits = number(text, start, radix: isHexadecimal ? 16 : 10, countMax: 7)
        guard let digits else { return nil }
        let end = text.byte(digits.end) == UInt8(ascii: ";") ? digits.end + 1 : digits.end
        return character(digits.value).map { Escape(bytes: place..<end, text: $0) }
    }

    private static func named(_ text: Span<UInt8>, _ place: Int) -> Escape? {
        guard text.byte(place + 1).isASCIILetter,
            let (meaning, end) = CharacterNames.character(named: text, at: place + 1)
        else { return nil }
        return Escape(bytes: place..<end + 1, text: meaning)
    }

    // MARK: - Backslashes and U+

    /// `\u0030`, `\U00000030`, `\u{30}`, `\x30`, `\060`.
    private static func backslash(_ text: Span<UInt8>, _ place: Int) -> Escape? {
        let kind = text.byte(place + 1)
        let isBraced = text.byte(place + 2) == UInt8(ascii: "{")
        if isBraced, kind == UInt8(ascii: "u") || kind == UInt8(ascii: "x") {
            guard let digits = number(text, place + 3, radix: 16, countMax: 6),
                text.byte(digits.end) == UInt8(ascii: "}")
            else { return nil }
            return character(digits.value).map { Escape(bytes: place..<digits.end + 1, text: $0) }
        }
        let count: Int
        switch kind {
        case UInt8(ascii: "u"): count = 4
        case UInt8(ascii: "U"): count = 8
        case UInt8(ascii: "x"): count = 2
        case UInt8(ascii: "0"), UInt8(ascii: "1"):
            guard let digits = number(text, place + 1, radix: 8, countMax: 3), digits.end == place + 4 else {
                return nil
            }
            return character(digits.value).map { Escape(bytes: place..<digits.end, text: $0) }
        default: return nil
        }
        guard let digits = number(text, place + 2, radix: 16, countMax: count),
            digits.end == place + 2 + count
        else {
            return nil
        }
        return character(digits.value).map { Escape(bytes: place..<digits.end, text: $0) }
    }

    /// `U+0030`, and the space that parts it from the next one.
    private static func codePoint(_ text: Span<UInt8>, _ place: Int) -> Escape? {
        guard text.byte(place + 1) == UInt8(ascii: "+"), !text.byte(place - 1).isASCIILetterOrDigit,
            let digits = number(text, place + 2, radix: 16, countMax: 6), digits.end >= place + 6
        else { return nil }
        let isFollowed =
            text.byte(digits.end) == UInt8(ascii: " ")
            && text.byte(digits.end + 1) | 0x20 == UInt8(ascii: "u")
            && text.byte(digits.end + 2) == UInt8(ascii: "+")
        let end = isFollowed ? digits.end + 1 : digits.end
        return character(digits.value).map { Escape(bytes: place..<end, text: $0) }
    }

    // MARK: - Numbers

    private static func number(
        _ text: Span<UInt8>,
        _ start: Int,
        radix: UInt32,
        countMax: Int
    ) -> (value: UInt32, end: Int)? {
        var value: UInt32 = 0
        var place = start
        while place < start + countMax, let digit = text.byte(place).hexadecimalValue, UInt32(digit) < radix {
            value = value * radix + UInt32(digit)
            place += 1
        }
        return place > start ? (value, place) : nil
    }

    /// A character in UTF-8; nil for none, and for controls.
    private static func character(_ value: UInt32) -> FewBytes? {
        guard value >= 0x20 || value == 0x0A || value == 0x09, let scalar = Unicode.Scalar(value) else {
            return nil
        }
        return FewBytes(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}

/// Up to four bytes, without memory of their own.
struct FewBytes {
    /// The first byte lowest.
    private(set) var value: UInt32 = 0
    private(set) var count = 0

    init() {}

    init(_ byte: UInt8) {
        append(byte)
    }

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { append(byte) }
    }

    private mutating func append(_ byte: UInt8) {
        precondition(count < 4, "these are more than four bytes")
        value |= UInt32(byte) << UInt32(8 * count)
        count += 1
    }
}

extension Span<UInt8> {
    /// Whether these bytes stand here.
    func holds(_ bytes: [UInt8], at place: Int) -> Bool {
        guard place >= 0, place + bytes.count <= count else { return false }
        for offset in bytes.indices where self[place + offset] != bytes[offset] { return false }
        return true
    }

    /// The same, whatever the case of letters; `bytes` are in small letters.
    func holdsCaseless(_ bytes: [UInt8], at place: Int) -> Bool {
        guard place >= 0, place + bytes.count <= count else { return false }
        for offset in bytes.indices where self[place + offset].asciiLowercased != bytes[offset] {
            return false
        }
        return true
    }
}
