/// Somebody of the roster, named in a text.
struct RosterMention {
    /// What speaks for it.
    enum Grounds {
        /// Forename and surname of the same person, in any form.
        case fullName
        /// A surname behind a title.
        case title
        /// A surname, or a forename and the surname's initial, beside words that are about people at school.
        case context
        /// An identifier or birth date.
        case value
        /// Nothing yet: counts if the text names the same person in full, or tells a UPN or birth date.
        case open
    }

    /// In bytes of the text that was read.
    var bytes: Range<Int>
    let grounds: Grounds
    /// Who it may be, in order; empty where `found` says it.
    let persons: [UInt32]
    /// Whose name part it is, of those with one of these kinds.
    let found: Roster.Postings?
    let kinds: UInt32
    /// Whether it is a word, place or day as well.
    let isOrdinary: Bool
    /// Whether what stands right beside it says that it is about a person at school, whoever else has the name.
    let isBesideContext: Bool
    /// What a finding of it is called; nil for the person's role.
    let entity: EntityType?

    init(
        _ bytes: Range<Int>,
        _ grounds: Grounds,
        persons: [UInt32] = [],
        found: Roster.Postings? = nil,
        kinds: UInt32 = 0,
        isOrdinary: Bool = false,
        isBesideContext: Bool = false,
        entity: EntityType? = nil
    ) {
        (self.bytes, self.grounds, self.persons) = (bytes, grounds, persons)
        (self.found, self.kinds, self.isOrdinary) = (found, kinds, isOrdinary)
        (self.isBesideContext, self.entity) = (isBesideContext, entity)
    }

    /// What is taken from the rule's confidence.
    var doubt: Int {
        switch grounds {
        case .value: -5
        case .fullName: 0
        case .title: 2
        case .context, .open: 10
        }
    }
}

/// What was looked up in a roster lately: words come again, and an HMAC takes as long as reading a hundred bytes.
struct RosterCache {
    private struct Slot {
        var domain: UInt8 = 0
        var kinds: UInt32 = 0
        var key: UInt64 = 0
        var start: UInt32 = 0
        var end: UInt32 = 0
    }

    private var slots: [Slot] = []
    private static let bitCount: UInt64 = 11

    init() {}

    mutating func find(_ domain: RosterKeys.Domain, _ key: UInt64, in roster: Roster) -> Roster.Postings? {
        if slots.isEmpty { slots = Array(repeating: Slot(), count: 1 << Int(Self.bitCount)) }
        let place = Int(KeyHash.hash(key &+ UInt64(domain.rawValue)) >> (64 - Self.bitCount))
        let slot = slots[place]
        if slot.key == key, slot.domain == domain.rawValue {
            guard slot.start < slot.end else { return nil }
            return Roster.Postings(range: Int(slot.start)..<Int(slot.end), kinds: slot.kinds)
        }
        let found = roster.find(domain, key)
        slots[place] = Slot(
            domain: domain.rawValue, kinds: found?.kinds ?? 0, key: key,
            start: UInt32(found?.range.lowerBound ?? 0), end: UInt32(found?.range.upperBound ?? 0))
        return found
    }
}
