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
    /// Whether its brackets are those of a Markdown link's text, which must stay.
    var isLinkText = false
    /// Where the text goes on.
    var end: Int

    var entities: [EntityType] { Self.places(of: entityBits).map { PlaceholderWords.allEntities[$0] } }

    /// The one placeholder that this is; nil where it may be several.
    var onlyPlaceholder: Placeholder? {
        guard entityBits.nonzeroBitCount == 1, formBits.nonzeroBitCount < 2 else { return nil }
        return Placeholder(
            entity: PlaceholderWords.allEntities[entityBits.trailingZeroBitCount], number: number,
            form: formBits == 0 ? nil : PlaceholderWords.allForms[formBits.trailingZeroBitCount],
            variant: variant)
    }

    /// Every placeholder that this may be.
    var placeholders: [Placeholder] {
        if let onlyPlaceholder { return [onlyPlaceholder] }
        let forms = Self.places(of: formBits).map { PlaceholderWords.allForms[$0] }
        return entities.flatMap { entity in
            formBits == 0
                ? [Placeholder(entity: entity, number: number)]
                : forms.map { Placeholder(entity: entity, number: number, form: $0, variant: variant) }
        }
    }

    private static func places(of bits: UInt64) -> [Int] { (0..<64).filter { bits >> UInt64($0) & 1 != 0 } }
}
