/// Where in an HTML tag a text stands.
///
/// Source: WHATWG HTML, 13.2.5 “Tokenization”, tag open state to after attribute value (quoted) state. Followed exactly as far as it
/// decides which `>` ends the tag: a quote that we took for one and a browser did not would hide the next tag.
enum TagState: Equatable {
    /// Not in a tag.
    case outside
    /// Behind `<`.
    case opened
    /// In the name; also all of `<!…>`.
    case name
    case beforeAttribute
    case attribute
    case afterAttribute
    /// Behind `=`.
    case beforeValue
    case unquotedValue
    /// Up to this quote.
    case quotedValue(UInt8)

    var isOutside: Bool {
        if case .outside = self { true } else { false }
    }

    /// The state behind this byte.
    func next(_ byte: UInt8) -> TagState {
        if case .quotedValue(let quote) = self { return byte == quote ? .beforeAttribute : self }
        if self == .outside { return .outside }
        if self == .opened {
            return byte.isASCIILetter || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!")
                ? .name : .outside
        }
        if byte == UInt8(ascii: ">") { return .outside }
        let isSpace = byte <= 0x20
        switch self {
        case .name:
            if isSpace || byte == UInt8(ascii: "/") { return .beforeAttribute }
            return byte.isInTagName ? .name : .outside
        case .beforeValue:
            if isSpace { return self }
            return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
                ? .quotedValue(byte) : .unquotedValue
        case .unquotedValue:
            return isSpace ? .beforeAttribute : self
        case .attribute, .afterAttribute:
            if byte == UInt8(ascii: "=") { return .beforeValue }
            if isSpace { return .afterAttribute }
            return byte == UInt8(ascii: "/") ? .beforeAttribute : .attribute
        default:
            return isSpace || byte == UInt8(ascii: "/") ? .beforeAttribute : .attribute
        }
    }
}

extension UInt8 {
    /// What names of elements consist of: `<jo@school.example>` is an address, no tag.
    fileprivate var isInTagName: Bool {
        isASCIILetter || isASCIIDigit || self >= 0x80 || "-_.:".utf8.contains(self)
    }
}
