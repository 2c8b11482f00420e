/// How the events of a stream are told apart.
enum StreamFraming: Sendable {
    /// Server-sent events without names, with `[DONE]` at the end.
    case doneTerminated
    /// Server-sent events named by their `type`.
    case named
    /// Server-sent events without names or an end, their lines ended by CRLF.
    case bare
    /// A JSON value a line.
    case lines
    /// One JSON array that grows.
    case array

    var contentType: String {
        switch self {
        case .doneTerminated, .named, .bare: "text/event-stream"
        case .lines: "application/x-ndjson"
        case .array: "application/json"
        }
    }

    /// The bytes of one event.
    func frame(_ event: StreamEvent, isFirst: Bool) throws -> String {
        let json = try event.json.encoded()
        return switch self {
        case .doneTerminated: "data: \(json)\n\n"
        case .named: "event: \(event.json["type"].string ?? "message")\ndata: \(json)\n\n"
        case .bare: "data: \(json)\r\n\r\n"
        case .lines: json + "\n"
        case .array: (isFirst ? "[" : ",\r\n") + json
        }
    }

    /// What follows the last event.
    var end: String {
        switch self {
        case .doneTerminated: "data: [DONE]\n\n"
        case .named, .bare, .lines: ""
        case .array: "]"
        }
    }
}
