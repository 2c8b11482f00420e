import Foundation
import GRDB

/// Reads copies of logs back from the database.
///
/// A copy is brought into a file in the form of a log, so that everything that reads a log reads it: nothing that checks evidence is
/// written twice.
public struct CopyReader {
    private let copy: any LogCopy

    public init(_ address: DatabaseAddress) throws(AuditError) { copy = try address.connector()() }

    init(_ copy: any LogCopy) { self.copy = copy }

    /// Every log that the database has.
    public func origins() throws(AuditError) -> [String] { try copy.origins() }

    /// The public keys that a log's gateway gave when it first came: whoever has the database could have written others.
    public func verifierKeys(of origin: String) throws(AuditError) -> String {
        try copy.verifierKeys(of: origin)
    }

    /// Makes a file of a copy.
    ///
    /// The file, which must not be there yet, can be read and not continued: its keys are elsewhere.
    ///
    /// - Returns: How many entries it leaves out: those at the end that lack what is gone, and whose erasures are not copied yet.
    /// - Throws: `AuditError.noSuchOrigin`, and what the database or the disk says.
    @discardableResult
    public func fetch(_ origin: String, to path: String) throws(AuditError) -> Int64 {
        _ = try copy.verifierKeys(of: origin)
        do {
            var part = WholePart()
            try copy.inOneState {
                try write(origin, to: path) { part.take($0) }
                guard part.leftOutCount > 0 else { return }
                try FileManager.default.removeItem(atPath: path)
                try write(origin, to: path) { $0 = $0.prefix(part.size) }
            }
            return part.leftOutCount
        } catch {
            throw error as? AuditError ?? .writeFailed(code: AuditLog.code(of: error))
        }
    }

    private func write(
        _ origin: String, to path: String, _ look: (inout CopyBatch) -> Void
    ) throws {
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw AuditError.cannotOpen(path: path, code: 14) }
        let queue = try DatabaseQueue(path: path)
        try AuditSchema.migrator.migrate(queue)
        try queue.write { database in
            try database.execute(sql: "INSERT INTO log (origin) VALUES (?)", arguments: [origin])
            try copy.read(origin) { batch in
                var batch = batch
                look(&batch)
                try Self.insert(batch, in: database)
            }
        }
        try queue.close()
    }

    private static func insert(_ batch: CopyBatch, in database: Database) throws {
        for entry in batch.entries {
            let insertion = try database.cachedStatement(
                sql: """
                    INSERT INTO entry (sequence, exchange, kind, recorded, content, digest, mac)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """)
            try insertion.execute(
                arguments: [
                    entry.sequence, entry.exchange, entry.kind, entry.recorded, entry.content, entry.digest,
                    entry.mac,
                ])
        }
        for node in batch.nodes {
            try database.execute(
                sql: "INSERT INTO node (level, position, hash) VALUES (?, ?, ?)",
                arguments: [node.level, node.position, node.hash])
        }
        for checkpoint in batch.checkpoints {
            try database.execute(
                sql: "INSERT INTO checkpoint (size, recorded, note) VALUES (?, ?, ?)",
                arguments: [checkpoint.size, checkpoint.recorded, checkpoint.note])
        }
        for thing in batch.kept {
            try database.execute(
                sql: "INSERT INTO kept (sequence, what, bytes) VALUES (?, ?, ?)",
                arguments: [thing.sequence, thing.what, thing.bytes])
        }
    }
}

/// Finds how much of a copy is whole: has the erasure of everything that is gone.
///
/// While an old log is copied, its end is not; no checkpoint covers that. What one covers is never left out: there a gap without its
/// erasure is a fault, and verifying says so.
private struct WholePart {
    private var lastSequence: Int64 = 0
    private var signedSize: Int64 = 0
    private var unnamed = RangeSet<Int64>()
    private var wholeSize: Int64 = 0

    /// How many entries are whole.
    var size: Int64 { wholeSize >= signedSize ? wholeSize : lastSequence }
    var leftOutCount: Int64 { lastSequence - size }

    mutating func take(_ batch: CopyBatch) {
        for entry in batch.entries {
            lastSequence = entry.sequence
            if entry.content == nil { unnamed.insert(contentsOf: entry.sequence..<entry.sequence + 1) }
            if entry.kind == "erasure", let content = entry.content,
                case .erasure(let erasure) = EntryCoding.decode(content)?.content, erasure.what == .entry
            {
                for range in erasure.sequences { unnamed.remove(contentsOf: Range(range)) }
            }
            if unnamed.isEmpty { wholeSize = entry.sequence }
        }
        signedSize = max(signedSize, batch.checkpoints.last?.size ?? 0)
    }
}

extension CopyBatch {
    /// What of it belongs to the first `size` entries.
    fileprivate func prefix(_ size: Int64) -> CopyBatch {
        CopyBatch(
            entries: entries.filter { $0.sequence <= size },
            nodes: nodes.filter { $0.position < size >> $0.level }, kept: kept.filter { $0.sequence <= size },
            checkpoints: checkpoints.filter { $0.size <= size })
    }
}

extension AuditLog {
    /// Which of the records that its peers made of this log it contradicts.
    public func contradicted(_ records: [PeerRecord]) async throws(AuditError) -> [PeerRecord] {
        try await reading { database in
            let size = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM entry") ?? 0
            let tree = TreeReader(source: StoredTree(database: database))
            return try records.filter { record in
                let seen = record.checkpoint
                return try seen.size > size || tree.root(0..<seen.size) != seen.root
            }
        }
    }
}
