import Foundation
import GRDB

/// One entry with the proof that it stands in the log: a C2SP tlog-proof with the entry as `extra`.
public struct EntryProof: Hashable, Sendable {
    private static let format = "c2sp.org/tlog-proof@v1"

    let entry: Data
    /// The entry's number less one.
    public let index: Int64
    let path: [TreeHash]
    let checkpoint: SignedCheckpoint

    public var text: String {
        let lines =
            [Self.format, "extra \(entry.base64EncodedString())", "index \(index)"] + path.map(\.base64)
        return lines.joined(separator: "\n") + "\n\n" + checkpoint.note.text
    }

    init(entry: Data, index: Int64, path: [TreeHash], checkpoint: SignedCheckpoint) {
        self.entry = entry
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
    }

    /// - Throws: `AuditError.trustUnusable` for anything that is not a proof in its one form.
    public init(_ text: String) throws(AuditError) {
        guard let gap = text.range(of: "\n\n"),
            let checkpoint = SignedCheckpoint(String(text[gap.upperBound...]))
        else { throw .trustUnusable(what: "proof") }
        let lines = text[..<gap.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines[0] == Self.format, lines[1].hasPrefix("extra "),
            let entry = Data(base64Encoded: String(lines[1].dropFirst(6))), lines[2].hasPrefix("index "),
            let index = Int64(lines[2].dropFirst(6))
        else { throw .trustUnusable(what: "proof") }
        self.init(
            entry: entry, index: index, path: lines[3...].compactMap { TreeHash(base64: String($0)) },
            checkpoint: checkpoint)
        guard self.text == text else { throw .trustUnusable(what: "proof") }
    }

    /// - Returns: The entry, which stands in the log.
    public func verify(_ trust: Trust) throws(LogFault) -> AuditEntry {
        try trust.check(checkpoint)
        let tree = checkpoint.checkpoint
        if let seen = trust.seen {
            try trust.check(seen)
            guard seen.checkpoint.size != tree.size || seen.checkpoint.root == tree.root else {
                throw LogFault(.fork, at: tree.size)
            }
        }
        guard
            TreeProof.holds(
                inclusion: path, of: .leaf(entry), at: index, size: tree.size, root: tree.root)
        else { throw LogFault(.proof, at: index + 1) }
        guard let entry = EntryCoding.decode(entry) else { throw LogFault(.malformed, at: index + 1) }
        guard entry.sequence == index + 1 else { throw LogFault(.sequence, at: index + 1) }
        return entry
    }
}

extension AuditLog {
    /// Proves that entries stand in the log, against its newest checkpoint.
    ///
    /// - Returns: One for each entry of the exchange that is signed already and not erased.
    public func proofs(of exchange: ExchangeRef) async throws(AuditError) -> [EntryProof] {
        try await reading { database in
            let rows = try Int64.fetchAll(
                database,
                sql: """
                    SELECT sequence FROM entry WHERE exchange = :ref AND kind IN ('intent', 'blocked')
                    UNION SELECT sequence FROM entry WHERE exchange = :ref AND kind = 'outcome'
                    UNION SELECT sequence FROM entry WHERE exchange = :ref
                        AND kind IN ('review', 'reveal', 'hold')
                        AND kind NOT IN ('intent', 'blocked', 'outcome')
                    ORDER BY sequence
                    """, arguments: ["ref": "\(exchange)"])
            return try rows.compactMap { try Self.proof(of: $0, in: database) }
        }
    }

    /// Proves that one entry stands in the log.
    ///
    /// - Returns: Nil where it does not exist, was erased, or is not signed yet.
    public func proof(ofEntry number: Int64) async throws(AuditError) -> EntryProof? {
        try await reading { try Self.proof(of: number, in: $0) }
    }

    private static func proof(of number: Int64, in database: Database) throws -> EntryProof? {
        guard let checkpoint = try database.newestCheckpoint() else { throw AuditError.notSignedYet }
        let size = checkpoint.checkpoint.size
        let content = try Data.fetchOne(
            database, sql: "SELECT content FROM entry WHERE sequence = ? AND content IS NOT NULL",
            arguments: [number])
        guard let content, number <= size else { return nil }
        let path = try TreeReader(source: StoredTree(database: database)).inclusion(
            of: number - 1, size: size)
        return EntryProof(entry: content, index: number - 1, path: path, checkpoint: checkpoint)
    }
}
