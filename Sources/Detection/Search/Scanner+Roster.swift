extension Scanner {
    /// Finds the roster's people in a part of the text, which the tagger has cut into tokens.
    mutating func findPeople(in text: Span<UInt8>, _ range: Range<Int>, _ roster: Roster, _ recognizer: Int) {
        memory.people.reader.read(
            memory.tagger.tokens, in: text, roster, isLesson: memory.tagger.subject.isLesson)
        nameOwners(of: range, in: text, roster)
    }

    /// Keeps who was found in a part of the text, or lets them wait.
    ///
    /// `publicNames` is nil where nothing needed it.
    mutating func keepPeople(
        _ publicNames: PublicNames?, in text: Span<UInt8>, _ roster: Roster, _ recognizer: Int
    ) {
        for mention in memory.people.reader.mentions {
            let bytes = mention.bytes.shifted(by: base)
            let isPublic =
                mention.entity == nil && (publicNames?.cover(mention.bytes, in: text) ?? false)
            // `Bill` in “Bill Sikes” is no part of anybody else's name.
            if isPublic, mention.grounds == .open { continue }
            if mention.grounds == .open
                || isPublic && !mention.isBesideContext
                    && !(mention.grounds == .title && !memory.tagger.subject.isLesson)
            {
                memory.people.wait(mention, at: bytes, isPublic: isPublic)
                continue
            }
            if mention.grounds == .fullName { memory.people.note(mention.persons, at: bytes.lowerBound) }
            keepPerson(mention, mention.persons, at: bytes, roster, recognizer)
        }
    }

    /// Decides about name parts when all is known that could speak for them.
    mutating func settlePeople(isLast: Bool) {
        guard let (roster, recognizer) = people else { return }
        while let item = memory.people.takeFirst(knownUpTo: named, isLast: isLast) {
            guard let persons = memory.people.persons(of: item, roster) else { continue }
            keepPerson(item.mention, persons, at: item.bytes, roster, recognizer)
        }
    }

    private mutating func keepPerson(
        _ mention: RosterMention,
        _ persons: [UInt32],
        at bytes: Range<Int>,
        _ roster: Roster,
        _ recognizer: Int
    ) {
        let (role, person) = memory.people.choice(
            of: persons, at: bytes.lowerBound, hasTitle: mention.grounds == .title, roster)
        keep(
            Candidate(
                recognizer: recognizer, bytes: bytes,
                confidence: rules.confidence(of: mention, recognizer), hasContext: true,
                entity: mention.entity ?? role.entity, person: person))
        if rules.traits[recognizer].pointsAtPerson { memory.persons.append(bytes) }
    }

    /// Notes whose identifiers the rules have found.
    private mutating func nameOwners(of range: Range<Int>, in text: Span<UInt8>, _ roster: Roster) {
        for index in memory.candidates.indices {
            let candidate = memory.candidates[index]
            let bytes = candidate.bytes.shifted(by: -base)
            guard range.contains(bytes.lowerBound), !candidate.isFromView, candidate.person == nil,
                rules.recognizers[candidate.recognizer].rule.entity.isRosterValue
            else { continue }
            let entity = rules.recognizers[candidate.recognizer].rule.entity
            memory.candidates[index].person = memory.people.reader.person(
                withValue: bytes, of: entity, in: text, roster)
        }
    }

    /// Notes where a UPN or a birth date stands, which says that a text is about somebody at school.
    mutating func noteIdentifier(_ candidate: Candidate) {
        guard people != nil else { return }
        let entity = rules.recognizers[candidate.recognizer].rule.entity
        if entity == .upn || entity == .dateOfBirth {
            memory.people.noteIdentifier(at: candidate.bytes.lowerBound)
        }
    }

    /// Notes who a view showed.
    mutating func notePerson(_ candidate: Candidate) {
        if let person = candidate.person, people?.recognizer == candidate.recognizer {
            memory.people.note([person], at: candidate.bytes.lowerBound)
        }
    }
}

extension CompiledRules {
    func confidence(of mention: RosterMention, _ recognizer: Int) -> Int {
        max(1, min(100, recognizers[recognizer].rule.confidence - mention.doubt))
    }
}

extension EntityType {
    /// Whether a roster can say whose it is.
    var isRosterValue: Bool {
        self == .userPrincipalName || RosterValueKind.allCases.contains { $0.entity == self }
    }
}
