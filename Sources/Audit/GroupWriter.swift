import Dispatch
import GRDB
import Synchronization

/// Writes entries in groups: while one group is being synced, the next one gathers.
///
/// Syncing costs milliseconds, whatever is synced. Each entry is acknowledged when its group is on the disk, never before.
final class GroupWriter: Sendable {
    /// Something to write, or nothing: then it is only told when all before it was written.
    private struct Item: Sendable {
        let content: AuditEntry.Content?
        let milliseconds: Int64
        let done: @Sendable (AuditError?) -> Void
    }

    private struct State {
        var waiting: [Item] = []
        var isWriting = false
    }

    /// Most entries of one transaction, so that none waits for very many others.
    private static let groupCountMax = 512

    private let database: DatabaseQueue
    private let state = Mutex(State())
    /// SQLite blocks its thread while it syncs; this one may be blocked.
    private let thread = DispatchQueue(label: "audit")

    init(_ database: DatabaseQueue) { self.database = database }

    /// Returns when the entry is durable.
    func append(_ content: AuditEntry.Content, at milliseconds: Int64) async throws(AuditError) {
        let error = await withCheckedContinuation { continuation in
            append(content, at: milliseconds) { continuation.resume(returning: $0) }
        }
        if let error { throw error }
    }

    /// Writes the entry soon, and says then how it went.
    func append(
        _ content: AuditEntry.Content,
        at milliseconds: Int64,
        done: @escaping @Sendable (AuditError?) -> Void
    ) {
        enqueue(Item(content: content, milliseconds: milliseconds, done: done))
    }

    /// Returns when everything that was handed in before is written.
    func drain() async {
        await withCheckedContinuation { continuation in
            enqueue(Item(content: nil, milliseconds: 0) { _ in continuation.resume() })
        }
    }

    /// Waits for everything that was handed in, without giving up the thread.
    func finish() { thread.sync {} }

    private func enqueue(_ item: Item) {
        let isIdle = state.withLock { state in
            state.waiting.append(item)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isIdle { thread.async { [self] in writeAll() } }
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
            for (item, error) in zip(group, write(group)) { item.done(error) }
        }
    }

    /// Writes a group in one transaction; an entry that cannot be one fails by itself.
    private func write(_ group: [Item]) -> [AuditError?] {
        guard group.contains(where: { $0.content != nil }) else { return group.map { _ in nil } }
        do {
            return try database.write { database in
                try group.map { item in
                    guard let content = item.content else { return nil }
                    do {
                        try AuditLog.append(content, at: item.milliseconds, in: database)
                        return nil
                    } catch let error as AuditError {
                        return error
                    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                        return .alreadyRecorded
                    }
                }
            }
        } catch {
            let failure = AuditLog.writeError(error)
            return group.map { $0.content == nil ? nil : failure }
        }
    }
}
