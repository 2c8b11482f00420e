/// Finds the roster's people among the tokens of one part of a text.
struct RosterReader {
    private(set) var mentions: [RosterMention] = []
    private var cache = RosterCache()

    /// Whether somebody was found, be it somebody public.
    var holdsNamed: Bool { mentions.contains { $0.grounds != .open && $0.entity == nil } }

    init() {}

    /// Reads a part of a text.
    ///
    /// What is found stands in `mentions`, in order; values and dates behind the names.
    mutating func read(_ all: [NameToken], in text: Span<UInt8>, _ roster: Roster, isLesson: Bool) {
        mentions.removeAll(keepingCapacity: true)
        let tokens = SpacedWords.holdsAny(all) ? SpacedWords.joined(all) : all
        let walk = RosterWalk(
            tokens: tokens, roster: roster, context: RosterContext(tokens: tokens), isLesson: isLesson)
        var next = 0
        var holdsValues = false
        for place in tokens.indices {
            let token = tokens[place]
            guard token.isWord else {
                if token.kind == .number || token.kind == .mixed || token.isMark(UInt8(ascii: "@")) {
                    holdsValues = true
                }
                continue
            }
            guard place >= next, !token.isPlainWord || Self.mayStartName(tokens, place) else { continue }
            guard token.length == 1 || roster.names.mayHold(KeyHash.hash(token.key)) else {
                if token.suffix & 0xFF == 0x73, let mention = walk.possessive(at: place, &cache) {
                    mentions.append(mention)
                }
                continue
            }
            if let (mention, end) = walk.mention(at: place, &cache) {
                mentions.append(mention)
                next = end
            }
        }
        if holdsValues { readValues(tokens, text, roster) }
    }

    /// Whether a word like any other may start a name by what stands beside it: a title before it, or something else than such
    /// a word behind it.
    ///
    /// Texts are full of `will` and `long`: what no walk could end as a name is not looked up.
    private static func mayStartName(_ tokens: [NameToken], _ place: Int) -> Bool {
        if place > 0 {
            let before = tokens[place - 1]
            if before.lexicon.has(.title) { return true }
            if before.isMark(UInt8(ascii: ".")), place > 1, tokens[place - 2].lexicon.has(.title) {
                return true
            }
        }
        guard place + 1 < tokens.count else { return false }
        let after = tokens[place + 1]
        return switch after.kind {
        case .word: !after.isPlainWord
        case .mark:
            after.isMark(UInt8(ascii: "-")) || after.isMark(UInt8(ascii: ","))
                || after.isMark(UInt8(ascii: ";")) || after.isMark(UInt8(ascii: "|"))
        case .tab: true
        case .number, .mixed, .lineBreak: false
        }
    }

    // MARK: - Identifiers and dates

    private mutating func readValues(_ tokens: [NameToken], _ text: Span<UInt8>, _ roster: Roster) {
        let named = mentions.filter { $0.grounds == .fullName || $0.grounds == .title }
        var end = 0
        for place in tokens.indices where tokens[place].bytes.lowerBound >= end {
            let token = tokens[place]
            guard token.kind == .number || token.kind == .mixed || token.kind == .word else { continue }
            let isJoined =
                place + 1 < tokens.count && tokens[place + 1].bytes.lowerBound == token.bytes.upperBound
                && Self.isSign(tokens[place + 1])
            guard isJoined || token.kind != .word else { continue }
            let run = Self.run(tokens, from: place, in: text)
            if run.last > place {
                let bytes = token.bytes.lowerBound..<tokens[run.last].bytes.upperBound
                let key = FoldedKey.key(ofValue: bytes, in: text, keepsSigns: true)
                if let mention = value(key, bytes, place, tokens, named, roster) {
                    mentions.append(mention)
                    end = bytes.upperBound
                    continue
                }
            }
            if token.kind != .word, token.length >= 4,
                let mention = value(token.key, token.bytes, place, tokens, named, roster)
            {
                mentions.append(mention)
                end = token.bytes.upperBound
            } else if token.kind == .number, !named.isEmpty,
                let (date, last) = RosterDate.date(at: place, in: tokens),
                let mention = birthDate(
                    date, token.bytes.lowerBound..<tokens[last].bytes.upperBound, named, roster)
            {
                mentions.append(mention)
                end = mention.bytes.upperBound
            }
        }
    }

    /// The last of the tokens that stand together without a space, parted by the signs of addresses and usernames.
    private static func run(_ tokens: [NameToken], from place: Int, in text: Span<UInt8>) -> (
        last: Int, isEmail: Bool
    ) {
        var last = place
        var isEmail = false
        guard
            place == 0 || tokens[place - 1].bytes.upperBound < tokens[place].bytes.lowerBound
                || !isSign(tokens[place - 1])
        else { return (place, false) }
        while last + 2 < tokens.count, last < place + 16, isSign(tokens[last + 1]),
            tokens[last].bytes.upperBound == tokens[last + 1].bytes.lowerBound,
            tokens[last + 1].bytes.upperBound == tokens[last + 2].bytes.lowerBound,
            tokens[last + 2].kind == .word || tokens[last + 2].kind == .number
                || tokens[last + 2].kind == .mixed
        {
            if tokens[last + 1].isMark(UInt8(ascii: "@")) { isEmail = true }
            last += 2
        }
        return (last, isEmail)
    }

    private static func isSign(_ token: NameToken) -> Bool {
        token.isMark(UInt8(ascii: ".")) || token.isMark(UInt8(ascii: "@")) || token.isMark(UInt8(ascii: "_"))
            || token.isMark(UInt8(ascii: "-"))
    }

    private mutating func value(
        _ key: UInt64,
        _ bytes: Range<Int>,
        _ place: Int,
        _ tokens: [NameToken],
        _ named: [RosterMention],
        _ roster: Roster
    ) -> RosterMention? {
        guard roster.values.mayHold(KeyHash.hash(key)), let found = cache.find(.value, key, in: roster),
            let first = roster.postings[found.range].first,
            let kind = RosterValueKind(rawValue: UInt8(first & 15))
        else { return nil }
        let persons = roster.postings[found.range].map { $0 >> Roster.kindBitCount }
        let before = tokens[max(0, place - 4)..<place]
        if kind.needsCompany {
            guard before.contains(where: RosterContext.isIdentifierWord) || isNear(persons, bytes, named)
            else {
                return nil
            }
        }
        if kind == .username {
            let isTelling = bytes.count >= 5 && (tokens[place].kind == .mixed || bytes != tokens[place].bytes)
            guard isTelling || before.contains(where: RosterContext.isAccountWord) else { return nil }
        }
        return RosterMention(bytes, .value, persons: persons, entity: kind.entity)
    }

    /// How far from its person a birth date or a short number may stand, in bytes.
    private static let within = 200

    private func isNear(_ persons: [UInt32], _ bytes: Range<Int>, _ named: [RosterMention]) -> Bool {
        named.contains { mention in
            mention.bytes.lowerBound < bytes.upperBound + Self.within
                && bytes.lowerBound < mention.bytes.upperBound + Self.within
                && mention.persons.contains { persons.holdsSorted($0) }
        }
    }

    private mutating func birthDate(
        _ date: Int,
        _ bytes: Range<Int>,
        _ named: [RosterMention],
        _ roster: Roster
    ) -> RosterMention? {
        guard let found = cache.find(.birthDate, UInt64(date), in: roster) else { return nil }
        let persons = roster.postings[found.range].map { $0 >> Roster.kindBitCount }
        guard isNear(persons, bytes, named) else { return nil }
        let theirs = named.flatMap(\.persons).filter { persons.holdsSorted($0) }
        return RosterMention(bytes, .value, persons: Array(Set(theirs)).sorted(), entity: .dateOfBirth)
    }

    /// Who has an identifier that a rule has found; nil for nobody, or several.
    mutating func person(
        withValue bytes: Range<Int>, of entity: EntityType, in text: Span<UInt8>, _ roster: Roster
    )
        -> UInt32?
    {
        let keepsSigns = entity == .email || entity == .userPrincipalName || entity == .username
        let key = FoldedKey.key(ofValue: bytes, in: text, keepsSigns: keepsSigns)
        guard roster.values.mayHold(KeyHash.hash(key)), let found = cache.find(.value, key, in: roster),
            found.range.count == 1
        else { return nil }
        return roster.postings[found.range.lowerBound] >> Roster.kindBitCount
    }
}
