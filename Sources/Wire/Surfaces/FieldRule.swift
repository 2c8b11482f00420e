/// What becomes of a declared field.
indirect enum FieldRule: Sendable {
    /// The name of a model; compared with the register of endpoints later, so not a segment.
    case model
    /// Whether the answer streams: true, false or null.
    case stream
    /// True, false or null.
    case flag
    /// A number or null; inspected too, for numbers identify people.
    case number
    /// One string.
    case text
    /// One string of the conversation, or null: a reader reads on from it into the next one.
    case running
    /// A text of the conversation, or parts of it, or null.
    case content(FieldRule)
    /// A list; nil for none, and null where it may be empty.
    case list(FieldRule, isEmptyAllowed: Bool = true)
    /// An object with these fields, or null.
    case object([DeclaredField])
    /// An object whose member `by` says which fields it has.
    case variants(by: String, preset: String?, [Variant], others: OtherVariant)
    /// An object with these fields and no others, or null: what is not declared would change what the endpoint does.
    case closed([DeclaredField])
    /// An object that has at least one of these members, and may have the others beside it.
    case keyed([DeclaredField], beside: [DeclaredField])
    /// Words of a closed list, or null: copied.
    case words([String])
    /// A JSON document inside a string; inspected as JSON, and stays valid.
    case source
    /// Inspected, but never changed: the endpoint has signed it or sealed it for itself.
    case fixed
    /// Every string, key and number below it is inspected.
    case inspect
    /// Inspected like the above, but only texts may stand there: numbers would be the tokens of a text.
    case textOrTexts
    /// Like the rule, and written by somebody else than what it stands in.
    case written(by: Segment.Author, FieldRule)
    /// Something said in the conversation, which may be an earlier answer.
    case turn(FieldRule)
    /// A file, to be turned into text before anything is inspected.
    case attachment(AttachmentShape)
    /// Refused unless null or an empty list.
    case refuse(WireError.RefusalReason)
    /// True is refused; false and null are taken.
    case refuseTrue(WireError.RefusalReason)
}

/// A field that Cloakroom knows.
struct DeclaredField: Sendable {
    let name: String
    let rule: FieldRule
    let isRequired: Bool

    init(_ name: String, _ rule: FieldRule, isRequired: Bool = false) {
        self.name = name
        self.rule = rule
        self.isRequired = isRequired
    }
}

/// Fields by which some gateways behind these APIs can be told to send a prompt elsewhere.
///
/// Source: LiteLLM documentation, “Clientside LLM credentials”.
let steering = ["api_base", "base_url", "api_key", "custom_llm_provider", "extra_headers", "fallbacks"].map {
    DeclaredField($0, .refuse(.steersEndpoint))
}

/// What an object may be, by the word that says so.
struct Variant: Sendable {
    let names: [String]
    let rule: FieldRule

    init(_ names: [String], _ fields: [DeclaredField]) {
        self.init(names, .object(fields))
    }

    init(_ names: [String], _ rule: FieldRule) {
        self.names = names
        self.rule = rule
    }
}

/// What an object is whose word is not declared: refused, each in its own words.
enum OtherVariant: Sendable {
    case role, part, tool, item
}
