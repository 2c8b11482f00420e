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
    /// Placeholder texts that the person wrote: not ours to give out or to restore.
    private var reserved: Set<ArraySlice<UInt8>> = []
    /// Placeholder text to value.
    private(set) var values: [[UInt8]: [UInt8]] = [:]

    /// Keeps numbers that already stand in the prompt from being given out.
    mutating func reserve(placeholdersIn text: [UInt8]) {
        for placeholder in Placeholder.all(in: text) { reserved.insert(placeholder) }
    }

    /// The value's placeholder; the same value of the same kind always gets the same one.
    mutating func placeholder(for value: [UInt8], of entity: EntityType) -> Placeholder {
        let key = Key(entity: entity, value: value)
        if let known = placeholders[key] { return known }
        var placeholder: Placeholder
        repeat {
            lastNumbers[entity, default: 0] += 1
            placeholder = Placeholder(entity: entity, number: lastNumbers[entity, default: 0])
        } while reserved.contains(placeholder.text[...])
        placeholders[key] = placeholder
        values[placeholder.text] = value
        return placeholder
    }
}
