/// Turns a school's people into a roster.
///
/// What goes in is forgotten when the builder is: only keyed hashes come out.
public struct RosterBuilder {
    private let keys: RosterKeys
    private var roles: [UInt8] = []
    /// By domain and folded key the postings.
    private var found: [Entry: [UInt32]] = [:]

    private struct Entry: Hashable {
        let domain: UInt8
        let key: UInt64
    }

    public init(keys: RosterKeys) { self.keys = keys }

    /// Adds somebody.
    ///
    /// - Returns: False if the roster is full.
    public mutating func add(_ person: RosterPerson) -> Bool {
        guard roles.count < Roster.personCountMax else { return false }
        let number = UInt32(roles.count)
        roles.append(person.role.rawValue)
        for name in person.forenames {
            add(name, as: Roster.NameKind.forename, of: number)
            for form in Nicknames.others(of: Array(name.utf8).foldedLetters) {
                add(String(decoding: form, as: UTF8.self), as: Roster.NameKind.nickname, of: number)
            }
            addInitial(of: name, .forenameInitial, number)
        }
        for name in person.middleNames {
            add(name, as: Roster.NameKind.middle, of: number)
            addInitial(of: name, .forenameInitial, number)
        }
        for name in person.surnames {
            add(name, as: Roster.NameKind.surname, of: number)
            addInitial(of: name, .surnameInitial, number)
        }
        for value in person.values {
            let folded = FoldedKey.value(value.text.utf8, keepsSigns: value.kind.keepsSigns)
            guard folded.count >= Self.valueByteCountMin else { continue }
            put(.value, FoldedKey.key(of: folded), UInt32(value.kind.rawValue), of: number)
        }
        if let date = person.birthDate { put(.birthDate, UInt64(date), 0, of: number) }
        return true
    }

    /// Shorter identifiers are met everywhere.
    private static let valueByteCountMin = 4

    /// Words that stand in names and are nobody's.
    static let particles: Set<UInt64> = Set(
        """
        de da do dos du des di della del la le les el al von van der den ter ten zu ap ab ferch bin ibn bint abu abd ul st \
        mac mc ni nic ui o d e y
        """.split { $0 == " " || $0 == "\n" }.map { FoldedKey.key(of: String($0)) })

    private mutating func add(_ name: String, as kind: UInt32, of person: UInt32) {
        let bytes = Array(name.utf8)
        var tokenizer = NameTokenizer()
        tokenizer.run(bytes.span, in: 0..<bytes.count)
        let words = tokenizer.tokens.filter(\.isWord)
        var joined: [UInt8] = []
        for word in words {
            let part = Array(bytes[word.bytes])
            joined += part.foldedLetters
            let isParticle = Self.particles.contains(word.key)
            if word.length > 1, !isParticle || words.count == 1 { put(.name, word.key, kind, of: person) }
            addParts(of: part, as: kind, of: person)
        }
        if words.count > 1, joined.count <= 40 {
            put(.name, FoldedKey.key(of: joined), kind, of: person)
        }
    }

    /// The forms that a word with an apostrophe has without it: `oneil` and `neil`.
    private mutating func addParts(of word: [UInt8], as kind: UInt32, of person: UInt32) {
        let parts = word.apostropheParts
        guard parts.count > 1 else { return }
        put(.name, FoldedKey.key(of: parts.flatMap(\.foldedLetters)), kind, of: person)
        for part in parts where part.count > 2 {
            put(.name, FoldedKey.key(of: part.foldedLetters), kind, of: person)
        }
    }

    private mutating func addInitial(of name: String, _ domain: RosterKeys.Domain, _ person: UInt32) {
        for part in name.split(whereSeparator: { $0 == " " || $0 == "-" }) {
            guard let letter = Array(part.utf8).foldedLetters.first else { continue }
            put(domain, UInt64(letter), 0, of: person)
        }
    }

    private mutating func put(_ domain: RosterKeys.Domain, _ key: UInt64, _ kind: UInt32, of person: UInt32) {
        found[Entry(domain: domain.rawValue, key: key), default: []].append(
            person << Roster.kindBitCount | kind)
    }

    /// The roster of everybody who was added.
    public consuming func build() -> Roster {
        var names = BitFilter(
            bitCount: Self.bitCount(found.keys.count { $0.domain == RosterKeys.Domain.name.rawValue }))
        var values = BitFilter(
            bitCount: Self.bitCount(found.keys.count { $0.domain == RosterKeys.Domain.value.rawValue }))
        var all: [(entry: UInt64, postings: [UInt32])] = []
        all.reserveCapacity(found.count)
        for (entry, postings) in found {
            guard let domain = RosterKeys.Domain(rawValue: entry.domain) else { continue }
            if domain == .name { names.insert(KeyHash.hash(entry.key)) }
            if domain == .value { values.insert(KeyHash.hash(entry.key)) }
            all.append((keys.entry(domain, entry.key), Self.merged(postings, isName: domain == .name)))
        }
        all.sort { $0.entry < $1.entry }
        var starts: [UInt32] = [0]
        var postings: [UInt32] = []
        for item in all {
            postings += item.postings
            starts.append(UInt32(postings.count))
        }
        return Roster(
            keys: keys, roles: roles, names: names, values: values, entries: all.map(\.entry), starts: starts,
            postings: postings)
    }

    /// Each person once, with everything that they have a name part as.
    private static func merged(_ postings: [UInt32], isName: Bool) -> [UInt32] {
        guard isName else { return Array(Set(postings)).sorted() }
        var out: [UInt32] = []
        for posting in postings.sorted() {
            if let last = out.last, last >> Roster.kindBitCount == posting >> Roster.kindBitCount {
                out[out.count - 1] = last | posting
            } else {
                out.append(posting)
            }
        }
        return out
    }

    /// Forty bits an entry let one word in a thousand through that is in none.
    private static func bitCount(_ count: Int) -> UInt64 {
        var bitCount: UInt64 = 16
        while bitCount < 24, 1 << bitCount < count * 40 { bitCount += 1 }
        return bitCount
    }
}

extension [UInt8] {
    /// ASCII letters and digits in small, letters beyond without their accents, everything else left out.
    var foldedLetters: [UInt8] {
        var out: [UInt8] = []
        var place = 0
        while place < count {
            let byte = self[place]
            if byte.isASCIILetterOrDigit {
                out.append(byte.isASCIILetter ? byte | 0x20 : byte)
            } else if byte >= 0xC3, let base = LetterFolding.base(span, at: place) {
                out += base.bytes
                place += 1
            } else if byte >= 0x80, !holdsCurlyApostrophe(place) {
                out.append(byte)
            } else if byte >= 0x80 {
                place += 2
            }
            place += 1
        }
        return out
    }

    private func holdsCurlyApostrophe(_ place: Int) -> Bool {
        place + 2 < count && self[place] == 0xE2 && self[place + 1] == 0x80
            && (0x98...0x9B).contains(self[place + 2])
    }

    /// The parts between apostrophes, straight or curly.
    fileprivate var apostropheParts: [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        var place = 0
        while place < count {
            if self[place] == UInt8(ascii: "'") {
                parts.append([])
                place += 1
            } else if holdsCurlyApostrophe(place) {
                parts.append([])
                place += 3
            } else {
                parts[parts.count - 1].append(self[place])
                place += 1
            }
        }
        return parts
    }
}
