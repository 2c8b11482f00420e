import Redaction

extension AnswerFraming {
    /// What a streamed answer says that it is.
    var contentType: String {
        switch self {
        case .events: "text/event-stream"
        case .lines: "application/x-ndjson"
        }
    }
}
