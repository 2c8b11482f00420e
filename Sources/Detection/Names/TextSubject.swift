/// What a part of a text is about, by its words: a lesson, or somebody.
package struct TextSubject: Sendable {
    /// From 0, somebody, to 8, a lesson; 9 where no word tells.
    package let tone: Int
    /// Whether so many words tell that it cannot be chance.
    private let isSure: Bool

    /// Whether the part is long enough to show its subject at all: a line or a short message is not.
    private let isClear: Bool

    /// So many words make sure.
    private static let sureCount = 10

    private static let clearCount = 4
    private static let clearWordCount = 60

    /// - Parameters:
    ///   - sum: What the words say, each from -2, somebody, to 2, a lesson.
    ///   - count: How many words say something.
    ///   - wordCount: How many words there are.
    init(sum: Int, count: Int, wordCount: Int) {
        // As if two more words had said nothing: one or two alone say little.
        let shared = count + 2
        tone = count == 0 ? 9 : max(0, min(8, (4 * shared + 3 * sum + shared / 2) / shared))
        isSure = count >= Self.sureCount
        isClear = count >= Self.clearCount && wordCount >= Self.clearWordCount
    }

    /// Whether it teaches: the people there are nobody's pupils.
    package var isLesson: Bool { isSure && (5...8).contains(tone) }

    /// Whether its words say that it is about somebody: a pupil's record, a letter home.
    package var isPersonal: Bool { isSure && tone <= 2 }

    /// Whether its words say that it is not about somebody: those who share a public name are not meant there.
    package var isImpersonal: Bool { isSure && (4...8).contains(tone) }

    /// How likely a person must be to count: the more a text teaches, the less often a name is a private person's.
    ///
    /// In the development set one name in four hundred stands where the tone is 5 or more; in texts about nobody half of
    /// all false names do.
    package var likelihoodMin: Float {
        guard isSure else { return 0 }
        switch tone {
        case 3: return 0.5
        case 4: return 0.8
        case 5...8: return 0.93
        default: return 0
        }
    }

    /// How likely a person must be to count where nobody else is named for sure and nothing else points at a person.
    ///
    /// Who writes about somebody seldom leaves it at one name that could be none: a single doubtful name in a longer text is
    /// more often a character, a brand or a word of another language.
    package var lonelyLikelihoodMin: Float {
        guard isClear else { return 0 }
        switch tone {
        case 1: return 0.8
        case 2: return 0.9
        case 3: return 0.95
        case 4: return 0.98
        case 5...8: return 0.99
        default: return 0
        }
    }

    /// Whether company makes a name believable: not in a lesson, where characters keep each other company.
    package var heedsCompany: Bool { tone <= 4 }
}
