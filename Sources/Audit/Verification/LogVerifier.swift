public import Foundation

/// One entry as it is stored: what it says, or only its hash where that was erased.
struct LogRecord: Hashable, Sendable {
    let sequence: Int64
    let content: Data?
    let leaf: TreeHash
    let mac: Data
}

/// Follows a log entry by entry, and stops at the first thing that is wrong.
///
/// Takes nothing for granted: neither what the database says of an entry, nor the hashes that it keeps.
struct LogVerifier {
    private let trust: Trust
    private(set) var frontier: TreeFrontier
    private var chain: MACChain?
    /// Whether entries before the first one are unknown.
    private let isPart: Bool
    /// OUTCOMEs whose INTENT was not seen.
    private var strayCount: Int64 = 0
    private var intents: Set<ExchangeRef> = []
    private var ended: Set<ExchangeRef> = []
    /// Entries that are gone, until an erasure names them.
    private var gone: Set<Int64> = []
    private var isSeenChecked = false
    private(set) var report = LogReport()

    /// Begins after the entries whose frontier this is.
    init(_ trust: Trust, after frontier: TreeFrontier = TreeFrontier()) {
        self.trust = trust
        self.frontier = frontier
        isPart = frontier.size > 0
        chain = trust.chain
        chain?.skip(to: frontier.size)
        report.areMACsChecked = chain != nil
    }

    /// - Returns: The entry, or nil where it was erased.
    mutating func take(_ record: LogRecord) throws(LogFault) -> AuditEntry? {
        let sequence = frontier.size + 1
        guard record.sequence == sequence else { throw LogFault(.sequence, at: sequence) }
        try checkSeen()
        try checkMAC(of: record)
        frontier.append(record.leaf)
        try checkSeen()
        report.entryCount += 1
        guard let content = record.content else {
            gone.insert(sequence)
            report.erasedCount += 1
            return nil
        }
        guard TreeHash.leaf(content) == record.leaf else { throw LogFault(.leaf, at: sequence) }
        guard let entry = EntryCoding.decode(content) else { throw LogFault(.malformed, at: sequence) }
        guard entry.sequence == sequence else { throw LogFault(.sequence, at: sequence) }
        try follow(entry)
        return entry
    }

    private mutating func checkMAC(of record: LogRecord) throws(LogFault) {
        guard let mac = chain?.next(record.leaf) else { return }
        guard Data(mac) == record.mac else { throw LogFault(.mac, at: record.sequence) }
    }

    private mutating func follow(_ entry: AuditEntry) throws(LogFault) {
        if report.first == nil { report.first = entry.recordedAt }
        report.last = entry.recordedAt
        switch entry.content {
        case .intent(let evidence):
            guard intents.insert(evidence.exchange).inserted else {
                throw LogFault(.sequence, at: entry.sequence)
            }
        case .outcome(let exchange, _):
            guard ended.insert(exchange).inserted else { throw LogFault(.missingIntent, at: entry.sequence) }
            if intents.contains(exchange) { return }
            // Its INTENT may stand before the first entry, or be one of those that are gone.
            strayCount += 1
            guard isPart || strayCount <= report.erasedCount else {
                throw LogFault(.missingIntent, at: entry.sequence)
            }
        case .erasure(let erasure):
            guard (erasure.sequences.last?.upperBound ?? 0) < entry.sequence else {
                throw LogFault(.erasure, at: entry.sequence)
            }
            guard erasure.what == .entry else { return }
            for range in erasure.sequences {
                for sequence in range where sequence > frontier.size - report.entryCount {
                    guard gone.remove(sequence) != nil else { throw LogFault(.erasure, at: sequence) }
                }
            }
        case .peer(let origin, let note): report.peers.take(note, of: origin, at: entry.sequence)
        default: break
        }
    }

    /// Checks a checkpoint of exactly the entries so far.
    mutating func take(_ signed: SignedCheckpoint) throws(LogFault) {
        try trust.check(signed)
        guard signed.checkpoint.size == frontier.size, signed.checkpoint.root == frontier.root else {
            throw LogFault(.root, at: signed.checkpoint.size)
        }
        report.checkpointCount += 1
        report.signedSize = frontier.size
        report.checkpoint = signed
    }

    /// Checks what can be known only when all entries were read.
    mutating func finish() throws(LogFault) -> LogReport {
        // Also where it is of before the first entry, and cannot be compared: it must have been the log's.
        if let seen = trust.seen { try trust.check(seen) }
        try checkSeen()
        if let sequence = gone.min() { throw LogFault(.erasure, at: sequence) }
        if let seen = trust.seen?.checkpoint, seen.size > frontier.size {
            throw LogFault(.rolledBack, at: seen.size)
        }
        report.isSeenChecked = isSeenChecked
        report.size = frontier.size
        report.interruptedCount =
            isPart || report.erasedCount > 0 ? nil : Int64(intents.subtracting(ended).count)
        return report
    }

    /// Compares with the checkpoint that was seen before, when the log has come to its size.
    private mutating func checkSeen() throws(LogFault) {
        guard let seen = trust.seen, seen.checkpoint.size == frontier.size, !isSeenChecked else { return }
        try trust.check(seen)
        guard seen.checkpoint.root == frontier.root else { throw LogFault(.fork, at: seen.checkpoint.size) }
        isSeenChecked = true
    }
}

/// What a verification looked at; all of it was good.
public struct LogReport: Hashable, Sendable {
    public internal(set) var entryCount: Int64 = 0
    /// With those before the first one that was looked at.
    public internal(set) var size: Int64 = 0
    public internal(set) var erasedCount: Int64 = 0
    public internal(set) var keptCount: Int64 = 0
    public internal(set) var checkpointCount: Int64 = 0
    /// Entries up to here are signed; those after it have MACs only.
    public internal(set) var signedSize: Int64 = 0
    public internal(set) var checkpoint: SignedCheckpoint?
    public internal(set) var areMACsChecked = false
    /// Whether the log begins with what was seen before.
    public internal(set) var isSeenChecked = false
    /// INTENTs without OUTCOME; nil where erased or earlier entries make that unknown.
    public internal(set) var interruptedCount: Int64?
    public internal(set) var first: Date?
    public internal(set) var last: Date?
    /// What the log says of those of other nodes.
    var peers = PeerHistory()
    /// What other nodes' logs did that no log does; no fault of this one.
    public var peerFaults: [PeerFault] { peers.faults }
    /// The newest record of each other node's log.
    public var peerRecords: [PeerRecord] { Array(peers.newest.values) }
}
