internal import Detection

/// What a placeholder in an answer can stand for; often exactly one thing.
struct PlaceholderReading {
    /// A bit for each kind that the word means.
    let entityBits: UInt64
    let number: Int
    /// A bit for each form that the word means; 0 where there is none.
    var formBits: UInt64 = 0
    var variant = 1
    /// Whether both brackets are there: only then it may be one that the model made up.
    var isBracketed = false
    /// Where the text goes on.
    var end: Int

    var entities: [EntityType] { EntityType.allCases.filter { entityBits & PlaceholderWords.bit($0) != 0 } }

    /// Every placeholder that this may be.
    var placeholders: [Placeholder] {
        let forms = Placeholder.Form.allCases.filter { formBits & PlaceholderWords.bit($0) != 0 }
        return entities.flatMap { entity in
            formBits == 0
                ? [Placeholder(entity: entity, number: number)]
                : forms.map { Placeholder(entity: entity, number: number, form: $0, variant: variant) }
        }
    }
}
