import ArgumentParser
import Audit
import Foundation

/// Where a passphrase comes from: the terminal, a file, or standard input where that is no terminal.
///
/// Never an argument or a variable, which other programs can see.
struct PassphraseOptions: ParsableArguments {
    private static let byteCountMax = 4_096

    @Option(help: "A file whose first line is the passphrase. Default: asked for.")
    var passphraseFile: String?

    /// A passphrase for a new key: asked for twice on a terminal, and refused if a program would guess it.
    func new(for name: String) throws(SealingError) -> Passphrase {
        let passphrase = try existing(
            "Passphrase for the key \(name), at least \(Passphrase.countMin) characters: ")
        try passphrase.check(name: name)
        guard isAsked else { return passphrase }
        guard try existing("Once more: ").isSame(as: passphrase) else { throw .passphrasesDiffer }
        return passphrase
    }

    /// The passphrase of a key that there is.
    func existing(_ question: String) throws(SealingError) -> Passphrase {
        if let passphraseFile {
            guard let file = FileHandle(forReadingAtPath: passphraseFile) else {
                throw .keyUnreadable(path: passphraseFile)
            }
            return try Passphrase(firstLineOf: Self.text(of: file))
        }
        guard isAsked else { return try Passphrase(firstLineOf: Self.text(of: .standardInput)) }
        guard let line = Terminal.askSilently(question) else { throw .noPassphrase }
        return try Passphrase(firstLineOf: line)
    }

    private var isAsked: Bool { passphraseFile == nil && Terminal.isThere }

    private static func text(of file: FileHandle) throws(SealingError) -> String {
        guard let bytes = try? file.read(upToCount: byteCountMax),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .noPassphrase }
        return text
    }
}
