import ArgumentParser
import Audit
import Foundation
import Rules

/// `cloakroom audit handover`: what the DPO takes away when the log is new.
struct AuditHandover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: "Gives the DPO what proves the log: its public keys and the first key of its MACs.",
        discussion: """
            The first key lies besides the log until it is handed over. Whoever has it could make other MACs: so it is deleted \
            here once it was written. Keep it where IT cannot read it.
            """)

    @Option(help: "A new folder, on the DPO's own drive.")
    var to: String

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        let path = try settings.load()[.audit] ?? "var/audit.sqlite"
        let files = AuditLog.keyFiles(besides: path)
        do {
            try FileManager.default.createDirectory(
                atPath: to, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            try FileManager.default.copyItem(atPath: files.verifierKeys, toPath: to + "/verifier-keys")
        } catch {
            throw fail(
                "The keys cannot be written to \(to).",
                hint: "Name a folder that does not exist yet, and start the gateway once before.",
                Exit.failure)
        }
        guard let macKey = files.firstMACKeyIfThere else {
            print("\(to)/verifier-keys is written. The first key of the MACs was handed over before.")
            return
        }
        do {
            try FileManager.default.copyItem(atPath: macKey, toPath: to + "/first-mac-key")
            try FileManager.default.removeItem(atPath: macKey)
        } catch {
            throw fail(
                "The first key cannot be moved to \(to).", hint: "Check who may write there.", Exit.failure)
        }
        print(
            """
            \(to)/verifier-keys and \(to)/first-mac-key are written; the second was deleted here. Check the log with
            cloakroom audit verify --key \(to)/verifier-keys --mac-key \(to)/first-mac-key
            """)
    }
}

/// `cloakroom audit witness`: the DPO sees that the log only grew, and signs that.
struct AuditWitness: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Checks the log, remembers its newest checkpoint, and signs it.",
        discussion: """
            The next time, what was remembered must still be part of the log. Keep the file of --state and the key where IT cannot \
            write.
            """)

    @Option(help: "Where the newest checkpoint is remembered.")
    var state: String

    @Option(help: "The file from `audit handover`.")
    var key: String

    @Option(help: "The first key of the MACs, from `audit handover`.")
    var macKey: String?

    @Option(help: "Your own key, which signs; made where there is none. Without it nothing is signed.")
    var witnessKey: String?

    @Option(help: "Your name as a witness, when your key is made.")
    var name = "dpo"

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        let path = try settings.load()[.audit] ?? "var/audit.sqlite"
        do {
            let own = try witnessKey.map { (path) throws(AuditError) in
                try Witness.key(at: path, named: name)
            }
            let witness = Witness(statePath: state, key: own)
            await AuditAccess(path: path).sign()
            let isKnown = try witness.seen() != nil
            let trust = try VerifyJob.trust(key: key, macKey: macKey, seen: isKnown ? state : nil)
            let log = try AuditLog(readingFrom: path)
            let report = try await log.verify(trust)
            log.close()
            guard let checkpoint = report.checkpoint else { throw AuditError.notSignedYet }
            let line = try witness.accept(checkpoint)
            print(report.sentences.joined(separator: "\n"))
            print("Remembered: \(checkpoint.checkpoint.size) entries.")
            guard let line, let own else { return }
            _ = try await AuditAccess(path: path).ask(
                .cosign(size: checkpoint.checkpoint.size, line: line))
            print("Signed as \(own.verifierKey).")
        } catch let fault as LogFault {
            print("\(fault.problem) (\(fault.reason.rawValue)) Nothing was signed.")
            throw ExitCode(1)
        } catch let error as AuditError {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
    }
}

/// `cloakroom audit proof`: one exchange's entries, provable to others.
struct AuditProof: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Proves that an exchange's entries, or one entry, stand in the log.",
        discussion: "`cloakroom audit verify --proof` checks it, without the log.")

    @Argument(help: "A reference such as CR-7F3K2Q9D.")
    var reference: String?

    @Option(help: "An entry's number, such as that of an erasure.")
    var entry: Int64?

    @Option(help: "A folder for the files; each is named after its entry.")
    var to = "."

    @OptionGroup var settings: SettingsOptions

    func validate() throws {
        guard (reference == nil) != (entry == nil) else {
            throw ValidationError("Give a reference, or --entry.")
        }
        guard reference == nil || reference.flatMap({ ExchangeRef($0) }) != nil else {
            throw ValidationError("A reference looks like CR-7F3K2Q9D.")
        }
    }

    mutating func run() async throws {
        let (exchange, entry) = (reference.flatMap { ExchangeRef($0) }, entry)
        await AuditAccess(path: try settings.load()[.audit] ?? "var/audit.sqlite").sign()
        let proofs = try await reading(settings) { (log) throws(AuditError) in
            if let exchange { return try await log.proofs(of: exchange) }
            return try await log.proof(ofEntry: entry ?? 0).map { [$0] } ?? []
        }
        guard !proofs.isEmpty else {
            throw fail(
                "There is nothing to prove.",
                hint: "The entry does not exist, was erased, or is not signed yet: wait a minute.",
                Exit.failure)
        }
        for proof in proofs {
            let path = "\(to)/entry-\(proof.index + 1).tlog-proof"
            do {
                try Data(proof.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw fail("\(path) cannot be written.", hint: "Give a folder with --to.", Exit.failure)
            }
            print(path)
        }
    }
}
