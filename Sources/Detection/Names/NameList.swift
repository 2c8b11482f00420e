/// Lists of people with the surname in capitals, line by line: `NGUYEN, Bao` as registers and cast lists have them.
///
/// The model doubts `KENT, Miles` and `BILL, Florence`, whose words are something else as well; several such lines in a row
/// leave no doubt.
enum NameList {
    /// How likely a name in a list is a person.
    static let likelihood: Float = 0.98

    /// So many lines make a list.
    private static let lineCountMin = 3

    /// The names, as places among the tokens; none if there are too few, or not every second has a forename on record.
    static func names(in tokens: [NameToken]) -> [Range<Int>] {
        var names: [Range<Int>] = []
        var forenameCount = 0
        for comma in tokens.indices where tokens[comma].isMark(UInt8(ascii: ",")) {
            guard let first = surnameStart(tokens, before: comma), startsLine(tokens, first),
                comma + 1 < tokens.count, isForename(tokens[comma + 1])
            else { continue }
            if tokens[comma + 1].lexicon.forename >= 2 { forenameCount += 1 }
            names.append(first..<forenameEnd(tokens, from: comma + 1))
        }
        return names.count >= lineCountMin && forenameCount * 2 >= names.count ? names : []
    }

    /// Where the words of capitals start that end before a comma, hyphens between them.
    private static func surnameStart(_ tokens: [NameToken], before comma: Int) -> Int? {
        var place = comma
        while place > 0, isSurname(tokens[place - 1]) {
            place -= 1
            if place > 1, tokens[place - 1].isMark(UInt8(ascii: "-")), isSurname(tokens[place - 2]) {
                place -= 1
            }
        }
        return (1...5).contains(comma - place) ? place : nil
    }

    private static func isSurname(_ token: NameToken) -> Bool {
        token.isWord && (token.shape == .capitals || token.shape == .inner) && token.length > 1
    }

    private static func isForename(_ token: NameToken) -> Bool {
        token.isWord && (token.shape == .capitalized || token.shape == .inner) && !token.lexicon.has(.never)
    }

    /// Whether nothing but numbers and marks stands before a token on its line.
    private static func startsLine(_ tokens: [NameToken], _ first: Int) -> Bool {
        var place = first
        while place > 0, tokens[place - 1].kind != .lineBreak {
            guard tokens[place - 1].kind != .word, tokens[place - 1].kind != .mixed else { return false }
            place -= 1
        }
        return true
    }

    /// Where the forenames end, at most three.
    private static func forenameEnd(_ tokens: [NameToken], from start: Int) -> Int {
        var end = start + 1
        while end < tokens.count, end < start + 3 {
            let joined =
                tokens[end].isMark(UInt8(ascii: "-")) && end + 1 < tokens.count && isForename(tokens[end + 1])
            guard joined || isForename(tokens[end]) else { break }
            end += joined ? 2 : 1
        }
        return end
    }
}
