#if PostgreSQL
    import Foundation

    /// Copies of logs in PostgreSQL, in the tables of `deploy/postgresql.sql`.
    final class PostgreSQLCopy: LogCopy {
        private static let pageCount: Int64 = 500

        private let connection: PostgreSQLConnection

        init(_ connection: PostgreSQLConnection) { self.connection = connection }

        func claim(_ origin: String, verifierKeys: String) throws(AuditError) {
            // Held by the connection: PostgreSQL lets it go when that ends, however it ends.
            let lock = try connection.run(
                "SELECT pg_try_advisory_lock(hashtextextended('cloakroom:' || $1, 0::bigint))",
                [.text(origin)])
            guard try lock.first?.flag(0) == true else { throw .originInUse(origin: origin) }
            try connection.run(
                "INSERT INTO cloakroom.log (origin, verifier_keys) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [.text(origin), .text(verifierKeys)])
            let found = try connection.run(
                "SELECT verifier_keys, account = session_user FROM cloakroom.log WHERE origin = $1",
                [.text(origin)])
            guard let log = found.first, try log.text(0) == verifierKeys else {
                throw .copyDiffers(origin: origin)
            }
            guard try log.flag(1) else { throw .originOfOtherAccount(origin: origin) }
        }

        func size(of origin: String) throws(AuditError) -> Int64 {
            let rows = try connection.run(
                "SELECT coalesce(max(sequence), 0) FROM cloakroom.entry WHERE origin = $1", [.text(origin)])
            return try rows.first?.number(0) ?? 0
        }

        func signedSize(of origin: String) throws(AuditError) -> Int64 {
            let rows = try connection.run(
                "SELECT coalesce(max(size), 0) FROM cloakroom.checkpoint WHERE origin = $1", [.text(origin)])
            return try rows.first?.number(0) ?? 0
        }

        func write(_ origin: String, _ next: () throws(AuditError) -> CopyBatch?) throws(AuditError) {
            try connection.run("BEGIN")
            do throws(AuditError) {
                while let batch = try next() { try add(batch, of: origin) }
                try connection.run("COMMIT")
            } catch {
                // Where there is no connection any more there is nothing to undo.
                _ = try? connection.run("ROLLBACK")
                throw error
            }
        }

        private func add(_ batch: CopyBatch, of origin: String) throws(AuditError) {
            let name = DatabaseValue.text(origin)
            var entries = BinaryRows()
            for entry in batch.entries {
                entries.add([
                    name, .number(entry.sequence), entry.exchange.map { .text($0) }, .text(entry.kind),
                    .number(entry.recorded), entry.content.map { .bytes($0) }, .bytes(entry.digest),
                    .bytes(entry.mac),
                ])
            }
            try copy(
                entries, to: "entry (origin, sequence, exchange, kind, recorded, content, digest, mac)")
            var nodes = BinaryRows()
            for node in batch.nodes {
                nodes.add([name, .number(node.level), .number(node.position), .bytes(node.hash)])
            }
            try copy(nodes, to: "node (origin, level, position, hash)")
            var kept = BinaryRows()
            for thing in batch.kept {
                kept.add([name, .number(thing.sequence), .text(thing.what), .bytes(thing.bytes)])
            }
            try copy(kept, to: "kept (origin, sequence, what, bytes)")
            for checkpoint in batch.checkpoints {
                try connection.run(
                    """
                    INSERT INTO cloakroom.checkpoint (origin, size, recorded, note) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (origin, size) DO UPDATE SET recorded = excluded.recorded, note = excluded.note
                    """,
                    [name, .number(checkpoint.size), .number(checkpoint.recorded), .text(checkpoint.note)])
            }
            for erasure in batch.erasures {
                let ranges = erasure.erasure.sequences
                try connection.run(
                    "SELECT cloakroom.erase($1, $2, $3, $4::text::bigint[], $5::text::bigint[])",
                    [
                        name, .number(erasure.number), .text(erasure.erasure.what.rawValue),
                        .text(Self.array(ranges.map(\.lowerBound))),
                        .text(Self.array(ranges.map(\.upperBound))),
                    ])
            }
        }

        private func copy(_ rows: consuming BinaryRows, to table: String) throws(AuditError) {
            guard rows.count > 0 else { return }
            try connection.copy(rows, by: "COPY cloakroom.\(table) FROM STDIN (FORMAT binary)")
        }

        private static func array(_ numbers: [Int64]) -> String {
            "{" + numbers.map { "\($0)" }.joined(separator: ",") + "}"
        }

        func leaves(of origin: String, _ range: Range<Int64>) throws(AuditError) -> [TreeHash] {
            let rows = try connection.run(
                """
                SELECT digest FROM cloakroom.entry
                WHERE origin = $1 AND sequence BETWEEN $2 AND $3 ORDER BY sequence
                """, [.text(origin), .number(range.lowerBound + 1), .number(range.upperBound)])
            var leaves: [TreeHash] = []
            for row in rows {
                guard let leaf = TreeHash(try row.bytes(0)) else { throw .copyDiffers(origin: origin) }
                leaves.append(leaf)
            }
            return leaves
        }

        func node(of origin: String, level: Int, position: Int64) throws(AuditError) -> TreeHash? {
            let rows = try connection.run(
                "SELECT hash FROM cloakroom.node WHERE origin = $1 AND level = $2 AND position = $3",
                [.text(origin), .number(Int64(level)), .number(position)])
            return try rows.first.map { (row) throws(AuditError) in try row.bytes(0) }.flatMap {
                TreeHash($0)
            }
        }

        func origins() throws(AuditError) -> [String] {
            let rows = try connection.run("SELECT origin FROM cloakroom.log ORDER BY origin COLLATE \"C\"")
            return try rows.map { (row) throws(AuditError) in try row.text(0) }
        }

        func peers(besides origin: String) throws(AuditError) -> [PeerCheckpoint] {
            let rows = try connection.run(
                """
                SELECT l.origin, l.verifier_keys, c.note FROM cloakroom.log l CROSS JOIN LATERAL (
                    SELECT note FROM cloakroom.checkpoint WHERE origin = l.origin ORDER BY size DESC LIMIT 1) c
                WHERE l.origin <> $1
                """, [.text(origin)])
            return try rows.map { (row) throws(AuditError) in
                PeerCheckpoint(origin: try row.text(0), verifierKeys: try row.text(1), note: try row.text(2))
            }
        }

        func hasOwnEntries(of origin: String, in range: ClosedRange<Int64>) throws(AuditError) -> Bool {
            let rows = try connection.run(
                """
                SELECT EXISTS (SELECT 1 FROM cloakroom.entry
                    WHERE origin = $1 AND sequence BETWEEN $2 AND $3 AND kind <> 'peer')
                """, [.text(origin), .number(range.lowerBound), .number(range.upperBound)])
            return try rows.first?.flag(0) == true
        }
    }

    // MARK: - Reading back

    extension PostgreSQLCopy {
        func verifierKeys(of origin: String) throws(AuditError) -> String {
            let rows = try connection.run(
                "SELECT verifier_keys FROM cloakroom.log WHERE origin = $1", [.text(origin)])
            guard let row = rows.first else { throw .noSuchOrigin(origin) }
            return try row.text(0)
        }

        func inOneState(_ body: () throws -> Void) throws {
            try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            defer { _ = try? connection.run("ROLLBACK") }
            try body()
        }

        func read(_ origin: String, _ take: (CopyBatch) throws -> Void) throws {
            try read(
                "entry", by: "sequence", "exchange, kind, recorded, content, digest, mac", of: origin,
                after: [.number(0)], take
            ) { (row, batch) throws(AuditError) in
                let sequence = try row.number(0)
                batch.entries.append(
                    .init(
                        sequence: sequence, exchange: try row.optionalText(1), kind: try row.text(2),
                        recorded: try row.number(3), content: row.fields[4], digest: try row.bytes(5),
                        mac: try row.bytes(6)))
                return [.number(sequence)]
            }
            try read(
                "node", by: "level, position", "hash", of: origin, after: [.number(.min), .number(.min)], take
            ) { (row, batch) throws(AuditError) in
                let (level, position) = (try row.number(0), try row.number(1))
                batch.nodes.append(.init(level: level, position: position, hash: try row.bytes(2)))
                return [.number(level), .number(position)]
            }
            try read(
                "checkpoint", by: "size", "recorded, note", of: origin, after: [.number(.min)], take
            ) { (row, batch) throws(AuditError) in
                let size = try row.number(0)
                batch.checkpoints.append(
                    .init(size: size, recorded: try row.number(1), note: try row.text(2)))
                return [.number(size)]
            }
            // One at a time: an original may have megabytes.
            try read(
                "kept", by: "sequence, what", "bytes", of: origin, after: [.number(.min), .text("")],
                count: 1,
                take
            ) { (row, batch) throws(AuditError) in
                let (sequence, what) = (try row.number(0), try row.text(1))
                batch.kept.append(.init(sequence: sequence, what: what, bytes: try row.bytes(2)))
                return [.number(sequence), .text(what)]
            }
        }

        /// Reads a table in the order of its key, a page at a time; `add` adds a row to a batch and tells its key.
        private func read(
            _ table: String, by key: String, _ columns: String, of origin: String,
            after first: [DatabaseValue], count: Int64 = pageCount, _ take: (CopyBatch) throws -> Void,
            _ add: (DatabaseRow, inout CopyBatch) throws(AuditError) -> [DatabaseValue]
        ) throws {
            let places = first.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
            let sql = """
                SELECT \(key), \(columns) FROM cloakroom.\(table)
                WHERE origin = $1 AND (\(key)) > (\(places)) ORDER BY \(key) LIMIT \(count)
                """
            var (last, isMore) = (first, true)
            while isMore {
                let rows = try connection.run(sql, [.text(origin)] + last)
                var batch = CopyBatch()
                for row in rows { last = try add(row, &batch) }
                try take(batch)
                isMore = rows.count == count
            }
        }
    }
#endif
