import Crypto
public import Foundation

/// Something kept beside the log, as the log knows it: erasing it leaves the log as it is.
public struct Kept: Hashable, Sendable {
    public enum What: String, CaseIterable, Sendable {
        /// A blocked prompt with what was found replaced.
        case redacted
        /// A blocked prompt, sealed to the DPO.
        case original
        /// What somebody wrote: to a review, a reveal or a hold.
        case note
    }

    public let what: What
    /// SHA-256 of its bytes, the random ones before them included.
    public let digest: [UInt8]
    public let byteCount: Int
}

/// Something to keep.
public struct KeptBytes: Hashable, Sendable {
    private static let nonceCount = 16

    public let what: Kept.What
    /// Random bytes first: the digest stays after an erasure and must not tell what a short note said.
    let bytes: Data

    public init(_ what: Kept.What, _ content: some Sequence<UInt8>) {
        self.what = what
        bytes = Data(Nonce.bytes()) + Data(content)
    }

    /// - Returns: Nil unless these are the bytes that the log knows.
    init?(_ kept: Kept, stored: Data) {
        guard stored.count == kept.byteCount, stored.count >= Self.nonceCount,
            SHA256.hash(data: stored).elementsEqual(kept.digest)
        else { return nil }
        what = kept.what
        bytes = stored
    }

    public var content: Data { bytes.dropFirst(Self.nonceCount) }

    var reference: Kept {
        Kept(what: what, digest: Array(SHA256.hash(data: bytes)), byteCount: bytes.count)
    }
}

/// Sixteen random bytes that make a hash tell nothing of what was hashed with them.
enum Nonce {
    static func bytes() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return [generator.next(), generator.next()].flatMap { SignedMessage.bigEndian(Int64(bitPattern: $0)) }
    }
}
