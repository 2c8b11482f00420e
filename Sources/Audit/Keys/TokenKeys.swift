import Crypto
public import Foundation
import Synchronization

/// The keys of tokens, one for each quarter of a year.
///
/// With a quarter's key gone nobody can tell whose token one was: so what links entries to people ends with the quarter's entries.
public final class TokenKeys: Sendable {
    /// One quarter's key.
    public struct Key: Hashable, Sendable {
        /// Such as `2026-Q4`.
        public let period: String
        let bytes: [UInt8]

        /// The token of a value.
        ///
        /// - Parameters:
        ///   - value: As it was found. Letters are taken in lower case, and neither spaces nor signs count: so the same number in
        ///     two spellings has one token.
        ///   - entity: What it is; the same digits as something else have another token.
        /// - Returns: The value's token in this quarter.
        public func token(of value: some Sequence<UInt8>, as entity: String) -> ValueToken {
            var message = Array(entity.utf8) + [0x00]
            message.append(contentsOf: value.lazy.compactMap(Self.folded))
            return ValueToken(
                Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: bytes))))
        }

        private static func folded(_ byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
            default: nil
            }
        }
    }

    private let path: String
    private let keys: Mutex<[Key]>
    /// The one that was asked for last, with its day: a calendar costs more than a token.
    private let newest = Mutex<(day: Int64, key: Key)?>(nil)

    /// The keys of a log.
    ///
    /// - Parameter logPath: The log's.
    /// - Throws: `AuditError.keysUnusable`; a log that has none yet has an empty list.
    public init(besides logPath: String) throws(AuditError) {
        path = LogKeys.folder(besides: logPath) + "/token-keys"
        keys = Mutex([])
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .keysUnusable(path: path)
        }
        var parsed: [Key] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[1])), bytes.count == 32
            else {
                throw .keysUnusable(path: path)
            }
            parsed.append(Key(period: String(parts[0]), bytes: Array(bytes)))
        }
        let all = parsed
        keys.withLock { $0 = all }
    }

    /// All that are left, the oldest first.
    public var all: [Key] { keys.withLock { $0 } }

    /// The key of a day's quarter; made, and on the disk when this returns, where there is none.
    public func key(for date: Date) throws(AuditError) -> Key {
        let day = Int64(date.timeIntervalSince1970 / 86_400)
        if let newest = newest.withLock({ $0 }), newest.day == day { return newest.key }
        let key = try key(of: Self.period(of: date))
        newest.withLock { $0 = (day, key) }
        return key
    }

    private func key(of period: String) throws(AuditError) -> Key {
        do {
            return try keys.withLock { keys in
                if let key = keys.last(where: { $0.period == period }) { return key }
                let key = Key(period: period, bytes: Nonce.bytes() + Nonce.bytes())
                try write(keys + [key])
                keys.append(key)
                return key
            }
        } catch {
            throw .keysUnusable(path: path)
        }
    }

    /// Forgets the keys of quarters that ended before a date.
    ///
    /// - Returns: The quarters.
    @discardableResult
    public func forget(before date: Date) throws(AuditError) -> [String] {
        let oldest = Self.period(of: date)
        do {
            return try keys.withLock { keys in
                let gone = keys.filter { $0.period < oldest }
                guard !gone.isEmpty else { return [] }
                let left = keys.filter { $0.period >= oldest }
                try write(left)
                keys = left
                return gone.map(\.period)
            }
        } catch {
            throw .keysUnusable(path: path)
        }
    }

    private func write(_ keys: [Key]) throws {
        let text = keys.map { "\($0.period) \(Data($0.bytes).base64EncodedString())\n" }.joined()
        try KeyFile.replace(path, with: Data(text.utf8))
    }

    static func period(of date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month], from: date)
        return "\(parts.year ?? 0)-Q\(((parts.month ?? 1) + 2) / 3)"
    }
}
