internal import Detection

/// The words of placeholders: our own, and what a model makes of the commonest when it translates a letter.
///
/// Closed tables of the languages that schools write to families in. Inflected forms stand where models use them. A word
/// may mean several things (Spanish `NOMBRE`, a forename or a name): it counts where the exchange has one of them only.
enum PlaceholderWords {
    /// As we write them.
    static let entities = trie(EntityType.allCases.map { ($0.rawValue, bit($0)) })
    /// As we write them.
    static let forms = trie(Placeholder.Form.allCases.map { ($0.rawValue, bit($0)) })

    static let translatedEntities = trie(
        EntityType.allCases.map { ($0.rawValue, bit($0)) },
        and: PlaceholderTranslations.entities.flatMap { entity, words in
            words.split(whereSeparator: \.isWhitespace).map { (String($0), bit(entity)) }
        })

    static let translatedForms = trie(
        Placeholder.Form.allCases.map { ($0.rawValue, bit($0)) },
        and: PlaceholderTranslations.forms.flatMap { forms, words in
            words.split(whereSeparator: \.isWhitespace).map { (String($0), forms.reduce(0) { $0 | bit($1) }) }
        })

    /// By their bits.
    static let allEntities = EntityType.allCases
    /// By their bits.
    static let allForms = Placeholder.Form.allCases

    static func bit(_ entity: EntityType) -> UInt64 {
        1 << (EntityType.allCases.firstIndex(of: entity) ?? 63)
    }

    static func bit(_ form: Placeholder.Form) -> UInt64 {
        1 << (Placeholder.Form.allCases.firstIndex(of: form) ?? 63)
    }

    /// Our own words keep their one meaning, whatever they mean in another language.
    private static func trie(_ own: [(String, UInt64)], and others: [(String, UInt64)] = []) -> WordTrie {
        var trie = WordTrie()
        for (word, meaning) in own { trie.insert(word, meaning: meaning) }
        let taken = Set(own.map(\.0))
        for (word, meaning) in others where !taken.contains(word) { trie.insert(word, meaning: meaning) }
        return trie
    }
}
