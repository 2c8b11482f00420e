import Audit
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Redaction
import Wire

/// The approved models, and no others, in the shape of the API that asks.
struct ModelsHandler: Sendable {
    let snapshot: Snapshot
    let reader: RequestReader

    func answer(_ request: Request, _ context: GatewayContext) -> Response {
        let exchange = ExchangeRef()
        let family = family(of: request)
        do throws(GatewayError) {
            _ = try reader.caller(of: request, context)
            let wanted = context.parameters.get("model")
            let models = models(of: family).filter { wanted == nil || $0.name == wanted }
            if wanted != nil, models.isEmpty {
                throw .modelUnknown(offered: snapshot.models(of: family))
            }
            let body = wanted == nil ? list(models, family) : models.first.map { entry($0, family) }
            return response(body ?? [:], exchange)
        } catch {
            return .refusal(error, exchange, to: family)
        }
    }

    private struct Model {
        let name: String
        let endpoint: String
    }

    private func family(of request: Request) -> APIFamily {
        let isAnthropic = request.headers[.anthropicVersion] != nil
        return isAnthropic ? .anthropic : ClientRoute.family(ofPath: request.uri.path)
    }

    private func models(of family: APIFamily) -> [Model] {
        snapshot.endpoints.filter { $0.api.families.contains(family) }.flatMap { endpoint in
            endpoint.models.map { Model(name: $0, endpoint: endpoint.id) }
        }
    }

    private func list(_ models: [Model], _ family: APIFamily) -> [String: Any] {
        let entries = models.map { entry($0, family) }
        switch family {
        case .openAI: return ["object": "list", "data": entries]
        case .anthropic:
            return [
                "data": entries, "has_more": false, "first_id": models.first?.name ?? NSNull(),
                "last_id": models.last?.name ?? NSNull(),
            ]
        case .ollama, .gemini: return ["models": entries]
        }
    }

    private func entry(_ model: Model, _ family: APIFamily) -> [String: Any] {
        switch family {
        case .openAI: ["id": model.name, "object": "model", "created": 0, "owned_by": model.endpoint]
        case .anthropic:
            [
                "type": "model", "id": model.name, "display_name": model.name,
                "created_at": "1970-01-01T00:00:00Z",
            ]
        case .ollama:
            [
                "name": model.name, "model": model.name, "modified_at": "1970-01-01T00:00:00Z", "size": 0,
                "digest": "", "details": [String: String](),
            ]
        case .gemini:
            [
                "name": "models/\(model.name)", "displayName": model.name,
                "supportedGenerationMethods": ["generateContent"],
            ]
        }
    }

    private func response(_ body: [String: Any], _ exchange: ExchangeRef) -> Response {
        guard let bytes = try? JSONSerialization.data(withJSONObject: body, options: [.sortedKeys]) else {
            preconditionFailure("lists of models are JSON")
        }
        var fields = HTTPFields.reference(exchange)
        fields[.contentType] = "application/json"
        return Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
