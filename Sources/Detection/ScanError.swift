/// Why a text could not be scanned to its end.
///
/// Means “blocked”, never “clean”.
public enum ScanError: Error, Hashable, Sendable {
    /// A rule's pattern took more steps at one place than it may.
    case matchLimit(rule: RuleID)
    /// A rule's pattern needed more memory than it may have.
    case stackLimit(rule: RuleID)
    /// The pattern engine failed in another way.
    case engine(rule: RuleID, code: Int32)
    /// Findings overlapped without a gap for longer than the scanner keeps text.
    case overlapTooLong(byteCountMax: Int)
    /// The scan was not done in the time that it had.
    case deadline

    /// What happened, in one sentence.
    public var problem: String {
        switch self {
        case .matchLimit(let rule): "Rule \(rule) took too long on this text."
        case .stackLimit(let rule): "Rule \(rule) needed too much memory for this text."
        case .engine(let rule, let code): "Rule \(rule) failed with engine code \(code)."
        case .overlapTooLong(let byteCountMax): "Findings overlap for more than \(byteCountMax) bytes."
        case .deadline: "The inspection took longer than it may."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .matchLimit, .stackLimit, .engine:
            "Send less text at once. IT: make the rule's pattern simpler, or switch the rule off."
        case .overlapTooLong:
            "Send less text at once. IT: look for rules that match nearly everything."
        case .deadline:
            "Send it again, or less text at once. IT: see whether the machine is overloaded or a rule is slow."
        }
    }

    /// A constant word for logs, metrics and evidence.
    public var label: String {
        switch self {
        case .matchLimit: "match_limit"
        case .stackLimit: "stack_limit"
        case .engine: "engine_error"
        case .overlapTooLong: "overlap_too_long"
        case .deadline: "deadline"
        }
    }
}
