/// Turns words and phrases into a pattern that finds any of them as whole words.
enum WordList {
    /// - Throws: `PatternSyntaxError.empty` when there is no word.
    static func node(_ words: [String], caseSensitive: Bool) throws(PatternSyntaxError) -> PatternNode {
        // The longest first: PCRE2 takes the first alternative that fits, not the longest.
        let sorted = Set(words).filter { !$0.isEmpty }.sorted { a, b in
            (a.utf8.count, b) > (b.utf8.count, a)
        }
        guard !sorted.isEmpty else { throw PatternSyntaxError(.empty, at: 0) }
        let choice = PatternNode.group(opening: Array("(?:".utf8), .choice(sorted.map(phrase)))
        return caseSensitive ? choice : .sequence([.option(source: Array("(?i)".utf8)), choice])
    }

    private static func phrase(_ text: String) -> PatternNode {
        var parts: [PatternNode] = []
        var isAfterSpace = false
        for scalar in text.unicodeScalars {
            let isSpace = scalar == " " || scalar == "\t" || scalar == "\n"
            if !isSpace {
                parts.append(character(scalar))
            } else if !isAfterSpace {
                parts.append(.repetition(whiteSpace, count: 1...4, mode: []))
            }
            isAfterSpace = isSpace
        }
        return .sequence(parts)
    }

    /// A phrase may be broken over lines.
    private static let whiteSpace = PatternNode.character(source: Array("\\s".utf8), width: 1...1)

    private static func character(_ scalar: Unicode.Scalar) -> PatternNode {
        let bytes = Array(String(scalar).utf8)
        if scalar == "'" || scalar == "\u{2019}" {
            // People type the straight apostrophe, word processors the curly one.
            return .group(
                opening: Array("(?:".utf8),
                .choice([
                    .character(source: [UInt8(ascii: "'")], width: 1...1),
                    .character(source: Array("\u{2019}".utf8), width: 3...3),
                ])
            )
        }
        let isPlain = bytes.count > 1 || bytes[0].isASCIILetter || bytes[0].isASCIIDigit
        return .character(
            source: isPlain ? bytes : [UInt8(ascii: "\\")] + bytes, width: bytes.count...bytes.count)
    }
}
