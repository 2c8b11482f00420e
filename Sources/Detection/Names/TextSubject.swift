/// What a part of a text is about, by its words: a lesson, or somebody.
package struct TextSubject: Sendable {
    /// From 0, somebody, to 8, a lesson; 9 where no word tells.
    package let tone: Int
    /// Whether so many words tell that it cannot be chance.
    private let isSure: Bool

    /// So many words make sure.
    private static let sureCount = 10

    /// - Parameters:
    ///   - sum: What the words say, each from -2, somebody, to 2, a lesson.
    ///   - count: How many words say something.
    init(sum: Int, count: Int) {
        // As if two more words had said nothing: one or two alone say little.
        let shared = count + 2
        tone = count == 0 ? 9 : max(0, min(8, (4 * shared + 3 * sum + shared / 2) / shared))
        isSure = count >= Self.sureCount
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
}
