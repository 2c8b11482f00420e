import HTTPTypes
public import Hummingbird
import Logging
import NIOCore

/// An AI endpoint that needs no network, no key and no model: for trying Cloakroom out and for its tests.
///
/// It answers in the shapes of each API family that Cloakroom knows. It shares no code with the gateway on purpose:
/// it reads JSON with Foundation and would notice a body that only Cloakroom's own parser can read.
public struct StandInEndpoint: Sendable {
    private static let bodyByteCountMax = 64 << 20

    let options: StandInOptions
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
        return Application(
            router: router(),
            configuration: .init(address: .hostname(options.host, port: options.port)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }

    /// Answers a prompt that a family's dialect reads from the body, whole or as a stream.
    func converse<Family: Dialect>(
        _ request: Request,
        _ read: @Sendable (JSON) throws -> Family
    ) async throws -> Response {
        try await receive(request, orRefuse: Family.refusal) { body in
            let family = try read(body)
            let answers = try script.next(for: family.prompt)
            guard family.prompt.isStreaming else { return try .json(family.whole(answers)) }
            let events = try family.events(answers, cutBy: options.piece)
            return StreamSender(options: options, framing: family.framing).response(events)
        }
    }

    /// Records a request, misbehaves if the options say so, and else answers its body, which is null if there is none.
    ///
    /// When `answer` throws `NotAPrompt`, the client is told by the family's `refusal`.
    func receive(
        _ request: Request,
        orRefuse refusal: @Sendable (String) -> JSON = ChatDialect.refusal,
        _ answer: @Sendable (JSON) throws -> Response
    ) async throws -> Response {
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
        do {
            return try answer((try? JSON(body)) ?? .null)
        } catch is NotAPrompt {
            return try .json(refusal("The body is not a prompt."), status: .badRequest)
        }
    }
}
