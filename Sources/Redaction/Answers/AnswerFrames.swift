public import Wire

/// How the events of a streamed answer are told apart.
public enum AnswerFraming: Sendable {
    /// Server-sent events.
    case events
    /// One JSON document a line.
    case lines
}

extension Surface {
    public var framing: AnswerFraming { family == .ollama ? .lines : .events }
}

/// Reads and writes the events of a streamed answer in either framing.
struct AnswerFrames: ~Copyable, Sendable {
    private let framing: AnswerFraming
    private var events: EventStreamParser
    private var lines: LineParser

    init(_ framing: AnswerFraming, byteCountMax: Int) {
        self.framing = framing
        events = EventStreamParser(byteCountMax: byteCountMax)
        lines = LineParser(byteCountMax: byteCountMax)
    }

    mutating func feed(_ chunk: Span<UInt8>, into out: inout [ServerSentEvent]) throws(WireError) {
        switch framing {
        case .events: try events.feed(chunk, into: &out)
        case .lines:
            var found: [[UInt8]] = []
            try lines.feed(chunk, into: &found)
            out += found.map { ServerSentEvent(data: $0) }
        }
    }

    /// Ends the stream; a last line without an end counts.
    mutating func finish(into out: inout [ServerSentEvent]) {
        guard case .lines = framing else { return }
        var parser = LineParser()
        swap(&parser, &lines)
        var found: [[UInt8]] = []
        parser.finish(into: &found)
        out += found.map { ServerSentEvent(data: $0) }
    }

    func append(_ event: ServerSentEvent, to out: inout [UInt8]) {
        switch framing {
        case .events: EventStreamWriter.append(event, to: &out)
        case .lines:
            guard !event.isHeartbeat else { return }
            // A line end inside means nothing to JSON and would end the line here.
            out += event.data.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
            out.append(0x0A)
        }
    }
}
