/// Why a pattern cannot be used, and where.
public struct PatternSyntaxError: Error, Equatable, Sendable {
    public enum Problem: Equatable, Sendable {
        case empty
        case tooLong(byteCountMax: Int)
        case tooDeep(depthMax: Int)
        case unbounded
        case reachTooLong(byteCount: Int, byteCountMax: Int)
        case matchesNothing
        case unclosed
        case unexpected
        case unsupported(String)
        case nonASCIIInClass
        case badCount
        case refused(code: Int32, message: String)
    }

    public let problem: Problem
    /// Byte offset in the pattern.
    public let offset: Int

    init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    /// What is wrong, in one sentence.
    public var message: String {
        switch problem {
        case .empty: "The pattern is empty."
        case .tooLong(let byteCountMax): "The pattern is longer than \(byteCountMax) bytes."
        case .tooDeep(let depthMax): "The pattern has groups nested deeper than \(depthMax)."
        case .unbounded: "This repeats without an end."
        case .reachTooLong(let byteCount, let byteCountMax):
            "The longest match is \(byteCount) bytes; \(byteCountMax) is the most."
        case .matchesNothing: "The pattern can match an empty text."
        case .unclosed: "A group or class is opened here and never closed."
        case .unexpected: "This character cannot stand here."
        case .unsupported(let what): "\(what) cannot be used in a pattern."
        case .nonASCIIInClass: "A range or a negated class cannot hold a character beyond ASCII."
        case .badCount: "This count is not valid."
        case .refused(_, let message): "PCRE2 refuses the pattern: \(message)."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch problem {
        case .empty: "Write a pattern, or list the words under `words:`."
        case .tooLong: "Cut it into several rules, or list words under `words:`."
        case .tooDeep: "Write the alternatives out flat."
        case .unbounded: "Give a most: {1,40} in place of +, {0,40} in place of *."
        case .reachTooLong: "Lower the counts."
        case .matchesNothing: "Make at least one part needed."
        case .unclosed: "Close it, or put \\ before it if you mean the character."
        case .unexpected: "Put \\ before it if you mean the character."
        case .unsupported: "See “What a pattern may use” in rules/README.md."
        case .nonASCIIInClass: "List the characters one by one: [éèê], or write (?:é|è)."
        case .badCount: "Write {2}, {2,5} or {0,5}, with at most 4 digits."
        case .refused: "See “What a pattern may use” in rules/README.md."
        }
    }
}
