/// What looks like a name to the model and is none for a reason that a reader sees at once.
enum NameDoubts {
    /// Whether the tokens are an abbreviation, a word like any other, or the letter of a list's item with the word behind it.
    static func areNoName(_ tokens: [NameToken], _ name: Range<Int>) -> Bool {
        isAbbreviation(tokens, name) || isPlainWord(tokens, name) || isItem(tokens, name)
            || areLettersOfWord(tokens, name)
    }

    /// The name without titles before it: they are no part of it.
    static func withoutTitles(_ tokens: [NameToken], _ name: Range<Int>) -> Range<Int> {
        var start = name.lowerBound
        while start < name.upperBound, tokens[start].lexicon.has(.title), tokens[start].lexicon.forename < 2,
            tokens[start].lexicon.surname < 2
        {
            start += 1
            if start < name.upperBound, tokens[start].isMark(UInt8(ascii: ".")) { start += 1 }
        }
        return start..<name.upperBound
    }

    /// A short word of capitals that is no usual name: `NHS`, `GBR`, `TAs`.
    ///
    /// Initials of a person look the same; they say less than the abbreviations that would go with them.
    private static func isAbbreviation(_ tokens: [NameToken], _ name: Range<Int>) -> Bool {
        guard name.count == 1, let token = name.first.map({ tokens[$0] }) else { return false }
        guard !isBehindTitle(tokens, name) else { return false }
        if token.shape == .capitals, token.length <= 2 { return true }
        let isShort =
            token.shape == .capitals && token.length == 3
            || token.shape == .inner && token.length <= 4 && token.suffix & 0xFF == UInt32(UInt8(ascii: "s"))
        return isShort && token.lexicon.forename < 2
    }

    /// A town or country that is hardly anybody's name, unless the words around say a person: `Berlin`, `Nepal`.
    static func isPlace(_ tokens: [NameToken], _ name: Range<Int>, _ likelihood: Float) -> Bool {
        guard name.count == 1, likelihood < placeLikelihoodMin,
            let word = name.first.map({ tokens[$0].lexicon })
        else { return false }
        return word.has(.place) && word.forename < 2 && word.surname < 2 && !isBehindTitle(tokens, name)
    }

    private static let placeLikelihoodMin: Float = 0.7

    /// One word of the dictionary that is nobody's name: `Maths`, `Safeguarding`.
    private static func isPlainWord(_ tokens: [NameToken], _ name: Range<Int>) -> Bool {
        guard name.count == 1, let word = name.first.map({ tokens[$0].lexicon }) else { return false }
        return word.word >= 2 && word.forename < 2 && word.surname < 2 && !isBehindTitle(tokens, name)
    }

    private static func isBehindTitle(_ tokens: [NameToken], _ name: Range<Int>) -> Bool {
        name.lowerBound > 0 && tokens[name.lowerBound - 1].lexicon.has(.title)
    }

    /// Letters with full stops between them that are no initials: more than three, with a letter right behind, or `D.O.B.`.
    private static func areLettersOfWord(_ tokens: [NameToken], _ name: Range<Int>) -> Bool {
        guard name.allSatisfy({ tokens[$0].shape == .oneCapital || tokens[$0].kind == .mark }) else {
            return false
        }
        let count = name.count { tokens[$0].shape == .oneCapital }
        let last = tokens[name.upperBound - 1]
        let goesOn =
            name.upperBound < tokens.count && tokens[name.upperBound].isWord
            && tokens[name.upperBound].bytes.lowerBound == last.bytes.upperBound
        return count >= 2 && (goesOn || count > 3)
            || name.filter { tokens[$0].isWord }.map { tokens[$0].prefix }.elementsEqual(dateOfBirth)
    }

    private static let dateOfBirth = "dob".utf8.map { UInt32($0) }

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
