import ArgumentParser

@main
struct Cloakroom: AsyncParsableCommand {
    /// Of the program, as exports name it.
    static let version = "0.7.0"

    static let configuration = CommandConfiguration(
        commandName: "cloakroom",
        abstract: "A privacy gateway for prompts: personal data stays at the door.",
        discussion: """
            Exit codes: 0 fine or nothing found, 1 findings, 2 failure inside, 3 bad input, 4 bad pattern, \
            5 bad YAML, 7 a rule example failed, 64 usage.
            """,
        subcommands: [
            Serve.self, Demo.self, Scan.self, Redact.self, RulesCommand.self, AuditCommand.self, Keys.self,
            RosterCommand.self, EvidenceCommand.self, ConfigCommand.self, StandInCommand.self,
            ExtractCommand.self,
        ]
    )

    /// Every command may have a prompt, a roster or a private key in its memory.
    static func main() async {
        guard ProcessLimits.keepMemoryPrivate() else {
            let problem = "The system does not let this process forbid core dumps, which would hold prompts."
            exit(withError: fail(problem, hint: "Let it call setrlimit and prctl.", Exit.failure))
        }
        await main(nil)
    }
}
