import Crypto
import Foundation

/// A private key in the form that it is kept in, sealed under a passphrase.
///
/// ```
/// -----BEGIN CLOAKROOM EVIDENCE KEY-----
/// form: cloakroom-private-evidence-key1
/// public: cloakroom-evidence-key1:xwing:dpo:9f2c-11ab-04de-77a0-3c51:…
/// scrypt: 17 8 1 SALT
/// sealed: …
/// -----END CLOAKROOM EVIDENCE KEY-----
/// ```
///
/// `scrypt` has the base-2 logarithm of the rounds, block size, parallelism and 16 bytes of salt in Base64. `sealed` is Base64 of nonce,
/// the seed of 32 bytes sealed with AES-256-GCM, and tag; the lines `form`, `public` and `scrypt`, each with a line feed, are
/// authenticated. Text, because such a file is printed for the safe and typed in again.
public struct PrivateKeyFile: Hashable, Sendable {
    static let mark = "CLOAKROOM EVIDENCE KEY"
    private static let form = "cloakroom-private-evidence-key"
    private static let version = "1"
    private static let begin = "-----BEGIN \(mark)-----"
    private static let end = "-----END \(mark)-----"
    private static let saltByteCount = 16
    public static let byteCountMax = 16 << 10

    /// The public key, which can be read without the passphrase.
    public let recipient: RecipientKey
    private let cost: ScryptCost
    private let salt: Data
    private let sealed: Data

    /// Seals a key.
    ///
    /// - Throws: `SealingError.badName`, `.passphraseTooShort`, `.passphraseTooCommon`.
    public init(_ key: EvidenceKey, named name: String, under passphrase: Passphrase) throws(SealingError) {
        try self.init(key, named: name, under: passphrase, cost: .preset)
    }

    init(
        _ key: EvidenceKey,
        named name: String,
        under passphrase: Passphrase,
        cost: ScryptCost
    ) throws(SealingError) {
        recipient = try key.recipient(named: name)
        try passphrase.check(name: name)
        self.cost = cost
        salt = Data(Nonce.bytes())
        do {
            let box = try AES.GCM.seal(
                key.seed, using: cost.key(of: passphrase, salt: salt),
                authenticating: Self.head(recipient, cost, salt))
            sealed = box.nonce + box.ciphertext + box.tag
        } catch {
            throw .sealingFailed
        }
    }

    /// Reads a file's text.
    ///
    /// - Throws: `SealingError.keyMalformed`, `.keyNewerVersion`, `.keyTooCostly`.
    public init(text: String) throws(SealingError) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
        guard lines.count == 6, lines.first == Self.begin, lines.last == Self.end else { throw .keyMalformed }
        let form = try Self.field("form", lines[1])
        guard form == Self.form + Self.version else {
            throw form.hasPrefix(Self.form) ? .keyNewerVersion : .keyMalformed
        }
        let line = try Self.field("public", lines[2])
        do throws(RecipientProblem) { recipient = try RecipientKey(line: line) } catch {
            throw error == .newerVersion ? .keyNewerVersion : .keyMalformed
        }
        let parts = try Self.field("scrypt", lines[3]).split(separator: " ").map(String.init)
        cost = try ScryptCost(parts.dropLast())
        guard let salt = parts.last.flatMap({ Data(base64Encoded: $0) }), salt.count == Self.saltByteCount,
            let sealed = Data(base64Encoded: try Self.field("sealed", lines[4])),
            sealed.count == 12 + EvidenceKey.seedByteCount + 16
        else { throw .keyMalformed }
        self.salt = salt
        self.sealed = sealed
    }

    private static func field(_ name: String, _ line: String) throws(SealingError) -> String {
        guard line.hasPrefix(name + ": ") else { throw .keyMalformed }
        return String(line.dropFirst(name.count + 2))
    }

    /// Reads a file.
    ///
    /// - Throws: `SealingError.keyUnreadable`, and as `init(text:)`.
    public init(path: String) throws(SealingError) {
        let read: Data?
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            read = try file.read(upToCount: Self.byteCountMax + 1)
        } catch {
            throw .keyUnreadable(path: path)
        }
        let bytes = read ?? Data()
        guard bytes.count <= Self.byteCountMax, let text = String(validating: bytes, as: UTF8.self) else {
            throw .keyMalformed
        }
        try self.init(text: text)
    }

    /// What is written to the file.
    public var text: String {
        let head = String(decoding: Self.head(recipient, cost, salt), as: UTF8.self)
        return "\(Self.begin)\n\(head)sealed: \(sealed.base64EncodedString())\n\(Self.end)\n"
    }

    /// Takes the key out: half a second and 128 MiB.
    ///
    /// - Throws: `SealingError.wrongPassphrase`, also where the file was altered.
    public func unlock(_ passphrase: Passphrase) throws(SealingError) -> EvidenceKey {
        guard let key = try? cost.key(of: passphrase, salt: salt),
            let box = try? AES.GCM.SealedBox(combined: sealed),
            let seed = try? AES.GCM.open(
                box, using: key, authenticating: Self.head(recipient, cost, salt)),
            let key = EvidenceKey(recipient.suite, seed: seed)
        else { throw .wrongPassphrase }
        // Sealed together, so they differ only if whoever sealed them made it so.
        guard key.id == recipient.id else { throw .keyMalformed }
        return key
    }

    private static func head(_ recipient: RecipientKey, _ cost: ScryptCost, _ salt: Data) -> Data {
        Data(
            """
            form: \(form)\(version)
            public: \(recipient)
            scrypt: \(cost) \(salt.base64EncodedString())

            """.utf8)
    }
}
