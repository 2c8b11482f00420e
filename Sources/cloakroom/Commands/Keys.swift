import ArgumentParser
import Foundation
import Gateway
import Rules

/// `cloakroom keys`: issue, list and withdraw callers' keys.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Issues, lists and revokes callers' keys.",
        subcommands: [Issue.self, List.self, Revoke.self]
    )

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Issues a key and shows it once.")

        @Argument(help: "What the key is for, such as \"Office PC\".")
        var label: String

        @Option(help: "Days until it expires. Default: 365.")
        var days = 365

        @OptionGroup var settings: SettingsOptions

        func validate() throws {
            guard (1...3_650).contains(days) else { throw ValidationError("--days is from 1 to 3650.") }
            guard !label.isEmpty, label.count <= 100, !label.contains("\n"), !label.contains("\t") else {
                throw ValidationError("A label is one line of at most 100 characters.")
            }
        }

        mutating func run() throws {
            let file = try keyFile(settings)
            let now = Date()
            let (key, stored) = CallerKey.issue(
                label: label, at: now, expiresAt: now.addingTimeInterval(Double(days) * 86_400)
            )
            try change(file) { $0.append(stored) }
            tell("\(stored.id) issued for \(label), good for \(days) days. The key is shown only now:")
            print(key)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the keys: id, state, expiry, label.")

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            let file = try keyFile(settings)
            do throws(KeyFileError) {
                for key in try file.read() {
                    let expiry = key.expiresAt.map { CalendarDay($0).description } ?? "never"
                    print("\(key.id)\t\(key.state(at: Date()).rawValue)\t\(expiry)\t\(key.label)")
                }
            } catch {
                throw fail(error.problem, hint: error.hint, Exit.failure)
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraws a key at once.")

        @Argument(help: "The key's id, from `cloakroom keys list`.")
        var id: String

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            let file = try keyFile(settings)
            let id = id
            var isKnown = false
            try change(file) { keys in
                guard let index = keys.firstIndex(where: { $0.id == id }) else { return }
                isKnown = true
                keys[index].revokedAt = keys[index].revokedAt ?? Date()
            }
            guard isKnown else {
                throw fail("There is no key \(id).", hint: "See `cloakroom keys list`.", Exit.badInput)
            }
            tell("\(id) revoked. It stops working at once.")
        }
    }

    private static func keyFile(_ settings: SettingsOptions) throws -> KeyFile {
        KeyFile(path: try settings.load()[.keys] ?? "var/keys.json")
    }

    private static func change(_ file: KeyFile, _ change: (inout [CallerKey]) -> Void) throws {
        do {
            try file.update(change)
        } catch let error as KeyFileError {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
    }
}
