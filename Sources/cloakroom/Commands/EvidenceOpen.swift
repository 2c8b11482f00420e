import ArgumentParser
import Audit
import Foundation

/// `cloakroom evidence open`: a sealed original in, the prompt out; anywhere, without the log.
struct EvidenceOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Opens a sealed original with a private key.",
        discussion: """
            On a terminal, characters that would steer it are spelled out. Elsewhere, and with --out, the request is written as it \
            came, byte by byte.
            """
    )

    @Argument(help: "The sealed original, as the log gave it out.")
    var file: String

    @OptionGroup var keys: EvidenceKeyOptions

    @Option(help: "Writes the prompt to a new file that only you can read.")
    var out: String?

    mutating func run() throws {
        let text: Data
        if let out, FileManager.default.fileExists(atPath: out) { throw Self.unwritable(out) }
        do throws(SealingError) {
            text = try keys.open(try Self.parcel(file))
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
