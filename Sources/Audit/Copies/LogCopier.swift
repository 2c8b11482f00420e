import Foundation

/// Keeps the copy of a log at its heels: connects, compares, writes what is new, and looks at the peers.
///
/// Synchronous, and asks no clock: whoever owns it says what time it is and when to go on.
struct LogCopier {
    /// What a step came to.
    struct Step: Hashable {
        var state: CopyState
        /// When to go on at the latest, if nothing is written before.
        var delay: Duration
        var peerFaults: [PeerFault] = []
        /// To be recorded, in this order.
        var peers: [PeerNote] = []
    }

    private static let delayMax = Duration.seconds(15)
    private static let peerInterval = Duration.seconds(60)

    private let origin: String
    private let verifierKeys: String
    private let outbox: Outbox
    private let connect: @Sendable () throws(AuditError) -> sending any LogCopy

    /// Nil while the database is away.
    private var copy: (any LogCopy)?
    /// How far the copy is; as far as is known, while the database is away.
    private var progress: CopyProgress
    /// Of a transaction, or a batch above it.
    private let entryCountMax: Int64
    private var failureCount = 0
    private var retryAt = Duration.zero
    private var peersAt: Duration?
    private var watch: PeerWatch
    /// The copy contradicts the log; that does not heal.
    private var fault: AuditError?

    init(
        origin: String, verifierKeys: String, outbox: Outbox, copiedSize: Int64,
        entryCountMax: Int64 = 10_000,
        connect: @escaping @Sendable () throws(AuditError) -> sending any LogCopy
    ) throws(AuditError) {
        self.origin = origin
        self.verifierKeys = verifierKeys
        self.outbox = outbox
        self.entryCountMax = entryCountMax
        progress = CopyProgress(size: copiedSize)
        self.connect = connect
        watch = PeerWatch(recorded: try outbox.peerNotes())
    }

    /// Copies what there is to copy.
    ///
    /// - Parameters:
    ///   - now: Since some moment; it never goes back.
    ///   - tell: Is told how far the copy is, whenever it gets further.
    /// - Returns: How it is doing, and what to do about peers.
    mutating func step(at now: Duration, tell: (Int64) -> Void) -> Step {
        // Kept apart from how the step ends: what was ruled of one peer stands, also when the look at the next one fails.
        var rulings: [PeerWatch.Ruling] = []
        var step = copyAndLook(at: now, &rulings, tell: tell)
        step.peerFaults = rulings.compactMap(\.fault)
        step.peers = rulings.flatMap(\.records)
        return step
    }

    private mutating func copyAndLook(
        at now: Duration, _ rulings: inout [PeerWatch.Ruling], tell: (Int64) -> Void
    ) -> Step {
        if let fault { return Step(state: .refused(fault), delay: Self.delayMax) }
        do throws(AuditError) {
            if copy == nil {
                guard now >= retryAt else { return waiting(for: retryAt - now) }
                try begin()
                tell(progress.size)
            }
            // Not until nothing is left: under load there always is something, and the peers would wait.
            let goal = try outbox.size()
            var hasMore: Bool
            repeat {
                let before = progress.size
                hasMore = try ship()
                if progress.size > before { tell(progress.size) }
            } while progress.size < goal || hasMore
            if peersAt.map({ now - $0 >= Self.peerInterval }) ?? true { try lookAtPeers(at: now, &rulings) }
            (failureCount, lastError) = (0, nil)
            return Step(state: .following, delay: Self.peerInterval)
        } catch {
            return failed(error, at: now)
        }
    }

    /// Lets the connection go, and with it the claim.
    mutating func end() {
        copy = nil
        outbox.close()
    }

    private var lastError: AuditError?

    private func waiting(for delay: Duration) -> Step {
        Step(state: .away(lastError ?? .databaseAway), delay: delay)
    }

    private mutating func failed(_ error: AuditError, at now: Duration) -> Step {
        // A new connection begins with a comparison, whatever became of the last transaction.
        copy = nil
        peersAt = nil
        if error.isContradiction {
            fault = error
            return Step(state: .refused(error), delay: Self.delayMax)
        }
        lastError = error
        let delay = min(Self.delayMax, .milliseconds(500) * (1 << min(failureCount, 5)))
        failureCount += 1
        retryAt = now + delay
        return waiting(for: delay)
    }

    /// Connects, and makes sure that the copy is the beginning of the log.
    private mutating func begin() throws(AuditError) {
        let copy = try connect()
        try copy.claim(origin, verifierKeys: verifierKeys)
        let size = try copy.size(of: origin)
        guard size <= (try outbox.size()) else { throw .copyLonger(origin: origin) }
        guard try CopiedTree(copy: copy, origin: origin).root(size) == outbox.root(size) else {
            throw .copyDiffers(origin: origin)
        }
        let before = progress.size
        // Whoever has the database may have left a checkpoint of entries that are not there.
        progress = CopyProgress(size: size, signedSize: min(size, max(0, try copy.signedSize(of: origin))))
        progress.lastErasure = try outbox.lastErasure(of: progress)
        // Said once, as it may be a backup that was brought back or somebody's doing; what is missing is copied again.
        guard size >= before else { throw .copyShorter(origin: origin) }
        self.copy = copy
    }

    /// Copies what follows, as much as one transaction takes.
    ///
    /// - Returns: Whether checkpoints are left that could be copied now.
    private mutating func ship() throws(AuditError) -> Bool {
        guard let copy else { throw .databaseAway }
        var shipment = Shipment(outbox, after: progress, entryCountMax: entryCountMax)
        guard let first = try shipment.next() else { return false }
        // Nobody else writes under this origin, so it is as it was left; unless somebody took something out.
        guard try copy.size(of: origin) == progress.size else { throw .copyShorter(origin: origin) }
        var upcoming: CopyBatch? = first
        try copy.write(origin) { () throws(AuditError) in
            guard let batch = upcoming else { return nil }
            upcoming = try shipment.next()
            return batch
        }
        progress = shipment.progress
        return shipment.hasMoreCheckpoints
    }

    private mutating func lookAtPeers(
        at now: Duration, _ rulings: inout [PeerWatch.Ruling]
    ) throws(AuditError) {
        guard let copy else { throw .databaseAway }
        let peers = try copy.peers(besides: origin)
        rulings += watch.lookForMissing(besides: peers)
        for peer in peers { rulings.append(try watch.look(at: peer, in: copy, at: now)) }
        peersAt = now
    }
}

/// How a copy is doing.
public enum CopyState: Hashable, Sendable {
    /// It has what the log has, or is catching up.
    case following
    /// The database cannot be used at the moment; it is tried again.
    case away(AuditError)
    /// The copy contradicts the log. No request is admitted any more.
    case refused(AuditError)
}

extension AuditError {
    /// Whether the copy and the log cannot both be right.
    var isContradiction: Bool {
        switch self {
        case .copyLonger, .copyDiffers: true
        default: false
        }
    }
}
