/// The name of a rule, such as `uk.schools.upn`.
public struct RuleID: Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(_ rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }
}

/// Personal data that a rule found, without the data: what, where and how sure.
///
/// A finding can be logged, counted and kept; it holds no text.
public struct Finding: Hashable, Sendable {
    public let entity: EntityType
    public let rule: RuleID
    /// Where it stands: UTF-8 byte offsets from the start of the text, never inside a character.
    public let bytes: Range<Int>
    /// 0 to 100.
    public let confidence: Int
    /// Whether the rule is on trial: the finding is counted, and nothing is done about it.
    ///
    /// It may overlap others.
    public let isOnTrial: Bool
    /// Who of the school's roster it is about; nil without a roster, and where several have the name.
    public let person: PersonRef?

    public init(
        entity: EntityType,
        rule: RuleID,
        bytes: Range<Int>,
        confidence: Int,
        isOnTrial: Bool = false,
        person: PersonRef? = nil
    ) {
        self.entity = entity
        self.rule = rule
        self.bytes = bytes
        self.confidence = confidence
        self.isOnTrial = isOnTrial
        self.person = person
    }
}
