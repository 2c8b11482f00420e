import Foundation
import Wire

/// Errors in the shape of each API.
extension ErrorBody {
    func encoded(for family: APIFamily) -> [UInt8] {
        var json = JSONWriter()
        switch family {
        case .openAI: return encoded()
        case .anthropic: writeAnthropic(to: &json)
        case .ollama:
            json.object { body in
                body.key("error")
                body.string(error.message)
            }
        case .gemini: writeGemini(to: &json)
        }
        return json.bytes
    }

    /// The event that ends a stream with this error.
    func event(for surface: Surface) -> ServerSentEvent {
        switch surface {
        case .responses: ServerSentEvent(name: Array("error".utf8), data: responsesEvent)
        case .messages: ServerSentEvent(name: Array("error".utf8), data: encoded(for: .anthropic))
        default: ServerSentEvent(data: encoded(for: surface.family))
        }
    }

    private var responsesEvent: [UInt8] {
        var json = JSONWriter()
        json.object { event in
            event.key("type")
            event.string("error")
            event.key("code")
            event.string(error.code)
            event.key("message")
            event.string(error.message)
            event.key("param")
            event.null()
        }
        return json.bytes
    }

    private func writeAnthropic(to json: inout JSONWriter) {
        json.object { body in
            body.key("type")
            body.string("error")
            body.key("error")
            body.object { inner in
                inner.key("type")
                inner.string(Self.anthropicType(error.status))
                inner.key("message")
                inner.string(error.message)
            }
            body.key("request_id")
            body.string(error.cloakroom.ref)
        }
    }

    /// Source: Anthropic API reference, “Errors”.
    private static func anthropicType(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }

    private func writeGemini(to json: inout JSONWriter) {
        json.object { body in
            body.key("error")
            body.object { inner in
                inner.key("code")
                inner.number(error.status)
                inner.key("message")
                inner.string(error.message)
                inner.key("status")
                inner.string(Self.geminiStatus(error.status))
            }
        }
    }

    /// Source: Google AIP-193 and google.rpc.Code.
    private static func geminiStatus(_ status: Int) -> String {
        switch status {
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 429: "RESOURCE_EXHAUSTED"
        case 500, 502: "INTERNAL"
        case 503: "UNAVAILABLE"
        case 504: "DEADLINE_EXCEEDED"
        default: "INVALID_ARGUMENT"
        }
    }
}
