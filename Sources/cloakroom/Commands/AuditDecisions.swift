public import ArgumentParser
public import Audit
import Foundation
import Rules

/// Commands of the DPO about single exchanges.
///
/// Each is recorded in the log before it takes effect.
enum AuditDecisions {
    static let subcommands: [any ParsableCommand.Type] = [
        AuditQueue.self, AuditShow.self, AuditReview.self, AuditReveal.self, AuditHold.self, AuditHolds.self,
        AuditEndHold.self,
        AuditErase.self, AuditPurge.self, AuditFind.self,
    ]
}

/// Which exchange, and who decides.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "A reference such as CR-7F3K2Q9D.")
    var reference: String

    @Option(help: "Who decides, as it shall stand in the log.")
    var by: String

    @OptionGroup var settings: SettingsOptions

    func validate() throws {
        guard ExchangeRef(reference) != nil else {
            throw ValidationError("A reference looks like CR-7F3K2Q9D.")
        }
        guard !by.isEmpty, by.utf8.count <= 200 else { throw ValidationError("--by is a name or an id.") }
    }

    func access() throws -> AuditAccess {
        AuditAccess(path: try settings.load()[.audit] ?? "var/audit.sqlite")
    }
}

struct AuditQueue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Lists blocked prompts that nobody reviewed yet, the oldest first.")

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        let limit = limit
        let waiting = try await reading(settings) { (log) throws(AuditError) in
            try await log.unreviewed(limit: limit)
        }
        for exchange in waiting { print(AuditCommand.List.line(exchange)) }
    }
}

struct AuditShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one exchange: what was found, the redacted text, and what was decided.")

    @Argument(help: "A reference such as CR-7F3K2Q9D.")
    var reference: String

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        guard let exchange = ExchangeRef(reference) else {
            throw ValidationError("A reference looks like CR-7F3K2Q9D.")
        }
        let (summaries, redacted, decisions) = try await reading(settings) { (log) throws(AuditError) in
            (
                try await log.exchanges(exchange, limit: 1), try await log.kept(.redacted, of: exchange),
                try await log.decisions(on: exchange)
            )
        }
        guard let summary = summaries.first else {
            throw fail("The audit log has no \(exchange).", hint: "It may have been erased.", Exit.failure)
        }
        print(AuditCommand.List.line(summary))
        if let redacted {
            print("\n" + String(decoding: redacted, as: UTF8.self).trimmingCharacters(in: .newlines))
        }
        for (entry, note) in decisions {
            print(
                "\n\(entry.recordedAt.ISO8601Format())  \(Self.words(entry))\(note.map { ": \($0)" } ?? "")")
        }
    }

    private static func words(_ entry: AuditEntry) -> String {
        switch entry.content {
        case .review(let review): "\(review.reviewer) ruled \(review.ruling.rawValue)"
        case .reveal(let reveal): "\(reveal.reviewer) opened the original"
        case .hold(let hold): "\(hold.by) holds it (\(entry.sequence))"
        default: entry.content.kind
        }
    }
}

struct AuditReview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Records what the DPO decided about an exchange.")

    @OptionGroup var decision: DecisionOptions

    @Option(help: "no_action, training, breach, safeguarding or false_positive.")
    var ruling: Review.Ruling

    @Option(help: "A note. It is kept besides the log and erased in its time.")
    var note: String?

    mutating func run() async throws {
        let reply = try await decision.access().ask(
            .review(
                exchange: decision.reference, ruling: ruling.rawValue, by: decision.by, note: note))
        if case .entry(let number) = reply { print("Recorded as entry \(number).") }
    }
}

extension Review.Ruling: ExpressibleByArgument {}

struct AuditReveal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reveal",
        abstract: "Gives out a sealed original, and records to whom and why.",
        discussion: "`cloakroom evidence open` opens it, with a private key, on any computer.")

    @OptionGroup var decision: DecisionOptions

    @Option(help: "Why.")
    var reason: String

    @Option(help: "The file to write; it stays sealed.")
    var out: String

    mutating func run() async throws {
        let bytes = try await decision.access().reveal(
            decision.reference, by: decision.by, reason: reason)
        do {
            try bytes.write(to: URL(fileURLWithPath: out), options: .withoutOverwriting)
        } catch {
            throw fail("\(out) cannot be written.", hint: "Name a file that is not there yet.", Exit.badInput)
        }
        print("\(out) is written, sealed. `cloakroom evidence open \(out) --key FILE` opens it.")
    }
}

struct AuditHold: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keeps an exchange from being erased, until the hold ends.")

    @OptionGroup var decision: DecisionOptions

    @Option(help: "Why.")
    var reason: String

    mutating func run() async throws {
        let reply = try await decision.access().ask(
            .hold(exchange: decision.reference, by: decision.by, reason: reason))
        if case .entry(let number) = reply {
            print("Held. `cloakroom audit end-hold \(number)` ends it.")
        }
    }
}

struct AuditHolds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds", abstract: "Lists the holds that are in force.")

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        let holds = try await reading(settings) { (log) throws(AuditError) in try await log.activeHolds() }
        for (number, hold) in holds {
            print("\(number)  \(hold.exchange.map { "\($0)" } ?? "everything")  by \(hold.by)")
        }
    }
}

struct AuditEndHold: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "end-hold", abstract: "Ends a hold.")

    @Argument(help: "The hold's number.")
    var number: Int64

    @Option(help: "Who decides, as it shall stand in the log.")
    var by: String

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        let path = try settings.load()[.audit] ?? "var/audit.sqlite"
        _ = try await AuditAccess(path: path).ask(.endHold(number: number, by: by))
        print("The hold has ended.")
    }
}

struct AuditErase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Destroys all that is known of one exchange, at a person's request.",
        discussion:
            "The log keeps the hashes and records the erasure; `cloakroom audit proof --entry` proves it.")

    @OptionGroup var decision: DecisionOptions

    mutating func run() async throws {
        let reply = try await decision.access().ask(.erase(exchange: decision.reference, by: decision.by))
        if case .erased(let numbers) = reply { AuditPurge.tell(numbers) }
    }
}

struct AuditPurge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Destroys everything whose time is over.",
        discussion:
            "The gateway does so by itself once a day; the times are `retention` in the configuration.")

    @Option(help: "Who asks, as it shall stand in the log.")
    var by: String

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        let configuration = try settings.load()
        let path = configuration[.audit] ?? "var/audit.sqlite"
        let reply = try await AuditAccess(path: path).ask(
            .purge(retention: configuration[.retention] ?? "", by: by))
        if case .erased(let numbers) = reply { Self.tell(numbers) }
    }

    static func tell(_ numbers: [Int64]) {
        if numbers.isEmpty { return print("Nothing was to be erased.") }
        print(
            """
            Erased, and recorded as \(numbers.count == 1 ? "entry" : "entries") \
            \(numbers.map(String.init).joined(separator: ", ")). `cloakroom audit proof --entry \(numbers[0])` writes a \
            certificate that others can check.
            """)
    }
}

struct AuditFind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract:
            "Lists exchanges in which a value was found: for a person's request to see what is known of them.",
        discussion: """
            The value is read from standard input, so that it stands in no list of commands. The log holds no values, only \
            tokens that a key of each quarter makes: of quarters whose key is gone nothing can be found.
            """)

    @Option(help: "Only found as this, such as UPN or PERSON.")
    var entity: String?

    @Option(help: "At most so many.")
    var limit = 1_000

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        guard let value = readLine()?.trimmingCharacters(in: .whitespaces), !value.isEmpty else {
            throw fail("There is no value.", hint: "Type it, and press Return.", Exit.badInput)
        }
        let (entity, limit) = (entity, limit)
        let path = try settings.load()[.audit] ?? "var/audit.sqlite"
        let found = try await reading(settings) { (log) throws(AuditError) in
            try await log.exchanges(
                mentioning: value, as: entity, keys: TokenKeys(besides: path), limit: limit)
        }
        for exchange in found { print(AuditCommand.List.line(exchange)) }
        tell("\(found.count) exchanges.")
    }
}

/// Reads the log, and shows what is wrong with it.
func reading<Value: Sendable>(
    _ settings: SettingsOptions, _ read: (AuditLog) async throws(AuditError) -> Value
) async throws -> Value {
    let path = try settings.load()[.audit] ?? "var/audit.sqlite"
    do throws(AuditError) {
        let log = try AuditLog(readingFrom: path)
        defer { log.close() }
        return try await read(log)
    } catch {
        throw fail(error.problem, hint: error.hint, Exit.failure)
    }
}
