import Crypto
import CryptoExtras
import Foundation

/// What one guess of a passphrase costs.
///
/// Source: RFC 7914.
struct ScryptCost: Hashable, Sendable, CustomStringConvertible {
    /// 128 MiB and about half a second for each guess.
    static let preset = ScryptCost(roundsLog: 17, blockSize: 8, parallelism: 1)
    /// A key file that asks for more was altered to fill the memory.
    private static let memoryByteCountMax = 1 << 30

    /// Rounds are two to this power.
    let roundsLog: Int
    let blockSize: Int
    let parallelism: Int

    init(roundsLog: Int, blockSize: Int, parallelism: Int) {
        self.roundsLog = roundsLog
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// Reads `17 8 1`.
    ///
    /// - Throws: `SealingError.keyMalformed`, `.keyTooCostly`.
    init(_ parts: some Collection<String>) throws(SealingError) {
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3, parts.count == 3, numbers.allSatisfy({ $0 > 0 }) else {
            throw .keyMalformed
        }
        self.init(roundsLog: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
        guard roundsLog <= 20, blockSize <= 16, parallelism <= 4,
            (128 * blockSize * parallelism) << roundsLog <= Self.memoryByteCountMax
        else { throw .keyTooCostly }
    }

    var description: String { "\(roundsLog) \(blockSize) \(parallelism)" }

    func key(of passphrase: Passphrase, salt: Data) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: passphrase.bytes, salt: salt, outputByteCount: 32, rounds: 1 << roundsLog,
            blockSize: blockSize, parallelism: parallelism)
    }
}
