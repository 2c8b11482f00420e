import Redaction
import Wire

extension GatewayError {
    /// What the person at the client reads: what happened, what became of the prompt, what to do.
    public var message: String {
        "\(problem) \(fate) \(remedy)"
    }

    /// What happened, in one sentence.
    public var problem: String {
        switch self {
        case .keyMissing: "Cloakroom needs a key and got none."
        case .keyUnknown: "Cloakroom does not know this key."
        case .keyExpired: "This key has expired."
        case .keyRevoked: "This key was withdrawn."
        case .noKeysIssued: "No keys have been issued yet, so Cloakroom serves only the machine it runs on."
        case .keyFileUnusable(let error): error.problem
        case .sentByWebPage: "This request was sent by a web page."
        case .routeUnknown: "Cloakroom does not serve this address."
        case .contentTypeRefused: "The request is not JSON."
        case .contentEncodingRefused: "The request is compressed, so it cannot be inspected."
        case .bodyTooLarge(let byteCountMax): "The request is larger than \(byteCountMax) bytes."
        case .bodyTooSlow: "The request did not arrive in time."
        case .bodyCutOff: "The request ended too early."
        case .unreadable(let error): error.problem
        case .attachment(let error): error.problem
        case .modelUnknown: "This model is not approved."
        case .notInspected(let error): error.problem
        case .evidenceUnavailable: "Cloakroom cannot write its evidence, so it sends nothing."
        case .endpointKeyMissing(let endpoint): "Cloakroom has no key for the endpoint \(endpoint)."
        case .endpointUnreachable(let endpoint): "The endpoint \(endpoint) cannot be reached."
        case .endpointTooSlow(let endpoint): "The endpoint \(endpoint) did not answer in time."
        case .endpointRejectsKey(let endpoint): "The endpoint \(endpoint) does not accept Cloakroom's key."
        case .endpointBusy(let endpoint, _): "The endpoint \(endpoint) takes no more requests at the moment."
        case .endpointRefuses(let endpoint, let status):
            "The endpoint \(endpoint) refused the request (\(status))."
        case .endpointFails(let endpoint, let status): "The endpoint \(endpoint) failed (\(status))."
        case .answerUnusable(let endpoint):
            "The endpoint \(endpoint) answered with something that is no answer."
        case .answerNotInspected:
            "The answer could not be inspected to its end, so the rest of it stays here."
        case .answerTooLarge(let endpoint): "The answer of the endpoint \(endpoint) is too large."
        }
    }

    /// What became of the prompt.
    private var fate: String {
        switch self {
        case .endpointTooSlow, .endpointRejectsKey, .endpointBusy, .endpointRefuses, .endpointFails,
            .answerUnusable, .answerTooLarge, .answerNotInspected:
            "The redacted prompt had been sent."
        default:
            "Nothing was sent to the AI service."
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .keyMissing, .keyUnknown, .keyExpired, .keyRevoked:
            "Ask IT for a key, and put it where your client asks for an API key."
        case .noKeysIssued: "IT: run `cloakroom keys issue`."
        case .keyFileUnusable(let error): "IT: \(error.hint)"
        case .sentByWebPage: "Use a client program; a page in a browser cannot use Cloakroom."
        case .routeUnknown: "Check your client's base URL: `cloakroom config surfaces` lists what is served."
        case .contentTypeRefused: "Send content-type: application/json."
        case .contentEncodingRefused: "Switch compression of requests off."
        case .bodyTooLarge: "Send less text at once."
        case .bodyTooSlow, .bodyCutOff: "Try again."
        case .unreadable(let error): error.hint
        case .attachment(let error): error.hint
        case .modelUnknown(let offered) where offered.isEmpty:
            "No model is approved for this kind of client. Ask IT which AI you may use."
        case .modelUnknown(let offered):
            "Choose one of these in your client: \(offered.joined(separator: ", "))."
        case .notInspected(let error): error.hint
        case .evidenceUnavailable(let label): "Tell IT: the audit log reports \(label)."
        case .endpointKeyMissing: "Tell IT: set the variable or credential that the endpoint register names."
        case .endpointUnreachable, .endpointFails: "Try again in a minute. If it stays, tell IT."
        case .endpointTooSlow: "Try again, perhaps with less text."
        case .endpointRejectsKey: "Tell IT: the endpoint's key is wrong or has run out."
        case .endpointBusy: "Wait a little and try again."
        case .endpointRefuses: "Check what your client asks for, such as the length of the answer."
        case .answerUnusable: "Tell IT: the endpoint's address may be wrong."
        case .answerNotInspected(let label): "Try again. If it stays, tell IT: the scanner reports \(label)."
        case .answerTooLarge: "Ask for a shorter answer."
        }
    }
}
