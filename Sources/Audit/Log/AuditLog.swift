public import Foundation
import GRDB

/// The evidence: append-only, durable when a call returns.
///
/// One connection writes and checkpoints. SQLite before 3.51.3 can damage a log in WAL mode when several do,
/// and Debian 12 ships 3.40.1. Readers open the file with `init(readingFrom:)`.
public final class AuditLog: Sendable {
    let queue: DatabaseQueue
    /// Nil for readers.
    let writer: GroupWriter?
    /// The name that its checkpoints are signed with; nil for readers.
    public let origin: String?
    /// Has the log signed at least once a minute; nil for readers.
    private let beat: Task<Void, Never>?
    /// How far its copy is behind, if it has one.
    let backlog: Backlog
    /// Held while this process writes; nil for readers.
    private let lock: WriterLock?

    /// Opens the log, or makes it, for the one process that writes it.
    ///
    /// - Parameters:
    ///   - path: Of the database; the keys are in a folder besides it.
    ///   - origin: The name that a new log signs its checkpoints with; nil for one by chance. A log that exists keeps its own.
    ///   - now: The clock; tests bring another one.
    /// - Throws: What keeps the log from being written or believed.
    public convenience init(
        path: String, origin: String? = nil, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(AuditError) {
        try self.init(path: path, origin: origin, clock: LogClock(now: now))
    }

    init(path: String, origin: String? = nil, clock: LogClock) throws(AuditError) {
        Self.prepareFolder(of: path)
        lock = try WriterLock(besides: path)
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration(isReadOnly: false))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            guard try !queue.read(AuditSchema.isOlder) else { throw AuditError.olderSchema(path: path) }
            guard try !queue.read(AuditSchema.migrator.hasBeenSuperseded) else {
                throw AuditError.newerSchema(path: path)
            }
            try AuditSchema.migrator.migrate(queue)
            let opened = try LogOpening.tail(of: queue, path: path, origin: origin)
            self.origin = opened.keys.signer.origin
            backlog = Backlog(size: opened.tail.frontier.size)
            writer = GroupWriter(queue, opened.tail, opened.keys.macFile, clock, backlog)
            beat = Self.beating(writer)
        } catch {
            throw error as? AuditError ?? .cannotOpen(path: path, code: Self.code(of: error))
        }
    }

    /// Opens a log for reading only, also while a gateway writes it.
    public init(readingFrom path: String) throws(AuditError) {
        lock = nil
        writer = nil
        origin = nil
        beat = nil
        backlog = Backlog(size: 0)
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration(isReadOnly: true))
            guard try !queue.read(AuditSchema.isOlder) else { throw AuditError.olderSchema(path: path) }
            guard try !queue.read(AuditSchema.migrator.hasBeenSuperseded) else {
                throw AuditError.newerSchema(path: path)
            }
        } catch {
            throw error as? AuditError ?? .cannotOpen(path: path, code: Self.code(of: error))
        }
    }

    /// Records that a request is about to leave.
    ///
    /// When this returns, the record survives a crash of the process and of the machine.
    public func intend(_ evidence: Evidence) async throws(AuditError) {
        try backlog.admit()
        try await append(.intent(evidence))
    }

    /// Records a request that will not leave.
    ///
    /// What is to be kept of it stands beside the log.
    public func block(_ evidence: Evidence, keeping kept: [KeptBytes] = []) async throws(AuditError) {
        try backlog.admit()
        var evidence = evidence
        evidence.kept = kept.map(\.reference)
        try await append(.blocked(evidence), keeping: kept)
    }

    /// Records that a gateway begins to write, with what it judges by and who can open the originals that it keeps.
    public func start(
        version: String, rules: String, policy: String, sealingTo recipients: Recipients?
    ) async throws(AuditError) {
        try await append(.started(version: version, rules: rules, policy: policy))
        try await append(.recipients(recipients?.keys.map { "\($0.id)" } ?? []))
    }

    /// Records that it ended in order.
    public func stop() async throws(AuditError) { try await append(.stopped) }

    /// Records that later exchanges are judged by others.
    public func change(rules: String, policy: String) async throws(AuditError) {
        try await append(.rulesChanged(rules: rules, policy: policy))
    }

    /// Records how an exchange ended.
    public func conclude(_ exchange: ExchangeRef, with outcome: Outcome) async throws(AuditError) {
        try await append(.outcome(exchange, outcome))
    }

    /// Records how an exchange ended, soon: nobody has to wait for that.
    ///
    /// What could not be recorded is reported; the exchange shows as interrupted then.
    public func concludeSoon(
        _ exchange: ExchangeRef,
        with outcome: Outcome,
        orReport report: @escaping @Sendable (AuditError) -> Void
    ) {
        guard let writer else { return report(.readOnly) }
        writer.appendSoon(.outcome(exchange, outcome)) { result in
            if case .failure(let error) = result { report(error) }
        }
    }

    /// Signs the log as it is now.
    public func checkpoint() async throws(AuditError) -> SignedCheckpoint {
        guard let writer else { throw .readOnly }
        _ = try await writer.perform { tail, milliseconds, database in
            try tail.checkpoint(at: milliseconds, in: database)
            return tail.frontier.size
        }
        return try await newestCheckpoint()
    }

    /// The newest checkpoint.
    ///
    /// - Throws: `AuditError.notSignedYet` where there is none.
    public func newestCheckpoint() async throws(AuditError) -> SignedCheckpoint {
        guard let newest = try await reading({ try $0.newestCheckpoint() }) else { throw .notSignedYet }
        return newest
    }

    @discardableResult
    func append(
        _ content: AuditEntry.Content, keeping kept: [KeptBytes] = []
    ) async throws(AuditError) -> Int64 {
        guard let writer else { throw .readOnly }
        return try await writer.append(content, keeping: kept)
    }

    /// Closes the file; what was recorded stays.
    public func close() {
        beat?.cancel()
        writer?.finish()
        try? queue.close()
        lock?.release()
    }
}

// MARK: - Opening

extension AuditLog {
    private static func configuration(isReadOnly: Bool) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            guard !isReadOnly else { return }
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            // Synced at every commit: a record that was acknowledged must outlive the power.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // What is erased is overwritten.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    private static func beating(_ writer: GroupWriter?) -> Task<Void, Never> {
        Task.detached { [weak writer] in
            while (try? await Task.sleep(for: .seconds(10))) != nil { writer?.beat() }
        }
    }

    private static func prepareFolder(of path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        guard !folder.isEmpty else { return }
        // A failure shows when the file is opened.
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
    }

    static func code(of error: any Error) -> Int32 {
        (error as? DatabaseError)?.extendedResultCode.rawValue ?? 0
    }

    static func writeError(_ error: any Error) -> AuditError {
        let error = error as? DatabaseError
        if error?.resultCode == .SQLITE_CONSTRAINT { return .alreadyRecorded }
        return .writeFailed(code: error?.extendedResultCode.rawValue ?? 0)
    }
}

// MARK: - Reading

extension AuditLog {
    /// The newest exchanges, newest first; without those that were erased.
    ///
    /// - Parameters:
    ///   - exchange: Only this one, or nil for all.
    ///   - limit: At most so many.
    /// - Returns: At most `limit` exchanges.
    /// - Throws: `AuditError.corrupt` for an entry that does not match its digest.
    public func exchanges(_ exchange: ExchangeRef? = nil, limit: Int) async throws(AuditError)
        -> [ExchangeSummary]
    {
        try await reading { database in
            try Row.fetchAll(
                database, sql: Self.summaries,
                arguments: ["ref": exchange.map { "\($0)" }, "limit": limit]
            ).map(Self.summary)
        }
    }

    /// Exchanges with their outcomes, the newest first: of `:ref`, or of all where that is null.
    static let summaries = """
        SELECT b.sequence, b.content, b.digest, o.sequence, o.content, o.digest
        FROM entry b LEFT JOIN entry o ON o.exchange = b.exchange AND o.kind = 'outcome'
        WHERE b.kind IN ('intent', 'blocked') AND b.content IS NOT NULL AND (:ref IS NULL OR b.exchange = :ref)
        ORDER BY b.sequence DESC LIMIT :limit
        """

    /// Reads after everything that was handed in before is written.
    func reading<Value: Sendable>(
        _ read: @escaping @Sendable (Database) throws -> Value
    ) async throws(AuditError) -> Value {
        await writer?.drain()
        do {
            return try await queue.read(read)
        } catch {
            throw error as? AuditError ?? .readFailed(code: Self.code(of: error))
        }
    }

    /// At most `limit` entries after a sequence number, in the order they were written; without those that were erased.
    public func entries(after: Int64 = 0, limit: Int) async throws(AuditError) -> [AuditEntry] {
        try await reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT sequence, content, digest FROM entry
                    WHERE sequence > ? AND content IS NOT NULL ORDER BY sequence LIMIT ?
                    """,
                arguments: [after, limit]
            )
            return try rows.map { try Self.entry(sequence: $0[0], content: $0[1], digest: $0[2]) }
        }
    }

    static func entry(sequence: Int64, content: Data, digest: Data) throws -> AuditEntry {
        guard TreeHash.leaf(content).data == digest, let entry = EntryCoding.decode(content),
            entry.sequence == sequence
        else { throw AuditError.corrupt(sequence: sequence) }
        return entry
    }

    static func summary(_ row: Row) throws -> ExchangeSummary {
        let beginning = try entry(sequence: row[0], content: row[1], digest: row[2])
        var outcome: Outcome?
        if let sequence: Int64 = row[3], let content: Data = row[4], let digest: Data = row[5] {
            guard
                case .outcome(_, let ended) = try entry(sequence: sequence, content: content, digest: digest)
                    .content
            else { throw AuditError.corrupt(sequence: sequence) }
            outcome = ended
        }
        switch beginning.content {
        case .blocked(let evidence): return ExchangeSummary(beginning, evidence, .blocked, nil)
        case .intent(let evidence): return ExchangeSummary(beginning, evidence, state(outcome), outcome)
        default: throw AuditError.corrupt(sequence: beginning.sequence)
        }
    }

    private static func state(_ outcome: Outcome?) -> ExchangeSummary.State {
        switch outcome {
        case nil: .interrupted
        case .answered: .answered
        case .refusedByEndpoint: .refusedByEndpoint
        case .failed: .failed
        case .hungUp: .hungUp
        }
    }
}

extension ExchangeSummary {
    fileprivate init(_ entry: AuditEntry, _ evidence: Evidence, _ state: State, _ outcome: Outcome?) {
        self.init(
            sequence: entry.sequence, recordedAt: entry.recordedAt, evidence: evidence, state: state,
            outcome: outcome
        )
    }
}

extension AuditLog {
    /// Stands in for a full disk, in tests: the file may not grow by more pages than these.
    func limitPages(to extraPageCount: Int) async throws {
        try await queue.writeWithoutTransaction { database in
            let count = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(count + extraPageCount)")
        }
    }
}
