import Foundation
import GRDB

/// The end of the log, where entries are added.
///
/// A value: what a transaction did that was rolled back is undone by taking the copy of before.
struct LogTail: Sendable {
    /// At the latest with so many entries, or so much later, there is a checkpoint.
    static let checkpointEntryCount: Int64 = 256
    static let checkpointMilliseconds: Int64 = 60_000

    private let signer: CheckpointSigner
    private(set) var frontier: TreeFrontier
    private(set) var chain: MACChain
    private(set) var clock: ClockGuard
    private(set) var checkpointSize: Int64
    private(set) var checkpointedAt: Int64

    init(
        signer: CheckpointSigner,
        frontier: TreeFrontier,
        chain: MACChain,
        newest: Int64,
        checkpointSize: Int64,
        checkpointedAt: Int64
    ) {
        self.signer = signer
        self.frontier = frontier
        self.chain = chain
        clock = ClockGuard(newest: newest)
        self.checkpointSize = checkpointSize
        self.checkpointedAt = checkpointedAt
    }

    /// Asks the clock for the time of the next entry.
    ///
    /// - Throws: `AuditError.clockWentBack`, while it may still be put right.
    mutating func time(
        _ milliseconds: Int64, uptime: Duration, in database: Database
    ) throws -> Int64 {
        switch clock.admit(milliseconds, uptime: uptime) {
        case .take(let time): return time
        case .refuse(let behind): throw AuditError.clockWentBack(milliseconds: behind)
        case .announce(let newest):
            try append(.clockWentBack(from: Date(milliseconds: newest)), [], at: milliseconds, in: database)
            return milliseconds
        }
    }

    /// Adds an entry.
    ///
    /// - Returns: Its sequence number.
    /// - Throws: Before anything was added, or an error of the database that ends the transaction.
    @discardableResult
    mutating func append(
        _ content: AuditEntry.Content, _ kept: [KeptBytes], at milliseconds: Int64, in database: Database
    ) throws -> Int64 {
        try Self.requireIntent(of: content, in: database)
        // Nothing may fail once the entry is in the table: the tail would not know it.
        guard Set(kept.map(\.what)).count == kept.count else { throw AuditError.alreadyRecorded }
        let sequence = frontier.size + 1
        let bytes = EntryCoding.encode(sequence: sequence, milliseconds: milliseconds, content)
        let leaf = TreeHash.leaf(bytes)
        var chain = chain
        let mac = chain.next(leaf)
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO entry (sequence, exchange, kind, recorded, content, digest, mac)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        try insertion.execute(
            arguments: [
                sequence, content.exchange.map { "\($0)" }, content.kind, milliseconds, Data(bytes),
                leaf.data, Data(mac),
            ])
        for item in kept {
            try database.execute(
                sql: "INSERT INTO kept (sequence, what, bytes) VALUES (?, ?, ?)",
                arguments: [sequence, item.what.rawValue, item.bytes])
        }
        try database.add(leaf, to: &frontier)
        self.chain = chain
        return sequence
    }

    private static func requireIntent(of content: AuditEntry.Content, in database: Database) throws {
        guard case .outcome(let exchange, _) = content else { return }
        // The list of kinds is the index's own: without it SQLite reads the whole table.
        let begun = try database.cachedStatement(
            sql: """
                SELECT count(*) FROM entry
                WHERE exchange = ? AND kind IN ('intent', 'blocked') AND kind = 'intent'
                """)
        guard try Int.fetchOne(begun, arguments: ["\(exchange)"]) == 1 else {
            throw AuditError.unknownExchange
        }
    }

    /// Whether enough was added, or enough time is over, for a checkpoint.
    func wantsCheckpoint(at milliseconds: Int64) -> Bool {
        frontier.size - checkpointSize >= Self.checkpointEntryCount
            || milliseconds - checkpointedAt >= Self.checkpointMilliseconds
            || milliseconds < checkpointedAt - ClockGuard.stepMilliseconds
    }

    /// Signs the log as it is; where nothing was added, again with a new time.
    @discardableResult
    mutating func checkpoint(at milliseconds: Int64, in database: Database) throws -> SignedCheckpoint {
        var signed = try signer.sign(frontier, at: Date(milliseconds: milliseconds))
        if frontier.size == checkpointSize, let old = try database.checkpoint(of: frontier.size) {
            for line in old.note.lines where line.name != signer.origin { signed.note.add(line) }
        }
        let insertion = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO checkpoint (size, recorded, note) VALUES (?, ?, ?)")
        try insertion.execute(arguments: [frontier.size, milliseconds, signed.note.text])
        checkpointSize = frontier.size
        checkpointedAt = milliseconds
        return signed
    }
}

extension Database {
    func checkpoint(of size: Int64) throws -> SignedCheckpoint? {
        try String.fetchOne(self, sql: "SELECT note FROM checkpoint WHERE size = ?", arguments: [size])
            .flatMap { SignedCheckpoint($0) }
    }

    /// The newest checkpoint of at most a size.
    func newestCheckpoint(upTo size: Int64 = .max) throws -> SignedCheckpoint? {
        try String.fetchOne(
            self, sql: "SELECT note FROM checkpoint WHERE size <= ? ORDER BY size DESC LIMIT 1",
            arguments: [size]
        ).flatMap { SignedCheckpoint($0) }
    }
}
