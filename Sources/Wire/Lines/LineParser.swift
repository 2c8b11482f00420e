/// Cuts a byte stream into lines, wherever the chunks were cut: newline-delimited JSON.
///
/// Empty lines are left out; a CR before the line's end is not part of it.
public struct LineParser: ~Copyable, Sendable {
    private var line: [UInt8] = []
    private let byteCountMax: Int

    /// - Parameter byteCountMax: Longest line, in bytes; a longer one is an error, not a big allocation.
    public init(byteCountMax: Int = 1 << 20) { self.byteCountMax = byteCountMax }

    /// Takes the next bytes and appends the lines that are complete now.
    ///
    /// - Throws: `WireError.eventTooLarge`; the stream cannot be read on after that.
    public mutating func feed(_ chunk: Span<UInt8>, into lines: inout [[UInt8]]) throws(WireError) {
        var at = 0
        while at < chunk.count {
            var end = at
            while end < chunk.count, chunk[end] != .lf { end += 1 }
            guard line.count + end - at <= byteCountMax else {
                throw .eventTooLarge(byteCountMax: byteCountMax)
            }
            line.append(copying: chunk, at..<end)
            guard end < chunk.count else { return }
            endLine(into: &lines)
            at = end + 1
        }
    }

    /// Ends the stream; the last line needs no line end.
    public consuming func finish(into lines: inout [[UInt8]]) { endLine(into: &lines) }

    private mutating func endLine(into lines: inout [[UInt8]]) {
        if line.last == .cr { line.removeLast() }
        if !line.isEmpty { lines.append(line) }
        line.removeAll(keepingCapacity: true)
    }
}
