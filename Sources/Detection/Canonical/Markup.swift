/// Takes out markup that stands inside a value: HTML tags and comments, Markdown's emphasis and backslashes.
enum Markup {
    /// A piece of markup and what a reader sees in its place.
    struct Piece {
        let bytes: Range<Int>
        let text: [UInt8]
    }

    /// The longest tag or comment that is taken out, in bytes.
    static let byteCountMax = 200

    /// The markup that starts at a place; nil if none does.
    static func piece(in text: Span<UInt8>, at place: Int) -> Piece? {
        switch text[place] {
        case UInt8(ascii: "<"): tag(text, place)
        case UInt8(ascii: "/"): comment(text, place)
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "~"): emphasis(text, place)
        case UInt8(ascii: "\\"): backslash(text, place)
        default: nil
        }
    }

    static func rewrite(_ text: Span<UInt8>, in parts: [Range<Int>], with rewriter: inout Rewriter) {
        text.forEach(.marks, in: parts) { place in
            guard place >= rewriter.done, let piece = piece(in: text, at: place) else { return }
            rewriter.replace(piece.bytes, of: text, with: piece.text)
        }
    }

    // MARK: - HTML

    private static func tag(_ text: Span<UInt8>, _ place: Int) -> Piece? {
        let next = text.byte(place + 1)
        if text.holds(commentStart, at: place) { return closed(by: commentEnd, text, place) }
        guard next.isASCIILetter || (next == UInt8(ascii: "/") && text.byte(place + 2).isASCIILetter) else {
            return nil
        }
        var end = place + 1
        while end < text.count, end - place < byteCountMax, text[end] != UInt8(ascii: ">") {
            guard text[end] != UInt8(ascii: "<") else { return nil }
            end += 1
        }
        guard text.byte(end) == UInt8(ascii: ">") else { return nil }
        // An address in angle brackets is no tag.
        for index in place..<end where text[index] == UInt8(ascii: "@") { return nil }
        let name = next == UInt8(ascii: "/") ? place + 2 : place + 1
        func starts(_ names: [[UInt8]]) -> Bool { names.contains { text.holdsCaseless($0, at: name) } }
        let seen: [UInt8] = starts(cells) ? [0x09] : starts(lines) ? [0x0A] : []
        return Piece(bytes: place..<end + 1, text: seen)
    }

    /// Elements that start a new cell, and a new line: what stands in two of them is not one value.
    private static let cells = ["td", "th>", "th "].map { Array($0.utf8) }
    private static let lines = [
        "br", "p>", "p ", "div", "thead", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6",
        "hr",
    ].map { Array($0.utf8) }

    private static let commentStart = Array("<!--".utf8)
    private static let commentEnd = Array("-->".utf8)
    private static let cCommentEnd = Array("*/".utf8)

    private static func comment(_ text: Span<UInt8>, _ place: Int) -> Piece? {
        guard text.byte(place + 1) == UInt8(ascii: "*"), text.byte(place - 1).isASCIILetterOrDigit else {
            return nil
        }
        return closed(by: cCommentEnd, text, place)
    }

    private static func closed(by closing: [UInt8], _ text: Span<UInt8>, _ place: Int) -> Piece? {
        for end in place + 2..<max(place + 3, min(text.count, place + byteCountMax))
        where text.holds(closing, at: end) {
            return Piece(bytes: place..<end + closing.count, text: [])
        }
        return nil
    }

    // MARK: - Markdown

    /// Two or more of a sign, or one backtick, between letters or digits or beside a digit.
    private static func emphasis(_ text: Span<UInt8>, _ place: Int) -> Piece? {
        let sign = text[place]
        guard text.byte(place - 1) != sign else { return nil }
        var end = place
        while end < place + 4, text.byte(end) == sign { end += 1 }
        guard end - place <= 3, end - place >= 2 || sign == UInt8(ascii: "`") else { return nil }
        let before = text.byte(place - 1)
        let after = text.byte(end)
        let isInside = before.isASCIILetterOrDigit && after.isASCIILetterOrDigit
        guard isInside || before.isASCIIDigit || after.isASCIIDigit else { return nil }
        return Piece(bytes: place..<end, text: [])
    }

    /// `\_`, `\@`, `\-`, `\.` in a word.
    private static func backslash(_ text: Span<UInt8>, _ place: Int) -> Piece? {
        guard text.byte(place - 1).isASCIILetterOrDigit, text.byte(place + 2).isASCIILetterOrDigit,
            "_@-.+".utf8.contains(text.byte(place + 1))
        else { return nil }
        return Piece(bytes: place..<place + 1, text: [])
    }
}
