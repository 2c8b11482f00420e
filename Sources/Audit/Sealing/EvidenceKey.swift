import Crypto
import Foundation

/// A private key, out of its file: opens what was sealed to its public one.
public struct EvidenceKey: Sendable {
    static let seedByteCount = 32

    private enum Secret: Sendable {
        case xwing(XWingMLKEM768X25519.PrivateKey)
        case x25519(Curve25519.KeyAgreement.PrivateKey)
    }

    private let secret: Secret
    public let id: EvidenceKeyID

    /// Makes a new one.
    public init(_ suite: SealingSuite) throws(SealingError) {
        let seed = Data(Nonce.bytes() + Nonce.bytes())
        guard let key = Self(suite, seed: seed) else { throw .sealingFailed }
        self = key
    }

    /// - Returns: Nil for a seed that is none.
    init?(_ suite: SealingSuite, seed: Data) {
        switch suite {
        case .xwing:
            guard let key = try? XWingMLKEM768X25519.PrivateKey(seedRepresentation: seed, publicKey: nil)
            else { return nil }
            secret = .xwing(key)
            id = EvidenceKeyID(suite, publicKey: key.publicKey.rawRepresentation)
        case .x25519:
            guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: seed) else {
                return nil
            }
            secret = .x25519(key)
            id = EvidenceKeyID(suite, publicKey: key.publicKey.rawRepresentation)
        }
    }

    public var suite: SealingSuite {
        switch secret {
        case .xwing: .xwing
        case .x25519: .x25519
        }
    }

    var seed: Data {
        switch secret {
        case .xwing(let key): key.seedRepresentation
        case .x25519(let key): key.rawRepresentation
        }
    }

    /// The public key that belongs to it.
    ///
    /// - Throws: `SealingError.badName`.
    public func recipient(named name: String) throws(SealingError) -> RecipientKey {
        guard RecipientKey.isName(name) else { throw .badName }
        return switch secret {
        case .xwing(let key): RecipientKey(.xwing, name: name, publicKey: key.publicKey.rawRepresentation)
        case .x25519(let key): RecipientKey(.x25519, name: name, publicKey: key.publicKey.rawRepresentation)
        }
    }

    /// - Returns: Nil where it was sealed to another key, for another context, or was altered.
    func unwrap(_ wrapped: SealedOriginal.Wrapped, context: SealingContext) -> OriginalSecret? {
        let info = context.info(for: id)
        do {
            var recipient =
                switch secret {
                case .xwing(let key):
                    try HPKE.Recipient(
                        privateKey: key, ciphersuite: suite.ciphersuite, info: info,
                        encapsulatedKey: wrapped.encapsulated)
                case .x25519(let key):
                    try HPKE.Recipient(
                        privateKey: key, ciphersuite: suite.ciphersuite, info: info,
                        encapsulatedKey: Curve25519.KeyAgreement.PublicKey(checking: wrapped.encapsulated)
                            .rawRepresentation)
                }
            return OriginalSecret(
                bytes: try recipient.open(wrapped.secret, authenticating: context.bytes))
        } catch {
            return nil
        }
    }
}
