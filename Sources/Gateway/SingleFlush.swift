import NIOCore

/// Sends what is written in one turn of the event loop in one piece.
///
/// The HTTP client flushes a request's head, its body and its end each by itself: three calls of the system, and an endpoint that
/// wakes for a head alone. The server flushes each event of an answer, also where a hundred came in one piece. Nothing waits for
/// what is not there yet: a turn ends before the event loop reads again.
final class SingleFlush: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var isDue = false

    func flush(context: ChannelHandlerContext) {
        guard !isDue else { return }
        isDue = true
        context.eventLoop.assumeIsolated().execute { [self] in flushDue(context) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        flushDue(context)
        context.close(mode: mode, promise: promise)
    }

    private func flushDue(_ context: ChannelHandlerContext) {
        guard isDue else { return }
        isDue = false
        context.flush()
    }
}
