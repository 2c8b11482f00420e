internal import Detection

/// One place where a text names somebody.
struct PersonMention {
    let entity: EntityType
    let value: [UInt8]
    let name: PersonName
    /// Who it is by the school's roster; nil where that does not know.
    var person: PersonRef?
}

/// Who is who in a request: the names that belong to one person get one number.
///
/// Texts are taken one after the other, each as a whole: a text's names are told apart by what stands in it and before it,
/// never by what comes later, so that a conversation that goes on keeps its placeholders.
///
/// **When in doubt, two.** Two numbers for one person cost the answer some grammar; one number for two persons puts
/// words into the wrong person's file. So a part of a name that fits two persons belongs to neither, and a surname with a
/// title belongs to a full name only where that name stood with the same title: in schools `Aisha Khan` is a child and
/// `Mrs Khan` most likely her mother. Kinship words near by were considered and rejected: that nobody
/// writes `mum` does not make the two one. Where the roster knows who is meant, that decides and no name does.
struct Persons {
    /// A person, or what may be one.
    private struct Person {
        /// The name that says most; what others must fit.
        var name: PersonName
        var entity: EntityType
        var listed: PersonRef?
        var titles: Set<PersonTitle> = []
        /// Other full names of the same person; what is new must fit those too.
        var fullNames: [PersonName] = []
        /// A part of a name that fits several: it is only ever met by itself.
        var isAmbiguous = false
        /// The person that took this one in, once the whole name was met.
        var takenInBy: Int?
    }

    private var persons: [Person] = []
    private var whole: [PersonKey: [Int]] = [:]
    private var open: [PersonKey: [Int]] = [:]
    /// Parts of names by themselves.
    private var parts: [PartKey: Int] = [:]

    /// Those whom the roster knows.
    private var listed: [PersonRef: Int] = [:]

    private struct PartKey: Hashable {
        let name: PersonName
        let entity: EntityType
        let person: PersonRef?
    }

    /// So many persons that a name may belong to are looked at; more are as good as two.
    private static let lookedAtMax = 32

    /// Takes the names of the next text, in order, and tells for each whose it is, by a number that stays.
    ///
    /// Takes time in proportion to the number of names.
    mutating func take(_ mentions: [PersonMention]) -> [Int] {
        var numbers = [Int](repeating: 0, count: mentions.count)
        var known: [PartKey: Int] = [:]
        var new: [Int] = []
        for index in mentions.indices.sorted(by: { mentions[$0].rank(before: mentions[$1], $0, $1) }) {
            let mention = mentions[index]
            let key = PartKey(name: mention.name, entity: mention.entity, person: mention.person)
            if let person = known[key] {
                numbers[index] = person
                continue
            }
            let isWhole = mention.name.kind == .full
            if !isWhole, !new.isEmpty {
                takeIn(new)
                new.removeAll()
            }
            let before = persons.count
            numbers[index] = isWhole ? whole(mention) : part(mention, key)
            if isWhole, numbers[index] == before { new.append(before) }
            known[key] = numbers[index]
        }
        takeIn(new)
        return numbers.map { person in persons[person].takenInBy.map { self.end(of: $0) } ?? person }
    }

    /// The name that says most of a person.
    func name(of person: Int) -> PersonName { persons[end(of: person)].name }

    func entity(of person: Int) -> EntityType { persons[end(of: person)].entity }

    /// Whom a person became.
    private func end(of person: Int) -> Int {
        var person = person
        while let next = persons[person].takenInBy { person = next }
        return person
    }

    /// The person that the roster has named before.
    private mutating func known(_ mention: PersonMention) -> Int? {
        guard let person = mention.person.flatMap({ listed[$0] }).map(end) else { return nil }
        join(mention, person)
        return person
    }

    // MARK: Whole names

    private mutating func whole(_ mention: PersonMention) -> Int {
        if let person = known(mention) { return person }
        let found = candidates(for: mention, in: whole) { person in
            person.fullNames.allSatisfy(mention.name.fits)
        }
        let same = found?.first { persons[$0].name.untitled == mention.name.untitled }
        if let person = found?.count == 1 ? found?.first : same {
            join(mention, person)
            return person
        }
        return add(mention, to: \.whole)
    }

    /// Lets new whole names take in the one part that was there before and fits nobody else.
    private mutating func takeIn(_ new: [Int]) {
        var claims: [Int: [Int?]] = [:]
        for person in new {
            let mention = PersonMention(
                entity: persons[person].entity, value: [], name: persons[person].name,
                person: persons[person].listed)
            let found = candidates(for: mention, in: open) { part in
                part.name.kind != .full
                    && part.name.title.map(persons[person].titles.contains) ?? true
            }
            for part in found ?? [] { claims[part, default: []].append(found?.count == 1 ? person : nil) }
        }
        for (part, claimants) in claims {
            guard claimants.count == 1, case let person?? = claimants.first else {
                persons[part].isAmbiguous = true
                continue
            }
            // The number that was given out first stays.
            persons[part].name = persons[person].name
            persons[part].fullNames = persons[person].fullNames
            persons[part].titles.formUnion(persons[person].titles)
            persons[part].listed = persons[part].listed ?? persons[person].listed
            persons[person].takenInBy = part
            for key in persons[part].name.keys {
                whole[key] = (whole[key] ?? []).map { $0 == person ? part : $0 }
            }
        }
    }

    // MARK: Parts of names

    private mutating func part(_ mention: PersonMention, _ key: PartKey) -> Int {
        if let person = known(mention) { return person }
        let title = mention.name.title
        let mayJoin: (Person) -> Bool = { person in title.map(person.titles.contains) ?? true }
        var found = candidates(for: mention, in: whole, where: mayJoin)
        found = candidates(for: mention, in: open, where: mayJoin).flatMap { found?.union($0) }
        if found?.count == 1, let person = found?.first {
            join(mention, person)
            return person
        }
        if let own = parts[key], persons[own].name == mention.name { return own }
        let person = add(mention, to: \.open)
        persons[person].isAmbiguous = found.map { $0.count > 1 } ?? true
        parts[key] = person
        return person
    }

    /// The persons whose a name may be; nil if so many were to be looked at that it is surely more than one's.
    private func candidates(
        for mention: PersonMention,
        in index: [PersonKey: [Int]],
        where isWanted: (Person) -> Bool
    ) -> Set<Int>? {
        var found: Set<Int> = []
        var looked = 0
        for key in mention.name.wantedKeys {
            for number in index[key] ?? [] {
                looked += 1
                guard looked <= Self.lookedAtMax else { return nil }
                let person = persons[number]
                guard !person.isAmbiguous, person.takenInBy == nil, mention.name.fits(person.name),
                    person.listed == nil || mention.person == nil || person.listed == mention.person,
                    mention.entity.mayBe(person.entity), isWanted(person)
                else { continue }
                if let title = mention.name.title, person.titles.contains(where: title.contradicts) {
                    continue
                }
                found.insert(number)
            }
        }
        return found
    }

    private mutating func join(_ mention: PersonMention, _ person: Int) {
        if let ref = mention.person {
            persons[person].listed = ref
            listed[ref] = person
        }
        if let title = mention.name.title { persons[person].titles.insert(title) }
        if mention.name.kind == .full, !persons[person].fullNames.contains(mention.name.untitled) {
            persons[person].fullNames.append(mention.name.untitled)
        }
    }

    private mutating func add(
        _ mention: PersonMention,
        to index: WritableKeyPath<Persons, [PersonKey: [Int]]>
    ) -> Int {
        let number = persons.count
        persons.append(Person(name: mention.name, entity: mention.entity))
        join(mention, number)
        for key in mention.name.keys { self[keyPath: index][key, default: []].append(number) }
        return number
    }
}

extension PersonMention {
    /// Whether this name is to be looked at before another one: what says more first.
    fileprivate func rank(before other: PersonMention, _ place: Int, _ otherPlace: Int) -> Bool {
        rank == other.rank ? place < otherPlace : rank < other.rank
    }

    private var rank: Int {
        switch name.kind {
        // `Alex Smith` may be Alexander or Alexandra, so both come first.
        case .full: (Nicknames.isShort(name.first) ? 64 : 0) + 32 - min(name.middle.count, 31)
        case .short: name.title == nil ? 101 : 100
        case .single: name.title == nil ? 103 : 102
        case .initials: 104
        }
    }
}

extension EntityType {
    /// Whether a name of this kind can be that of a person of another kind: `PERSON` says nothing about the role.
    fileprivate func mayBe(_ other: EntityType) -> Bool { self == other || self == .person }
}
