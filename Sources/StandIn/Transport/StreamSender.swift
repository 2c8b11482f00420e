import Hummingbird
import NIOCore

/// Sends a streamed answer at the pace and in the pieces that the options ask for.
struct StreamSender: Sendable {
    let options: StandInOptions
    let framing: StreamFraming

    func response(_ events: [StreamEvent]) -> Response {
        Response(
            status: .ok, headers: [.contentType: framing.contentType],
            body: .init { writer in
                try await send(events, to: &writer)
                try await writer.finish(nil)
            }
        )
    }

    @concurrent
    private func send(_ events: [StreamEvent], to writer: inout any ResponseBodyWriter) async throws {
        var pieceCount = 0
        for (place, event) in events.enumerated() {
            if event.isPiece {
                if case .cutOff(let limit) = options.behaviour, pieceCount >= limit {
                    throw HTTPError(.internalServerError)
                }
                if options.pace > .zero { try await Task.sleep(for: options.pace) }
                await options.beforePiece?(pieceCount)
                pieceCount += 1
            }
            try await write(framing.frame(event, isFirst: place == 0), to: &writer)
        }
        try await write(framing.end, to: &writer)
    }

    @concurrent
    private func write(_ text: String, to writer: inout any ResponseBodyWriter) async throws {
        let bytes = Array(text.utf8)
        let size = max(1, options.chunkByteCount ?? bytes.count)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try await writer.write(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        }
    }
}
