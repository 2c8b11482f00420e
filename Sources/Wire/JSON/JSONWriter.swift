/// Writes JSON front to back, without spaces.
///
/// Commas, quotes, escapes and closing brackets are the writer's work; that keys stand in objects only, and
/// before each value there, is the caller's.
public struct JSONWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    /// Whether a value has ended, so that a comma must come before the next one.
    private var needsComma = false

    public init() {}

    public mutating func object(_ members: (inout JSONWriter) -> Void) {
        nest("{", "}", members)
    }

    public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        nest("[", "]", elements)
    }

    public mutating func key(_ name: String) {
        string(name)
        bytes.append(.colon)
        needsComma = false
    }

    public mutating func string(_ text: String) { string(Array(text.utf8)) }

    /// - Parameter text: Well-formed UTF-8.
    public mutating func string(_ text: [UInt8]) {
        beginValue()
        JSONString.append(escaping: text.span, to: &bytes)
    }

    public mutating func number(_ value: Int) { verbatim("\(value)".utf8) }

    public mutating func bool(_ value: Bool) { verbatim((value ? "true" : "false").utf8) }

    public mutating func null() { verbatim("null".utf8) }

    /// A value that is JSON already.
    mutating func verbatim(_ json: some Sequence<UInt8>) {
        beginValue()
        bytes += json
    }

    private mutating func nest(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ content: (inout Self) -> Void
    ) {
        beginValue()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        content(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func beginValue() {
        if needsComma { bytes.append(.comma) }
        needsComma = true
    }
}
