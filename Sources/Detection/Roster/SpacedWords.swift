/// Names with a space after each letter: `S m i t h`.
///
/// Views put digits together that stand apart, but not letters: prose has too many single ones. Here the roster decides.
enum SpacedWords {
    /// So many letters in a row are one word.
    private static let countMin = 3

    /// Whether anything in a row looks like it.
    static func holdsAny(_ tokens: [NameToken]) -> Bool {
        var count = 0
        for token in tokens {
            count = token.isWord && token.length == 1 ? count + 1 : 0
            if count >= countMin { return true }
        }
        return false
    }

    /// The tokens with each such word as one.
    static func joined(_ tokens: [NameToken]) -> [NameToken] {
        var out: [NameToken] = []
        var place = 0
        while place < tokens.count {
            var end = place
            while end < tokens.count, isLetter(tokens[end]),
                end == place || follows(tokens[end], tokens[end - 1])
            {
                end += 1
            }
            if end - place >= countMin {
                out.append(word(tokens[place..<end]))
                place = end
            } else {
                out.append(tokens[place])
                place += 1
            }
        }
        return out
    }

    private static func isLetter(_ token: NameToken) -> Bool { token.isWord && token.length == 1 }

    /// Two spaces part words.
    private static func follows(_ token: NameToken, _ before: NameToken) -> Bool {
        token.bytes.lowerBound == before.bytes.upperBound + 1
    }

    private static func word(_ letters: ArraySlice<NameToken>) -> NameToken {
        let bytes = letters.map { UInt8(truncatingIfNeeded: $0.prefix) }
        let isCapital = letters.first?.shape == .oneCapital
        return NameToken(
            bytes: (letters.first?.bytes.lowerBound ?? 0)..<(letters.last?.bytes.upperBound ?? 0),
            kind: .word,
            shape: isCapital ? .capitalized : .small, key: FoldedKey.key(of: bytes),
            prefix: bytes.prefix(4).enumerated().reduce(0) {
                $0 | UInt32($1.element) << UInt32(8 * $1.offset)
            },
            suffix: bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }, length: UInt8(min(255, bytes.count)))
    }
}
