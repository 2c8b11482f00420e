import Crypto
public import Foundation

/// A SHA-256 hash in the Merkle tree of RFC 6962, 2.1.
///
/// Leaves and nodes are hashed with different first bytes, so neither can be taken for the other.
public struct TreeHash: Hashable, Sendable {
    public static let byteCount = 32

    private let words: [4 of UInt64]

    /// - Returns: Nil unless there are 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(words: bytes)
    }

    private init(words bytes: some Sequence<UInt8>) {
        var words: [4 of UInt64] = [0, 0, 0, 0]
        for (at, byte) in bytes.enumerated() { words[at >> 3] = words[at >> 3] << 8 | UInt64(byte) }
        self.words = words
    }

    /// The hash of an entry.
    public static func leaf(_ entry: some DataProtocol) -> TreeHash {
        var hasher = SHA256()
        hasher.update(data: [0x00])
        hasher.update(data: entry)
        return TreeHash(words: hasher.finalize())
    }

    /// The hash of two neighbours.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var bytes: [UInt8] = [0x01]
        bytes.reserveCapacity(1 + 2 * byteCount)
        left.append(to: &bytes)
        right.append(to: &bytes)
        return TreeHash(words: SHA256.hash(data: bytes))
    }

    /// The root of a tree without leaves.
    public static let empty = TreeHash(words: SHA256.hash(data: [UInt8]()))

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    private func append(to bytes: inout [UInt8]) {
        for at in 0..<4 {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: words[at] >> UInt64(shift)))
            }
        }
    }

    public static func == (a: TreeHash, b: TreeHash) -> Bool {
        a.words[0] == b.words[0] && a.words[1] == b.words[1] && a.words[2] == b.words[2]
            && a.words[3] == b.words[3]
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}

extension TreeHash {
    var data: Data { Data(bytes) }
    public var base64: String { data.base64EncodedString() }

    public init?(base64: String) {
        guard let data = Data(base64Encoded: base64) else { return nil }
        self.init(data)
    }
}
