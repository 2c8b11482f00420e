/// What a reader may see otherwise at a place, and so which steps a view of it takes.
struct SuspicionKinds: OptionSet {
    let rawValue: UInt8

    /// A character looks like another one, or cannot be seen.
    static let folded = SuspicionKinds(rawValue: 1)
    /// A character is escaped.
    static let escaped = SuspicionKinds(rawValue: 2)
    /// A run may be base64, base32 or hexadecimal.
    static let encoded = SuspicionKinds(rawValue: 4)
    /// Markup stands inside a value.
    static let markedUp = SuspicionKinds(rawValue: 8)
    /// A number is pulled apart.
    static let separated = SuspicionKinds(rawValue: 16)
    /// A number or address may be spelled out.
    static let spelled = SuspicionKinds(rawValue: 32)
    /// A word may be an identifier if its letters are read otherwise.
    static let readable = SuspicionKinds(rawValue: 64)
    /// The text says that something is to be read otherwise.
    static let announced = SuspicionKinds(rawValue: 128)

    /// What is undone by rewriting the text.
    static let rewritten: SuspicionKinds = [.folded, .escaped, .encoded, .markedUp, .separated, .spelled]
}

/// Judges one place of a text: whether a reader may see something else there than the bytes say.
///
/// `text` is what stands around the place, `SuspectSearch.reach` bytes on either side; nothing beyond it is looked at.
enum Suspicion {
    /// Judges a place; `isFound` says whether the rules found something there in the text itself.
    static func kinds(
        _ text: Span<UInt8>,
        at place: Int,
        isFound: Bool,
        _ runs: inout KnownRuns
    ) -> SuspicionKinds {
        let byte = text[place]
        if byte.isASCIILetterOrDigit {
            if isBeforeDoubleSpace(text, place, &runs) { return .separated }
            return text.isWordStart(place) ? word(text, place, isFound: isFound, &runs) : []
        }
        if byte >= 0xC0 { return CharacterFolding.change(in: text, at: place) != nil ? .folded : [] }
        let disguised = sign(text, place, &runs)
        return disguised.isEmpty ? address(text, place) : disguised
    }

    /// A sign that starts an escape or markup, or stands where none should.
    private static func sign(_ text: Span<UInt8>, _ place: Int, _ runs: inout KnownRuns) -> SuspicionKinds {
        let byte = text[place]
        if FoldTable.isHiddenControl(byte) { return .folded }
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "="):
            return Escapes.escape(in: text, at: place) != nil ? .escaped : []
        case UInt8(ascii: "\\"):
            if Escapes.escape(in: text, at: place) != nil { return .escaped }
            return Markup.piece(in: text, at: place) != nil ? .markedUp : []
        case UInt8(ascii: "+"):
            if place > 0, Escapes.escape(in: text, at: place - 1) != nil { return .escaped }
            if isInIsland(text, place) { return .encoded }
            return isOddSeparator(text, place, &runs) ? .separated : []
        case UInt8(ascii: "<"):
            return Markup.piece(in: text, at: place) != nil ? .markedUp : []
        case UInt8(ascii: "/"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "~"):
            if byte == UInt8(ascii: "/"), isInIsland(text, place) { return .encoded }
            if Markup.piece(in: text, at: place) != nil { return .markedUp }
            return isOddSeparator(text, place, &runs) ? .separated : []
        case UInt8(ascii: ","):
            if isHexadecimalList(text, place) { return .encoded }
            return isOddSeparator(text, place, &runs) ? .separated : []
        case UInt8(ascii: "-"):
            return isDoubledHyphen(text, place, &runs) ? .separated : []
        default:
            return isOddSeparator(text, place, &runs) ? .separated : []
        }
    }

    /// A sign of an address that is spelled out, at least in part.
    private static func address(_ text: Span<UInt8>, _ place: Int) -> SuspicionKinds {
        switch text[place] {
        case UInt8(ascii: "."):
            text.byte(place + 1).isASCIILetter && SpelledOut.isInAddress(text, place) ? .spelled : []
        case UInt8(ascii: "<"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "@"):
            SpelledOut.address(in: text, around: place) != nil ? .spelled : []
        default: []
        }
    }

    /// A word that is part of something spelled out, or says how something is to be read.
    static func kinds(_ text: Span<UInt8>, atCue place: Int) -> SuspicionKinds {
        switch text[place] | 0x20 {
        case UInt8(ascii: "d") where text.byte(place + 2) | 0x20 == UInt8(ascii: "t"):
            SpelledOut.isInAddress(text, place) ? .spelled : []
        case UInt8(ascii: "r"), UInt8(ascii: "b"): .announced
        default: isInNumber(text, place) ? .spelled : []
        }
    }

    // MARK: - Words

    /// Base64 or hexadecimal, an identifier in disguise, or the first of characters pulled apart.
    private static func word(
        _ text: Span<UInt8>,
        _ place: Int,
        isFound: Bool,
        _ runs: inout KnownRuns
    ) -> SuspicionKinds {
        var end = place
        var isPlain = !text[place].isASCIIDigit
        while end < text.count, text[end].isASCIILetterOrDigit {
            if end > place, text[end].asciiLowercased != text[end] || text[end].isASCIIDigit {
                isPlain = false
            }
            end += 1
        }
        // A word in small letters, or with a capital first, is a word.
        if isPlain && end - place > 2 { return [] }
        if end - place == 1 { return runs.singles(in: text, from: place) != nil ? .separated : [] }
        if Islands.island(in: text, at: place) != nil { return .encoded }
        return !isFound && Reading.isSuspicious(place..<end, in: text) ? .readable : []
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
    private static func isOddSeparator(_ text: Span<UInt8>, _ place: Int, _ runs: inout KnownRuns) -> Bool {
        SeparatedRuns.isOddSeparator(text[place]) && SeparatedRuns.run(in: text, around: place, &runs) != nil
    }

    private static func isBeforeDoubleSpace(_ text: Span<UInt8>, _ place: Int, _ runs: inout KnownRuns)
        -> Bool
    {
        SeparatedRuns.isBeforeDoubleSpace(text, place)
            && SeparatedRuns.run(in: text, around: place + 1, &runs) != nil
    }

    private static func isDoubledHyphen(_ text: Span<UInt8>, _ place: Int, _ runs: inout KnownRuns) -> Bool {
        SeparatedRuns.isDoubledHyphen(text, place) && SeparatedRuns.run(in: text, around: place, &runs) != nil
    }
}
