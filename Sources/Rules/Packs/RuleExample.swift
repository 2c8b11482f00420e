/// A text that a rule must find something in, or must not.
public struct RuleExample: Sendable {
    /// Without the marks.
    public let text: [UInt8]
    /// What the rule must find, in bytes of `text`; empty for a skip example.
    public let finds: [Range<Int>]
    public let line: Int
    public let column: Int

    public var isSkip: Bool { finds.isEmpty }

    /// Reads a text with «…» around exactly what must be found; nil when a mark is missing its other half.
    init?(marked: String, line: Int, column: Int) {
        var text: [UInt8] = []
        var finds: [Range<Int>] = []
        var open: Int?
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«":
                guard open == nil else { return nil }
                open = text.count
            case "»":
                guard let start = open, start < text.count else { return nil }
                finds.append(start..<text.count)
                open = nil
            default:
                text += Array(String(scalar).utf8)
            }
        }
        guard open == nil else { return nil }
        self.text = text
        self.finds = finds
        self.line = line
        self.column = column
    }
}
