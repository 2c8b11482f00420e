public import Detection

/// A rule and everything its author wrote around it.
public struct AuthoredRule: Sendable {
    /// A rule's stage: `shadow` is on trial, counted but without effect.
    public enum Mode: String, CaseIterable, Sendable {
        case off, shadow, on
    }

    public let rule: Rule
    public let why: String
    public let mode: Mode
    public let examples: [RuleExample]
    /// The pack's file and the line where the rule starts.
    public let file: String
    public let line: Int
    /// Where the pattern or the words stand, for what the compiler says about them.
    let matcherPlace: (line: Int, column: Int)
}

/// A file of rules.
public struct RulePack: Sendable {
    /// `uk.schools.pupil`: equals the path below `packs`.
    public let id: String
    public let version: Int
    public let reviewBy: CalendarDay
    public let source: String
    public let rules: [AuthoredRule]
}
