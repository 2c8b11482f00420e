import NIOCore
import Redaction
import Synchronization

/// Ends the reading of an answer whose endpoint has fallen silent, or takes too long over the whole of it.
///
/// The HTTP client has an idle timeout of its own. It is left off: its clock can be started twice for one
/// request, and the client then stops the process. The clock here is the event loop's and not `Task.sleep`: of a sleep that is
/// cancelled something stays until its time would have been over, for minutes, of each answer.
final class SilenceWatch: Sendable {
    private struct State {
        /// Since when the endpoint is waited for; nil while its bytes are worked on and passed to the client.
        var waitingSince: NIODeadline?
        var isOver = false
        var isFinished = false
        var timer: Scheduled<Void>?
    }

    private let endpoint: Endpoint
    private let loop: any EventLoop
    private let end: NIODeadline
    private let state: Mutex<State>

    init(_ endpoint: Endpoint, on loop: any EventLoop) {
        self.endpoint = endpoint
        self.loop = loop
        let now = NIODeadline.now()
        end = now + TimeAmount(endpoint.timeouts.total)
        state = Mutex(State(waitingSince: now))
    }

    /// Bytes came: what happens to them here and at the client's end is no silence of the endpoint.
    func heard() { state.withLock { $0.waitingSince = nil } }

    /// The next bytes are waited for.
    func waits() { state.withLock { $0.waitingSince = .now() } }

    /// Runs the work, and cancels it when the endpoint is silent for `idle`, or `total` is over.
    ///
    /// - Throws: `GatewayError.endpointTooSlow` then; else what the work throws.
    func over(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task(executorPreference: LoopExecutor(loop), operation: work)
        look(after: task)
        defer { finish() }
        do {
            try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw state.withLock(\.isOver) ? GatewayError.endpointTooSlow(endpoint: endpoint.id) : error
        }
    }

    /// Cancels the work if the patience with the endpoint is over; looks again when it may be.
    private func look(after task: Task<Void, any Error>) {
        state.withLock { state in
            guard !state.isFinished else { return }
            let now = NIODeadline.now()
            let due = min((state.waitingSince ?? now) + TimeAmount(endpoint.timeouts.idle), end)
            if due <= now {
                state.isOver = true
                task.cancel()
            } else {
                state.timer = loop.scheduleTask(deadline: due) { [self] in look(after: task) }
            }
        }
    }

    private func finish() {
        let timer = state.withLock { state in
            state.isFinished = true
            return state.timer.take()
        }
        timer?.cancel()
    }
}
