import GRDB

/// The tables of the log.
///
/// Entries are added, never changed: the database itself refuses.
enum AuditSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 entries") { database in
            try database.execute(
                sql: """
                    CREATE TABLE entry (
                        sequence INTEGER PRIMARY KEY,
                        exchange TEXT NOT NULL,
                        kind TEXT NOT NULL CHECK (kind IN ('intent', 'blocked', 'outcome')),
                        content BLOB NOT NULL,
                        digest BLOB NOT NULL CHECK (length(digest) = 32)
                    ) STRICT;
                    -- One beginning and one end for each exchange.
                    CREATE UNIQUE INDEX entry_beginning ON entry (exchange) WHERE kind IN ('intent', 'blocked');
                    CREATE UNIQUE INDEX entry_end ON entry (exchange) WHERE kind = 'outcome';
                    CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
                        BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
                    CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
                        BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
                    """
            )
        }
        return migrator
    }
}
