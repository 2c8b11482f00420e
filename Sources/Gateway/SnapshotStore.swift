import Synchronization

/// The rules, policy and endpoints in use, which a reload replaces as a whole.
///
/// Each exchange takes them once and keeps them to its end: never a half set.
public final class SnapshotStore: Sendable {
    private let snapshot: Mutex<Snapshot>

    public init(_ snapshot: Snapshot) { self.snapshot = Mutex(snapshot) }

    public var current: Snapshot { snapshot.withLock { $0 } }

    /// From the next exchange on.
    public func replace(with new: Snapshot) {
        snapshot.withLock { $0 = new }
        GatewayMetrics.reloaded(isKept: false)
    }

    /// Notes that a reload failed: what is in use stays.
    public func keep() { GatewayMetrics.reloaded(isKept: true) }
}
