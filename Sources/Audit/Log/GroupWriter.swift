import Dispatch
import Foundation
import GRDB
import Synchronization

/// Writes entries in groups: while one group is being synced, the next one gathers.
///
/// Syncing costs milliseconds, whatever is synced. Each entry is acknowledged when its group is on the disk, never before.
final class GroupWriter: Sendable {
    typealias Done = @Sendable (Result<Int64, AuditError>) -> Void

    /// Something to do in its turn; it is told when it is durable.
    private struct Item: Sendable {
        enum Work: Sendable {
            case append(AuditEntry.Content, [KeptBytes])
            /// Needs a transaction of its own turn, such as an erasure.
            case perform(@Sendable (inout LogTail, Int64, Database) throws -> Int64)
            /// Nothing: it is only told when all before it was written.
            case wait
        }

        let work: Work
        let done: Done
    }

    private struct State {
        var waiting: [Item] = []
        var isWriting = false
    }

    /// How long something that nobody waits for may lie: mostly it goes along with the next INTENT, and costs no sync of its own.
    private static let leisure = DispatchTimeInterval.milliseconds(25)
    /// Most entries of one transaction, so that none waits for very many others.
    private static let groupCountMax = 512

    private let database: DatabaseQueue
    private let macFile: MACKeyFile
    private let clock: LogClock
    private let backlog: Backlog
    private let state = Mutex(State())
    private let tail: Mutex<LogTail>
    /// SQLite blocks its thread while it syncs; this one may be blocked.
    private let thread = DispatchQueue(label: "audit")
    /// Writes the chain's key, which must not keep entries waiting.
    private let keyThread = DispatchQueue(label: "audit-key")
    private let unwrittenChain = Mutex<MACChain?>(nil)

    init(
        _ database: DatabaseQueue, _ tail: LogTail, _ macFile: MACKeyFile, _ clock: LogClock,
        _ backlog: Backlog
    ) {
        self.database = database
        self.macFile = macFile
        self.clock = clock
        self.backlog = backlog
        self.tail = Mutex(tail)
    }

    /// Returns the entry's sequence number when it is durable.
    @discardableResult
    func append(
        _ content: AuditEntry.Content, keeping kept: [KeptBytes] = []
    ) async throws(AuditError) -> Int64 {
        try await withResult { done in append(content, keeping: kept, done: done) }
    }

    /// Writes the entry and says then how it went.
    private func append(_ content: AuditEntry.Content, keeping kept: [KeptBytes], done: @escaping Done) {
        enqueue(Item(work: .append(content, kept), done: done))
    }

    /// Writes an entry that nobody waits for.
    func appendSoon(_ content: AuditEntry.Content, done: @escaping Done) {
        let isFirst = state.withLock { state in
            state.waiting.append(Item(work: .append(content, []), done: done))
            return state.waiting.count == 1 && !state.isWriting
        }
        if isFirst { thread.asyncAfter(deadline: .now() + Self.leisure) { [self] in writeWaiting() } }
    }

    /// Does something at the end of the log.
    func perform(
        _ work: @escaping @Sendable (inout LogTail, Int64, Database) throws -> Int64
    ) async throws(AuditError) -> Int64 {
        try await withResult { done in enqueue(Item(work: .perform(work), done: done)) }
    }

    /// Signs the log if that is due: called from time to time, so that it also happens when nothing else does.
    func beat() {
        enqueue(
            Item(
                work: .perform { tail, milliseconds, database in
                    if tail.wantsCheckpoint(at: milliseconds) {
                        try tail.checkpoint(at: milliseconds, in: database)
                    }
                    return tail.frontier.size
                }, done: { _ in }))
    }

    /// Returns when everything that was handed in before is written.
    func drain() async {
        _ = try? await withResult { done in enqueue(Item(work: .wait, done: done)) }
    }

    /// Waits for everything that was handed in, without giving up the thread.
    func finish() {
        thread.sync { writeWaiting() }
        try? macFile.write(tail.withLock(\.chain))
    }

    private func withResult(_ body: (@escaping Done) -> Void) async throws(AuditError) -> Int64 {
        let result = await withCheckedContinuation { continuation in
            body { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    private func enqueue(_ item: Item) {
        let isIdle = state.withLock { state in
            state.waiting.append(item)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isIdle { thread.async { [self] in writeAll() } }
    }

    /// Writes what nobody was waiting for, unless somebody came who did.
    private func writeWaiting() {
        let isMine = state.withLock { state in
            guard !state.waiting.isEmpty, !state.isWriting else { return false }
            state.isWriting = true
            return true
        }
        if isMine { writeAll() }
    }

    private func writeAll() {
        while true {
            let group = state.withLock { state in
                let group = Array(state.waiting.prefix(Self.groupCountMax))
                state.waiting.removeFirst(group.count)
                if group.isEmpty { state.isWriting = false }
                return group
            }
            if group.isEmpty { return }
            for (item, result) in zip(group, write(group)) { item.done(result) }
        }
    }
}

// MARK: - On its thread

extension GroupWriter {
    /// Writes a group in one transaction; an entry that cannot be one fails by itself.
    private func write(_ group: [Item]) -> [Result<Int64, AuditError>] {
        var tail = tail.withLock { $0 }
        let isWork = group.contains { if case .wait = $0.work { false } else { true } }
        guard isWork else { return group.map { _ in .success(tail.frontier.size) } }
        do {
            let before = tail.checkpointedAt
            let results = try database.write { database in
                let results = try group.map { try write($0, &tail, in: database) }
                let now = clock.now().milliseconds
                if tail.wantsCheckpoint(at: now) { try tail.checkpoint(at: now, in: database) }
                return results
            }
            self.tail.withLock { $0 = tail }
            if tail.checkpointedAt != before { keep(tail.chain) }
            backlog.wrote(tail.frontier.size)
            return results
        } catch {
            let failure = AuditLog.writeError(error)
            return group.map { _ in .failure(failure) }
        }
    }

    private func write(
        _ item: Item, _ tail: inout LogTail, in database: Database
    ) throws -> Result<Int64, AuditError> {
        do {
            switch item.work {
            case .wait: return .success(tail.frontier.size)
            case .append(let content, let kept):
                let time = try tail.time(clock.now().milliseconds, uptime: clock.uptime(), in: database)
                return .success(try tail.append(content, kept, at: time, in: database))
            case .perform(let work):
                let time = try tail.time(clock.now().milliseconds, uptime: clock.uptime(), in: database)
                var next = tail
                var result: Int64 = 0
                try database.inSavepoint {
                    result = try work(&next, time, database)
                    return .commit
                }
                tail = next
                return .success(result)
            }
        } catch let error as AuditError {
            return .failure(error)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return .failure(.alreadyRecorded)
        }
    }

    private func keep(_ chain: MACChain) {
        unwrittenChain.withLock { $0 = chain }
        keyThread.async { [self] in
            guard let newest = unwrittenChain.withLock({ $0.take() }) else { return }
            // If it fails, the older key stays: then entries stay forgeable for longer, and none is lost.
            try? macFile.write(newest)
        }
    }
}

/// What time it is; tests bring others.
struct LogClock: Sendable {
    let now: @Sendable () -> Date
    /// Since some moment; nobody can set it.
    let uptime: @Sendable () -> Duration

    init(now: @escaping @Sendable () -> Date, uptime: (@Sendable () -> Duration)? = nil) {
        let start = ContinuousClock.now
        self.now = now
        self.uptime = uptime ?? { start.duration(to: .now) }
    }
}
