/// What an entry says that another node's log had come to.
public struct PeerRecord: Hashable, Sendable {
    /// The number of the entry.
    public let sequence: Int64
    public let checkpoint: Checkpoint
}

/// What a log says of its peers, as far as that can be seen in it alone.
struct PeerHistory: Hashable {
    private(set) var newest: [String: PeerRecord] = [:]
    private(set) var faults: [PeerFault] = []

    mutating func take(_ note: String, of origin: String, at sequence: Int64) {
        guard let checkpoint = SignedCheckpoint(note)?.checkpoint, checkpoint.origin == origin else {
            return add(PeerFault(origin: origin, kind: .signature, size: 0))
        }
        if let known = newest[origin]?.checkpoint, checkpoint.contradicts(known) {
            add(PeerFault(origin: origin, kind: .fork, size: checkpoint.size))
        }
        newest[origin] = PeerRecord(sequence: sequence, checkpoint: checkpoint)
    }

    private mutating func add(_ fault: PeerFault) {
        if !faults.contains(fault) { faults.append(fault) }
    }
}
