public import Foundation
import GRDB

extension AuditLog {
    /// Writes an export that proves itself.
    ///
    /// - Parameters:
    ///   - day: Entries from the first checkpoint of that day or after it, to the first of the next day or after it; nil for the
    ///     whole log up to its newest checkpoint. Days are UTC, and one day's file begins where the one before ended.
    ///   - write: Takes the lines.
    /// - Returns: The numbers of the entries that it holds; empty where there are none.
    /// - Throws: `AuditError`, and what `write` throws.
    @discardableResult
    public func exportLog(
        of day: Range<Date>? = nil, to write: @escaping @Sendable (Data) throws -> Void
    ) async throws -> Range<Int64> {
        await writer?.drain()
        do {
            return try await queue.read { try LogExportWriter(database: $0, write: write).run(day) }
        } catch let error as DatabaseError {
            throw AuditError.readFailed(code: error.extendedResultCode.rawValue)
        }
    }
}

private struct LogExportWriter {
    let database: Database
    let write: (Data) throws -> Void

    func run(_ day: Range<Date>?) throws -> Range<Int64> {
        guard let newest = try database.newestCheckpoint() else { throw AuditError.notSignedYet }
        let start = try day.flatMap { try boundary(at: $0.lowerBound) }
        let isFirst = try day.map { try !isSigned(before: $0.lowerBound) } ?? true
        let nominal = try day.flatMap { try boundary(at: $0.upperBound) } ?? newest
        let from =
            isFirst ? 0 : min(start?.checkpoint.size ?? newest.checkpoint.size, nominal.checkpoint.size)
        let previous = from == 0 ? nil : try database.checkpoint(of: from)
        let tree = TreeReader(source: StoredTree(database: database))
        let end = try withErasures(of: from, to: nominal)
        let size = end.checkpoint.size
        try write(
            LogExportFile.encode(
                LogExportFile.Header(
                    format: LogExportFile.format, origin: end.checkpoint.origin, from: from,
                    frontier: try tree.frontier(from)?.hashes.map(\.base64) ?? [],
                    previous: previous?.note.text,
                    consistency: try tree.consistency(from: from, to: size).map(\.base64))))
        try writeEntries(from..<size)
        try write(
            LogExportFile.encode(LogExportFile.Footer(checkpoint: end.note.text, size: size)))
        return from..<size
    }

    /// The first checkpoint at or after a time.
    private func boundary(at date: Date) throws -> SignedCheckpoint? {
        try String.fetchOne(
            database, sql: "SELECT note FROM checkpoint WHERE recorded >= ? ORDER BY size LIMIT 1",
            arguments: [date.milliseconds]
        ).flatMap { SignedCheckpoint($0) }
    }

    /// A file holds the erasure of everything that is gone in it: it goes on to the checkpoint behind the last of them.
    private func withErasures(of from: Int64, to end: SignedCheckpoint) throws -> SignedCheckpoint {
        var end = end
        while let needed = try lastErasure(from..<end.checkpoint.size), needed > end.checkpoint.size {
            let note = try String.fetchOne(
                database, sql: "SELECT note FROM checkpoint WHERE size >= ? ORDER BY size LIMIT 1",
                arguments: [needed])
            guard let next = note.flatMap({ SignedCheckpoint($0) }) else {
                throw AuditError.corrupt(sequence: needed)
            }
            end = next
        }
        return end
    }

    /// The last erasure of what is gone among these entries.
    private func lastErasure(_ range: Range<Int64>) throws -> Int64? {
        let gone = try Int64.fetchSet(
            database, sql: "SELECT sequence FROM entry WHERE sequence BETWEEN ? AND ? AND content IS NULL",
            arguments: [range.lowerBound + 1, range.upperBound])
        guard !gone.isEmpty else { return nil }
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, content, digest FROM entry
                WHERE kind = 'erasure' AND kind NOT IN ('intent', 'blocked', 'outcome') ORDER BY sequence DESC
                """)
        for row in rows {
            let entry = try AuditLog.entry(sequence: row[0], content: row[1], digest: row[2])
            guard case .erasure(let erasure) = entry.content, erasure.what == .entry else { continue }
            if gone.contains(where: { number in erasure.sequences.contains { $0.contains(number) } }) {
                return entry.sequence
            }
        }
        return nil
    }

    private func isSigned(before date: Date) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM checkpoint WHERE recorded < ?)",
            arguments: [date.milliseconds]) ?? false
    }

    private func writeEntries(_ range: Range<Int64>) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT sequence, content, digest, mac FROM entry WHERE sequence BETWEEN ? AND ? ORDER BY sequence
                """, arguments: [range.lowerBound + 1, range.upperBound])
        while let row = try rows.next() {
            let (content, leaf, mac): (Data?, Data, Data) = (row[1], row[2], row[3])
            try write(
                LogExportFile.encode(
                    LogExportFile.Line(
                        n: row[0], entry: content?.base64EncodedString(),
                        leaf: content == nil ? leaf.base64EncodedString() : nil,
                        mac: mac.base64EncodedString())))
        }
    }
}
