/// What the persons are called whose names were found, word by word, so that a part of a name is found elsewhere too.
///
/// Holds hashes, no text.
public struct NameMemory: Sendable {
    /// More words are not kept: a text with as many names is a list, which blocks as a whole.
    static let wordCountMax = 20_000

    private var words: Set<UInt64> = []

    public init() {}

    public var isEmpty: Bool { words.isEmpty }

    func holds(_ token: NameToken) -> Bool { token.isWord && words.contains(token.key) }

    /// Notes a word, and the same with an `s` behind it: `kacpers dad`.
    mutating func insert(_ word: NameToken) {
        guard words.count < Self.wordCountMax else { return }
        words.insert(word.key)
        words.insert(word.keyWithS)
    }
}

/// How sure a name must be for its words to be remembered, and a word of it to be found again.
///
/// Chosen on the development texts: what lower figures find more of there is what they find wrongly in texts about nobody.
enum NameRecall {
    /// Of what the rule that asks the model gives at most, in percent, a name of several words must have so much.
    static let wholePercentMin = 45
    /// … and a single word so much, for it may be any word; a usual forename needs nothing but to be found.
    static let singlePercentMin = 85

    /// What a name of these words must have, in percent.
    static func percentMin(of words: [NameToken]) -> Int {
        guard words.count == 1, let word = words.first else { return wholePercentMin }
        return word.lexicon.forename >= 2 ? 0 : singlePercentMin
    }

    /// How likely a word that is remembered must be a person at its place, from 0 to 1.
    ///
    /// A word that is nothing but a name is believed at once; `Will`, `May` and `Chester`, `khan` and `rose` only where the tagger
    /// leans to a person itself. It asks about words in small letters here that it passes over otherwise.
    static func likelihoodMin(of token: NameToken) -> Float {
        let entry = token.lexicon
        let isOther = entry.word >= 2 || entry.has(.calendar) || entry.has(.place) || entry.has(.organisation)
        if token.shape == .small { return isOther ? 0.4 : entry.word == 1 ? 0.15 : 0.03 }
        return isOther ? 0.3 : 0.05
    }

    /// Whether a word of a name says who is meant.
    ///
    /// Two or three capitals are initials, and as often the head of a column.
    static func isTelling(_ token: NameToken) -> Bool {
        guard token.isWord, token.length > (token.shape == .capitals ? 3 : 1) else { return false }
        let entry = token.lexicon
        guard entry.word < 2 || entry.forename > 0 || entry.surname > 0 else { return false }
        return ![.particle, .title, .role, .never].contains { token.lexicon.has($0) }
    }
}
