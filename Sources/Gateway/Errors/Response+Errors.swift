import Audit
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

    private static func json(_ body: [UInt8], status: Int, _ exchange: ExchangeRef) -> Response {
        var fields = HTTPFields.reference(exchange)
        fields[.contentType] = "application/json"
        return Response(
            status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}
