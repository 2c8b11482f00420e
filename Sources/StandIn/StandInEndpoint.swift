import Foundation
import HTTPTypes
public import Hummingbird
import Logging
import NIOCore

/// An AI endpoint that needs no network, no key and no model: for trying Cloakroom out and for its tests.
///
/// It shares no code with the gateway on purpose: it reads JSON with Foundation and would notice a body that
/// only Cloakroom's own parser can read.
public struct StandInEndpoint: Sendable {
    private static let bodyByteCountMax = 64 << 20

    private let options: StandInOptions
    private let script: AnswerScript
    private let onReceived: @Sendable (ReceivedRequest) -> Void

    /// Makes a stand-in; `onReceived` is shown every request before it is answered.
    public init(
        options: StandInOptions = StandInOptions(),
        onReceived: @escaping @Sendable (ReceivedRequest) -> Void = { _ in }
    ) {
        self.options = options
        self.onReceived = onReceived
        script = AnswerScript(behaviour: options.behaviour)
    }

    /// Serves until the task is cancelled or the process is told to stop; `onReady` is told the port.
    public func application(
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        var logger = Logger(label: "stand-in")
        logger.logLevel = .critical
        let router = Router()
        router.get("/v1/models") { request, _ in
            onReceived(ReceivedRequest(request, body: []))
            return try models()
        }
        router.post("/v1/chat/completions") { request, _ in try await answer(request) }
        return Application(
            router: router,
            configuration: .init(address: .hostname(options.host, port: options.port)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }

    private func models() throws -> Response {
        let list = options.models.map {
            ["id": $0, "object": "model", "created": 0, "owned_by": "stand-in"] as [String: Any]
        }
        return try json(["object": "list", "data": list])
    }

    private func answer(_ request: Request) async throws -> Response {
        let buffer = try await request.body.collect(upTo: Self.bodyByteCountMax)
        let body = Array(buffer.readableBytesView)
        onReceived(ReceivedRequest(request, body: body))
        switch options.behaviour {
        case .failure(let status, let contentType, let text, let headers):
            var fields = HTTPFields()
            fields[.contentType] = contentType
            for (name, value) in headers { HTTPField.Name(name).map { fields[$0] = value } }
            return Response(
                status: .init(code: status), headers: fields,
                body: .init(byteBuffer: ByteBuffer(string: text))
            )
        case .silence:
            try await Task.sleep(for: .seconds(3_600))
            throw HTTPError(.gatewayTimeout)
        case .echo, .script, .cutOff:
            break
        }
        guard let prompt = try? ChatPrompt(body) else {
            return try refusal("The body is not a chat request.")
        }
        let text = script.next(for: prompt)
        return prompt.isStreaming ? stream(text, of: prompt) : try whole(text, of: prompt)
    }

    private func whole(_ text: String, of prompt: ChatPrompt) throws -> Response {
        try json([
            "id": "chatcmpl-stand-in", "object": "chat.completion", "created": 0, "model": prompt.model,
            "choices": [
                ["index": 0, "message": ["role": "assistant", "content": text], "finish_reason": "stop"]
                    as [String: Any]
            ],
            "usage": ["prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2],
        ])
    }

    private func refusal(_ message: String) throws -> Response {
        try json(["error": ["message": message, "type": "invalid_request_error"]], status: .badRequest)
    }

    private func json(_ value: [String: Any], status: HTTPResponse.Status = .ok) throws -> Response {
        let bytes = try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}

// MARK: - Streaming

extension StandInEndpoint {
    private func stream(_ text: String, of prompt: ChatPrompt) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream"],
            body: .init { writer in
                try await write(["role": "assistant", "content": ""], nil, prompt, to: &writer)
                for (count, piece) in pieces(of: text).enumerated() {
                    if case .cutOff(let limit) = options.behaviour, count >= limit {
                        throw HTTPError(.internalServerError)
                    }
                    if options.pace > .zero { try await Task.sleep(for: options.pace) }
                    await options.beforePiece?(count)
                    try await write(["content": piece], nil, prompt, to: &writer)
                }
                try await write([:], "stop", prompt, to: &writer)
                try await write("data: [DONE]\n\n", to: &writer)
                try await writer.finish(nil)
            }
        )
    }

    private func pieces(of text: String) -> [String] {
        switch options.piece {
        case .word:
            return text.split(separator: " ", omittingEmptySubsequences: false).enumerated()
                .map { $0.offset == 0 ? String($0.element) : " " + $0.element }
        case .characters(let count):
            let characters = Array(text.unicodeScalars)
            return stride(from: 0, to: characters.count, by: max(1, count)).map { start in
                String(
                    String.UnicodeScalarView(characters[start..<min(start + max(1, count), characters.count)])
                )
            }
        }
    }

    @concurrent
    private func write(
        _ delta: [String: String],
        _ finishReason: String?,
        _ prompt: ChatPrompt,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        let choice: [String: Any] = ["index": 0, "delta": delta, "finish_reason": finishReason ?? NSNull()]
        let chunk: [String: Any] = [
            "id": "chatcmpl-stand-in", "object": "chat.completion.chunk", "created": 0, "model": prompt.model,
            "choices": [choice],
        ]
        let bytes = try JSONSerialization.data(withJSONObject: chunk, options: [.sortedKeys])
        try await write("data: \(String(decoding: bytes, as: UTF8.self))\n\n", to: &writer)
    }

    @concurrent
    private func write(_ event: String, to writer: inout any ResponseBodyWriter) async throws {
        let bytes = Array(event.utf8)
        let size = options.chunkByteCount ?? bytes.count
        for start in stride(from: 0, to: bytes.count, by: max(1, size)) {
            try await writer.write(ByteBuffer(bytes: bytes[start..<min(start + max(1, size), bytes.count)]))
        }
    }
}

extension ReceivedRequest {
    init(_ request: Request, body: [UInt8]) {
        method = request.method.rawValue
        path = request.uri.string
        headers = request.headers.map { ($0.name.canonicalName, $0.value) }
        self.body = body
    }
}
