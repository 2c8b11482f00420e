/// Cuts a byte stream into server-sent events, wherever the chunks were cut.
///
/// Takes time linear in the bytes and memory of at most one event.
/// Source: WHATWG HTML, 9.2.6 “Interpreting an event stream”. The fields `id` and `retry` are read over:
/// they serve reconnecting, which no AI client does.
public struct EventStreamParser: ~Copyable, Sendable {
    private enum State {
        /// At most the first two bytes of a byte order mark were seen, nothing else.
        case start(markByteCount: Int)
        /// Before or inside a line.
        case line
        /// After CR; an LF now is the rest of CRLF, not an empty line.
        case afterCR
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private var state = State.start(markByteCount: 0)
    private var line: [UInt8] = []
    private var name: [UInt8]?
    private var data: [UInt8] = []
    private var hasData = false
    private let byteCountMax: Int

    /// - Parameter byteCountMax: Largest event, in bytes; a larger one is an error, not a big allocation.
    public init(byteCountMax: Int = 1 << 20) { self.byteCountMax = byteCountMax }

    /// Takes the next bytes and appends the events that are complete now.
    ///
    /// - Throws: `WireError.eventTooLarge`; the stream cannot be read on after that.
    public mutating func feed(
        _ chunk: Span<UInt8>,
        into events: inout [ServerSentEvent]
    ) throws(WireError) {
        var at = 0
        while at < chunk.count {
            switch state {
            case .start(let count):
                guard chunk[at] == Self.byteOrderMark[count] else {
                    // Not a byte order mark after all: what was taken for its start is text.
                    line += Self.byteOrderMark[..<count]
                    state = .line
                    continue
                }
                state = count == 2 ? .line : .start(markByteCount: count + 1)
                at += 1
            case .afterCR:
                if chunk[at] == .lf { at += 1 }
                state = .line
            case .line:
                let end = Self.lineEnd(chunk, from: at)
                try appendToLine(chunk, at..<end)
                guard end < chunk.count else { return }
                endLine(into: &events)
                state = chunk[end] == .cr ? .afterCR : .line
                at = end + 1
            }
        }
    }

    /// Ends the stream and tells whether the end cut something off.
    ///
    /// Appends nothing, for an event without its empty line is no event.
    public consuming func finish(into events: inout [ServerSentEvent]) -> Bool {
        if case .start(let count) = state, count > 0 { return true }
        return !line.isEmpty || hasData || name != nil
    }

    /// Where the next CR or LF stands, or the end of the chunk.
    private static func lineEnd(_ chunk: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < chunk.count, chunk[end] != .lf, chunk[end] != .cr { end += 1 }
        return end
    }

    private mutating func appendToLine(_ chunk: Span<UInt8>, _ range: Range<Int>) throws(WireError) {
        let byteCount = line.count + (name?.count ?? 0) + data.count + range.count
        guard byteCount <= byteCountMax else { throw .eventTooLarge(byteCountMax: byteCountMax) }
        line.append(copying: chunk, range)
    }

    private mutating func endLine(into events: inout [ServerSentEvent]) {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return dispatch(into: &events) }
        guard line[0] != .colon else { return events.append(.heartbeat) }
        let colon = line.firstIndex(of: .colon) ?? line.count
        var value = line[min(colon + 1, line.count)...]
        if value.first == .space { value.removeFirst() }
        let field = line[..<colon]
        if field.elementsEqual("data".utf8) {
            if hasData { data.append(.lf) }
            data += value
            hasData = true
        } else if field.elementsEqual("event".utf8) {
            // An empty name is the default one.
            name = value.isEmpty ? nil : Array(value)
        }
    }

    /// An empty line ends an event; one without data is none.
    private mutating func dispatch(into events: inout [ServerSentEvent]) {
        if hasData { events.append(ServerSentEvent(name: name, data: data)) }
        name = nil
        data.removeAll(keepingCapacity: true)
        hasData = false
    }
}
