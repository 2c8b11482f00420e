import Crypto
import Foundation

/// Names an evidence key: `9f2c-11ab-04de-77a0-3c51`, short enough to be compared on the telephone.
///
/// The first ten bytes of a SHA-256 over kind and public key. Eighty bits, because IT must not be able to make a key of
/// its own with the same name.
public struct EvidenceKeyID: Hashable, Sendable, CustomStringConvertible {
    static let byteCount = 10

    let bytes: [UInt8]

    init(_ suite: SealingSuite, publicKey: Data) {
        var hash = SHA256()
        hash.update(data: Data("cloakroom-evidence-key/1".utf8))
        hash.update(data: Data([0x00, suite.rawValue]))
        hash.update(data: publicKey)
        bytes = Array(hash.finalize().prefix(Self.byteCount))
    }

    /// - Parameter bytes: Ten; more or fewer name no key.
    init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    public var description: String {
        let digits = bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 2 ? digits : "0" + digits
        }
        return stride(from: 0, to: digits.count, by: 2).map {
            digits[$0..<min($0 + 2, digits.count)].joined()
        }
        .joined(separator: "-")
    }
}
