/// JSON strings: reading and writing escapes.
public enum JSONString {
    /// Appends a string token: quotes, and only the escapes that JSON asks for.
    ///
    /// The text is well-formed UTF-8, unescaped.
    public static func append(escaping text: Span<UInt8>, to out: inout [UInt8]) {
        out.append(.quote)
        append(escapingContent: text, to: &out)
        out.append(.quote)
    }

    /// Appends what stands between a token's quotes: for text that is put into a string that is there already.
    ///
    /// The text is well-formed UTF-8, unescaped.
    public static func append(escapingContent text: Span<UInt8>, to out: inout [UInt8]) {
        var run = 0
        for i in text.indices where needsEscape(text[i]) {
            out.append(copying: text, run..<i)
            appendEscape(of: text[i], to: &out)
            run = i + 1
        }
        out.append(copying: text, run..<text.count)
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < .space || byte == .quote || byte == .backslash
    }

    private static func appendEscape(of byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case .quote: out += "\\\"".utf8
        case .backslash: out += "\\\\".utf8
        case .lf: out += "\\n".utf8
        case .cr: out += "\\r".utf8
        case .tab: out += "\\t".utf8
        default:
            out += "\\u00".utf8
            out.append(hexCharacter(byte >> 4))
            out.append(hexCharacter(byte & 0x0F))
        }
    }

    private static func hexCharacter(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

// MARK: - Reading

extension JSONString {
    /// The text behind the inside of a token that the parser has accepted.
    static func unescaped(_ inner: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(inner.count)
        var at = inner.startIndex
        while let escape = inner[at...].firstIndex(of: .backslash) {
            text += inner[at..<escape]
            at = appendCharacter(of: inner, at: escape, to: &text)
        }
        text += inner[at...]
        return text
    }

    /// The character behind one escape; half a surrogate pair, and what is no escape, as the replacement character.
    public static func unescaped(escape: ArraySlice<UInt8>) -> [UInt8] {
        let unknown = Array("\u{FFFD}".utf8)
        guard escape.count >= 2, escape.first == .backslash else { return unknown }
        var text: [UInt8] = []
        if escape[escape.startIndex + 1] == UInt8(ascii: "u") {
            guard escape.count == 6, Unicode.Scalar(codeUnit(escape, at: escape.startIndex)) != nil else {
                return unknown
            }
        }
        _ = appendCharacter(of: escape, at: escape.startIndex, to: &text)
        return text
    }

    /// Appends the character behind the escape that starts here and returns where the text goes on.
    private static func appendCharacter(
        of inner: ArraySlice<UInt8>,
        at escape: Int,
        to text: inout [UInt8]
    ) -> Int {
        switch inner[escape + 1] {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(.lf)
        case UInt8(ascii: "r"): text.append(.cr)
        case UInt8(ascii: "t"): text.append(.tab)
        case UInt8(ascii: "u"):
            let first = codeUnit(inner, at: escape)
            guard (0xD800..<0xDC00).contains(first) else {
                appendUTF8(first, to: &text)
                return escape + 6
            }
            let second = codeUnit(inner, at: escape + 6)
            appendUTF8(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00), to: &text)
            return escape + 12
        case let byte: text.append(byte)
        }
        return escape + 2
    }

    private static func codeUnit(_ inner: ArraySlice<UInt8>, at escape: Int) -> UInt32 {
        inner[escape + 2..<escape + 6].reduce(0) { $0 << 4 | UInt32(hexDigit($1) ?? 0) }
    }

    private static func appendUTF8(_ value: UInt32, to text: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else {
            preconditionFailure("the parser let a lone surrogate through")
        }
        text += encoded
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
