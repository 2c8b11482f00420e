/// Words that say whether a text teaches, or asks for something to teach with, or is about somebody.
enum TeachingWords {
    /// What a word says.
    enum Kind {
        /// What hardly anything but a lesson, a task or a set text speaks of.
        case lesson
        /// What schools speak of much, and others too.
        case school
        /// What asks for something, if a sentence starts with it.
        case asking
        /// What letters, notes and records about somebody are full of.
        case somebody
    }

    /// Nil for a word that says nothing.
    static func kind(of token: NameToken) -> Kind? {
        guard token.kind == .word || token.kind == .mixed else { return nil }
        // Asked of every word, of which nine in ten are in no list.
        guard filter.mayHold(KeyHash.hash(token.key)) else { return nil }
        return kinds.value(of: token.key)
    }

    private static let words = [
        (lesson, Kind.lesson), (school, .school), (asking, .asking), (somebody, .somebody),
    ]
    .flatMap { words, kind in
        words.split { $0 == " " || $0 == "\n" }.map { (key: FoldedKey.key(of: String($0)), value: kind) }
    }
    private static let kinds = KeyTable(words, none: .lesson)
    private static let filter = BitFilter(bitCount: 14).inserting(words.map { KeyHash.hash($0.key) })

    private static let lesson = """
        lesson lessons quiz quizzes essay essays worksheet worksheets homework curriculum syllabus specification
        assembly assemblies starter plenary revision revise pupils learners topic topics unit units textbook textbooks
        flashcards crossword wordsearch slide slides powerpoint handout poster posters display leaflet timeline
        gcse gcses btec aqa edexcel ocr eduqas wjec ks1 ks2 ks3 ks4 ks5 eyfs
        poem poems poet poetry novel novels stanza stanzas chapter chapters ch extract comprehension glossary narrator
        playwright protagonist character characters metaphor simile theme themes plotline storyboard paragraph paragraphs
        quote quotes quotation quotations biography biographies author authors historian historians scientist scientists
        philosopher mathematician composer composers artist artists inventor inventors explorer explorers
        vocabulary grammar phonics spelling spellings exercise exercises fieldwork experiment hypothesis theorem
        equation equations fraction fractions century empire revolution monarch tudor tudors victorian victorians
        medieval ancient bce mythology parable gospel
        discuss explain describe summarise summarize compare evaluate analyse analyze outline annotate rewrite translate
        debate
        """

    private static let school = """
        question questions answer answers fact facts famous read reading book books story stories play scene
        song songs music film films painting paintings diary letter
        year class student students school schools teacher teachers teach learn learning subject subjects
        science maths english history geography drama art pe pshe library
        word words sentence sentences text texts page task tasks activity activities pair pairs
        resource resources example examples model notes newsletter trip audience performance
        """

    private static let asking = """
        what when where who why how which whose can could please
        tell give make list write suggest find show create generate draft plan produce help
        """

    private static let somebody = """
        mum dad mother father parent parents carer carers sister brother gran nan
        i me my mine he him his she her hers
        phoned rang called emailed sent told says said meeting dear sincerely regards
        attendance absent absence detention exclusion excluded incident safeguarding concern concerned
        dsl cpoms ehcp upn nhs dob born
        """
}
