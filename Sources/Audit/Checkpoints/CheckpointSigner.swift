import Crypto
public import Foundation

/// Signs the checkpoints of one log, with Ed25519 and with ML-DSA-65: a forger would have to break both kinds.
struct CheckpointSigner: Sendable {
    /// The log's name: 1 to 255 bytes without spaces or `+`.
    let origin: String
    private let ed25519: Curve25519.Signing.PrivateKey
    private let mlDSA: MLDSA65.PrivateKey

    static func isOrigin(_ text: some StringProtocol) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "+") }
    }

    /// Makes keys.
    init(origin: String) throws {
        try self.init(
            origin: origin, ed25519: Curve25519.Signing.PrivateKey(), mlDSA: MLDSA65.PrivateKey())
    }

    /// Takes up keys from what `seeds` gave.
    init?(origin: String, seeds: Data) {
        guard seeds.count == 64,
            let ed25519 = try? Curve25519.Signing.PrivateKey(rawRepresentation: seeds.prefix(32)),
            let mlDSA = try? MLDSA65.PrivateKey(seedRepresentation: seeds.suffix(32), publicKey: nil)
        else { return nil }
        self.init(origin: origin, ed25519: ed25519, mlDSA: mlDSA)
    }

    private init(origin: String, ed25519: Curve25519.Signing.PrivateKey, mlDSA: MLDSA65.PrivateKey) {
        self.origin = origin
        self.ed25519 = ed25519
        self.mlDSA = mlDSA
    }

    var seeds: Data { ed25519.rawRepresentation + mlDSA.seedRepresentation }

    var verifierKeys: [VerifierKey] {
        [
            VerifierKey(
                name: origin, kind: .ed25519, publicKey: Array(ed25519.publicKey.rawRepresentation)),
            VerifierKey(name: origin, kind: .mlDSA65, publicKey: Array(mlDSA.publicKey.rawRepresentation)),
        ]
    }

    func sign(_ tree: TreeFrontier, at date: Date) throws -> SignedCheckpoint {
        let checkpoint = Checkpoint(origin: origin, size: tree.size, root: tree.root)
        let seconds = Int64(date.timeIntervalSince1970)
        let keys = verifierKeys
        return SignedCheckpoint(
            checkpoint,
            [
                SignedNote.Line(
                    name: origin, keyID: keys[0].id,
                    signature: Array(try ed25519.signature(for: Data(checkpoint.body.utf8)))),
                SignedNote.Line(
                    name: origin, keyID: keys[1].id,
                    signature: SignedMessage.bigEndian(seconds)
                        + (try mlDSA.signature(for: SignedMessage.dated(checkpoint, by: origin, seconds)))),
            ])
    }
}

/// Cosigns checkpoints for somebody who saw the log grow: the DPO.
public struct WitnessKey: Sendable {
    let name: String
    private let key: Curve25519.Signing.PrivateKey

    /// Takes up a seed of 32 bytes, or makes a key; nil where the name or the seed cannot be one.
    public init?(name: String, seed: Data? = nil) {
        guard CheckpointSigner.isOrigin(name) else { return nil }
        self.name = name
        guard let seed else {
            key = Curve25519.Signing.PrivateKey()
            return
        }
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        self.key = key
    }

    public var seed: Data { key.rawRepresentation }

    public var verifierKey: VerifierKey {
        VerifierKey(name: name, kind: .witness, publicKey: Array(key.publicKey.rawRepresentation))
    }

    func line(for checkpoint: Checkpoint, at date: Date) throws -> SignedNote.Line {
        let seconds = Int64(date.timeIntervalSince1970)
        return SignedNote.Line(
            name: name, keyID: verifierKey.id,
            signature: SignedMessage.bigEndian(seconds)
                + (try key.signature(for: Data(SignedMessage.witness(checkpoint, seconds)))))
    }
}
