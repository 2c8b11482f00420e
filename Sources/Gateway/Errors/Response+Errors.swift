import Audit
import HTTPTypes
import Hummingbird
import NIOCore
import Redaction

extension Response {
    static func refusal(_ error: GatewayError, _ exchange: ExchangeRef) -> Response {
        var response = json(ErrorBody(error, ref: "\(exchange)"), status: error.status, exchange)
        if !error.isWorthRetrying { response.headers[.xShouldRetry] = "false" }
        switch error {
        case .endpointBusy(_, let retryAfter?): response.headers[.retryAfter] = retryAfter
        case .evidenceUnavailable: response.headers[.retryAfter] = "5"
        default: break
        }
        return response
    }

    static func block(_ message: BlockMessage, _ exchange: ExchangeRef) -> Response {
        var response = json(ErrorBody(message, ref: "\(exchange)"), status: 400, exchange)
        response.headers[.xShouldRetry] = "false"
        response.headers[.cloakroomAction] = Verdict.block.rawValue
        return response
    }

    private static func json(_ body: ErrorBody, status: Int, _ exchange: ExchangeRef) -> Response {
        var fields = HTTPFields.reference(exchange)
        fields[.contentType] = "application/json"
        return Response(
            status: .init(code: status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: body.encoded()))
        )
    }
}
