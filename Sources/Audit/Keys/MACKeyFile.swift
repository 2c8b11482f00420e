import Crypto
import Foundation

/// Where the chain's key is between two checkpoints: written over itself, so that older keys are gone from the disk.
///
/// Two places take turns, each in a sector of its own and with a checksum: whenever the power fails, one of them is whole.
final class MACKeyFile: Sendable {
    private static let slotByteCount: UInt64 = 512

    private let path: String

    init(path: String) { self.path = path }

    /// - Returns: The newest key that is whole; nil where there is none.
    func read() -> MACChain? {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
        return (0..<2).compactMap { slot -> MACChain? in
            let text = bytes.dropFirst(slot * Int(Self.slotByteCount)).prefix(Int(Self.slotByteCount))
            guard let line = String(validating: text, as: UTF8.self)?.split(separator: "\n").first,
                let end = line.lastIndex(of: " ")
            else { return nil }
            let chain = line[..<end]
            guard line[line.index(after: end)...] == Self.checksum(chain) else { return nil }
            return MACChain(line: chain)
        }.max { $0.size < $1.size }
    }

    /// Writes over the older of the two places, and returns when it is on the disk.
    func write(_ chain: MACChain) throws {
        if !FileManager.default.fileExists(atPath: path) {
            let made = FileManager.default.createFile(
                atPath: path, contents: Data(count: 2 * Int(Self.slotByteCount)),
                attributes: [.posixPermissions: 0o600])
            guard made else { throw CocoaError(.fileWriteUnknown) }
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var record = Data("\(chain.line) \(Self.checksum(chain.line))\n".utf8)
        record.append(Data(count: Int(Self.slotByteCount) - record.count))
        try file.seek(toOffset: try olderSlot(of: file) * Self.slotByteCount)
        try file.write(contentsOf: record)
        try file.synchronize()
    }

    private func olderSlot(of file: FileHandle) throws -> UInt64 {
        var sizes: [Int64] = []
        for slot in UInt64(0)..<2 {
            try file.seek(toOffset: slot * Self.slotByteCount)
            let bytes = try file.read(upToCount: Int(Self.slotByteCount)) ?? Data()
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ")
            sizes.append(parts.count > 1 ? Int64(parts[1]) ?? -1 : -1)
        }
        return sizes[0] <= sizes[1] ? 0 : 1
    }

    private static func checksum(_ line: some StringProtocol) -> String {
        Data(SHA256.hash(data: Data(line.utf8)).prefix(8)).base64EncodedString()
    }
}
