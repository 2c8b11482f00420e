import Foundation

/// What another node's log did that no log does.
public struct PeerFault: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// Its checkpoint is not signed with its keys.
        case signature = "peer_signature"
        /// Its copy is shorter than it was.
        case rolledBack = "peer_rolled_back"
        /// Its copy is gone.
        case missing = "peer_missing"
        /// Its first entries are others than they were.
        case fork = "peer_fork"
    }

    public let origin: String
    public let kind: Kind
    /// How many entries it had when it was seen.
    public let size: Int64

    /// What is wrong, in one sentence.
    public var problem: String {
        switch kind {
        case .signature: "The newest checkpoint of the log \(origin) is not signed with its keys."
        case .rolledBack: "The log \(origin) is shorter than the \(size) entries that it had."
        case .missing: "The copy of the log \(origin), which had \(size) entries, is gone."
        case .fork: "The first \(size) entries of the log \(origin) are not those that it had."
        }
    }
}

/// A checkpoint of another node's log, as an entry keeps it.
struct PeerNote: Hashable, Sendable {
    let origin: String
    let note: String
}

/// Remembers how far the logs of other nodes had come, and decides which checkpoint is worth an entry.
///
/// Looked at each minute, recorded every ten at most: a record has five kilobytes. A log that grew by nothing but records of its
/// own peers is not recorded, or two idle nodes would record each other for ever.
///
/// What the log says last of a peer is what the peer has to stand by, so that a start forgets nothing: the checkpoint of another
/// history is recorded, and behind it the one that it contradicts.
struct PeerWatch {
    /// What a look came to.
    struct Ruling: Hashable {
        var fault: PeerFault?
        /// To be recorded, in this order.
        var records: [PeerNote] = []
    }

    static let recordInterval = Duration.seconds(600)

    private struct Seen {
        let checkpoint: Checkpoint
        let note: PeerNote
    }

    private struct Peer {
        /// The newest that was recorded.
        var recorded: Checkpoint
        /// Nil where an earlier run did.
        var recordedAt: Duration?
        /// The newest that was seen, which the copy must have.
        var newest: Seen
        /// Whether the copy had it at the last look.
        var isSound = false
        /// Whether the copy was shorter or gone at the last look.
        var isLost = false
        /// The fork whose records are made.
        var fork: PeerFault?
    }

    private var peers: [String: Peer] = [:]

    /// - Parameter recorded: What the log says of its peers, oldest first.
    init(recorded: [PeerNote]) {
        for note in recorded {
            guard let checkpoint = SignedCheckpoint(note.note)?.checkpoint else { continue }
            var peer = Peer(recorded: checkpoint, newest: Seen(checkpoint: checkpoint, note: note))
            if let before = peers[note.origin]?.recorded, checkpoint.contradicts(before) {
                peer.fork = PeerFault(origin: note.origin, kind: .fork, size: checkpoint.size)
            }
            peers[note.origin] = peer
        }
    }

    /// Compares a peer's checkpoint and its copy with what was seen before.
    ///
    /// - Throws: What the copy throws.
    mutating func look(
        at peer: PeerCheckpoint, in copy: any LogCopy, at now: Duration
    ) throws(AuditError) -> Ruling {
        guard let seen = Self.verified(peer) else {
            return Ruling(fault: PeerFault(origin: peer.origin, kind: .signature, size: 0))
        }
        let tree = CopiedTree(copy: copy, origin: peer.origin)
        guard var known = peers[peer.origin] else {
            let isSound = try tree.fits(seen.checkpoint)
            peers[peer.origin] = Peer(
                recorded: seen.checkpoint, recordedAt: now, newest: seen, isSound: isSound)
            return isSound ? Ruling(records: [seen.note]) : forked(peer.origin, recording: [seen])
        }
        guard min(seen.checkpoint.size, try copy.size(of: peer.origin)) >= known.newest.checkpoint.size
        else { return lost(peer.origin, .rolledBack) }
        if known.isSound, seen.checkpoint == known.newest.checkpoint { return Ruling() }
        guard try tree.fits(known.newest.checkpoint) else {
            return forked(peer.origin, recording: [seen, known.newest])
        }
        let isSound = try tree.fits(seen.checkpoint)
        (known.newest, known.isSound, known.isLost) = (seen, isSound, false)
        guard isSound else {
            peers[peer.origin] = known
            return forked(peer.origin, recording: [seen])
        }
        known.fork = nil
        let isDue = known.recordedAt.map { now - $0 >= Self.recordInterval } ?? true
        var ruling = Ruling()
        if isDue, seen.checkpoint.size > known.recorded.size,
            try copy.hasOwnEntries(of: peer.origin, in: known.recorded.size + 1...seen.checkpoint.size)
        {
            (known.recorded, known.recordedAt) = (seen.checkpoint, now)
            ruling.records = [seen.note]
        }
        peers[peer.origin] = known
        return ruling
    }

    /// Looks for peers whose copies are gone.
    mutating func lookForMissing(besides present: [PeerCheckpoint]) -> [Ruling] {
        let missing = Set(peers.keys).subtracting(present.map(\.origin))
        return missing.sorted().map { lost($0, .missing) }
    }

    /// Once may be a database that came back from a backup, whose nodes are about to bring the rest; twice is not.
    private mutating func lost(_ origin: String, _ kind: PeerFault.Kind) -> Ruling {
        guard var known = peers[origin] else { return Ruling() }
        defer { peers[origin] = known }
        known.isSound = false
        guard known.isLost else {
            known.isLost = true
            return Ruling()
        }
        let newest = known.newest
        var ruling = Ruling(fault: PeerFault(origin: origin, kind: kind, size: newest.checkpoint.size))
        if known.recorded != newest.checkpoint { ruling.records = [newest.note] }
        known.recorded = newest.checkpoint
        return ruling
    }

    /// The last of the checkpoints is the one that the copy lacks, and must have had.
    private mutating func forked(_ origin: String, recording seen: [Seen]) -> Ruling {
        guard let lacking = seen.last?.checkpoint, var known = peers[origin] else { return Ruling() }
        let fault = PeerFault(origin: origin, kind: .fork, size: lacking.size)
        let isRecorded = known.fork == fault
        (known.fork, known.recorded, known.isSound, known.isLost) = (fault, lacking, false, false)
        peers[origin] = known
        return Ruling(fault: fault, records: isRecorded ? [] : seen.map(\.note))
    }

    private static func verified(_ peer: PeerCheckpoint) -> Seen? {
        let keys = peer.verifierKeys.split(separator: "\n").compactMap { VerifierKey(String($0)) }
        guard let signed = SignedCheckpoint(peer.note), signed.checkpoint.origin == peer.origin,
            keys.count == 2, keys.allSatisfy({ !$0.isWitness && $0.name == peer.origin }),
            signed.isSigned(byEachOf: keys)
        else { return nil }
        return Seen(
            checkpoint: signed.checkpoint, note: PeerNote(origin: peer.origin, note: peer.note))
    }
}

extension Checkpoint {
    /// Whether they are of two histories, as this one was recorded behind the other.
    func contradicts(_ before: Checkpoint) -> Bool { self != before && size <= before.size }
}
