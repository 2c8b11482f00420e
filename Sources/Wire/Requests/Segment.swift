/// One text field of a request.
public struct Segment: Sendable {
    /// What the token is, and so whether it can be rewritten.
    public enum Kind: Sendable {
        case string
        /// A key of an object; it is inspected but cannot be rewritten.
        case key
        /// A number in its spelling; it is inspected but cannot be rewritten.
        case number
        /// A string that the endpoint signed or will compare; it is inspected but must not be rewritten.
        case fixed
        /// A string that becomes a vector: rewritten, it would be the vector of another text.
        case vector
    }

    /// Who wrote it, as far as the request says.
    public enum Author: Sendable {
        /// Whoever asks, a tool that was called for them, or nobody in particular.
        case client
        /// The model, in an earlier answer that is sent back: its text, its tool calls.
        case model
        /// Whoever made the client: tools and forms of answers, the same in each request.
        case application
    }

    /// Unescaped UTF-8.
    public let text: [UInt8]
    /// Where it stands: `messages[2].content[0].text`.
    ///
    /// Names that Cloakroom declares and indices, nothing else; a key of the client's shows as `*`, and below
    /// four levels of those the place stops.
    public let place: String
    public let kind: Kind
    /// Whether it is a text of the conversation, which a reader reads on from into the next one.
    public let isRunning: Bool
    public let author: Author
    /// The token in its document, quotes included.
    let bytes: Range<Int>
    /// Which of the request's documents it stands in: 0 is the body, others are JSON inside a string.
    let document: Int
}
