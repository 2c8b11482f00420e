import Crypto
import Foundation

/// A public key that originals are sealed to: the DPO's, or a deputy's.
///
/// Its text form is one line, which may be mailed and printed:
/// `cloakroom-evidence-key1:KIND:NAME:ID:BASE64`, where KIND is `xwing` or `x25519`, NAME says whose it is, BASE64 is the public
/// key, and ID is computed from KIND and key, so that a line that was cut or mistyped is noticed.
public struct RecipientKey: Hashable, Sendable, CustomStringConvertible {
    static let mark = "cloakroom-evidence-key1"
    public static let nameCountMax = 40

    public let suite: SealingSuite
    /// Whose it is, for people; nothing depends on it.
    public let name: String
    public let id: EvidenceKeyID
    let publicKey: Data

    init(_ suite: SealingSuite, name: String, publicKey: Data) {
        self.suite = suite
        self.name = name
        self.publicKey = publicKey
        id = EvidenceKeyID(suite, publicKey: publicKey)
    }

    public var description: String {
        [Self.mark, suite.label, name, "\(id)", publicKey.base64EncodedString()].joined(separator: ":")
    }

    /// Reads a line.
    ///
    /// - Throws: What is wrong with it. The key is tried out, so that one which nothing can be sealed to is refused here.
    public init(line: some StringProtocol) throws(RecipientProblem) {
        let line = String(line)
        let parts = line.split(separator: ":" as Character, omittingEmptySubsequences: false).map(String.init)
        guard let mark = parts.first, mark.hasPrefix("cloakroom-evidence-key") else {
            throw line.contains(PrivateKeyFile.mark) ? .privateKey : .notAKey
        }
        guard mark == Self.mark else { throw .newerVersion }
        guard parts.count == 5 else { throw .notAKey }
        guard let suite = SealingSuite(label: parts[1]) else { throw .unknownKind }
        guard Self.isName(parts[2]) else { throw .badName }
        guard let publicKey = Data(base64Encoded: parts[4]), publicKey.count == suite.publicKeyByteCount
        else { throw .cut }
        self.init(suite, name: parts[2], publicKey: publicKey)
        guard "\(id)" == parts[3] else { throw .mistyped }
        guard (try? sender(info: Data())) != nil else { throw .unusable }
    }

    /// Letters, digits, `.`, `-` and `_`, at most 40.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= nameCountMax
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// Whoever seals to this key; a new one each time.
    func sender(info: Data) throws -> HPKE.Sender {
        switch suite {
        case .xwing:
            try HPKE.Sender(
                recipientKey: XWingMLKEM768X25519.PublicKey(rawRepresentation: publicKey),
                ciphersuite: suite.ciphersuite, info: info)
        case .x25519:
            try HPKE.Sender(
                recipientKey: Curve25519.KeyAgreement.PublicKey(checking: publicKey),
                ciphersuite: suite.ciphersuite, info: info)
        }
    }
}

extension Curve25519.KeyAgreement.PublicKey {
    private struct SmallOrder: Error {}

    /// A point that secrets can be agreed on with.
    ///
    /// With one of small order everybody agrees on zeros. RFC 9180, 7.1.4, wants that checked on both sides; swift-crypto 4.5 does not.
    init(checking bytes: Data) throws {
        try self.init(rawRepresentation: bytes)
        let secret = try Curve25519.KeyAgreement.PrivateKey().sharedSecretFromKeyAgreement(with: self)
        guard !(secret == Data(count: 32)) else { throw SmallOrder() }
    }
}
