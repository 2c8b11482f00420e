import Crypto
public import Foundation

/// A key that lets a caller use the gateway, as it is stored: the key itself is not in it.
public struct CallerKey: Codable, Hashable, Sendable {
    /// Names the key in lists, logs and evidence: `key-7f3k2q`.
    public let id: String
    /// What the person who issued it called it.
    public let label: String
    /// SHA-256 of the key, in hexadecimal.
    ///
    /// The key holds 256 random bits, so a slow hash would add nothing.
    let hash: String
    public let issuedAt: Date
    public let expiresAt: Date?
    public var revokedAt: Date?

    /// Makes a new key and what is stored of it.
    ///
    /// - Returns: The key is shown once and never again.
    public static func issue(label: String, at now: Date, expiresAt: Date?) -> (
        key: String, stored: CallerKey
    ) {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let key =
            "ck_"
            + Data(random).base64EncodedString().map { character in
                switch character {
                case "+": "-"
                case "/": "_"
                default: character
                }
            }.filter { $0 != "=" }
        let hash = hash(of: key)
        let stored = CallerKey(
            id: "key-" + hash.prefix(8), label: label, hash: hash, issuedAt: now, expiresAt: expiresAt,
            revokedAt: nil
        )
        return (key, stored)
    }

    static func hash(of key: String) -> String {
        SHA256.hash(data: Data(key.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// What a key is good for at a moment.
    public enum State: String, Sendable {
        case valid, expired, revoked
    }

    public func state(at now: Date) -> State {
        if revokedAt != nil { return .revoked }
        if let expiresAt, expiresAt <= now { return .expired }
        return .valid
    }
}
