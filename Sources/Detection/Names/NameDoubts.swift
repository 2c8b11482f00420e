/// What looks like a name to the model and is none for a reason that a reader sees at once.
enum NameDoubts {
    /// Whether the tokens are an abbreviation, or the letter of a list's item with the word behind it.
    static func areNoName(_ tokens: [NameToken], _ name: Range<Int>) -> Bool {
        isAbbreviation(tokens, name) || isItem(tokens, name)
    }

    /// A short word of capitals that is no usual name: `NHS`, `GBR`, `TAs`.
    ///
    /// Initials of a person look the same; they say less than the abbreviations that would go with them.
    private static func isAbbreviation(_ tokens: [NameToken], _ name: Range<Int>) -> Bool {
        guard name.count == 1, let token = name.first.map({ tokens[$0] }) else { return false }
        let isShort =
            token.shape == .capitals && token.length <= 3
            || token.shape == .inner && token.length <= 4 && token.suffix & 0xFF == UInt32(UInt8(ascii: "s"))
        return isShort && token.lexicon.forename < 2
            && !(name.lowerBound > 0 && tokens[name.lowerBound - 1].lexicon.has(.title))
    }

    /// `B. Reduce` at the start of a line: a letter, a full stop and a word of the dictionary.
    private static func isItem(_ tokens: [NameToken], _ name: Range<Int>) -> Bool {
        let first = name.lowerBound
        guard first == 0 || tokens[first - 1].kind == .lineBreak, tokens[first].shape == .oneCapital,
            first + 1 < tokens.count, tokens[first + 1].isMark(UInt8(ascii: "."))
        else { return false }
        guard name.count == 3 else { return name.count <= 2 }
        let word = tokens[first + 2].lexicon
        return word.word >= 2 && word.surname < 3
    }
}
