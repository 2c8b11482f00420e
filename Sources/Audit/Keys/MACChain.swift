import Crypto
import Foundation

/// Makes the MAC of each entry with a key of its own, and forgets it.
///
/// Whoever takes over the machine finds the key of entries to come, not those of entries that stand: so even with the key that signs
/// checkpoints nobody can write others in their place. Whoever has the first key, the DPO, can check them all.
struct MACChain: Hashable, Sendable {
    static let keyCount = 32
    static let macCount = 16

    /// How many entries stand before the next one.
    private(set) var size: Int64
    private(set) var key: [UInt8]

    init(size: Int64, key: [UInt8]) {
        self.size = size
        self.key = key
    }

    /// The chain of a new log.
    init() { self.init(size: 0, key: Nonce.bytes() + Nonce.bytes()) }

    /// The chain of a log from its beginning, by what `firstKey` gave; nil for anything but the Base64 of 32 bytes.
    init?(firstKey text: some StringProtocol) {
        guard let key = Data(base64Encoded: String(text)), key.count == Self.keyCount,
            key.base64EncodedString() == text
        else { return nil }
        self.init(size: 0, key: Array(key))
    }

    /// What checks all MACs, in Base64; asked of a chain that has not moved yet.
    var firstKey: String { Data(key).base64EncodedString() }

    /// Passes over entries that are not looked at.
    mutating func skip(to size: Int64) {
        while self.size < size { advance() }
    }

    private mutating func advance() {
        key = Array(HMAC<SHA256>.authenticationCode(for: [0x02], using: SymmetricKey(data: key)))
        size += 1
    }

    /// The MAC of the next entry.
    mutating func next(_ leaf: TreeHash) -> [UInt8] {
        let mac = HMAC<SHA256>.authenticationCode(
            for: [0x01] + leaf.bytes, using: SymmetricKey(data: key))
        advance()
        return Array(mac.prefix(Self.macCount))
    }

    /// Such as `cloakroom-mac-key/1 SIZE KEY`.
    var line: String { "\(Self.format) \(size) \(Data(key).base64EncodedString())" }

    private static let format = "cloakroom-mac-key/1"

    init?(line: some StringProtocol) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == Self.format, let size = Int64(parts[1]), size >= 0,
            let key = Data(base64Encoded: String(parts[2])), key.count == Self.keyCount
        else { return nil }
        self.init(size: size, key: Array(key))
    }
}
