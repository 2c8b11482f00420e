import Foundation
import GRDB

/// Finds the end of a log that is opened for writing, and that nobody changed it since this machine wrote it.
///
/// Looks at what was written since the newest checkpoint and at the roots of everything older: all of it is for `Verification`.
enum LogOpening {
    static func tail(
        of queue: DatabaseQueue, path: String, origin: String?
    ) throws -> (tail: LogTail, keys: LogKeys) {
        let known = try queue.read { try String.fetchOne($0, sql: "SELECT origin FROM log") }
        if let known { return try reopen(queue, path: path, origin: known) }
        let origin = origin ?? "cloakroom/" + String(UInt32.random(in: .min ... .max), radix: 16)
        guard CheckpointSigner.isOrigin(origin) else { throw AuditError.originUnusable(origin) }
        _ = try LogKeys(makingFor: path, origin: origin)
        // Only when the keys are on the disk does the log know that it has some.
        try queue.write { database in
            try database.execute(sql: "INSERT INTO log (origin) VALUES (?)", arguments: [origin])
        }
        return try reopen(queue, path: path, origin: origin)
    }

    private static func reopen(
        _ queue: DatabaseQueue, path: String, origin: String
    ) throws -> (tail: LogTail, keys: LogKeys) {
        let keys = try LogKeys(of: path, origin: origin)
        let tail = try queue.read { database in
            let size = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM entry") ?? 0
            let tree = TreeReader(source: StoredTree(database: database))
            let checkpoint = try database.newestCheckpoint()
            if let checkpoint {
                guard checkpoint.isSigned(byEachOf: keys.signer.verifierKeys),
                    checkpoint.checkpoint.size <= size
                else { throw AuditError.altered(path: path) }
                let root = try tree.root(0..<checkpoint.checkpoint.size)
                guard root == checkpoint.checkpoint.root else { throw AuditError.altered(path: path) }
            }
            guard let frontier = try tree.frontier(size) else { throw AuditError.altered(path: path) }
            return LogTail(
                signer: keys.signer, frontier: frontier,
                chain: try advance(keys.chain, to: size, of: path, in: database),
                newest: try Int64.fetchOne(
                    database, sql: "SELECT recorded FROM entry ORDER BY sequence DESC LIMIT 1") ?? 0,
                checkpointSize: checkpoint?.checkpoint.size ?? -1,
                checkpointedAt: try Int64.fetchOne(
                    database, sql: "SELECT recorded FROM checkpoint ORDER BY size DESC LIMIT 1") ?? .min / 2
            )
        }
        return (tail, keys)
    }

    /// Brings the chain to the end of the log; what was written since its key was kept must have the right MACs.
    private static func advance(
        _ chain: MACChain, to size: Int64, of path: String, in database: Database
    ) throws -> MACChain {
        guard chain.size <= size else { throw AuditError.rolledBack(path: path) }
        var chain = chain
        let rows = try Row.fetchCursor(
            database, sql: "SELECT digest, mac FROM entry WHERE sequence > ? ORDER BY sequence",
            arguments: [chain.size])
        while let row = try rows.next() {
            guard let digest: Data = row[0], let leaf = TreeHash(digest), let mac: Data = row[1],
                Data(chain.next(leaf)) == mac
            else { throw AuditError.altered(path: path) }
        }
        guard chain.size == size else { throw AuditError.altered(path: path) }
        return chain
    }
}
