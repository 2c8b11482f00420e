/// A rule that cannot be compiled.
public struct RuleError: Error, Equatable, Sendable {
    /// Which part of the rule is wrong.
    public enum Part: Equatable, Sendable {
        case pattern, words, context, vetoes, companions, exclusions, confidence, separators, id
    }

    public let rule: RuleID
    public let part: Part
    public let message: String
    public let hint: String
    /// Byte offset in the pattern, where the part is one.
    public let offset: Int?

    init(rule: RuleID, part: Part, message: String, hint: String, offset: Int? = nil) {
        self.rule = rule
        self.part = part
        self.message = message
        self.hint = hint
        self.offset = offset
    }

    init(_ error: PatternSyntaxError, in part: Part, of rule: RuleID) {
        self.init(rule: rule, part: part, message: error.message, hint: error.hint, offset: error.offset)
    }
}
