import Crypto
import Foundation

/// Whose signature on a checkpoint is believed: `<name>+<key id>+<Base64>`.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    enum Kind: Hashable, Sendable {
        /// Signs the three lines.
        case ed25519
        /// Signs them with the time. C2SP's texts know ML-DSA-44, swift-crypto has 65 and 87.
        case mlDSA65
        /// A witness who saw the log grow, with the time.
        case witness

        /// What C2SP's signed-note calls the signature type.
        var typeBytes: [UInt8] {
            switch self {
            case .ed25519: [0x01]
            case .mlDSA65: [0xFF] + Array("cloakroom/ml-dsa-65".utf8)
            case .witness: [0x04]
            }
        }
    }

    public let name: String
    let kind: Kind
    let publicKey: [UInt8]
    let id: [UInt8]

    init(name: String, kind: Kind, publicKey: [UInt8]) {
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
        let hash = SHA256.hash(data: Array(name.utf8) + [0x0A] + kind.typeBytes + publicKey)
        id = Array(hash.prefix(4))
    }

    /// - Returns: Nil for another kind of key, and where the id is not the key's.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[0].contains(" "),
            let bytes = Data(base64Encoded: String(parts[2])), bytes.base64EncodedString() == parts[2]
        else { return nil }
        let kinds: [(Kind, Int)] = [(.ed25519, 32), (.mlDSA65, 1_952), (.witness, 32)]
        for (kind, count) in kinds where bytes.starts(with: kind.typeBytes) {
            let publicKey = [UInt8](bytes.dropFirst(kind.typeBytes.count))
            guard publicKey.count == count else { continue }
            self.init(name: String(parts[0]), kind: kind, publicKey: publicKey)
            guard Self.hexadecimal(id) == parts[1] else { return nil }
            return
        }
        return nil
    }

    public var description: String {
        "\(name)+\(Self.hexadecimal(id))+\(Data(kind.typeBytes + publicKey).base64EncodedString())"
    }

    public var isWitness: Bool { kind == .witness }

    /// Whether a line says that it is this key's.
    func made(_ line: SignedNote.Line) -> Bool { line.name == name && line.keyID == id }

    func verifies(_ line: SignedNote.Line, of checkpoint: Checkpoint) -> Bool {
        switch kind {
        case .ed25519:
            return isEd25519(line.signature, of: Array(checkpoint.body.utf8))
        case .witness:
            guard let seconds = line.seconds else { return false }
            return isEd25519(
                Array(line.signature.dropFirst(8)), of: SignedMessage.witness(checkpoint, seconds))
        case .mlDSA65:
            guard let seconds = line.seconds,
                let key = try? MLDSA65.PublicKey(rawRepresentation: publicKey)
            else { return false }
            return key.isValidSignature(
                line.signature.dropFirst(8), for: SignedMessage.dated(checkpoint, by: name, seconds))
        }
    }

    private func isEd25519(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension SignedNote.Line {
    /// The time that a dated signature begins with, in seconds since 1970.
    var seconds: Int64? {
        guard signature.count > 8 else { return nil }
        let value = signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(exactly: value)
    }
}

/// What is signed, as in C2SP's tlog-cosignature.
enum SignedMessage {
    static func witness(_ checkpoint: Checkpoint, _ seconds: Int64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(checkpoint.body)".utf8)
    }

    static func dated(_ checkpoint: Checkpoint, by name: String, _ seconds: Int64) -> [UInt8] {
        var bytes = Array("subtree/v1\n\0".utf8)
        bytes.append(UInt8(clamping: name.utf8.count))
        bytes += name.utf8
        bytes += bigEndian(seconds)
        bytes.append(UInt8(clamping: checkpoint.origin.utf8.count))
        bytes += checkpoint.origin.utf8
        bytes += bigEndian(0)
        bytes += bigEndian(checkpoint.size)
        return bytes + checkpoint.root.bytes
    }

    static func bigEndian(_ value: Int64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> Int64($0)) }
    }
}
