import Synchronization

/// How far the copy in the database is behind the log, and whether requests are still admitted.
///
/// A log without a copy has no limit, and admits everything.
final class Backlog: Sendable {
    private struct State {
        var size: Int64 = 0
        var copiedSize: Int64 = 0
        var countMax = Int64.max
        /// The copy contradicts the log: nothing is admitted until somebody looked.
        var fault: AuditError?
        var isFull = false
        var onWrite: (@Sendable () -> Void)?
        var onChange: (@Sendable (_ isFull: Bool, _ count: Int64) -> Void)?

        var count: Int64 { size - copiedSize }
    }

    private let state: Mutex<State>

    init(size: Int64) { state = Mutex(State(size: size, copiedSize: size)) }

    var count: Int64 { state.withLock(\.count) }

    /// Whether another request may be recorded.
    ///
    /// Only new exchanges are asked for: how one ended and what the DPO decides is always recorded.
    func admit() throws(AuditError) {
        let refusal = state.withLock { state -> AuditError? in
            state.fault ?? (state.isFull ? .backlogFull(count: state.count) : nil)
        }
        if let refusal { throw refusal }
    }

    /// Sets a limit, and who is told: `onWrite` whenever something was written, `onChange` when the limit is reached or left.
    func limit(
        to countMax: Int64, copiedSize: Int64, onWrite: @escaping @Sendable () -> Void,
        onChange: @escaping @Sendable (_ isFull: Bool, _ count: Int64) -> Void
    ) {
        update { state in
            state.countMax = countMax
            state.copiedSize = copiedSize
            state.onWrite = onWrite
            state.onChange = onChange
        }
    }

    func wrote(_ size: Int64) {
        update { $0.size = size }
        state.withLock(\.onWrite)?()
    }

    func copied(_ size: Int64) { update { $0.copiedSize = size } }

    func fail(_ fault: AuditError) { state.withLock { $0.fault = fault } }

    private func update(_ change: (inout sending State) -> Void) {
        let told = state.withLock { state -> (@Sendable () -> Void)? in
            change(&state)
            let isFull = state.count >= state.countMax
            guard isFull != state.isFull else { return nil }
            state.isFull = isFull
            guard let onChange = state.onChange else { return nil }
            let count = state.count
            return { onChange(isFull, count) }
        }
        told?()
    }
}
