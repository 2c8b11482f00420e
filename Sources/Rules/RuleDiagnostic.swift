/// A mistake in a file that IT writes: where it is, what is wrong, what to do.
public struct RuleDiagnostic: Hashable, Sendable, CustomStringConvertible {
    /// The number is stable: it can be looked up, and tests hold on to it.
    public enum Code: Int, Sendable {
        case unreadable = 1
        case unknownKey = 2
        case missingKey = 3
        case wrongType = 4
        case unknownValue = 5
        case outOfRange = 6
        case badPattern = 7
        case packNotAtPath = 8
        case duplicateID = 9
        case badExample = 10
        case notFound = 11
        case foundInSkip = 12
        case missingExample = 13
        case pastReview = 14
        case missingEntity = 15
        case notApproved = 16
        case noPacks = 18
        case noTrigger = 19
        case tooSlow = 20
        case expiredExclusion = 21
        case looser = 22
    }

    public enum Severity: String, Sendable {
        case error, warning
    }

    public let severity: Severity
    public let code: Code
    /// As the reader was given it, relative where possible.
    public let file: String
    /// From 1; 0 where the file as a whole is meant.
    public let line: Int
    public let column: Int
    public let problem: String
    public let hint: String?

    /// `R002`.
    public var codeText: String { "R0" + (code.rawValue < 10 ? "0" : "") + String(code.rawValue) }

    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        let kind = severity == .warning ? "warning: " : ""
        let first = "\(place): \(kind)\(codeText) \(problem)"
        return hint.map { "\(first)\n    hint: \($0)" } ?? first
    }
}

/// Files that cannot be used, with everything that is wrong in them.
public struct RuleDiagnostics: Error, Sendable {
    /// Never empty; errors and warnings in the order of the files.
    public let diagnostics: [RuleDiagnostic]

    public init(_ diagnostics: [RuleDiagnostic]) { self.diagnostics = diagnostics }
}
