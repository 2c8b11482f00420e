/// Writes server-sent events.
public enum EventStreamWriter {
    /// Appends an event: its name, one `data:` a line of its data, and the empty line that ends it.
    ///
    /// A CR ends a line as LF does, or a reader would take what follows for a field; JSON has it between
    /// tokens only, where it means nothing. The name must hold neither.
    public static func append(_ event: ServerSentEvent, to out: inout [UInt8]) {
        guard !event.isHeartbeat else {
            out += ":\n\n".utf8
            return
        }
        if let name = event.name {
            precondition(!name.contains(where: endsLine), "the name of an event must be one line")
            out += "event: ".utf8
            out += name
            out.append(.lf)
        }
        for line in event.data.split(omittingEmptySubsequences: false, whereSeparator: endsLine) {
            out += "data: ".utf8
            out += line
            out.append(.lf)
        }
        out.append(.lf)
    }

    private static func endsLine(_ byte: UInt8) -> Bool { byte == .lf || byte == .cr }
}
