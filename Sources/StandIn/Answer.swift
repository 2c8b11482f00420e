/// What the stand-in says to one prompt.
enum Answer: Sendable {
    case text(String)
    /// Calls a tool with `{"text": …}`.
    case toolCall(name: String, text: String)

    /// The tool's arguments, or the JSON that was asked for.
    static func object(_ text: String) -> JSON { ["text": .string(text)] }
}
