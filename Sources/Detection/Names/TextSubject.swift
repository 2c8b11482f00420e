/// What a text or a part of it is about, by its words: a lesson, or somebody.
package struct TextSubject: Sendable {
    /// What the words say, each from -2, somebody, to 2, a lesson; and how many say something.
    private var sum = 0
    private var count = 0
    private var wordCount = 0
    /// The same by `TeachingWords`: those of a lesson twice, those about somebody taken off.
    private var teaching = 0
    private var somebodyCount = 0
    /// Whether a word is there that speaks of school, or asks for something.
    private var holdsTeachingWord = false

    /// So many words make sure.
    private static let sureCount = 10

    private static let clearCount = 4
    private static let clearWordCount = 60

    package init() {}

    init(sum: Int, count: Int, wordCount: Int) {
        (self.sum, self.count, self.wordCount) = (sum, count, wordCount)
    }

    /// What a part says by its words.
    init(_ tokens: [NameToken]) {
        var (before, before2) = (NameToken.outside, NameToken.outside)
        for token in tokens {
            if let kind = TeachingWords.kind(of: token) {
                add(kind, startsSentence: NameFeatures.start(before, before2) > 0)
            }
            (before, before2) = (token, before)
            guard token.kind == .word else { continue }
            wordCount += 1
            switch token.lexicon.tone {
            case 1: (sum, count) = (sum + 1, count + 1)
            case 2: (sum, count) = (sum + 2, count + 1)
            case 3: (sum, count) = (sum - 2, count + 1)
            default: break
            }
        }
    }

    private mutating func add(_ kind: TeachingWords.Kind, startsSentence: Bool) {
        let weight =
            switch kind {
            case .lesson: 2
            case .school: 1
            case .asking: startsSentence ? 1 : 0
            case .somebody: -1
            }
        teaching += weight
        if weight > 0 { holdsTeachingWord = true }
        if kind == .somebody { somebodyCount += 1 }
    }

    /// Adds what the next part of the same text says.
    mutating func add(_ next: TextSubject) {
        sum += next.sum
        count += next.count
        wordCount += next.wordCount
        teaching += next.teaching
        somebodyCount += next.somebodyCount
        if next.holdsTeachingWord { holdsTeachingWord = true }
    }

    /// From 0, somebody, to 8, a lesson; 9 where no word tells.
    package var tone: Int {
        // As if two more words had said nothing: one or two alone say little.
        let shared = count + 2
        return count == 0 ? 9 : max(0, min(8, (4 * shared + 3 * sum + shared / 2) / shared))
    }

    /// From 0, much about somebody, to 8, much about a lesson; 9 where no word tells.
    var toneSum: Int { count == 0 ? 9 : max(0, min(8, 4 + (sum >= 0 ? (sum + 1) / 2 : (sum - 1) / 2))) }

    /// Whether so many words tell that it cannot be chance.
    private var isSure: Bool { count >= Self.sureCount }

    /// Whether it is long enough to show its subject: a line or a short message is not.
    private var isLong: Bool { wordCount >= Self.clearWordCount }

    /// Whether words of school stand in it as thick as this, in hundredths.
    private func teaches(_ share: Int) -> Bool { teaching * 100 >= share * (wordCount + 10) }

    /// Whether it speaks of school or asks for something at all: else those whom everybody may name are talked of like others.
    var mayTeach: Bool { holdsTeachingWord }

    /// Whether the words of school prevail.
    var teaches: Bool { teaches(2) }

    /// Whether hardly a word is about somebody.
    private var isAboutNobody: Bool { somebodyCount * 50 <= wordCount }

    /// Whether it teaches: the people there are nobody's pupils.
    package var isLesson: Bool { isSure && (5...8).contains(tone) }

    /// Whether its words say that it is about somebody: a pupil's record, a letter home.
    package var isPersonal: Bool { isSure && tone <= 2 }

    /// Whether its words say that it is not about somebody: those who share a public name are not meant there.
    package var isImpersonal: Bool { isSure && (4...8).contains(tone) }

    /// How likely a person must be to count: the more a text teaches, the less often a name is a private person's.
    package var likelihoodMin: Float {
        max(lessonLikelihoodMin, !isLong ? 0 : teaches(6) ? 0.8 : teaches ? 0.6 : 0)
    }

    /// The same by the words that the model learned from.
    ///
    /// In the development set one name in four hundred stands where the tone is 5 or more; in texts about nobody half of
    /// all false names do.
    var lessonLikelihoodMin: Float {
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
        guard isLong else { return 0 }
        let atLeast: Float = teaches ? 0.97 : isAboutNobody ? 0.9 : 0
        guard count >= Self.clearCount else { return atLeast }
        switch tone {
        case 1: return max(0.8, atLeast)
        case 2: return max(0.9, atLeast)
        case 3: return max(0.95, atLeast)
        case 4: return 0.98
        case 5...8: return 0.99
        default: return atLeast
        }
    }

    /// The same of a name that is a usual forename with another word behind it.
    var wholeLikelihoodMin: Float { isLong && teaches ? 0.95 : 0 }

    /// Whether company makes a name believable: not in a lesson, where characters keep each other company.
    package var heedsCompany: Bool { tone <= 4 }
}
