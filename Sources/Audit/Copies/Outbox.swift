import Foundation
import GRDB

/// What of a log is not copied yet, read over a connection of its own: writers do not wait for it.
///
/// In WAL mode a reader sees what is on the disk, and nothing that a power cut could take back.
struct Outbox: Sendable {
    private static let entryCountMax = 1_000
    /// Of entries and what is kept with them; a single one may have more.
    private static let byteCountMax: Int64 = 4 << 20

    /// Five kilobytes each.
    private static let peerNoteCountMax = 20_000
    /// The same; a witness's signature adds to it.
    private static let checkpointCountMax = 500

    private let log: AuditLog

    init(path: String) throws(AuditError) { log = try AuditLog(readingFrom: path) }

    func close() { log.close() }

    func size() throws(AuditError) -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM entry") ?? 0 }
    }

    func root(_ size: Int64) throws(AuditError) -> TreeHash {
        try read { try TreeReader(source: StoredTree(database: $0)).root(0..<size) }
    }

    /// The two newest records of each peer, oldest first: one that contradicts another stands behind it.
    ///
    /// A peer that was not recorded for months of the others' records is forgotten: a start must not take minutes.
    func peerNotes() throws(AuditError) -> [PeerNote] {
        let sql = """
            SELECT sequence, content, digest FROM entry WHERE kind = 'peer'
                AND kind NOT IN ('intent', 'blocked', 'outcome') ORDER BY sequence DESC LIMIT ?
            """
        return try read { database in
            let rows = try Row.fetchCursor(database, sql: sql, arguments: [Self.peerNoteCountMax])
            var notes: [PeerNote] = []
            var counts: [String: Int] = [:]
            while let row = try rows.next() {
                let entry = try AuditLog.entry(sequence: row[0], content: row[1], digest: row[2])
                guard case .peer(let origin, let note) = entry.content, counts[origin, default: 0] < 2 else {
                    continue
                }
                counts[origin, default: 0] += 1
                notes.append(PeerNote(origin: origin, note: note))
            }
            return notes.reversed()
        }
    }

    /// The entries that follow, and what belongs to them; without entries where none follow.
    func batch(after progress: CopyProgress) throws(AuditError) -> CopyBatch {
        try read { database in
            var batch = CopyBatch()
            let size = progress.size
            let end = try Self.end(of: size, in: database)
            batch.entries = try Self.entries(after: size, to: end, in: database)
            batch.kept = try Row.fetchAll(
                database,
                sql:
                    "SELECT sequence, what, bytes FROM kept WHERE sequence BETWEEN ? AND ? ORDER BY sequence",
                arguments: [size + 1, end]
            ).map { .init(sequence: $0[0], what: $0[1], bytes: $0[2]) }
            for level in stride(from: Tiles.levelCount, to: 63, by: Tiles.levelCount) {
                batch.nodes += try Row.fetchAll(
                    database,
                    sql: "SELECT position, hash FROM node WHERE level = ? AND position >= ? AND position < ?",
                    arguments: [level, size >> Int64(level), end >> Int64(level)]
                ).map { .init(level: Int64(level), position: $0[0], hash: $0[1]) }
            }
            for entry in batch.entries {
                guard let content = entry.content else { continue }
                switch entry.kind {
                case "cosigned":
                    try Self.addCosigned(content, upTo: progress.signedSize, to: &batch, in: database)
                case "erasure": Self.addErasure(entry.sequence, content, to: &batch)
                default: break
                }
            }
            batch.lastErasure = try Self.lastErasure(of: size + 1, to: end, in: database)
            return batch
        }
    }

    /// The checkpoints that follow, a page of them.
    func checkpoints(
        of progress: CopyProgress
    ) throws(AuditError) -> (checkpoints: [CopyBatch.Signed], isFull: Bool) {
        // The newest of before too: it may have been signed again since it was copied.
        var page = try read { try Self.checkpoints(progress.signedSize...progress.size, in: $0) }
        let isFull = page.count == Self.checkpointCountMax
        if page.first == progress.signed { page.removeFirst(min(page.count, 1)) }
        return (page, isFull)
    }

    /// The last of the erasures that name what the copy may lack behind its newest checkpoint.
    func lastErasure(of progress: CopyProgress) throws(AuditError) -> Int64 {
        try read { try Self.lastErasure(of: progress.signedSize + 1, to: progress.size, in: $0) }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(AuditError) -> Value {
        do {
            return try log.queue.read(body)
        } catch {
            throw error as? AuditError ?? .readFailed(code: AuditLog.code(of: error))
        }
    }

    /// The last entry of a batch.
    private static func end(of size: Int64, in database: Database) throws -> Int64 {
        // SQLite tells the length of a blob without reading it.
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, coalesce(length(content), 0)
                    + coalesce((SELECT sum(length(bytes)) FROM kept WHERE sequence = entry.sequence), 0)
                FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?
                """, arguments: [size, entryCountMax])
        var (end, byteCount): (Int64, Int64) = (size, 0)
        while let row = try rows.next() {
            byteCount += row[1] as Int64
            if byteCount > byteCountMax, end > size { break }
            end = row[0]
        }
        return end
    }

    private static func entries(
        after size: Int64, to end: Int64, in database: Database
    ) throws -> [CopyBatch.Entry] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, exchange, kind, recorded, content, digest, mac FROM entry
                WHERE sequence BETWEEN ? AND ? ORDER BY sequence
                """, arguments: [size + 1, end]
        ).map {
            .init(
                sequence: $0[0], exchange: $0[1], kind: $0[2], recorded: $0[3], content: $0[4], digest: $0[5],
                mac: $0[6])
        }
    }

    private static func checkpoints(
        _ sizes: ClosedRange<Int64>, in database: Database
    ) throws -> [CopyBatch.Signed] {
        try Row.fetchAll(
            database,
            sql:
                "SELECT size, recorded, note FROM checkpoint WHERE size BETWEEN ? AND ? ORDER BY size LIMIT ?",
            arguments: [sizes.lowerBound, sizes.upperBound, checkpointCountMax]
        ).map { .init(size: $0[0], recorded: $0[1], note: $0[2]) }
    }

    /// A checkpoint that was copied before a witness signed it.
    private static func addCosigned(
        _ content: Data, upTo signedSize: Int64, to batch: inout CopyBatch, in database: Database
    ) throws {
        guard case .cosigned(let size, _) = EntryCoding.decode(content)?.content, size <= signedSize,
            !batch.checkpoints.contains(where: { $0.size == size })
        else { return }
        batch.checkpoints += try checkpoints(size...size, in: database)
    }

    private static func addErasure(_ sequence: Int64, _ content: Data, to batch: inout CopyBatch) {
        guard case .erasure(let erasure) = EntryCoding.decode(content)?.content else { return }
        batch.erasures.append(RecordedErasure(number: sequence, erasure: erasure))
    }

    /// The last of the erasures behind these entries that name one of them; 0 where none does.
    private static func lastErasure(of first: Int64, to end: Int64, in database: Database) throws -> Int64 {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, content, digest FROM entry WHERE kind = 'erasure'
                    AND kind NOT IN ('intent', 'blocked', 'outcome') AND sequence > ? ORDER BY sequence DESC
                """, arguments: [end])
        while let row = try rows.next() {
            let entry = try AuditLog.entry(sequence: row[0], content: row[1], digest: row[2])
            guard case .erasure(let erasure) = entry.content, first <= end else { continue }
            if erasure.sequences.contains(where: { $0.overlaps(first...end) }) { return entry.sequence }
        }
        return 0
    }
}
