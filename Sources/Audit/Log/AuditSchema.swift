import Foundation
import GRDB

/// The tables of the log.
///
/// Entries are added, never changed but for what they say being erased: the database itself refuses.
enum AuditSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 entries", migrate: entries)
        migrator.registerMigration("2 tree", migrate: tree)
        return migrator
    }

    private static func entries(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE entry (
                    sequence INTEGER PRIMARY KEY,
                    exchange TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('intent', 'blocked', 'outcome')),
                    content BLOB NOT NULL,
                    digest BLOB NOT NULL CHECK (length(digest) = 32)
                ) STRICT;
                """)
    }

    private static func tree(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE entry RENAME TO entry_1;
                DROP INDEX IF EXISTS entry_beginning;
                DROP INDEX IF EXISTS entry_end;
                CREATE TABLE entry (
                    sequence INTEGER PRIMARY KEY,
                    exchange TEXT,
                    kind TEXT NOT NULL,
                    recorded INTEGER NOT NULL,
                    content BLOB,
                    digest BLOB NOT NULL CHECK (length(digest) = 32),
                    mac BLOB CHECK (length(mac) = 16)
                ) STRICT;
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
                CREATE TABLE log (origin TEXT NOT NULL) STRICT;
                """)
        try moveOldEntries(in: database)
        try database.execute(
            sql: """
                DROP TABLE entry_1;
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
                """)
    }

    private static func moveOldEntries(in database: Database) throws {
        var frontier = TreeFrontier()
        let rows = try Row.fetchCursor(
            database, sql: "SELECT sequence, exchange, kind, content, digest FROM entry_1 ORDER BY sequence")
        while let row = try rows.next() {
            guard let content: Data = row["content"], let digest: Data = row["digest"],
                let leaf = TreeHash(digest), let entry = EntryCoding.decode(content)
            else { throw AuditError.corrupt(sequence: row["sequence"]) }
            try database.execute(
                sql: """
                    INSERT INTO entry (sequence, exchange, kind, recorded, content, digest)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    row["sequence"], row["exchange"], row["kind"], entry.recordedAt.milliseconds, content,
                    digest,
                ])
            try database.add(leaf, to: &frontier)
        }
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
