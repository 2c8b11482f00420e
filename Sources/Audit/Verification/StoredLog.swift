import Foundation
import GRDB

extension AuditLog {
    /// Checks the whole log: every entry, everything kept beside it, every hash of the tree, every checkpoint.
    ///
    /// One transaction sees one state of the log, also while the gateway writes on.
    ///
    /// - Throws: `LogFault` for the first thing that is wrong; `AuditError` where the file cannot be read.
    public func verify(_ trust: Trust) async throws -> LogReport {
        await writer?.drain()
        do {
            return try await queue.read { database in
                var verification = StoredLogVerification(trust, database)
                return try verification.run()
            }
        } catch let error as DatabaseError {
            throw AuditError.readFailed(code: error.extendedResultCode.rawValue)
        }
    }
}

private struct StoredLogVerification {
    private let database: Database
    private let trust: Trust
    private var verifier: LogVerifier
    /// What entries say is kept beside them, until it was seen or an erasure names it.
    private var expected: [KeptPlace: Kept] = [:]
    private var erased: Set<KeptPlace> = []

    private struct KeptPlace: Hashable {
        let sequence: Int64
        let what: String
    }

    init(_ trust: Trust, _ database: Database) {
        self.trust = trust
        self.database = database
        verifier = LogVerifier(trust)
    }

    mutating func run() throws -> LogReport {
        var checkpoints = try StoredCheckpoints(database)
        try take(&checkpoints, upTo: 0)
        var nodes = NodeCheck(database)
        let rows = try Row.fetchCursor(
            database,
            sql:
                "SELECT sequence, content, digest, mac, exchange, kind, recorded FROM entry ORDER BY sequence"
        )
        while let row = try rows.next() {
            let sequence: Int64 = row[0]
            guard let leaf = (row[2] as Data?).flatMap({ TreeHash($0) }) else {
                throw LogFault(.leaf, at: sequence)
            }
            let entry = try verifier.take(
                LogRecord(sequence: sequence, content: row[1], leaf: leaf, mac: row[3]))
            try nodes.add(leaf)
            if let entry { try compare(entry, row) }
            try take(&checkpoints, upTo: sequence)
        }
        if let next = checkpoints.next { throw LogFault(.rolledBack, at: next.size) }
        try nodes.finish()
        let keptCount = try checkKept()
        var report = try verifier.finish()
        report.keptCount = keptCount
        return report
    }

    private mutating func take(_ checkpoints: inout StoredCheckpoints, upTo size: Int64) throws {
        while let next = checkpoints.next, next.size <= size {
            guard next.size == size, let signed = SignedCheckpoint(next.note) else {
                throw LogFault(.signature, at: next.size)
            }
            try verifier.take(signed)
            try checkpoints.advance()
        }
    }

    private mutating func compare(_ entry: AuditEntry, _ row: Row) throws {
        let (exchange, kind, recorded): (String?, String, Int64) = (row[4], row[5], row[6])
        guard exchange == entry.exchange.map({ "\($0)" }), kind == entry.content.kind,
            recorded == entry.recordedAt.milliseconds
        else { throw LogFault(.column, at: entry.sequence) }
        for kept in entry.content.kept {
            expected[KeptPlace(sequence: entry.sequence, what: kept.what.rawValue)] = kept
        }
        if case .erasure(let erasure) = entry.content, erasure.what != .entry {
            for range in erasure.sequences {
                for sequence in range {
                    erased.insert(KeptPlace(sequence: sequence, what: erasure.what.rawValue))
                }
            }
        }
    }

    private mutating func checkKept() throws -> Int64 {
        var count: Int64 = 0
        let rows = try Row.fetchCursor(
            database, sql: "SELECT sequence, what, bytes FROM kept ORDER BY sequence")
        while let row = try rows.next() {
            let place = KeptPlace(sequence: row[0], what: row[1])
            guard !erased.contains(place) else { throw LogFault(.erasure, at: place.sequence) }
            guard let kept = expected.removeValue(forKey: place), KeptBytes(kept, stored: row[2]) != nil
            else {
                throw LogFault(.kept, at: place.sequence)
            }
            count += 1
        }
        if let lost = expected.keys.filter({ !erased.contains($0) }).map(\.sequence).min() {
            throw LogFault(.erasure, at: lost)
        }
        return count
    }
}

/// The checkpoints of a log in order, one at a time: an old log has gigabytes of them.
private struct StoredCheckpoints {
    private let rows: RowCursor
    private(set) var next: (size: Int64, note: String)?

    init(_ database: Database) throws {
        rows = try Row.fetchCursor(database, sql: "SELECT size, note FROM checkpoint ORDER BY size")
        try advance()
    }

    mutating func advance() throws { next = try rows.next().map { ($0[0], $0[1]) } }
}

/// Compares the hashes that the database keeps of the tree with the tree.
private struct NodeCheck {
    private let database: Database
    private var frontier = TreeFrontier()
    private var count = 0

    init(_ database: Database) { self.database = database }

    mutating func add(_ leaf: TreeHash) throws {
        var completed: [(level: Int, root: TreeHash)] = []
        frontier.append(leaf) { level, root in
            if Tiles.keeps(level) { completed.append((level, root)) }
        }
        for (level, root) in completed {
            let position = (frontier.size >> Int64(level)) - 1
            guard try StoredTree(database: database).node(level: level, position: position) == root else {
                throw LogFault(.node, at: frontier.size)
            }
            count += 1
        }
    }

    func finish() throws {
        guard try Int.fetchOne(database, sql: "SELECT count(*) FROM node") == count else {
            throw LogFault(.node, at: frontier.size)
        }
    }
}
