import Audit
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Redaction
import Wire

extension Response {
    static func refusal(_ error: GatewayError, _ exchange: ExchangeRef, to family: APIFamily) -> Response {
        let body = ErrorBody(error, ref: "\(exchange)").encoded(for: family)
        var response = json(body, status: error.status, exchange)
        if !error.isWorthRetrying { response.headers[.xShouldRetry] = "false" }
        switch error {
        case .endpointBusy(_, let retryAfter?): response.headers[.retryAfter] = retryAfter
        case .evidenceUnavailable: response.headers[.retryAfter] = "5"
        default: break
        }
        return response
    }

    static func block(_ message: BlockMessage, _ exchange: ExchangeRef, to surface: Surface) -> Response {
        let body = ErrorBody(message, ref: "\(exchange)", param: surface.conversation)
        var response = json(body.encoded(for: surface.family), status: 400, exchange)
        response.headers[.xShouldRetry] = "false"
        response.headers[.cloakroomAction] = Verdict.block.rawValue
        return response
    }

    /// A block as the assistant's message, where its API has such messages and the client asked for prose.
    ///
    /// Who asks for JSON or for one of its options is a program, which would take a sentence for broken data; an error
    /// tells it what happened.
    static func spokenBlock(
        _ message: BlockMessage, _ exchange: ExchangeRef, to prompt: APIRequest
    ) -> Response? {
        guard prompt.answerForm == .prose else { return nil }
        let said = SpokenBlock(
            text: "\(message.text) Ref \(exchange)", ref: "\(exchange)", model: prompt.model,
            instant: Date())
        guard let body = prompt.isStreaming ? said.stream(of: prompt.surface) : said.whole(of: prompt.surface)
        else { return nil }
        var response = json(body, status: 200, exchange)
        if prompt.isStreaming { response.headers[.contentType] = prompt.surface.framing.contentType }
        response.headers[.cloakroomAction] = Verdict.block.rawValue
        return response
    }

    private static func json(_ body: [UInt8], status: Int, _ exchange: ExchangeRef) -> Response {
        var fields = HTTPFields.reference(exchange)
        fields[.contentType] = "application/json"
        return Response(
            status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}
