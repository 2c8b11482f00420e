/// Undoes encodings that turn a whole value into something else: base64, base32, hexadecimal.
///
/// An island is a run of the encoding's letters. It is decoded only if what comes out reads as text, and each byte of
/// it stands for the whole island: nobody can say which letter of base64 holds which digit.
enum Islands {
    /// The shortest island, in bytes: seven characters of text, a postcode.
    static let byteCountMin = 10
    /// A longer run is decoded in pieces of this size.
    ///
    /// A multiple of 4 and of 8, so that pieces of one run decode like the whole.
    static let byteCountMax = 2_048

    /// An encoded run and its text.
    struct Island {
        let bytes: Range<Int>
        let text: [UInt8]
    }

    /// The island that starts at a place where a word starts; nil if none does.
    static func island(in text: Span<UInt8>, at place: Int) -> Island? {
        hexadecimal(text, place) ?? base64(text, place) ?? base32(text, place)
    }

    static func rewrite(_ text: Span<UInt8>, in parts: [Range<Int>], with rewriter: inout Rewriter) {
        text.forEach([.longWords, .pairs, .marks], in: parts) { place in
            guard place >= rewriter.done, !text.isPlainWord(at: place),
                let start = start(text, place), start >= rewriter.done,
                let island = island(in: text, at: start)
            else { return }
            rewriter.replace(island.bytes, of: text, with: island.text)
        }
    }

    /// Where an island may start whose first odd place is this one.
    private static func start(_ text: Span<UInt8>, _ place: Int) -> Int? {
        if text[place].isASCIILetterOrDigit { return place }
        if isInside(text, place) { return start(ofRunAround: place, in: text) }
        // `0x30,0x31`
        return text[place] == UInt8(ascii: ",") && text.byte(place + 2) | 0x20 == UInt8(ascii: "x")
            ? place - 4 : nil
    }

    /// A sign of base64 between two of its letters.
    static func isInside(_ text: Span<UInt8>, _ place: Int) -> Bool {
        (text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "/"))
            && text.byte(place - 1).isASCIILetterOrDigit && text.byte(place + 1).isASCIILetterOrDigit
    }

    /// Where the run of base64 starts that a place is in.
    static func start(ofRunAround place: Int, in text: Span<UInt8>) -> Int {
        var start = place
        while start > 0, place - start < SuspectSearch.reach / 2, sixBits(text[start - 1]) != nil {
            start -= 1
        }
        return start
    }

    // MARK: - base64
    // Source: RFC 4648, sections 4 and 5; RFC 2045, section 6.8 for line breaks.

    private static func base64(_ text: Span<UInt8>, _ start: Int) -> Island? {
        guard startsReadably(text, start, bitCount: 6, sixBits) else { return nil }
        var end = start
        var lineStart = start
        var letters: [UInt8] = []
        var kinds = Kinds()
        while end < text.count, letters.count < byteCountMax {
            let byte = text[end]
            if let value = sixBits(byte) {
                letters.append(value)
                kinds.note(byte)
                end += 1
            } else if let next = lineBreak(text, end), end - lineStart >= 60, sixBits(text.byte(next)) != nil
            {
                end = next
                lineStart = next
            } else {
                break
            }
        }
        // Words, and numbers, are no base64 worth trying.
        guard letters.count >= byteCountMin, kinds.areMixed else { return nil }
        if letters.count % 4 == 1 { letters.removeLast() }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(letters.count)
        var bits: UInt32 = 0
        var count = 0
        for value in letters {
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        while end < text.count, text[end] == UInt8(ascii: "=") { end += 1 }
        return readable(decoded).map { Island(bytes: start..<end, text: $0) }
    }

    /// Which sorts of letters a run holds.
    private struct Kinds {
        private var smallCount = 0
        private var capitalCount = 0
        private var digitCount = 0

        mutating func note(_ byte: UInt8) {
            if byte.isASCIIDigit {
                digitCount += 1
            } else if byte.asciiUppercased != byte {
                smallCount += 1
            } else {
                capitalCount += 1
            }
        }

        /// Both cases, or capitals with fewer digits: identifiers are mostly digits.
        var areMixed: Bool {
            capitalCount > 0 && smallCount > 0
                || capitalCount >= 4 && digitCount > 0 && capitalCount > digitCount
        }
    }

    private static func sixBits(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// Where the next line starts, if a line ends here.
    private static func lineBreak(_ text: Span<UInt8>, _ place: Int) -> Int? {
        if text[place] == 0x0A { return place + 1 }
        return text[place] == 0x0D && text.byte(place + 1) == 0x0A ? place + 2 : nil
    }

    // MARK: - base32
    // Source: RFC 4648, section 6.

    private static func base32(_ text: Span<UInt8>, _ start: Int) -> Island? {
        guard startsReadably(text, start, bitCount: 5, fiveBits) else { return nil }
        var end = start
        var decoded: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var letterCount = 0
        while end < text.count, letterCount < byteCountMax {
            guard let value = fiveBits(text[end]) else { break }
            bits = bits << 5 | UInt32(value)
            count += 5
            letterCount += 1
            end += 1
            if count >= 8 {
                count -= 8
                decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        var digitCount = 0
        for place in start..<end where text[place].isASCIIDigit { digitCount += 1 }
        // Identifiers are mostly digits, base32 mostly letters.
        guard letterCount >= byteCountMin + 1, digitCount * 2 <= letterCount,
            !text.byte(end).isASCIILetterOrDigit
        else { return nil }
        while end < text.count, text[end] == UInt8(ascii: "=") { end += 1 }
        return readable(decoded).map { Island(bytes: start..<end, text: $0) }
    }

    private static func fiveBits(_ byte: UInt8) -> UInt8? {
        switch byte.asciiUppercased {
        case 0x41...0x5A: byte.asciiUppercased - 0x41
        case 0x32...0x37: byte - 0x32 + 26
        default: nil
        }
    }

    // MARK: - Hexadecimal

    /// `39 39`, `39:39`, `0x39,0x39`, `3939`: pairs, with the same sign or none between them.
    private static func hexadecimal(_ text: Span<UInt8>, _ start: Int) -> Island? {
        var decoded: [UInt8] = []
        var end = start
        var place = start
        var separator: UInt8?
        while decoded.count < byteCountMax / 2 {
            if text.byte(place) == UInt8(ascii: "0"), text.byte(place + 1) | 0x20 == UInt8(ascii: "x") {
                place += 2
            }
            guard let high = text.byte(place).hexadecimalValue,
                let low = text.byte(place + 1).hexadecimalValue
            else {
                break
            }
            guard decoded.count >= 6 || isPrintable(high << 4 | low) else { return nil }
            decoded.append(high << 4 | low)
            place += 2
            end = place
            let next = text.byte(place)
            if next == UInt8(ascii: " ") || next == UInt8(ascii: ":") || next == UInt8(ascii: ",")
                || next == UInt8(ascii: "-")
            {
                guard separator == nil && decoded.count == 1 || separator == next else { break }
                separator = next
                place += 1
                if text.byte(place) == UInt8(ascii: " ") { place += 1 }
            } else if separator != nil {
                break
            }
        }
        guard decoded.count >= 8, !text.byte(end).isASCIILetterOrDigit else { return nil }
        // A number is a number, unless what it would stand for is mostly one too.
        let digitCount = decoded.reduce(0) { $0 + ($1.isASCIIDigit ? 1 : 0) }
        if separator == nil, isNumber(text, start..<end), digitCount * 10 < decoded.count * 7 { return nil }
        return readable(decoded).map { Island(bytes: start..<end, text: $0) }
    }

    private static func isNumber(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for place in range where !text[place].isASCIIDigit { return false }
        return true
    }

    // MARK: - Judging

    /// Whether the first six bytes that a run stands for are text: nearly no word, name or number passes this.
    private static func startsReadably(
        _ text: Span<UInt8>,
        _ start: Int,
        bitCount: UInt32,
        _ value: (UInt8) -> UInt8?
    ) -> Bool {
        var bits: UInt32 = 0
        var count: UInt32 = 0
        var byteCount = 0
        var continuationCount = 0
        var place = start
        while byteCount < 6 {
            guard let letter = value(text.byte(place)) else { return false }
            bits = bits << bitCount | UInt32(letter)
            count += bitCount
            place += 1
            guard count >= 8 else { continue }
            count -= 8
            byteCount += 1
            let byte = UInt8(truncatingIfNeeded: bits >> count)
            if continuationCount > 0 {
                guard byte.isUTF8Continuation else { return false }
                continuationCount -= 1
            } else if !isPrintable(byte) {
                guard (0xC2..<0xF5).contains(byte) else { return false }
                continuationCount = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1
            }
        }
        return true
    }

    private static func isPrintable(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// The text if it reads as text: UTF-8 without control characters, or nearly so if it is long; and with a digit, a
    /// space, an @ or a letter beyond ASCII, without which there is nothing that a short one could hide.
    private static func readable(_ bytes: [UInt8]) -> [UInt8]? {
        var strange = 0
        var holdsData = false
        for byte in bytes {
            if !isPrintable(byte) && byte < 0x80 { strange += 1 }
            if byte.isASCIIDigit || byte == UInt8(ascii: "@") || byte == UInt8(ascii: " ") || byte >= 0x80 {
                holdsData = true
            }
        }
        // Encoded once more: then it holds none of them, but is long.
        guard holdsData || bytes.count >= byteCountMin else { return nil }
        if strange == 0 && isUTF8(bytes) { return bytes }
        for byte in bytes where byte >= 0x80 { strange += 1 }
        return bytes.count >= 24 && strange * 10 <= bytes.count ? bytes : nil
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        let text = bytes.span
        var place = 0
        while place < text.count {
            guard let scalar = text.scalar(at: place) else { return false }
            place += scalar.width
        }
        return true
    }
}

extension UInt8 {
    /// What the digit stands for; nil if it is none.
    var hexadecimalValue: UInt8? {
        if isASCIIDigit { return self - 0x30 }
        let small = self | 0x20
        return small >= 0x61 && small <= 0x66 ? small - 0x61 + 10 : nil
    }
}
