import Detection
public import Redaction
public import Wire

/// Everything that can keep an answer from a caller, apart from a block.
///
/// No case holds text of a prompt. `status`, `code` and `message` are what the client sees; SDKs show only the
/// message, so it says what happened, what became of the prompt, and what to do.
public enum GatewayError: Error, Hashable, Sendable {
    // Who asks.
    case keyMissing
    case keyUnknown
    case keyExpired
    case keyRevoked
    case noKeysIssued
    case keyFileUnusable(KeyFileError)
    case sentByWebPage
    // What is asked.
    case routeUnknown
    case contentTypeRefused
    case contentEncodingRefused
    case bodyTooLarge(byteCountMax: Int)
    case bodyTooSlow
    case bodyCutOff
    case unreadable(WireError)
    case attachment(AttachmentError)
    case modelUnknown(offered: [String])
    case notInspected(InspectionError)
    // What Cloakroom needs.
    case evidenceUnavailable(label: String)
    case endpointKeyMissing(endpoint: String)
    // What the endpoint does.
    case endpointUnreachable(endpoint: String)
    case endpointTooSlow(endpoint: String)
    case endpointRejectsKey(endpoint: String)
    case endpointBusy(endpoint: String, retryAfter: String?)
    case endpointRefuses(endpoint: String, status: Int)
    case endpointFails(endpoint: String, status: Int)
    case answerUnusable(endpoint: String)
    case answerTooLarge(endpoint: String)
    case answerNotInspected(label: String)
}

extension GatewayError {
    init(_ error: AnswerError, endpoint: Endpoint) {
        switch error {
        case .unreadable: self = .answerUnusable(endpoint: endpoint.id)
        case .notInspected(let error): self = .answerNotInspected(label: error.label)
        }
    }
}

extension GatewayError {
    /// The HTTP status.
    ///
    /// Clients retry 408, 409, 429 and 5xx by themselves: those are used only where trying again can help.
    var status: Int {
        switch self {
        case .keyMissing, .keyUnknown, .keyExpired, .keyRevoked, .noKeysIssued: 401
        case .sentByWebPage: 403
        case .routeUnknown, .modelUnknown: 404
        case .contentTypeRefused, .contentEncodingRefused, .unreadable, .attachment, .notInspected,
            .bodyCutOff:
            400
        case .bodyTooSlow: 408
        case .bodyTooLarge: 413
        case .keyFileUnusable, .evidenceUnavailable, .endpointKeyMissing: 503
        case .endpointUnreachable, .endpointRejectsKey, .endpointFails, .answerUnusable, .answerTooLarge,
            .answerNotInspected:
            502
        case .endpointTooSlow: 504
        case .endpointBusy: 429
        case .endpointRefuses(_, let status): status
        }
    }

    /// OpenAI's `code`, a closed set of words.
    var code: String {
        switch self {
        case .keyMissing, .keyUnknown, .keyExpired, .keyRevoked, .noKeysIssued: "invalid_api_key"
        case .sentByWebPage: "origin_not_allowed"
        case .routeUnknown: "unknown_url"
        case .modelUnknown: "model_not_found"
        case .contentTypeRefused, .contentEncodingRefused: "unsupported_content"
        case .bodyTooSlow, .bodyCutOff: "request_incomplete"
        case .bodyTooLarge: "request_too_large"
        case .unreadable(let error): error.label
        case .attachment: "uninspectable_attachment"
        case .notInspected: "content_filter"
        case .keyFileUnusable, .evidenceUnavailable, .endpointKeyMissing: "cloakroom_unavailable"
        case .endpointUnreachable: "endpoint_unreachable"
        case .endpointTooSlow: "endpoint_timeout"
        case .endpointRejectsKey: "endpoint_rejects_key"
        case .endpointBusy: "rate_limit_exceeded"
        case .endpointRefuses: "endpoint_refused"
        case .endpointFails: "endpoint_failed"
        case .answerUnusable, .answerTooLarge: "endpoint_answer_unusable"
        case .answerNotInspected: "answer_not_inspected"
        }
    }

    /// OpenAI's `type`.
    var type: String {
        switch status {
        case 401: "authentication_error"
        case 429: "rate_limit_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }

    /// The field that is meant, where there is one.
    var param: String? {
        switch self {
        case .unreadable(let error): error.place
        case .modelUnknown: "model"
        case .notInspected: "messages"
        default: nil
        }
    }

    /// Whether the client's own retry could help.
    var isWorthRetrying: Bool {
        switch self {
        case .endpointUnreachable, .endpointTooSlow, .endpointBusy, .endpointFails: true
        default: false
        }
    }

    /// A constant word for logs, metrics and evidence.
    public var label: String {
        switch self {
        case .keyMissing: "key_missing"
        case .keyUnknown: "key_unknown"
        case .keyExpired: "key_expired"
        case .keyRevoked: "key_revoked"
        case .noKeysIssued: "no_keys_issued"
        case .keyFileUnusable(let error): error.label
        case .sentByWebPage: "sent_by_web_page"
        case .routeUnknown: "route_unknown"
        case .contentTypeRefused: "content_type_refused"
        case .contentEncodingRefused: "content_encoding_refused"
        case .bodyTooLarge: "body_too_large"
        case .bodyTooSlow: "body_too_slow"
        case .bodyCutOff: "body_cut_off"
        case .unreadable(let error): error.label
        case .attachment(let error): error.label
        case .modelUnknown: "model_unknown"
        case .notInspected(let error): error.label
        case .evidenceUnavailable: "evidence_unavailable"
        case .endpointKeyMissing: "endpoint_key_missing"
        case .endpointUnreachable: "endpoint_unreachable"
        case .endpointTooSlow: "endpoint_too_slow"
        case .endpointRejectsKey: "endpoint_rejects_key"
        case .endpointBusy: "endpoint_busy"
        case .endpointRefuses: "endpoint_refuses"
        case .endpointFails: "endpoint_fails"
        case .answerUnusable: "answer_unusable"
        case .answerTooLarge: "answer_too_large"
        case .answerNotInspected(let label): "answer_\(label)"
        }
    }
}
