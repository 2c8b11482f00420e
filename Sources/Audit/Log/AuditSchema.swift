import Foundation
import GRDB

/// The tables of the log.
///
/// Entries are added, never changed but for what they say being erased: the database itself refuses.
enum AuditSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("tree", migrate: tree)
        return migrator
    }

    /// Whether the file is a log of before there was a tree.
    static func isOlder(_ database: Database) throws -> Bool {
        try database.tableExists("entry") && !database.tableExists("node")
    }

    private static func tree(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE log (origin TEXT NOT NULL) STRICT;
                CREATE TABLE entry (
                    sequence INTEGER PRIMARY KEY,
                    exchange TEXT,
                    kind TEXT NOT NULL,
                    recorded INTEGER NOT NULL,
                    content BLOB,
                    digest BLOB NOT NULL CHECK (length(digest) = 32),
                    mac BLOB NOT NULL CHECK (length(mac) = 16)
                ) STRICT;
                -- One beginning and one end for each exchange.
                CREATE UNIQUE INDEX entry_beginning ON entry (exchange) WHERE kind IN ('intent', 'blocked');
                CREATE UNIQUE INDEX entry_end ON entry (exchange) WHERE kind = 'outcome';
                -- The rare kinds, which people ask for.
                CREATE INDEX entry_event ON entry (kind, exchange)
                    WHERE kind NOT IN ('intent', 'blocked', 'outcome');
                CREATE INDEX entry_recorded ON entry (recorded);
                CREATE TRIGGER entry_is_never_changed
                    BEFORE UPDATE OF sequence, exchange, kind, recorded, digest, mac ON entry
                    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
                CREATE TRIGGER entry_is_only_erased BEFORE UPDATE OF content ON entry
                    WHEN NEW.content IS NOT NULL
                    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
                CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
                    BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
                -- The roots of complete subtrees; see Tiles.
                CREATE TABLE node (
                    level INTEGER NOT NULL,
                    position INTEGER NOT NULL,
                    hash BLOB NOT NULL CHECK (length(hash) = 32),
                    PRIMARY KEY (level, position)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE checkpoint (
                    size INTEGER PRIMARY KEY,
                    recorded INTEGER NOT NULL,
                    note TEXT NOT NULL
                ) STRICT;
                CREATE TABLE kept (
                    sequence INTEGER NOT NULL,
                    what TEXT NOT NULL,
                    bytes BLOB NOT NULL,
                    PRIMARY KEY (sequence, what)
                ) STRICT;
                """)
    }
}

extension Database {
    /// Adds a leaf to the tree and keeps the nodes that it completes.
    func add(_ leaf: TreeHash, to frontier: inout TreeFrontier) throws {
        var completed: [(level: Int, root: TreeHash)] = []
        frontier.append(leaf) { level, root in
            if Tiles.keeps(level) { completed.append((level, root)) }
        }
        for (level, root) in completed {
            let insertion = try cachedStatement(
                sql: "INSERT INTO node (level, position, hash) VALUES (?, ?, ?)")
            try insertion.execute(arguments: [level, (frontier.size >> Int64(level)) - 1, root.data])
        }
    }
}

/// The tree as the database keeps it.
struct StoredTree: TreeSource {
    let database: Database

    func leaves(_ range: Range<Int64>) throws -> [TreeHash] {
        let statement = try database.cachedStatement(
            sql: "SELECT digest FROM entry WHERE sequence BETWEEN ? AND ? ORDER BY sequence")
        let leaves = try Data.fetchAll(statement, arguments: [range.lowerBound + 1, range.upperBound])
            .compactMap { TreeHash($0) }
        guard leaves.count == range.count else { throw AuditError.corrupt(sequence: range.lowerBound + 1) }
        return leaves
    }

    func node(level: Int, position: Int64) throws -> TreeHash? {
        let statement = try database.cachedStatement(
            sql: "SELECT hash FROM node WHERE level = ? AND position = ?")
        return try Data.fetchOne(statement, arguments: [level, position]).flatMap { TreeHash($0) }
    }
}
