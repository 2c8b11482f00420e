import Foundation
import GRDB
import Synchronization

@testable import Audit

/// A log in a folder of its own, with a clock that tests set.
final class SampleLog: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)")
    private let milliseconds = Mutex<Int64>(1_790_000_000_000)
    private let uptime = Mutex<Duration>(.zero)

    var path: String { folder.appending(path: "log.sqlite").path }
    var keys: String { LogKeys.folder(besides: path) }
    var time: Date { Date(milliseconds: milliseconds.withLock { $0 }) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func advance(seconds: Double, uptime: Double? = nil) {
        milliseconds.withLock { $0 += Int64(seconds * 1_000) }
        self.uptime.withLock { $0 += .seconds(uptime ?? max(seconds, 0)) }
    }

    func open(origin: String? = "school.example/1") throws -> AuditLog {
        try AuditLog(
            path: path, origin: origin,
            clock: LogClock(now: { [self] in time }, uptime: { [self] in uptime.withLock { $0 } }))
    }

    /// What the DPO took away when the log was new.
    func trust(seen: String? = nil) throws -> Trust {
        try Trust(
            keys: String(contentsOfFile: keys + "/verifier-keys", encoding: .utf8),
            macKey: String(contentsOfFile: keys + "/first-mac-key", encoding: .utf8), seen: seen)
    }

    /// Writes exchanges of every kind of end, a second apart.
    @discardableResult
    func fill(_ log: AuditLog, _ count: Int) async throws -> [ExchangeRef] {
        var exchanges: [ExchangeRef] = []
        for number in 0..<count {
            let exchange = ExchangeRef()
            exchanges.append(exchange)
            advance(seconds: 1)
            switch number % 4 {
            case 0:
                try await log.intend(sampleEvidence(exchange))
                try await log.conclude(
                    exchange, with: .answered(status: 200, AnswerReport(byteCount: 9, restoredCount: 1)))
            case 1:
                try await log.block(
                    sampleEvidence(exchange, .block),
                    keeping: [
                        KeptBytes(.redacted, "a text about [PUPIL] \(exchange)".utf8),
                        KeptBytes(.original, "sealed bytes of \(exchange)".utf8),
                    ])
            case 2:
                try await log.intend(sampleEvidence(exchange))
                try await log.conclude(exchange, with: .failed(label: "endpoint_fails"))
            default: try await log.intend(sampleEvidence(exchange))
            }
        }
        return exchanges
    }

    /// Signs what was written.
    @discardableResult
    func sign(_ log: AuditLog) async throws -> String { try await log.checkpoint().note.text }

    /// What somebody with the file and SQLite could do.
    func tamper(_ sql: String, _ arguments: StatementArguments = []) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            for name in ["entry_is_never_changed", "entry_is_only_erased", "entry_is_never_removed"] {
                try database.execute(sql: "DROP TRIGGER IF EXISTS \(name)")
            }
            try database.execute(sql: sql, arguments: arguments)
        }
        try queue.close()
    }
}
