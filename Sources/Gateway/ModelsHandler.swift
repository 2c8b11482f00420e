import Audit
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Redaction

/// `GET /v1/models`: the approved models, and no others.
struct ModelsHandler: Sendable {
    private struct List: Encodable {
        struct Model: Encodable {
            let id: String
            let object = "model"
            let created = 0
            let ownedBy: String

            enum CodingKeys: String, CodingKey {
                case id, object, created
                case ownedBy = "owned_by"
            }
        }

        let object = "list"
        let data: [Model]
    }

    let snapshot: Snapshot
    let reader: RequestReader

    func answer(_ request: Request, _ context: GatewayContext) -> Response {
        let exchange = ExchangeRef()
        do throws(GatewayError) {
            _ = try reader.caller(of: request, context)
        } catch {
            return .refusal(error, exchange)
        }
        let models = snapshot.endpoints.flatMap { endpoint in
            endpoint.models.map { List.Model(id: $0, ownedBy: endpoint.id) }
        }
        guard let bytes = try? JSONEncoder().encode(List(data: models)) else {
            return .refusal(.routeUnknown, exchange)
        }
        var fields = HTTPFields.reference(exchange)
        fields[.contentType] = "application/json"
        return Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
