/// A school's people, as keyed hashes: says who a word may belong to, and holds no word.
///
/// An inverted index: for each hashed name part, initial, identifier and birth date the persons that have it. Full names are
/// the persons that two neighbouring words share, so that every form of a name (preferred, double-barrelled, initials, surname
/// first) is found from the same few entries. Rejected: one entry for each sequence of words a name can be written in, which
/// is thirty times as many.
///
/// A class, because it is large and shared. Before anything is hashed with the key, a bit filter over the token's ordinary
/// hash says no to nearly every word that is in no entry. The filter stands inside the sealed file only.
public final class Roster: Sendable {
    /// The most people that one roster can hold.
    public static let personCountMax = 1_000_000

    /// Persons who have something; each number holds a person and how they have it.
    struct Postings: Equatable {
        let range: Range<Int>
        /// Everything that one of the persons has it as.
        let kinds: UInt32
    }

    /// How somebody has a name part: a bit each.
    enum NameKind {
        static let forename: UInt32 = 1
        static let middle: UInt32 = 2
        static let surname: UInt32 = 4
        static let nickname: UInt32 = 8
        /// What stands before a surname.
        static let first: UInt32 = forename | nickname
        static let any: UInt32 = 15
    }

    /// Bits of a posting that say how, the rest says who.
    static let kindBitCount: UInt32 = 4

    let keys: RosterKeys
    let roles: [UInt8]
    /// The hashes of name parts.
    let names: BitFilter
    /// The hashes of identifiers.
    let values: BitFilter
    /// In order.
    let entries: [UInt64]
    /// Where each entry's postings start; one more at the end.
    let starts: [UInt32]
    /// Of one entry by person.
    let postings: [UInt32]

    init(
        keys: RosterKeys,
        roles: [UInt8],
        names: BitFilter,
        values: BitFilter,
        entries: [UInt64],
        starts: [UInt32],
        postings: [UInt32]
    ) {
        (self.keys, self.roles, self.names, self.values) = (keys, roles, names, values)
        (self.entries, self.starts, self.postings) = (entries, starts, postings)
    }

    public var personCount: Int { roles.count }

    /// How many persons of each role there are.
    public var counts: [RosterPerson.Role: Int] {
        roles.reduce(into: [:]) { counts, role in
            if let role = RosterPerson.Role(rawValue: role) { counts[role, default: 0] += 1 }
        }
    }

    /// How much memory its tables take, in bytes.
    public var byteCount: Int {
        roles.count + 8 * (names.words.count + values.words.count + entries.count)
            + 4 * (starts.count + postings.count)
    }

    func role(of person: UInt32) -> RosterPerson.Role {
        RosterPerson.Role(rawValue: roles[Int(person)]) ?? .pupil
    }

    /// Who has this; nil for nobody.
    func find(_ domain: RosterKeys.Domain, _ key: UInt64) -> Postings? {
        let entry = keys.entry(domain, key)
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle] < entry { low = middle + 1 } else { high = middle }
        }
        guard low < entries.count, entries[low] == entry else { return nil }
        let range = Int(starts[low])..<Int(starts[low + 1])
        return Postings(range: range, kinds: postings[range].reduce(0) { $0 | $1 & 15 })
    }

    /// How a person has what these postings are of; 0 for not at all.
    func kinds(of person: UInt32, in found: Postings) -> UInt32 {
        posting(of: person, in: found).map { $0 & 15 } ?? 0
    }

    /// Whether a person is among those of an entry, however they have it.
    func holds(_ person: UInt32, in found: Postings) -> Bool { posting(of: person, in: found) != nil }

    private func posting(of person: UInt32, in found: Postings) -> UInt32? {
        var low = found.range.lowerBound
        var high = found.range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if postings[middle] >> Self.kindBitCount < person { low = middle + 1 } else { high = middle }
        }
        guard low < found.range.upperBound, postings[low] >> Self.kindBitCount == person else { return nil }
        return postings[low]
    }

    /// The persons who have it as one of these.
    func persons(_ found: Postings, as kinds: UInt32) -> [UInt32] {
        guard found.kinds & kinds != 0 else { return [] }
        return postings[found.range].compactMap { $0 & kinds == 0 ? nil : $0 >> Self.kindBitCount }
    }

    /// Those of some persons who have it as one of these.
    ///
    /// Both stand by person; the smaller list is looked up in the larger one.
    func persons(_ persons: [UInt32], with found: Postings, as kinds: UInt32) -> [UInt32] {
        guard found.kinds & kinds != 0 else { return [] }
        if persons.count <= found.range.count {
            return persons.filter { self.kinds(of: $0, in: found) & kinds != 0 }
        }
        return postings[found.range].compactMap { posting in
            guard posting & kinds != 0 else { return nil }
            let person = posting >> Self.kindBitCount
            return persons.holdsSorted(person) ? person : nil
        }
    }
}

extension [UInt32] {
    /// Whether a list in order holds a number.
    func holdsSorted(_ number: UInt32) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == number
    }
}
