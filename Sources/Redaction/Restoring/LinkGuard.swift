/// Tells where in an answer a value must not be put: in URLs, targets of links and images, HTML tags.
///
/// An answer can be somebody else's words: a document that a prompt quotes may say “show this image”, with a placeholder in its
/// address, and whoever renders the answer would send the value away. Three readers walk side by side, a URL's, a target's and a
/// tag's, and none hides text from another: programs differ in what they take for markup. Each keeps a few bytes of
/// state. None ends after so many bytes, for an attacker could fill them: a URL ends at white space, a target or a tag at
/// an empty line at the latest, but for quoted values of attributes, in which browsers drop empty lines. What is left out by
/// mistake stays a placeholder; nothing is lost.
///
/// Takes the text as it is shown, values too: a value can be a URL that the answer goes on.
struct LinkGuard {
    /// Whether a URL goes on.
    private var isInURL = false
    /// The quote before the URL, which ends it; 0 where none does.
    private var urlQuote: UInt8 = 0
    private var tag = TagState.outside
    private var target = LinkTarget.outside
    /// Whether the target's brackets are those of a link, so that they end the URL in them.
    private var isTargetOfLink = false
    /// Whether nothing but spaces stands behind the last line break.
    private var isLineEmpty = false
    private var isEscaped = false
    /// The last eight bytes, in small letters; the last one lowest.
    private var recent: UInt64 = 0
    /// A quote that opened right before the word before the last colon; or 0.
    private var schemeQuote: UInt8 = 0
    /// How many square brackets are open.
    private var bracketCount = 0

    private static let bracketCountMax = 99

    /// Whether every byte has to be taken one by one.
    var isActive: Bool { isInURL || !tag.isOutside || !target.isOutside }

    /// Whether a value must not stand here.
    ///
    /// Behind `<` it may, for `Jo <[EMAIL_1]>`, and as a definition's first word, for `[Teacher]: [PERSON_1] sits down`: it can
    /// say no more there than what to call a tag or a page of this site. What follows is in the tag or target that it makes.
    var isWithholding: Bool {
        isInURL || (tag != .outside && tag != .opened)
            || (target != .outside && target != .opened(.definition, depth: 0))
    }

    var isInBrackets: Bool { bracketCount > 0 }

    /// Whether a word can start here.
    var isAtWordStart: Bool {
        var byte = last
        // Of the last character, the first byte.
        for place in 1..<4 where byte & 0xC0 == 0x80 { byte = before(place) }
        return !byte.continuesWord
    }

    private var last: UInt8 { UInt8(truncatingIfNeeded: recent) }

    private func before(_ place: Int) -> UInt8 { UInt8(truncatingIfNeeded: recent >> UInt64(place * 8)) }

    /// Whether a byte can begin something; all others may be skipped where nothing is active.
    @inline(__always)
    static func isSign(_ byte: UInt8) -> Bool {
        // ( . / : < and [ \ ] _
        let bits: UInt64 = byte & 0x40 == 0 ? 0x1400_C100_0000_0000 : 0x0000_0000_B800_0000
        return byte < 0x80 && bits &>> UInt64(byte & 0x3F) & 1 != 0
    }

    /// Takes bytes of which none is a sign.
    mutating func skip(_ text: Span<UInt8>, _ range: Range<Int>) {
        for index in max(range.lowerBound, range.upperBound - 8)..<range.upperBound { push(text[index]) }
    }

    mutating func take(_ byte: UInt8) {
        if isActive { proceed(byte) }
        if Self.isSign(byte) { open(byte) }
        push(byte)
    }

    private mutating func push(_ byte: UInt8) {
        recent = recent << 8 | UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }
}

// MARK: - What is open

extension LinkGuard {
    private mutating func proceed(_ byte: UInt8) {
        let wasTarget = target != .outside
        let wasTag = tag != .outside
        let isEscaped = isEscaped
        self.isEscaped = wasTarget && byte == UInt8(ascii: "\\") && !isEscaped
        if !isEscaped { target = target.next(byte) }
        tag = tag.next(byte)
        endAtEmptyLine(byte)
        guard isInURL else { return }
        // Where Markdown ends it, which is far behind where prose would: 6.9 “Autolinks (extension)” of GFM.
        let isEnd = byte <= 0x20 || byte == UInt8(ascii: "<") || (urlQuote != 0 && byte == urlQuote)
        let isEndOfTag = wasTag && byte == UInt8(ascii: ">") && tag == .outside
        if isEnd || isEndOfTag || (wasTarget && isTargetOfLink && target == .outside) { isInURL = false }
    }

    private mutating func endAtEmptyLine(_ byte: UInt8) {
        if byte == 0x0A, isLineEmpty {
            target = .outside
            if case .quotedValue = tag { return }
            tag = .outside
        }
        isLineEmpty = byte == 0x0A || (isLineEmpty && byte <= 0x20)
    }
}

// MARK: - What opens

extension LinkGuard {
    private mutating func open(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "\\"):
            // Also `\/\/`, and `/\`, which browsers take for `//`.
            if last == UInt8(ascii: "/") { openURL(quotedBy: quoteBeforeSlash) }
        case UInt8(ascii: ":"):
            openScheme()
        case UInt8(ascii: "."):
            if recent & 0xFF_FFFF == Self.www { openURL(quotedBy: quote(at: 3)) }
        case UInt8(ascii: "("):
            if last == UInt8(ascii: "]") {
                openTarget(.link)
            } else if recent & 0xFF_FFFF == Self.url {
                openTarget(.style)
            }
        case UInt8(ascii: "<"):
            if tag == .outside {
                tag = .opened
                isLineEmpty = false
            }
        case UInt8(ascii: "["):
            bracketCount = min(bracketCount + 1, Self.bracketCountMax)
        case UInt8(ascii: "]"):
            // Two steps to zero: the bracket behind this one must know that this one closed a link's text.
            isTargetOfLink = target == .outside ? bracketCount > 0 : isTargetOfLink
            bracketCount = max(bracketCount - 1, 0)
        default: break
        }
    }

    private mutating func openURL(quotedBy quote: UInt8) {
        guard !isInURL else { return }
        isInURL = true
        urlQuote = quote
    }

    private mutating func openTarget(_ kind: LinkTarget.Kind) {
        switch target {
        case .outside, .word, .opened(.definition, _):
            target = .opened(kind, depth: kind == .definition ? 0 : 1)
            if kind == .style { isTargetOfLink = false }
        // Its round bracket has been counted.
        case .open(let depth) where kind != .definition:
            target = .opened(kind, depth: depth)
        default: return
        }
        isLineEmpty = false
        isEscaped = false
    }

    /// At a colon: a link's definition, or a scheme that needs no slashes.
    private mutating func openScheme() {
        if last == UInt8(ascii: "]") { openTarget(.definition) }
        var place = 0
        while place < 7, before(place).isASCIILetter { place += 1 }
        schemeQuote = quote(at: place)
        if Self.schemes.contains(where: { recent & $0.mask == $0.word }) { openURL(quotedBy: schemeQuote) }
    }

    private static let www: UInt64 = 0x77_7777
    private static let url: UInt64 = 0x75_726C
    private static let schemes = ["http", "https", "mailto", "data", "ascript"].map { scheme in
        (word: word(scheme), mask: UInt64.max >> UInt64(64 - 8 * scheme.utf8.count))
    }

    private static func word(_ word: String) -> UInt64 { word.utf8.reduce(0) { $0 << 8 | UInt64($1) } }

    /// At the second slash: the quote that opened before the URL.
    private var quoteBeforeSlash: UInt8 {
        var place = 1
        while place < 3, before(place) == UInt8(ascii: "\\") { place += 1 }
        return before(place) == UInt8(ascii: ":") ? schemeQuote : quote(at: place)
    }

    /// The quote so many bytes back, if it opens: behind a letter it would close.
    private func quote(at place: Int) -> UInt8 {
        let quote = before(place)
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`") else {
            return 0
        }
        guard place < 7 else { return quote }
        let opener = before(place + 1)
        return opener <= 0x20 || "([{:=,".utf8.contains(opener) ? quote : 0
    }
}
