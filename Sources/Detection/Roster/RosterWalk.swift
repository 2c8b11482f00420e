/// Reads one name of the roster from where it starts among the tokens of a part of a text.
struct RosterWalk {
    let tokens: [NameToken]
    let roster: Roster
    let context: RosterContext
    let isLesson: Bool

    /// A longer name is read in parts, in words.
    private static let wordCountMax = 7

    /// Who is named from a token on, and the token behind the name; nil for nobody.
    func mention(at place: Int, _ cache: inout RosterCache) -> (RosterMention, end: Int)? {
        if tokens[place].length == 1 { return initialFirst(place, &cache) }
        guard let found = cache.find(.name, tokens[place].key, in: roster) else { return nil }
        if found.kinds & ~Roster.NameKind.surname != 0, let full = forenameFirst(place, found, &cache) {
            return full
        }
        if found.kinds & Roster.NameKind.surname != 0 {
            if !isPlainWord(place), let full = surnameFirst(place, found, &cache) { return full }
            if let alone = surnameAlone(place, found, &cache) { return alone }
        }
        if found.kinds & Roster.NameKind.first != 0, let short = forenameAndInitial(place, found, &cache) {
            return short
        }
        return open(place, found).map { mention in
            (
                mention,
                tokens[place...].firstIndex { $0.bytes.lowerBound >= mention.bytes.upperBound }
                    ?? tokens.count
            )
        }
    }

    /// `kacpers dad`: a name with its apostrophe left out before a family word.
    func possessive(at place: Int, _ cache: inout RosterCache) -> RosterMention? {
        let token = tokens[place]
        guard token.length > 3, token.suffix & 0xFF == 0x73, place + 1 < tokens.count,
            RosterContext.isPeopleWord(tokens[place + 1]), !isOrdinary(place)
        else { return nil }
        // FNV-1a backwards: the key of the word without its last letter.
        let key = (token.key &* Self.inverse) ^ 0x73
        guard roster.names.mayHold(KeyHash.hash(key)), let found = cache.find(.name, key, in: roster) else {
            return nil
        }
        let persons = roster.persons(found, as: Roster.NameKind.any)
        return RosterMention(
            token.bytes.lowerBound..<token.bytes.upperBound - 1, .context, persons: persons,
            isBesideContext: true)
    }

    /// What undoes a multiplication by the prime of FNV-1a.
    private static let inverse: UInt64 = {
        var inverse: UInt64 = 1
        for _ in 0..<6 { inverse = inverse &* (2 &- 0x100_0000_01B3 &* inverse) }
        return inverse
    }()

    private func postings(_ place: Int, _ cache: inout RosterCache) -> Roster.Postings? {
        let key = tokens[place].key
        guard roster.names.mayHold(KeyHash.hash(key)) else { return nil }
        return cache.find(.name, key, in: roster)
    }

    // MARK: - From word to word

    private enum Gap {
        case space, hyphen, comma, cell
    }

    /// The next word of the same line, and what parts it from the last one.
    private func next(after place: Int) -> (place: Int, gap: Gap)? {
        var at = place + 1
        guard at < tokens.count else { return nil }
        if tokens[at].isWord { return (at, .space) }
        if tokens[place].length == 1, tokens[at].isMark(UInt8(ascii: ".")) {
            at += 1
            guard at < tokens.count else { return nil }
            return tokens[at].isWord ? (at, .space) : nil
        }
        let gap: Gap
        if tokens[at].isMark(UInt8(ascii: "-")) {
            let touches =
                tokens[at].bytes.lowerBound == tokens[place].bytes.upperBound && at + 1 < tokens.count
                && tokens[at].bytes.upperBound == tokens[at + 1].bytes.lowerBound
            guard touches else { return nil }
            gap = .hyphen
        } else if tokens[at].isMark(UInt8(ascii: ",")) || tokens[at].isMark(UInt8(ascii: ";")) {
            gap = .comma
        } else if tokens[at].kind == .tab || tokens[at].isMark(UInt8(ascii: "|")) {
            gap = .cell
        } else {
            return nil
        }
        at += 1
        guard at < tokens.count, tokens[at].isWord else { return nil }
        return (at, gap)
    }

    private func isParticle(_ place: Int) -> Bool { RosterBuilder.particles.contains(tokens[place].key) }

    /// In small letters and one of the words that texts are made of: `will`, `may`, `long`.
    private func isPlainWord(_ place: Int) -> Bool { tokens[place].isPlainWord }

    /// Something else than a name as well, as far as is known.
    private func isOrdinary(_ place: Int) -> Bool {
        let entry = tokens[place].lexicon
        return entry.word > 0 || entry.has(.place) || entry.has(.calendar) || entry.has(.organisation)
            || entry.has(.role) || entry.has(.street) || entry.has(.never)
    }

    private func bytes(_ range: Range<Int>) -> Range<Int> {
        tokens[range.lowerBound].bytes.lowerBound..<tokens[range.upperBound - 1].bytes.upperBound
    }

    /// The start of a surname with the particles before it: `van der Berg`, `O Neil`.
    private func startWithParticles(_ place: Int) -> Int {
        var start = place
        while start > 0, place - start < 3, tokens[start - 1].isWord, isParticle(start - 1) {
            start -= 1
        }
        // Not an initial or a word of the sentence: `a Smith`.
        return start < place && tokens[start].length == 1 && tokens[start].shape == .small ? place : start
    }

    private func mention(_ range: Range<Int>, _ grounds: RosterMention.Grounds, _ persons: [UInt32]) -> (
        RosterMention, end: Int
    ) {
        let isBeside = context.isAtSchool(range, isLesson: isLesson)
        return (
            RosterMention(bytes(range), grounds, persons: persons, isBesideContext: isBeside),
            range.upperBound
        )
    }

    // MARK: - Full names

    /// `Sarah Smith`, `Sarah Jane van der Berg`, `Sarah,Smith`.
    private func forenameFirst(_ place: Int, _ found: Roster.Postings, _ cache: inout RosterCache) -> (
        RosterMention, end: Int
    )? {
        var persons: [UInt32] = []
        var (at, end, steps) = (place, place, 0)
        var isPlain = true
        while steps < Self.wordCountMax, let (after, gap) = next(after: at) {
            steps += 1
            // A comma parts forename and surname in a file of cells only.
            if gap == .comma, tokens[at].bytes.upperBound + 1 != tokens[after].bytes.lowerBound || end > place
            {
                break
            }
            if gap == .cell, end > place { break }
            // Asked before the roster is: texts are full of `long may`, and thousands of people are called Long.
            let mayBeName =
                !isPlainWord(after) || !isPlainWord(place) && context.isBeside(place..<after + 1)
            if mayBeName, let other = postings(after, &cache) {
                if persons.isEmpty {
                    persons = roster.persons(found, as: Roster.NameKind.any & ~Roster.NameKind.surname)
                }
                let theirs = roster.persons(persons, with: other, as: Roster.NameKind.surname)
                if !theirs.isEmpty {
                    (persons, at, end) = (theirs, after, after)
                    // `will may`, `will May`: words, as likely as not.
                    if !isPlainWord(after), !isPlainWord(place) || !isOrdinary(after) { isPlain = false }
                    continue
                }
                let middle =
                    end > place
                    ? []
                    : roster.persons(persons, with: other, as: Roster.NameKind.any & ~Roster.NameKind.surname)
                if !middle.isEmpty {
                    (persons, at) = (middle, after)
                    continue
                }
            }
            let isLink = gap == .hyphen || isParticle(after) || tokens[after].shape == .oneCapital
            guard isLink else { break }
            at = after
            if gap == .hyphen, end > place { end = after }
        }
        guard end > place else { return nil }
        if isPlain, !context.isBeside(place..<end + 1) { return nil }
        return mention(place..<end + 1, .fullName, persons)
    }

    /// `Smith, Sarah`, `SMITH Sarah Jane`, `Smith, S.`.
    private func surnameFirst(_ place: Int, _ found: Roster.Postings, _ cache: inout RosterCache) -> (
        RosterMention, end: Int
    )? {
        var persons: [UInt32] = []
        var (at, end, steps) = (place, place, 0)
        var isPlain = true
        while steps < Self.wordCountMax, let (after, gap) = next(after: at) {
            steps += 1
            if gap == .comma || gap == .cell, end > place { break }
            if tokens[after].length == 1 {
                guard gap == .comma, end == place, tokens[after].shape == .oneCapital,
                    let initial = initial(after, .forenameInitial, &cache)
                else { break }
                let theirs = initialled(found, persons, initial)
                guard !theirs.isEmpty, !isPlainWord(place) else { break }
                return mention(startWithParticles(place)..<after + 1, .fullName, theirs)
            }
            guard let other = postings(after, &cache) else {
                guard gap == .hyphen || isParticle(after) else { break }
                at = after
                continue
            }
            if persons.isEmpty { persons = roster.persons(found, as: Roster.NameKind.surname) }
            if end == place, gap == .hyphen || gap == .space {
                let both = roster.persons(persons, with: other, as: Roster.NameKind.surname)
                if !both.isEmpty {
                    (persons, at) = (both, after)
                    continue
                }
            }
            let theirs = roster.persons(
                persons, with: other, as: Roster.NameKind.any & ~Roster.NameKind.surname)
            guard !theirs.isEmpty else { break }
            (persons, at, end) = (theirs, after, after)
            if !isPlainWord(after) { isPlain = false }
        }
        guard end > place, !isPlain, !isPlainWord(place) else { return nil }
        return mention(startWithParticles(place)..<end + 1, .fullName, persons)
    }

    /// `J. Smith`, `J Smith`, `J. R. Smith`.
    private func initialFirst(_ place: Int, _ cache: inout RosterCache) -> (RosterMention, end: Int)? {
        let hasDot = place + 1 < tokens.count && tokens[place + 1].isMark(UInt8(ascii: "."))
        guard tokens[place].shape == .oneCapital || hasDot else { return nil }
        // Not the last letter of something longer, such as an address.
        if place > 0, tokens[place - 1].bytes.upperBound == tokens[place].bytes.lowerBound,
            !tokens[place - 1].isMark(UInt8(ascii: "(")), tokens[place - 1].kind == .mark
        {
            return nil
        }
        var (at, steps) = (place, 0)
        while steps < 4, let (after, gap) = next(after: at), gap == .space || gap == .hyphen {
            steps += 1
            if tokens[after].shape == .oneCapital || isParticle(after) {
                at = after
                continue
            }
            guard let found = postings(after, &cache), found.kinds & Roster.NameKind.surname != 0,
                let initial = initial(place, .forenameInitial, &cache)
            else { return nil }
            let persons = initialled(found, [], initial)
            // `A Young` and `I May` are no initials unless a full stop says so.
            let isArticle = !hasDot && (tokens[place].prefix == 0x61 || tokens[place].prefix == 0x69)
            guard !persons.isEmpty, !isPlainWord(after), !isArticle || !isOrdinary(after) else { return nil }
            return mention(place..<surnameEnd(after, persons, &cache), .fullName, persons)
        }
        return nil
    }

    private func initial(_ place: Int, _ domain: RosterKeys.Domain, _ cache: inout RosterCache) -> Roster
        .Postings?
    {
        cache.find(domain, UInt64(UInt8(truncatingIfNeeded: tokens[place].prefix)), in: roster)
    }

    /// Those of a surname's persons, or of these, who have an initial.
    private func initialled(_ found: Roster.Postings, _ persons: [UInt32], _ initial: Roster.Postings)
        -> [UInt32]
    {
        let all = persons.isEmpty ? roster.persons(found, as: Roster.NameKind.surname) : persons
        return all.filter { person in
            roster.holds(person, in: initial)
        }
    }

    /// The token behind a surname, with the other parts that it has for one of the persons.
    private func surnameEnd(_ place: Int, _ persons: [UInt32], _ cache: inout RosterCache) -> Int {
        var at = place
        while let (after, gap) = next(after: at), gap == .hyphen || gap == .space {
            let isTheirs =
                postings(after, &cache).map {
                    !roster.persons(persons, with: $0, as: Roster.NameKind.surname).isEmpty
                } ?? false
            guard isTheirs || gap == .hyphen else { break }
            at = after
        }
        return at + 1
    }

    // MARK: - Parts of names

    /// `Mrs Smith`, `Smith (8R)`; nil where nothing beside it says that it is a name.
    private func surnameAlone(_ place: Int, _ found: Roster.Postings, _ cache: inout RosterCache) -> (
        RosterMention, end: Int
    )? {
        let start = startWithParticles(place)
        let hasTitle = context.hasTitle(before: start)
        let isOrdinary = isOrdinary(place)
        let range = start..<place + 1
        let counts =
            hasTitle || !isPlainWord(place) && context.isBeside(range)
            || !isOrdinary && context.isNear(range, isLesson: isLesson)
        guard counts else { return nil }
        let persons = roster.persons(found, as: Roster.NameKind.surname)
        let end = surnameEnd(place, persons, &cache)
        return mention(start..<end, hasTitle ? .title : .context, persons)
    }

    /// `Sarah W.` where words about school stand near.
    private func forenameAndInitial(_ place: Int, _ found: Roster.Postings, _ cache: inout RosterCache) -> (
        RosterMention, end: Int
    )? {
        let after = place + 1
        guard after < tokens.count, tokens[after].isWord, tokens[after].length == 1, !isPlainWord(place),
            tokens[after].shape == .oneCapital
                || tokens[after].prefix != 0x61 && tokens[after].prefix != 0x69,
            let initial = initial(after, .surnameInitial, &cache)
        else { return nil }
        let range = place..<after + 1
        guard context.isBeside(range) || context.isNear(range, isLesson: isLesson) else { return nil }
        let persons = roster.persons(found, as: Roster.NameKind.first).filter {
            roster.holds($0, in: initial)
        }
        return persons.isEmpty ? nil : mention(range, .context, persons)
    }

    /// A name part that says nothing yet.
    private func open(_ place: Int, _ found: Roster.Postings) -> RosterMention? {
        guard !isPlainWord(place), found.kinds & ~Roster.NameKind.middle != 0 else { return nil }
        let isOrdinary = isOrdinary(place)
        if isOrdinary, context.startsAsWord(place) { return nil }
        // `Lacey-Mae` is one.
        var end = place
        while let (after, gap) = next(after: end), gap == .hyphen { end = after }
        return RosterMention(
            bytes(place..<end + 1), .open, found: found, kinds: found.kinds, isOrdinary: isOrdinary)
    }
}

extension NameToken {
    /// In small letters and one of the words that texts are made of.
    var isPlainWord: Bool { shape == .small && lexicon.word >= 2 }
}
