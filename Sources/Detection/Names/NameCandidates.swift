/// Which tokens could be part of a name: the rest of a text costs next to nothing.
///
/// Words with a capital, and in small letters those that are names rather than words or no words of the dictionary; marks
/// and particles between them. What stands in one row is decided together.
package struct NameCandidates {
    /// The rows, as places among the tokens.
    package private(set) var rows: [Range<Int>] = []
    private var kinds: [Kind] = []
    /// Whether the text is written without capitals.
    package private(set) var isCareless = false

    private enum Kind: UInt8 {
        case none, word, link
    }

    /// A longer row is a text in capitals; it is decided in parts.
    package static let rowCountMax = 40

    package init() {}

    package mutating func find(in tokens: [NameToken]) { find(in: tokens) { _ in false } }

    /// Finds the rows, with words in them that are names for another reason.
    mutating func find(in tokens: [NameToken], with isName: (NameToken) -> Bool) {
        rows.removeAll(keepingCapacity: true)
        kinds.removeAll(keepingCapacity: true)
        isCareless = Self.isCareless(tokens)
        for token in tokens { kinds.append(mayBeName(token) || isName(token) ? .word : .none) }
        for place in tokens.indices where kinds[place] == .none && isLink(place, tokens) {
            kinds[place] = .link
        }
        var place = 0
        while place < kinds.count {
            guard kinds[place] == .word else {
                place += 1
                continue
            }
            var end = place + 1
            while end < kinds.count, end - place < Self.rowCountMax, kinds[end] != .none { end += 1 }
            rows.append(place..<end)
            place = end
        }
    }

    private func mayBeName(_ token: NameToken) -> Bool {
        guard token.kind == .word, token.length < 40 else { return false }
        let entry = token.lexicon
        guard token.shape == .small else { return !entry.has(.never) }
        switch entry.word {
        case 0:
            return (token.length > 2 || isCareless && token.length == 2 && entry.forename >= 2)
                && !entry.has(.never)
        case 1: return entry.forename >= 2 && !entry.has(.never)
        case 2: return isCareless && entry.forename >= 2
        default: return false
        }
    }

    /// Whether hardly a word has a capital: then names that are words (`poppy`, `hope`) are asked about too.
    private static func isCareless(_ tokens: [NameToken]) -> Bool {
        var (words, capitals) = (0, 0)
        for token in tokens where token.kind == .word {
            words += 1
            if token.shape != .small { capitals += 1 }
        }
        return capitals * 20 <= words
    }

    /// A mark or particle between two words that may be names.
    private func isLink(_ place: Int, _ tokens: [NameToken]) -> Bool {
        guard place > 0 else { return false }
        let token = tokens[place]
        let isFollowed = place + 1 < tokens.count && kinds[place + 1] == .word
        if token.kind == .word {
            return token.lexicon.has(.particle) && token.shape == .small && isFollowed
                && (kinds[place - 1] == .word || tokens[place - 1].lexicon.has(.particle))
        }
        guard token.kind == .mark, kinds[place - 1] == .word else { return false }
        switch UInt8(truncatingIfNeeded: token.key) {
        case UInt8(ascii: "-"):
            return isFollowed && tokens[place - 1].bytes.upperBound == token.bytes.lowerBound
                && token.bytes.upperBound == tokens[place + 1].bytes.lowerBound
        case UInt8(ascii: ","):
            return isFollowed && tokens[place - 1].shape != .small && tokens[place + 1].shape != .small
        case UInt8(ascii: "."):
            guard tokens[place - 1].shape == .oneCapital else { return false }
            return isFollowed || place > 1 && tokens[place - 2].isMark(UInt8(ascii: "."))
        default: return false
        }
    }
}
