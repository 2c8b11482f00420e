#if PostgreSQL
    import CPostgreSQL
    import Foundation

    /// A connection to PostgreSQL; its calls block.
    ///
    /// This file is the only one that calls libpq. libpq's own messages are never taken: they may quote what was sent. A connection
    /// belongs to one thread at a time, whoever owns it, hence no `Sendable`; results are copied and given back at once.
    @safe final class PostgreSQLConnection {
        /// What the address may overrule: an end that is gone must be noticed within seconds.
        private static let preset = [
            ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "20000"), ("application_name", "cloakroom"),
            ("client_encoding", "UTF8"), ("options", session),
        ]
        /// The same for the server's end, or it would hold the lock of a gateway that lost its power for two hours; no statement
        /// may block for ever; and names mean what PostgreSQL means by them, not what an account put into `public`.
        private static let session = [
            "tcp_keepalives_idle=10", "tcp_keepalives_interval=5", "tcp_keepalives_count=3",
            "tcp_user_timeout=20000", "lock_timeout=10s", "statement_timeout=120s", "search_path=pg_catalog",
        ].map { "-c \($0)" }.joined(separator: " ")
        /// SQLSTATE classes of what passes by itself: connections, resources, conflicts, timeouts, a server that stops, starts or
        /// only follows another.
        private static let passing = ["08", "25006", "40", "53", "55P03", "57", "58"]
        private static let pieceByteCount = 1 << 20

        private let connection: OpaquePointer

        /// - Throws: `AuditError.databaseAway`: libpq has no word for why, but in a message.
        init(_ url: String) throws(AuditError) {
            // The last one may be a whole address, because of the 1 at the end.
            let settings = Self.preset + [("dbname", url)]
            let names = unsafe settings.map { unsafe strdup($0.0) }
            let values = unsafe settings.map { unsafe strdup($0.1) }
            defer { unsafe (names + values).forEach { unsafe free($0) } }
            let namePointers = unsafe names.map { unsafe UnsafePointer($0) } + [nil]
            let valuePointers = unsafe values.map { unsafe UnsafePointer($0) } + [nil]
            guard let opened = unsafe PQconnectdbParams(namePointers, valuePointers, 1) else {
                throw .databaseAway
            }
            unsafe connection = opened
            guard unsafe PQstatus(opened) == CONNECTION_OK else { throw .databaseAway }
            // Notices are for people at a prompt, and libpq would print them.
            _ = unsafe PQsetNoticeProcessor(opened, { _, _ in }, nil)
        }

        deinit { unsafe PQfinish(connection) }

        /// Runs one statement; values stand apart from it, in binary.
        @discardableResult
        func run(_ sql: String, _ values: [DatabaseValue?] = []) throws(AuditError) -> [DatabaseRow] {
            let types = values.map { Oid($0?.type ?? 0) }
            let bytes = values.map { $0?.bytes ?? [] }
            let lengths = bytes.map { Int32(clamping: $0.count) }
            let formats = [Int32](repeating: 1, count: values.count)
            // One buffer for all, which may be empty and must still be somewhere.
            var storage = Array(bytes.joined()) + [0]
            let result = unsafe storage.withUnsafeMutableBytes { storage -> OpaquePointer? in
                guard let base = storage.baseAddress else { return nil }
                var offset = 0
                var pointers: [UnsafePointer<CChar>?] = unsafe []
                for (value, bytes) in zip(values, bytes) {
                    let start = unsafe UnsafePointer(
                        (base + offset).assumingMemoryBound(to: CChar.self))
                    unsafe pointers.append(value == nil ? nil : start)
                    offset += bytes.count
                }
                return unsafe PQexecParams(
                    connection, sql, Int32(values.count), types, pointers, lengths, formats, 1)
            }
            return try unsafe rows(of: result)
        }

        /// Sends rows by `COPY … FROM STDIN (FORMAT binary)`.
        func copy(_ rows: consuming BinaryRows, by sql: String) throws(AuditError) {
            let begun = unsafe PQexec(connection, sql)
            let status = unsafe PQresultStatus(begun)
            guard status == PGRES_COPY_IN else {
                _ = try unsafe self.rows(of: begun)
                throw .databaseRefused(state: "08P01")
            }
            unsafe PQclear(begun)
            let bytes = rows.finished()
            let isSent = unsafe bytes.withUnsafeBytes { bytes in
                let text = unsafe bytes.assumingMemoryBound(to: CChar.self)
                guard let base = text.baseAddress else { return false }
                for start in stride(from: 0, to: text.count, by: Self.pieceByteCount) {
                    let count = Int32(min(Self.pieceByteCount, text.count - start))
                    guard unsafe PQputCopyData(connection, base + start, count) == 1 else { return false }
                }
                return unsafe PQputCopyEnd(connection, nil) == 1
            }
            guard isSent else { throw .databaseAway }
            _ = try unsafe self.rows(of: PQgetResult(connection))
            while let rest = unsafe PQgetResult(connection) { unsafe PQclear(rest) }
        }

        /// Copies a result and gives it back.
        private func rows(of result: OpaquePointer?) throws(AuditError) -> [DatabaseRow] {
            guard let result = unsafe result else { throw .databaseAway }
            defer { unsafe PQclear(result) }
            let status = unsafe PQresultStatus(result)
            guard status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK else {
                throw unsafe error(of: result)
            }
            let columnCount = unsafe PQnfields(result)
            var rows: [DatabaseRow] = []
            for row in 0..<(unsafe PQntuples(result)) {
                var fields: [Data?] = []
                for column in 0..<columnCount {
                    guard unsafe PQgetisnull(result, row, column) == 0,
                        let start = unsafe PQgetvalue(result, row, column)
                    else {
                        fields.append(nil)
                        continue
                    }
                    let count = unsafe Int(PQgetlength(result, row, column))
                    unsafe fields.append(Data(bytes: start, count: count))
                }
                rows.append(DatabaseRow(fields: fields))
            }
            return rows
        }

        private func error(of result: OpaquePointer) -> AuditError {
            // PG_DIAG_SQLSTATE, a macro that Swift does not see.
            let field = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C")))
            let state = unsafe field.map { unsafe String(cString: $0) } ?? ""
            guard unsafe PQstatus(connection) == CONNECTION_OK, state.count == 5,
                !Self.passing.contains(where: state.hasPrefix)
            else { return .databaseAway }
            return .databaseRefused(state: state)
        }
    }
#endif
