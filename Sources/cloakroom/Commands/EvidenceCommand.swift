import ArgumentParser
import Audit
import Foundation

/// `cloakroom evidence`: the keys that originals of blocked prompts are sealed to, and what they open.
struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Makes the DPO's keys and opens sealed originals.",
        subcommands: [EvidenceKeygen.self, Key.self, EvidenceOpen.self]
    )

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "key", abstract: "Shows keys.", subcommands: [Show.self])
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the public line of a private key, or of all recipients; needs no passphrase.",
            discussion:
                "The id is for comparing on the telephone. It goes to standard error, the lines to standard output."
        )

        @Argument(help: "A private key's file, or a file of recipients.")
        var file: String

        mutating func run() throws {
            for key in try keys() {
                tell("\(key.name) (\(key.suite.label)): \(key.id)")
                print(key)
            }
        }

        private func keys() throws -> [RecipientKey] {
            do throws(SealingError) {
                return [try PrivateKeyFile(path: file).recipient]
            } catch {
                guard error == .keyMalformed else { throw EvidenceCommand.failed(error) }
            }
            do throws(RecipientFaults) {
                return try Recipients(path: file).keys
            } catch {
                tell(error.description)
                throw Exit.badInput
            }
        }
    }

    static func failed(_ error: SealingError) -> ExitCode {
        fail(error.problem, hint: error.hint, Exit.badInput)
    }
}

/// `cloakroom evidence keygen`: a passphrase in, a private key's file and a public line out.
struct EvidenceKeygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: "Makes a key for somebody who reviews blocked prompts.",
        discussion: """
            The private key goes to a file, sealed under a passphrase of its owner's. The public key goes to standard output: it is \
            for the file that evidence_keys names.
            """
    )

    @Option(help: "Whose key it is, such as dpo: letters, digits, “.”, “-” and “_”.")
    var name: String

    @Option(help: "Where the private key is written. A file that exists is left alone.")
    var out: String

    @Option(
        help: "xwing, also safe from quantum computers; or x25519.",
        transform: { label in
            guard let suite = SealingSuite(label: label) else {
                throw ValidationError("--kind is xwing or x25519.")
            }
            return suite
        })
    var kind = SealingSuite.xwing

    @OptionGroup var source: PassphraseOptions

    mutating func run() throws {
        do throws(SealingError) {
            guard RecipientKey.isName(name) else { throw .badName }
            guard !FileManager.default.fileExists(atPath: out) else { throw .keyExists(path: out) }
            let passphrase = try source.new(for: name)
            let key = try EvidenceKey(kind)
            let file = try PrivateKeyFile(key, named: name, under: passphrase)
            try write(file)
            // Before anything is sealed to it: what stands on the disk opens with what was typed.
            guard try PrivateKeyFile(path: out).unlock(passphrase).id == key.id else { throw .keyMalformed }
            tell(Self.advice(file.recipient, out))
            print(file.recipient)
        } catch {
            throw EvidenceCommand.failed(error)
        }
    }

    private func write(_ file: PrivateKeyFile) throws(SealingError) {
        do throws(SecretFile.Failure) {
            try SecretFile.create(out, Data(file.text.utf8))
        } catch {
            throw error == .exists ? .keyExists(path: out) : .keyUnwritable(path: out)
        }
    }

    private static func advice(_ key: RecipientKey, _ path: String) -> String {
        """
        The private key is at \(path), sealed under your passphrase. Its id is \(key.id).

        1. Take the file away from this machine, keep a copy in the safe, and delete it here. IT must never have it.
        2. Give IT the line below. It is public. IT adds it to the file that evidence_keys names and restarts the gateway.
        3. Let IT read the id to you: `cloakroom evidence key show FILE`. It must be the one above.

        If the file or the passphrase is lost, every original sealed to this key is lost: nobody can bring it back, and that \
        includes IT and the makers of Cloakroom. Have a deputy make a second key now.

        """
    }
}
