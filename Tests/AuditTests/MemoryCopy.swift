import Foundation
import Synchronization

@testable import Audit

/// Copies of logs as a test's memory keeps them: stands in for PostgreSQL, and can be away.
final class CopyStore: Sendable {
    struct Log: Sendable {
        var verifierKeys = ""
        var entries: [CopyBatch.Entry] = []
        var nodes: [CopyBatch.Node] = []
        var kept: [CopyBatch.KeptThing] = []
        var checkpoints: [Int64: CopyBatch.Signed] = [:]
    }

    struct State: Sendable {
        var logs: [String: Log] = [:]
        var claimed: Set<String> = []
        var isAway = false
        /// Whose copies cannot be read: the connection breaks.
        var unreadable: Set<String> = []
        /// After so many batches the connection breaks, before anything of the transaction is kept.
        var breaksAfter: Int?
        /// The transaction after so many breaks the connection.
        var transactionCountMax: Int?
        var connectionCount = 0
        var transactionSizes: [Int] = []
    }

    let state = Mutex(State())

    func connect() throws(AuditError) -> MemoryCopy {
        let isAway = state.withLock { state in
            state.connectionCount += 1
            return state.isAway
        }
        if isAway { throw .databaseAway }
        return MemoryCopy(self)
    }

    func log(_ origin: String) -> Log { state.withLock { $0.logs[origin] ?? Log() } }

    func change(_ body: (inout sending State) -> Void) { state.withLock { body(&$0) } }
}

/// One connection.
final class MemoryCopy: LogCopy {
    private let store: CopyStore
    private var claimed: String?

    init(_ store: CopyStore) { self.store = store }

    deinit {
        let claimed = claimed
        if let claimed { store.change { $0.claimed.remove(claimed) } }
    }

    private func log(_ origin: String) throws(AuditError) -> CopyStore.Log {
        guard !store.state.withLock({ $0.isAway || $0.unreadable.contains(origin) }) else {
            throw .databaseAway
        }
        return store.log(origin)
    }

    func claim(_ origin: String, verifierKeys: String) throws(AuditError) {
        let keys = store.state.withLock { state -> String? in
            guard state.claimed.insert(origin).inserted else { return nil }
            if state.logs[origin] == nil { state.logs[origin] = CopyStore.Log(verifierKeys: verifierKeys) }
            return state.logs[origin]?.verifierKeys
        }
        guard let keys else { throw .originInUse(origin: origin) }
        claimed = origin
        guard keys == verifierKeys else { throw .copyDiffers(origin: origin) }
    }

    func size(of origin: String) throws(AuditError) -> Int64 { Int64(try log(origin).entries.count) }

    func signedSize(of origin: String) throws(AuditError) -> Int64 {
        try log(origin).checkpoints.keys.max() ?? 0
    }

    func write(_ origin: String, _ next: () throws(AuditError) -> CopyBatch?) throws(AuditError) {
        var log = try log(origin)
        var count = 0
        let isOver = store.state.withLock { state in
            state.transactionCountMax.map { state.transactionSizes.count >= $0 } ?? false
        }
        if isOver { throw .databaseAway }
        while let batch = try next() {
            let breaksAfter = store.state.withLock(\.breaksAfter)
            if let breaksAfter, count >= breaksAfter { throw .databaseAway }
            count += 1
            log.entries += batch.entries
            log.nodes += batch.nodes
            log.kept += batch.kept
            for checkpoint in batch.checkpoints { log.checkpoints[checkpoint.size] = checkpoint }
            for erasure in batch.erasures.map(\.erasure) { Self.erase(erasure, from: &log) }
        }
        let (done, batchCount) = (log, count)
        store.change { state in
            state.logs[origin] = done
            state.transactionSizes.append(batchCount)
        }
    }

    private static func erase(_ erasure: Erasure, from log: inout CopyStore.Log) {
        func names(_ sequence: Int64) -> Bool { erasure.sequences.contains { $0.contains(sequence) } }
        guard erasure.what == .entry else {
            return log.kept.removeAll { $0.what == erasure.what.rawValue && names($0.sequence) }
        }
        log.entries = log.entries.map { entry in
            guard names(entry.sequence) else { return entry }
            return CopyBatch.Entry(
                sequence: entry.sequence, exchange: entry.exchange, kind: entry.kind,
                recorded: entry.recorded,
                content: nil, digest: entry.digest, mac: entry.mac)
        }
    }

    func leaves(of origin: String, _ range: Range<Int64>) throws(AuditError) -> [TreeHash] {
        let entries = try log(origin).entries
        guard range.upperBound <= entries.count else { return [] }
        return entries[Int(range.lowerBound)..<Int(range.upperBound)].compactMap { TreeHash($0.digest) }
    }

    func node(of origin: String, level: Int, position: Int64) throws(AuditError) -> TreeHash? {
        try log(origin).nodes.first { $0.level == level && $0.position == position }
            .flatMap { TreeHash($0.hash) }
    }

    func peers(besides origin: String) throws(AuditError) -> [PeerCheckpoint] {
        _ = try log(origin)
        return store.state.withLock(\.logs).filter { $0.key != origin }.sorted { $0.key < $1.key }
            .compactMap { name, log in
                log.checkpoints.values.max { $0.size < $1.size }
                    .map { PeerCheckpoint(origin: name, verifierKeys: log.verifierKeys, note: $0.note) }
            }
    }

    func hasOwnEntries(of origin: String, in range: ClosedRange<Int64>) throws(AuditError) -> Bool {
        try log(origin).entries.contains { range.contains($0.sequence) && $0.kind != "peer" }
    }

    func origins() throws(AuditError) -> [String] { store.state.withLock(\.logs).keys.sorted() }

    func verifierKeys(of origin: String) throws(AuditError) -> String {
        guard let log = store.state.withLock({ $0.logs[origin] }) else { throw .noSuchOrigin(origin) }
        return log.verifierKeys
    }

    func inOneState(_ body: () throws -> Void) throws { try body() }

    func read(_ origin: String, _ take: (CopyBatch) throws -> Void) throws {
        let log = try log(origin)
        var batch = CopyBatch(entries: log.entries, nodes: log.nodes, kept: log.kept)
        batch.checkpoints = log.checkpoints.values.sorted { $0.size < $1.size }
        try take(batch)
    }
}
