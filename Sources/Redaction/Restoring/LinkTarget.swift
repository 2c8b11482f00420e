/// Where in the target of a Markdown link, a link's definition or CSS `url()` a text stands.
///
/// Source: CommonMark 0.31, 6.3 “Links” and 4.7 “Link reference definitions”.
enum LinkTarget: Equatable {
    /// What opened a target.
    enum Kind {
        /// `](`
        case link
        /// `]:`
        case definition
        /// `url(`
        case style
    }

    case outside
    /// Behind what opened it, before the target itself, in as many round brackets.
    case opened(Kind, depth: Int)
    /// In `<…>`, where brackets mean nothing.
    case angle(Kind, depth: Int)
    /// In a string of CSS, up to this quote.
    case quoted(UInt8, depth: Int)
    /// In as many round brackets.
    case open(depth: Int)
    /// In the target of a definition: up to white space.
    case word

    /// In how many round brackets.
    private var depth: Int {
        switch self {
        case .outside, .word: 0
        case .opened(_, let depth), .angle(_, let depth), .quoted(_, let depth), .open(let depth): depth
        }
    }

    var isOutside: Bool {
        if case .outside = self { true } else { false }
    }

    /// The state behind this byte, which no backslash escapes.
    func next(_ byte: UInt8) -> LinkTarget {
        let isSpace = byte <= 0x20
        // One that begins in another may be none: then its brackets are the other one's.
        let isDeeper = byte == UInt8(ascii: "(") && depth > 1
        switch self {
        case .outside: return .outside
        case .opened(let kind, let depth): return isSpace ? self : Self.first(byte, of: kind, depth)
        case .angle(let kind, let depth):
            guard byte == UInt8(ascii: ">") || byte == 0x0A else {
                return isDeeper ? .angle(kind, depth: depth + 1) : self
            }
            return kind == .definition ? .outside : .open(depth: depth)
        case .quoted(let quote, let depth):
            if byte == quote { return .open(depth: depth) }
            return isDeeper ? .quoted(quote, depth: depth + 1) : self
        case .word: return isSpace ? .outside : self
        case .open(let depth):
            if byte == UInt8(ascii: "(") { return .open(depth: depth + 1) }
            guard byte == UInt8(ascii: ")") else { return self }
            return depth > 1 ? .open(depth: depth - 1) : .outside
        }
    }

    private static func first(_ byte: UInt8, of kind: Kind, _ depth: Int) -> LinkTarget {
        switch (kind, byte) {
        case (.link, UInt8(ascii: "<")), (.definition, UInt8(ascii: "<")): .angle(kind, depth: depth)
        case (.style, UInt8(ascii: "\"")), (.style, UInt8(ascii: "'")): .quoted(byte, depth: depth)
        // “[Teacher]: "Sit down, …"” tells who speaks.
        case (.definition, let byte):
            byte.isASCIILetter || byte.isASCIIDigit || "/\\.#?%&".utf8.contains(byte) ? .word : .outside
        default: open(depth: depth).next(byte)
        }
    }
}
