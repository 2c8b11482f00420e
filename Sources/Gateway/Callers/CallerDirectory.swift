public import Foundation
import Synchronization
import SystemPackage

/// Who asks.
///
/// Holds no name: the key's id, or `loopback`.
public struct Caller: Hashable, Sendable {
    public let id: String
    /// The kind of caller.
    ///
    /// One kind so far: everybody is staff.
    public let profile: String
}

/// Tells callers by their key.
///
/// The file is looked at for every request and read when it has changed, so a revoked key stops working at
/// once and without a restart.
public final class CallerDirectory: Sendable {
    private struct Version: Equatable {
        let inode: UInt
        let byteCount: Int64
        let seconds: Int
        let nanoseconds: Int
    }

    private struct Cache {
        var version: Version?
        var keys: [String: CallerKey] = [:]
        var hasKeys = false
    }

    private let file: KeyFile
    private let now: @Sendable () -> Date
    private let cache = Mutex(Cache())

    public init(file: KeyFile, now: @escaping @Sendable () -> Date = { Date() }) {
        self.file = file
        self.now = now
    }

    /// The caller behind a key.
    ///
    /// - Parameters:
    ///   - key: What the client sent, nil for nothing.
    ///   - isLoopback: Whether the client runs on this machine. As long as no key was ever issued, such clients
    ///     need none; others are refused.
    /// - Returns: The caller, with the key's id and no name.
    /// - Throws: What to tell a client whose key is not good.
    func caller(key: String?, isLoopback: Bool) throws(GatewayError) -> Caller {
        try refresh()
        return try cache.withLock { (cache) throws(GatewayError) in
            guard cache.hasKeys else {
                guard isLoopback else { throw .noKeysIssued }
                return Caller(id: "loopback", profile: "staff")
            }
            guard let key, !key.isEmpty else { throw .keyMissing }
            guard let stored = cache.keys[CallerKey.hash(of: key)] else { throw .keyUnknown }
            switch stored.state(at: now()) {
            case .valid: return Caller(id: stored.id, profile: "staff")
            case .expired: throw .keyExpired
            case .revoked: throw .keyRevoked
            }
        }
    }

    private func refresh() throws(GatewayError) {
        let version = version()
        guard cache.withLock({ $0.version != version || version == nil }) else { return }
        do throws(KeyFileError) {
            let keys = try file.read()
            cache.withLock { cache in
                // Once keys were issued, a vanished file does not open the door again.
                guard !keys.isEmpty || !cache.hasKeys else {
                    cache.keys = [:]
                    return
                }
                cache.version = version
                cache.keys = Dictionary(keys.map { ($0.hash, $0) }, uniquingKeysWith: { first, _ in first })
                cache.hasKeys = !keys.isEmpty
            }
        } catch {
            throw .keyFileUnusable(error)
        }
    }

    /// Nil if there is no such file.
    ///
    /// Asked for every request: Foundation's attributes would look up the names of the file's owner and group each time.
    private func version() -> Version? {
        guard let stat = try? FilePath(file.path).stat() else { return nil }
        return Version(
            inode: stat.inode.rawValue, byteCount: stat.size, seconds: stat.st_mtim.tv_sec,
            nanoseconds: stat.st_mtim.tv_nsec)
    }
}
