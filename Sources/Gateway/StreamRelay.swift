import AsyncHTTPClient
import Hummingbird
import NIOCore
import Redaction
import Wire

/// One streamed answer on its way to the client, event by event.
///
/// Held by one task at a time: `pass` by the one that the watch may cancel, `fail` by the one that waited
/// for it. That is why it may be handed between the two without a lock.
final class StreamRelay: @unchecked Sendable {
    private var stream: AnswerStream
    private let surface: Surface
    private var writer: (any ResponseBodyWriter)?
    private let byteCountMax: Int
    private(set) var byteCount = 0

    init(
        _ stream: consuming AnswerStream,
        of surface: Surface,
        byteCountMax: Int
    ) {
        self.stream = stream
        self.surface = surface
        self.byteCountMax = byteCountMax
    }

    /// Says where everything goes, before the first byte.
    func begin(to writer: any ResponseBodyWriter) { self.writer = writer }

    var counts: AnswerCounts { stream.counts }
    /// Whether the endpoint has said that its answer is whole.
    var isDone: Bool { stream.isDone }

    /// The client closed its connection.
    struct ClientGone: Error {}

    /// Passes everything on to the end of the answer.
    ///
    /// - Throws: `GatewayError.answerTooLarge`, `AnswerError`, `ClientGone`, or what the HTTP client throws.
    @concurrent
    func pass(_ body: HTTPClientResponse.Body, from endpoint: Endpoint, watch: SilenceWatch) async throws {
        for try await buffer in body {
            watch.heard()
            byteCount += buffer.readableBytes
            guard byteCount <= byteCountMax else { throw GatewayError.answerTooLarge(endpoint: endpoint.id) }
            var bytes: [UInt8] = []
            try stream.feed(Array(buffer.readableBytesView).span, into: &bytes)
            try await write(bytes)
            watch.waits()
        }
        // A cancelled body ends like a whole one.
        try Task.checkCancellation()
        var bytes: [UInt8] = []
        try stream.finish(into: &bytes)
        try await write(bytes)
    }

    /// Ends the stream with an event that tells of the failure: the head is gone.
    ///
    /// - Throws: `ClientGone`.
    @concurrent
    func fail(with body: ErrorBody) async throws {
        var bytes: [UInt8] = []
        stream.breakOff(into: &bytes)
        stream.append(body.event(for: surface), to: &bytes)
        try await write(bytes)
    }

    private func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        do {
            try await writer?.write(ByteBuffer(bytes: bytes))
        } catch {
            throw ClientGone()
        }
    }
}
