/// A sign of a text as a reader sees it: `ＡＤＨＤ`, `dа​d` with a Cyrillic letter and something invisible in it are `adhd` and `dad`.
struct MatterSign {
    enum Kind {
        /// Looks like this letter or digit of ASCII.
        case letter(UInt8)
        /// A letter beyond ASCII, or bytes that are no text: as they are.
        case letters
        case apostrophe
        /// A space, or a mark; both part words.
        case gap
        /// It cannot be seen, and parts nothing.
        case nothing
    }

    let kind: Kind
    let byteCount: Int

    init(at place: Int, in text: Span<UInt8>) {
        let byte = text[place]
        guard byte >= 0x80 else {
            (kind, byteCount) = (Self.plain(byte), 1)
            return
        }
        guard let (scalar, width) = text.scalar(at: place) else {
            (kind, byteCount) = (.letters, 1)
            return
        }
        byteCount = width
        kind =
            switch FoldTable.fold(scalar) {
            case .drop, .mark: .nothing
            case .ascii(let seen), .confusable(let seen): Self.plain(seen)
            case .typographic(let seen): seen == UInt8(ascii: "'") ? .apostrophe : .gap
            // Spaces, dashes, quotation marks and dots.
            case .keep: (0x2000...0x206F).contains(scalar) ? .gap : .letters
            }
    }

    private static func plain(_ byte: UInt8) -> Kind {
        if byte.isASCIILetterOrDigit { return .letter(byte) }
        if byte == UInt8(ascii: "'") { return .apostrophe }
        return FoldTable.isHiddenControl(byte) ? .nothing : .gap
    }

    /// Whether it is seen as part of a word.
    var isOfWord: Bool {
        switch kind {
        case .letter, .letters: true
        case .apostrophe, .gap, .nothing: false
        }
    }

    /// Whether a word goes on behind it.
    func isBeforeLetter(at place: Int, in text: Span<UInt8>) -> Bool {
        place + byteCount < text.count && MatterSign(at: place + byteCount, in: text).isOfWord
    }
}
