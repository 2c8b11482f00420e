/// Which text of an answer a piece continues.
public struct AnswerChannel: Hashable, Comparable, Sendable {
    /// The choice, output item or content block, by the API's index.
    public let output: Int
    /// The tool call or content part within it; 0 where there is one.
    public let part: Int
    /// The field's name: `content`, `reasoning_content`, `arguments`.
    public let field: String
    /// Whether the text is the source of a JSON document: values are escaped as they are put in.
    public let isJSON: Bool

    public init(output: Int, part: Int = 0, field: String, isJSON: Bool = false) {
        self.output = output
        self.part = part
        self.field = field
        self.isJSON = isJSON
    }

    public static func < (a: AnswerChannel, b: AnswerChannel) -> Bool {
        if (a.output, a.part, a.field) != (b.output, b.part, b.field) {
            return (a.output, a.part, a.field) < (b.output, b.part, b.field)
        }
        return !a.isJSON && b.isJSON
    }
}
