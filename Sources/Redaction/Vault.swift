internal import Detection

/// The tickets of one exchange: which placeholder stands for which value.
///
/// Lives as long as the exchange and is written nowhere. Numbers follow first appearance, so the same
/// conversation sent again gets the same placeholders without any store.
struct Vault: ~Copyable {
    private struct Key: Hashable {
        let entity: EntityType
        let value: [UInt8]
    }

    private var placeholders: [Key: Placeholder] = [:]
    private var lastNumbers: [EntityType: Int] = [:]
    /// Placeholders, without form, whose number the person wrote: not ours to give out or to restore.
    private var reserved: Set<Placeholder> = []
    private var persons = Persons()
    /// By person, as `persons` counts them.
    private var tickets: [Int: Tickets] = [:]

    /// What one person's names became.
    private struct Tickets {
        /// The one without a form.
        let main: Placeholder
        var byValue: [[UInt8]: Placeholder]
        var variantCounts: [Placeholder.Form: Int] = [:]
    }

    private(set) var values: [Placeholder: [UInt8]] = [:]

    /// Keeps numbers that already stand in the prompt from being given out.
    ///
    /// However they are written: what the restorer would take for a placeholder in the answer is one here, or
    /// the person's own `[Person 1]` would come back as somebody's name.
    mutating func reserve(placeholdersIn text: [UInt8]) {
        for reading in PlaceholderReader.readings(in: text) {
            for entity in reading.entities {
                reserved.insert(Placeholder(entity: entity, number: reading.number))
            }
        }
    }

    /// Whether the person wrote a placeholder of this kind and number.
    func isReserved(_ entity: EntityType, _ number: Int) -> Bool {
        reserved.contains(Placeholder(entity: entity, number: number))
    }

    /// The value's placeholder; the same value of the same kind always gets the same one.
    mutating func placeholder(for value: [UInt8], of entity: EntityType) -> Placeholder {
        let key = Key(entity: entity, value: value)
        if let known = placeholders[key] { return known }
        let placeholder = next(of: entity)
        placeholders[key] = placeholder
        values[placeholder] = value
        return placeholder
    }

    /// A placeholder with a number that nobody has yet.
    private mutating func next(of entity: EntityType) -> Placeholder {
        var placeholder: Placeholder
        repeat {
            lastNumbers[entity, default: 0] += 1
            placeholder = Placeholder(entity: entity, number: lastNumbers[entity, default: 0])
        } while reserved.contains(placeholder)
        return placeholder
    }

    /// The placeholders of the names in the next text, in order.
    ///
    /// The names of one person share a number. The first whole name gets the placeholder without a form if there is one
    /// in the text where the person appears first, or else the first of the names.
    mutating func placeholders(for mentions: [PersonMention]) -> [Placeholder] {
        let owners = persons.take(mentions)
        var mains: [Int: PersonMention] = [:]
        for (mention, owner) in zip(mentions, owners)
        where mains[owner] == nil && mention.name.kind == persons.name(of: owner).kind {
            mains[owner] = mention
        }
        for (mention, owner) in zip(mentions, owners) where tickets[owner] == nil {
            let main = mains[owner] ?? mention
            let placeholder = next(of: persons.entity(of: owner))
            tickets[owner] = Tickets(main: placeholder, byValue: [main.value: placeholder])
            values[placeholder] = main.value
        }
        return zip(mentions, owners).map { mention, owner in
            guard var person = tickets[owner] else { preconditionFailure("each owner has a number") }
            if let known = person.byValue[mention.value] { return known }
            let form = mention.name.form(in: persons.name(of: owner))
            person.variantCounts[form, default: 0] += 1
            var placeholder = person.main
            placeholder.form = form
            placeholder.variant = person.variantCounts[form, default: 1]
            person.byValue[mention.value] = placeholder
            tickets[owner] = person
            values[placeholder] = mention.value
            return placeholder
        }
    }
}
