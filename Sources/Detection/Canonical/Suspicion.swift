/// Judges one place of a text: whether a reader may see something else there than the bytes say.
///
/// `text` is what stands around the place, `SuspectSearch.reach` bytes on either side; nothing beyond it is looked at.
enum Suspicion {
    /// Judges a place; `isFound` says whether the rules found something there in the text itself.
    static func isRaised(by text: Span<UInt8>, at place: Int, isFound: Bool) -> Bool {
        let byte = text[place]
        if byte.isASCIILetterOrDigit {
            return isBeforeDoubleSpace(text, place)
                || text.isWordStart(place) && isOddWord(text, place, isFound: isFound)
        }
        if byte >= 0xC0 { return CharacterFolding.change(in: text, at: place) != nil }
        if FoldTable.isHiddenControl(byte) { return true }
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "="):
            return Escapes.escape(in: text, at: place) != nil
        case UInt8(ascii: "\\"):
            return Escapes.escape(in: text, at: place) != nil || Markup.piece(in: text, at: place) != nil
        case UInt8(ascii: "+"):
            return place > 0 && Escapes.escape(in: text, at: place - 1) != nil || isInIsland(text, place)
                || isOddSeparator(text, place)
        case UInt8(ascii: "<"):
            return Markup.piece(in: text, at: place) != nil
                || SpelledOut.address(in: text, around: place) != nil
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "~"), UInt8(ascii: "/"):
            return byte == UInt8(ascii: "/") && isInIsland(text, place)
                || Markup.piece(in: text, at: place) != nil || isOddSeparator(text, place)
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "@"):
            return SpelledOut.address(in: text, around: place) != nil
        case UInt8(ascii: ","):
            return isHexadecimalList(text, place) || isOddSeparator(text, place)
        case UInt8(ascii: "."):
            return text.byte(place + 1).isASCIILetter && SpelledOut.isInAddress(text, place)
                || isOddSeparator(text, place)
        case UInt8(ascii: "-"):
            return isDoubledHyphen(text, place)
        default:
            return isOddSeparator(text, place)
        }
    }

    /// A word that is part of something spelled out, or says how something is to be read.
    static func isSpelled(_ text: Span<UInt8>, at place: Int) -> Bool {
        switch text[place] | 0x20 {
        case UInt8(ascii: "d") where text.byte(place + 2) | 0x20 == UInt8(ascii: "t"):
            SpelledOut.isInAddress(text, place)
        case UInt8(ascii: "r"), UInt8(ascii: "b"): true
        default: isInNumber(text, place)
        }
    }

    // MARK: - Words

    /// Base64 or hexadecimal, an identifier in disguise, or the first of characters pulled apart.
    private static func isOddWord(_ text: Span<UInt8>, _ place: Int, isFound: Bool) -> Bool {
        var end = place
        var isPlain = !text[place].isASCIIDigit
        while end < text.count, text[end].isASCIILetterOrDigit {
            if end > place, text[end].asciiLowercased != text[end] || text[end].isASCIIDigit {
                isPlain = false
            }
            end += 1
        }
        // A word in small letters, or with a capital first, is a word.
        if isPlain && end - place > 2 { return false }
        if end - place == 1 { return SeparatedRuns.singles(text, place) != nil }
        return Islands.island(in: text, at: place) != nil
            || !isFound && Reading.isSuspicious(place..<end, in: text)
    }

    /// A sign of base64 whose words are too short to be noticed.
    private static func isInIsland(_ text: Span<UInt8>, _ place: Int) -> Bool {
        Islands.isInside(text, place)
            && Islands.island(in: text, at: Islands.start(ofRunAround: place, in: text)) != nil
    }

    /// Whether a list such as `0x30,0x31` goes on here.
    private static func isHexadecimalList(_ text: Span<UInt8>, _ place: Int) -> Bool {
        text.byte(place + 1) == UInt8(ascii: "0") && text.byte(place + 2) | 0x20 == UInt8(ascii: "x")
            && place >= 4
            && Islands.island(in: text, at: place - 4) != nil
    }

    private static func isInNumber(_ text: Span<UInt8>, _ place: Int) -> Bool {
        for start in max(0, place - 60)...place
        where text[start].isASCIILetterOrDigit && text.isWordStart(start) {
            if let number = SpelledOut.number(in: text, at: start), number.bytes.contains(place) {
                return true
            }
        }
        return false
    }

    // MARK: - Separators

    /// A separator that rules do not expect, in the middle of a number.
    private static func isOddSeparator(_ text: Span<UInt8>, _ place: Int) -> Bool {
        SeparatedRuns.isOddSeparator(text[place]) && SeparatedRuns.run(in: text, around: place) != nil
    }

    private static func isBeforeDoubleSpace(_ text: Span<UInt8>, _ place: Int) -> Bool {
        SeparatedRuns.isBeforeDoubleSpace(text, place)
            && SeparatedRuns.run(in: text, around: place + 1) != nil
    }

    private static func isDoubledHyphen(_ text: Span<UInt8>, _ place: Int) -> Bool {
        SeparatedRuns.isDoubledHyphen(text, place) && SeparatedRuns.run(in: text, around: place) != nil
    }
}
