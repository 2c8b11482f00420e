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
    /// - Throws: `AuditError.noSuchOrigin`, and what the database or the disk says.
    public func fetch(_ origin: String, to path: String) throws(AuditError) {
        _ = try copy.verifierKeys(of: origin)
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw .cannotOpen(path: path, code: 14) }
        do {
            let queue = try DatabaseQueue(path: path)
            try AuditSchema.migrator.migrate(queue)
            try queue.write { database in
                try database.execute(sql: "INSERT INTO log (origin) VALUES (?)", arguments: [origin])
                try copy.read(origin) { try Self.insert($0, in: database) }
            }
            try queue.close()
        } catch {
            throw error as? AuditError ?? .writeFailed(code: AuditLog.code(of: error))
        }
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
