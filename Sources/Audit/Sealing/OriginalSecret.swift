import Crypto
import Foundation

/// Thirty-two random bytes that seal one original, and nothing else ever.
struct OriginalSecret {
    let bytes: Data

    init() { bytes = Data(Nonce.bytes() + Nonce.bytes()) }

    /// - Returns: Nil unless there are 32 bytes.
    init?(bytes: Data) {
        guard bytes.count == SealedOriginal.secretByteCount else { return nil }
        self.bytes = bytes
    }

    /// Header, commitment, nonce, sealed text and tag.
    func seal(_ text: some DataProtocol, header: Data, context: SealingContext) throws -> Data {
        let commitment = Data(
            HMAC<SHA256>.authenticationCode(for: header + context.bytes, using: key("header")))
        let box = try AES.GCM.seal(
            text, using: key("text"), authenticating: header + commitment + context.bytes)
        var bytes = header + commitment
        bytes.reserveCapacity(bytes.count + box.ciphertext.count + 28)
        bytes.append(contentsOf: box.nonce)
        bytes.append(box.ciphertext)
        bytes.append(box.tag)
        return bytes
    }

    /// - Returns: Nil where anything is otherwise than it was sealed.
    func open(_ body: Data, header: Data, context: SealingContext) -> Data? {
        let commitment = Data(body.prefix(SealedOriginal.commitmentByteCount))
        guard
            HMAC<SHA256>.isValidAuthenticationCode(
                commitment, authenticating: header + context.bytes, using: key("header")),
            let box = try? AES.GCM.SealedBox(combined: body.dropFirst(commitment.count))
        else { return nil }
        return try? AES.GCM.open(
            box, using: key("text"), authenticating: header + commitment + context.bytes)
    }

    private func key(_ use: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), info: Data("cloakroom-evidence/1 \(use)".utf8),
            outputByteCount: 32)
    }
}
