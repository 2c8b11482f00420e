/// What a scanner remembers of the roster's people while it reads one text.
struct RosterMemory {
    var reader = RosterReader()
    /// Name parts that count if the text names the same person in full, by place.
    private var open: [OpenMention] = []
    /// How many of them are decided; taken out now and then, for taking out each would move all others.
    private var decidedCount = 0
    /// Who was named in full, and where first.
    private var named: [UInt32: Int] = [:]
    /// Where a UPN or a birth date stands.
    private var identifiers: [Int] = []

    /// A name part that waits, at its place in the whole text.
    struct OpenMention {
        let bytes: Range<Int>
        let mention: RosterMention
        /// Whether somebody public has the name.
        let isPublic: Bool
    }

    /// How far behind a name part its person's full name may follow, in bytes; before it, anywhere.
    ///
    /// Longer than nearly every prompt. What is held back meanwhile is bounded by it.
    static let aheadByteCountMax = 16_384
    /// More people than these are not remembered in one text.
    private static let namedCountMax = 4_096
    /// How far from a public name an identifier speaks for a person of the school, in bytes.
    private static let identifierWithin = 200

    init() {}

    mutating func removeAll() {
        open.removeAll(keepingCapacity: true)
        decidedCount = 0
        named.removeAll(keepingCapacity: true)
        identifiers.removeAll(keepingCapacity: true)
    }

    /// Remembers that somebody was named in full.
    mutating func note(_ persons: [UInt32], at place: Int) {
        for person in persons.prefix(64) where named.count < Self.namedCountMax || named[person] != nil {
            named[person] = min(place, named[person] ?? place)
        }
    }

    /// Remembers a UPN or birth date.
    mutating func noteIdentifier(at place: Int) {
        if identifiers.count < Self.namedCountMax { identifiers.append(place) }
    }

    mutating func wait(_ mention: RosterMention, at bytes: Range<Int>, isPublic: Bool) {
        open.append(OpenMention(bytes: bytes, mention: mention, isPublic: isPublic))
    }

    /// Where the first name part stands that waits; nil if none does.
    var firstOpenPlace: Int? { decidedCount < open.count ? open[decidedCount].bytes.lowerBound : nil }

    /// Takes out the first name part about which everything is known once names are known up to `place`.
    mutating func takeFirst(knownUpTo place: Int, isLast: Bool) -> OpenMention? {
        guard decidedCount < open.count, case let first = open[decidedCount],
            isLast || first.bytes.lowerBound + Self.aheadByteCountMax <= place
        else {
            return nil
        }
        decidedCount += 1
        if decidedCount * 2 > open.count, decidedCount > 64 || decidedCount == open.count {
            open.removeFirst(decidedCount)
            decidedCount = 0
        }
        return first
    }

    /// Whom a name part means; nil if nothing speaks for it.
    func persons(of item: OpenMention, _ roster: Roster) -> [UInt32]? {
        let last = item.bytes.lowerBound + Self.aheadByteCountMax
        let same = named.compactMap { person, place in
            place <= last && holds(person, item.mention, roster) ? person : nil
        }
        if !same.isEmpty { return same.sorted() }
        if item.isPublic {
            let near =
                item.bytes.lowerBound - Self.identifierWithin..<item.bytes.upperBound + Self.identifierWithin
            let counts = item.mention.grounds != .open && identifiers.contains { near.contains($0) }
            return counts ? item.mention.persons : nil
        }
        guard let found = item.mention.found, !item.mention.isOrdinary,
            item.mention.kinds & Roster.NameKind.surname != 0,
            item.mention.kinds & Roster.NameKind.first == 0, identifiers.contains(where: { $0 <= last })
        else { return nil }
        return roster.persons(found, as: Roster.NameKind.surname)
    }

    private func holds(_ person: UInt32, _ mention: RosterMention, _ roster: Roster) -> Bool {
        guard let found = mention.found else { return mention.persons.holdsSorted(person) }
        return roster.kinds(of: person, in: found) & mention.kinds != 0
    }

    /// Who of some persons is meant at a place, and what they are to the school.
    ///
    /// One of them, or the only one whom the text named before. Of several nobody can be told; whoever a title stands before is
    /// rather an adult.
    func choice(of persons: [UInt32], at place: Int, hasTitle: Bool, _ roster: Roster) -> (
        role: RosterPerson.Role, person: UInt32?
    ) {
        if persons.count > 1, !named.isEmpty {
            let before =
                named.count < persons.count
                ? named.filter { $0.value <= place && persons.holdsSorted($0.key) }.map(\.key)
                : persons.filter { named[$0].map { $0 <= place } ?? false }
            if before.count == 1 { return (roster.role(of: before[0]), before[0]) }
        }
        return Self.choice(of: persons, hasTitle: hasTitle, roster)
    }

    /// The same where nobody was named before.
    static func choice(of persons: [UInt32], hasTitle: Bool, _ roster: Roster) -> (
        role: RosterPerson.Role, person: UInt32?
    ) {
        if persons.count == 1 { return (roster.role(of: persons[0]), persons[0]) }
        let order: [RosterPerson.Role] = hasTitle ? [.staff, .parent, .pupil] : [.pupil, .parent, .staff]
        let roles = Set(persons.map { roster.role(of: $0) })
        return (order.first { roles.contains($0) } ?? .pupil, nil)
    }
}
