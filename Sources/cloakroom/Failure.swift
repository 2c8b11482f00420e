import ArgumentParser
import Foundation
import Rules

/// How a command ends when it does not end well.
///
/// The numbers are part of the command line's promise.
enum Exit {
    static let findings = ExitCode(1)
    static let failure = ExitCode(2)
    static let badInput = ExitCode(3)
    static let badPattern = ExitCode(4)
    static let badYAML = ExitCode(5)
    static let exampleFailed = ExitCode(7)
}

/// Writes a line to standard output at once, also into a pipe, while the command goes on.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// Writes a line for people to standard error.
func tell(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Says what is wrong and what to do, and gives the exit code.
func fail(_ problem: String, hint: String, _ code: ExitCode) -> ExitCode {
    tell("cloakroom: \(problem)\n    hint: \(hint)")
    return code
}

/// Shows every diagnostic and gives the exit code that fits the worst of them.
func fail(_ diagnostics: [RuleDiagnostic]) -> ExitCode {
    for diagnostic in diagnostics { tell(diagnostic.description) }
    let errors = diagnostics.filter { $0.severity == .error }
    tell(errors.count == 1 ? "1 error" : "\(errors.count) errors")
    return errors.contains { $0.code == .badPattern || $0.code == .tooSlow } ? Exit.badPattern : Exit.badYAML
}
