/// What the words around a name say of it: that it is somebody's at school.
struct RosterContext {
    let tokens: [NameToken]

    private static func keys(_ words: String) -> Set<UInt64> {
        Set(words.split { $0 == " " || $0 == "\n" }.map { FoldedKey.key(of: String($0)) })
    }

    private static let titles = keys(
        "mr mrs miss ms mx dr prof professor sir dame rev revd reverend fr father sister canon cllr madam messrs"
    )
    /// Between two titles, or a title and the name.
    private static let joints = keys("and or")
    /// Family and role words, which stand right before a name or behind it.
    private static let people = keys(
        """
        mum mums mother mam mummy dad dads father daddy parent parents carer carers guardian nan nana gran grandad \
        grandma grandmother grandfather stepdad stepmum sister brother siblings sibling son daughter family foster pupil \
        pupils student students tutee mentee child
        """)
    /// Words about life at school; they count a little way off as well.
    private static let school = keys(
        """
        sen send senco sendco ehcp ehc fsm eal lac dsl cpoms tutor tutors attendance detention detentions excluded exclusion \
        suspended suspension safeguarding behaviour homework absent absence truant bullied bullying sanction sanctions
        """)
    private static let links = keys("of called named")
    /// Those of the family and role words that no novel is told in.
    private static let plainPeople = keys(
        "mum mums mam mummy dad dads daddy carer carers pupil pupils student students tutee mentee")
    private static let years = keys("year yr y class form reception set tutorgroup")
    private static let identifiers = keys(
        "candidate cand candidates exam admission adm upn uln uci number no")
    private static let accounts = keys("username login logon user userid account sims ad")

    static func isTitle(_ token: NameToken) -> Bool { token.isWord && titles.contains(token.key) }
    static func isPeopleWord(_ token: NameToken) -> Bool { token.isWord && people.contains(token.key) }
    static func isAccountWord(_ token: NameToken) -> Bool { accounts.contains(token.key) }
    static func isIdentifierWord(_ token: NameToken) -> Bool { identifiers.contains(token.key) }

    /// How far around a name words count that do not stand right beside it, in tokens.
    private static let within = 8

    /// Whether a title stands before a place: `Mrs`, `Dr.`, `Mr & Mrs`, `Mr. A.`.
    func hasTitle(before place: Int) -> Bool {
        var at = place - 1
        var steps = 0
        while at >= 0, steps < 4 {
            let token = tokens[at]
            if Self.isTitle(token) { return true }
            let isPassed = token.isMark(UInt8(ascii: ".")) || token.shape == .oneCapital
            guard isPassed else { return false }
            at -= 1
            steps += 1
        }
        return false
    }

    /// Whether a family or role word, or a class code, stands right beside some tokens.
    func isBeside(_ range: Range<Int>) -> Bool {
        if hasTitle(before: range.lowerBound) { return true }
        if let before = wordBefore(range.lowerBound), Self.people.contains(tokens[before].key) { return true }
        // `Smith's mum`, `Smiths mum`, `Smith (8R)`, `Smith, 8R`, `8R Smith`.
        for place in range.upperBound..<min(tokens.count, range.upperBound + 4) {
            let token = tokens[place]
            if token.kind == .lineBreak { break }
            if isClassCode(place) { return true }
            if token.isWord, token.length > 2 { return Self.people.contains(token.key) }
        }
        for place in max(0, range.lowerBound - 3)..<range.lowerBound where isClassCode(place) {
            return true
        }
        return false
    }

    /// Whether a class code, or a word that no lesson is about, stands right beside a name that somebody public has too.
    func isAtSchool(_ range: Range<Int>, isLesson: Bool) -> Bool {
        for place in range.upperBound..<min(tokens.count, range.upperBound + 4) {
            let token = tokens[place]
            if token.kind == .lineBreak { break }
            if isClassCode(place) { return true }
            if token.isWord, token.length > 2 {
                if !isLesson, Self.plainPeople.contains(token.key) { return true }
                break
            }
        }
        for place in max(0, range.lowerBound - 3)..<range.lowerBound where isClassCode(place) { return true }
        guard !isLesson, let before = wordBefore(range.lowerBound) else { return false }
        return Self.plainPeople.contains(tokens[before].key)
    }

    private func wordBefore(_ place: Int) -> Int? {
        var at = place - 1
        while at >= 0, at > place - 4 {
            if tokens[at].isWord {
                // `mum of Smith`, `pupil called Smith`.
                guard at == place - 1, Self.links.contains(tokens[at].key) else { return at }
            } else if tokens[at].kind != .mark {
                return nil
            }
            at -= 1
        }
        return nil
    }

    /// Whether words about life at school, or a class or year, stand near some tokens.
    ///
    /// In a lesson a year says nothing: every plan for one names it.
    func isNear(_ range: Range<Int>, isLesson: Bool) -> Bool {
        let near = max(0, range.lowerBound - Self.within)..<min(tokens.count, range.upperBound + Self.within)
        for place in near where !range.contains(place) {
            let token = tokens[place]
            if token.isWord {
                if Self.school.contains(token.key) || Self.people.contains(token.key) { return true }
                if !isLesson, Self.years.contains(token.key), place + 1 < tokens.count,
                    tokens[place + 1].kind != .word, isSmallNumber(tokens[place + 1])
                {
                    return true
                }
            } else if token.kind == .mixed, isClassCode(place) {
                return true
            }
        }
        return false
    }

    private func isSmallNumber(_ token: NameToken) -> Bool {
        (token.kind == .number || token.kind == .mixed) && token.length <= 3
            && UInt8(truncatingIfNeeded: token.prefix).isASCIIDigit
    }

    /// Whether a token is the name of a class or a year: `7B`, `10A1`, `8RLM`, `Y9`.
    func isClassCode(_ place: Int) -> Bool {
        let token = tokens[place]
        guard token.kind == .mixed, token.length <= 6 else { return false }
        var bytes = (0..<min(4, Int(token.length))).map {
            UInt8(truncatingIfNeeded: token.prefix >> UInt32(8 * $0))
        }[...]
        let startsWithYear = bytes.first == UInt8(ascii: "y")
        if startsWithYear {
            bytes.removeFirst()
            if bytes.first == UInt8(ascii: "r") { bytes.removeFirst() }
        }
        let digits = bytes.prefix { $0.isASCIIDigit }
        let year = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (1...2).contains(digits.count), (1...14).contains(year) else { return false }
        if startsWithYear { return true }
        let letters = bytes.dropFirst(digits.count)
        let unit = letters.reduce(0) { $0 << 8 | UInt32($1) }
        return !letters.isEmpty && letters.allSatisfy { $0.isASCIILetterOrDigit }
            && !Self.units.contains(unit)
    }

    /// What makes a measure, an order or a time of a number: `7pm`, `2nd`, `3D`, `5kg`.
    private static let units: Set<UInt32> = Set(
        "am pm st nd rd th km cm mm kg mg ml gb mb kb tb hz hr hrs min x k d g p v s m h w c".split(
            separator: " "
        ).map {
            $0.utf8.reduce(0) { $0 << 8 | UInt32($1) }
        })

    /// Words that make a question or a wish of a name before them: `Will you`, `May I`, `Hope all is well`.
    private static let followers = keys(
        "you your we i they he she it the this that these those there to all everyone someone people not be a an in on of for"
    )

    /// Whether a sentence starts at a token with what is a word there rather than a name.
    func startsAsWord(_ place: Int) -> Bool {
        guard startsSentence(place) else { return false }
        return place + 1 < tokens.count && Self.followers.contains(tokens[place + 1].key)
    }

    /// Whether a sentence, line or cell starts at a token.
    func startsSentence(_ place: Int) -> Bool {
        guard place > 0 else { return true }
        let before = tokens[place - 1]
        switch before.kind {
        case .lineBreak, .tab: return true
        case .mark:
            return [".", "!", "?", ":", "*", "\"", "(", "|"].contains {
                (sign: Unicode.Scalar) in before.isMark(UInt8(ascii: sign))
            }
        case .word, .number, .mixed: return false
        }
    }
}
