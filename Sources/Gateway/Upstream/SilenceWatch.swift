import Redaction
import Synchronization

/// Ends the reading of an answer whose endpoint has fallen silent, or takes too long over the whole of it.
///
/// The HTTP client has an idle timeout of its own. It is left off: its clock can be started twice for one
/// request, and the client then stops the process.
final class SilenceWatch: Sendable {
    private let endpoint: Endpoint
    private let end: ContinuousClock.Instant
    /// Since when the endpoint is waited for; nil while its bytes are worked on and passed to the client.
    private let waitingSince: Mutex<ContinuousClock.Instant?>

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
        let now = ContinuousClock.now
        end = now + endpoint.timeouts.total
        waitingSince = Mutex(now)
    }

    /// Bytes came: what happens to them here and at the client's end is no silence of the endpoint.
    func heard() { waitingSince.withLock { $0 = nil } }

    /// The next bytes are waited for.
    func waits() { waitingSince.withLock { $0 = .now } }

    /// Runs the work, and cancels it when the endpoint is silent for `idle`, or `total` is over.
    ///
    /// - Throws: `GatewayError.endpointTooSlow` then; else what the work throws.
    func over(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask { [self] in
                try await expire()
                throw GatewayError.endpointTooSlow(endpoint: endpoint.id)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Returns when the patience with the endpoint is over.
    private func expire() async throws {
        while true {
            let now = ContinuousClock.now
            let waiting = waitingSince.withLock { $0 } ?? now
            let due = min(waiting + endpoint.timeouts.idle, end)
            guard due > now else { return }
            try await Task.sleep(until: due)
        }
    }
}
