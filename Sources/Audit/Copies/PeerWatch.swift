import Foundation

/// What another node's log did that no log does.
public struct PeerFault: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// Its checkpoint is not signed with its keys.
        case signature = "peer_signature"
        /// It is shorter than it was.
        case rolledBack = "peer_rolled_back"
        /// Its first entries are others than they were.
        case fork = "peer_fork"
    }

    public let origin: String
    public let kind: Kind
    /// How many entries it had when it was recorded.
    public let size: Int64

    /// What is wrong, in one sentence.
    public var problem: String {
        switch kind {
        case .signature: "The newest checkpoint of the log \(origin) is not signed with its keys."
        case .rolledBack: "The log \(origin) is shorter than the \(size) entries that it had."
        case .fork: "The first \(size) entries of the log \(origin) are not those that it had."
        }
    }
}

/// Remembers how far the logs of other nodes had come, and decides which checkpoint is worth an entry.
///
/// Looked at each minute, recorded every ten at most: a record has five kilobytes. A log that grew by nothing but records of its
/// own peers is not recorded, or two idle nodes would record each other for ever.
struct PeerWatch {
    enum Ruling: Hashable {
        case nothing
        case record
        case alarm(PeerFault, isRecorded: Bool)
    }

    static let recordInterval = Duration.seconds(600)

    private struct Peer {
        /// The newest that was recorded.
        var recorded: Checkpoint
        /// Nil where an earlier run did.
        var recordedAt: Duration?
        /// The newest that was seen.
        var newest: Checkpoint
        var isShorter = false
        var fault: PeerFault?
    }

    private var peers: [String: Peer] = [:]

    /// - Parameter recorded: What the log says of its peers, oldest first.
    init(recorded: [(origin: String, note: String)]) {
        for (origin, note) in recorded {
            guard let signed = SignedCheckpoint(note) else { continue }
            peers[origin] = Peer(recorded: signed.checkpoint, newest: signed.checkpoint)
        }
    }

    /// Compares a peer's checkpoint with what was seen before.
    ///
    /// - Throws: What the copy throws.
    mutating func look(
        at peer: PeerCheckpoint, in copy: any LogCopy, at now: Duration
    ) throws(AuditError) -> Ruling {
        guard let checkpoint = Self.verified(peer) else {
            return alarm(PeerFault(origin: peer.origin, kind: .signature, size: 0), isRecorded: false)
        }
        let tree = CopiedTree(copy: copy, origin: peer.origin)
        guard var known = peers[peer.origin] else {
            guard try tree.fits(checkpoint) else {
                return alarm(
                    PeerFault(origin: peer.origin, kind: .fork, size: checkpoint.size), isRecorded: false)
            }
            peers[peer.origin] = Peer(recorded: checkpoint, recordedAt: now, newest: checkpoint)
            return .record
        }
        if checkpoint == known.newest { return .nothing }
        guard checkpoint.size >= known.newest.size else { return shorter(peer.origin, known) }
        guard try tree.fits(known.newest), try tree.fits(checkpoint) else {
            let fault = PeerFault(origin: peer.origin, kind: .fork, size: known.newest.size)
            return alarm(fault, isRecorded: known.fault != fault)
        }
        known.newest = checkpoint
        (known.isShorter, known.fault) = (false, nil)
        let isDue = known.recordedAt.map { now - $0 >= Self.recordInterval } ?? true
        var ruling = Ruling.nothing
        if isDue, checkpoint.size > known.recorded.size,
            try copy.hasOwnEntries(of: peer.origin, in: known.recorded.size + 1...checkpoint.size)
        {
            (known.recorded, known.recordedAt) = (checkpoint, now)
            ruling = .record
        }
        peers[peer.origin] = known
        return ruling
    }

    /// Once may be a database that came back from a backup, whose nodes are about to bring the rest; twice is not.
    private mutating func shorter(_ origin: String, _ known: Peer) -> Ruling {
        guard known.isShorter else {
            peers[origin]?.isShorter = true
            return .nothing
        }
        return alarm(
            PeerFault(origin: origin, kind: .rolledBack, size: known.newest.size), isRecorded: false)
    }

    private mutating func alarm(_ fault: PeerFault, isRecorded: Bool) -> Ruling {
        peers[fault.origin]?.fault = fault
        return .alarm(fault, isRecorded: isRecorded)
    }

    private static func verified(_ peer: PeerCheckpoint) -> Checkpoint? {
        let keys = peer.verifierKeys.split(separator: "\n").compactMap { VerifierKey(String($0)) }
        guard let signed = SignedCheckpoint(peer.note), signed.checkpoint.origin == peer.origin,
            keys.count == 2, keys.allSatisfy({ !$0.isWitness && $0.name == peer.origin }),
            signed.isSigned(byEachOf: keys)
        else { return nil }
        return signed.checkpoint
    }
}
