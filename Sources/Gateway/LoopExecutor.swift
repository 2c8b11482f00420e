import HummingbirdCore
import Logging
import NIOCore

/// Runs tasks on the thread of one event loop.
///
/// A connection's exchange runs where its bytes arrive. On the threads of Swift's own pool each step of it would wake another
/// thread, and the event loop again to write: five changes of thread a request, of which three and a half are left.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Whoever prefers this executor keeps it until the job has run; here the closure does.
        loop.execute { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

/// HTTP/1 connections, each served on the thread of its own event loop, in one write for each of its turns.
///
/// What takes long must not run there: it would keep the other connections of the loop waiting. See `LongWork`.
struct LoopBoundChannel: ServerChildChannel {
    private let channel: HTTP1Channel

    init(_ channel: HTTP1Channel) { self.channel = channel }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        self.channel.setup(channel: channel, logger: logger).flatMapThrowing { value in
            try channel.pipeline.syncOperations.addHandler(SingleFlush(), position: .first)
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            await channel.handle(value: value, logger: logger)
        }
    }
}

/// Which work is too long for an event loop's thread.
enum LongWork {
    /// Bodies of more bytes are read and inspected by Swift's own pool of threads.
    ///
    /// As many bytes of text full of findings take about half a millisecond.
    static let byteCountMin = 8 << 10

    /// Runs work over a body where it keeps no other connection waiting.
    static func run<Result, Failure>(
        over byteCount: Int,
        _ work: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        guard byteCount >= byteCountMin else { return try await work() }
        return try await withTaskExecutorPreference(globalConcurrentExecutor, operation: work)
    }
}
