import ArgumentParser
import Audit
import Foundation
import Rules

/// `cloakroom evidence open`: a sealed original in, the prompt out; anywhere, without the log, or straight from it.
struct EvidenceOpen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Opens a sealed original with a private key.",
        discussion: """
            Takes the file that `cloakroom audit reveal` wrote, or a reference: then the log gives the original out and records who             asked and why, before anything is shown. On a terminal, characters that would steer it are spelled out. Elsewhere, and with --out, the request is written as it \
            came, byte by byte.
            """
    )

    @Argument(help: "The sealed original, as the log gave it out; or a reference such as CR-7F3K2Q9D.")
    var file: String

    @Option(help: "With a reference: who asks, as it shall stand in the log.")
    var by: String?

    @Option(help: "With a reference: why.")
    var reason: String?

    @OptionGroup var keys: EvidenceKeyOptions

    @Option(help: "Writes the prompt to a new file that only you can read.")
    var out: String?

    @OptionGroup var settings: SettingsOptions

    func validate() throws {
        guard ExchangeRef(file) == nil || by != nil && reason != nil else {
            throw ValidationError("Give --by and --reason with a reference: both are recorded.")
        }
    }

    mutating func run() async throws {
        let sealed = try await sealed()
        let text: Data
        if let out, FileManager.default.fileExists(atPath: out) { throw Self.unwritable(out) }
        do throws(SealingError) {
            let parcel: SealedParcel
            if let sealed { parcel = sealed } else { parcel = try Self.parcel(file) }
            text = try keys.open(parcel)
        } catch {
            throw EvidenceCommand.failed(error)
        }
        if let out {
            do { try SecretFile.create(out, text) } catch { throw Self.unwritable(out) }
        } else if isatty(STDOUT_FILENO) == 1 {
            print(Terminal.harmless(text))
        } else {
            FileHandle.standardOutput.write(text)
        }
    }

    /// The original from the log; nil for a file.
    private func sealed() async throws -> SealedParcel? {
        guard ExchangeRef(file) != nil, let by, let reason else { return nil }
        let access = AuditAccess(path: try settings.load()[.audit] ?? "var/audit.sqlite")
        let bytes = try await access.reveal(file, by: by, reason: reason)
        do throws(SealingError) {
            return try SealedParcel(bytes: bytes)
        } catch {
            throw EvidenceCommand.failed(error)
        }
    }

    private static func unwritable(_ path: String) -> ExitCode {
        fail("\(path) cannot be written.", hint: "Name a file that is not there yet.", Exit.badInput)
    }

    private static func parcel(_ path: String) throws(SealingError) -> SealedParcel {
        let bytes: Data?
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            bytes = try file.read(upToCount: SealedParcel.byteCountMax + 1)
        } catch {
            throw .originalUnreadable(path: path)
        }
        return try SealedParcel(bytes: bytes ?? Data())
    }
}

/// The private keys that somebody opens with.
struct EvidenceKeyOptions: ParsableArguments {
    @Option(help: "A private key's file; may be given several times, for keys of before and of now.")
    var key: [String]

    @OptionGroup var source: PassphraseOptions

    /// Opens an original with the first key that is among its recipients; only that one's passphrase is asked for.
    func open(_ parcel: SealedParcel) throws(SealingError) -> Data {
        var files: [PrivateKeyFile] = []
        for path in key { files.append(try PrivateKeyFile(path: path)) }
        guard let file = files.first(where: { parcel.original.recipients.contains($0.recipient.id) }) else {
            throw .notARecipient(recipients: parcel.original.recipients)
        }
        let passphrase = try source.existing("Passphrase of the key \(file.recipient.name): ")
        return try OriginalOpener([file.unlock(passphrase)]).open(parcel.original, context: parcel.context)
    }
}
