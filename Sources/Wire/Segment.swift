/// One text field of a request.
public struct Segment: Sendable {
    /// What the token is, and so whether it can be rewritten.
    public enum Kind: Sendable {
        case string
        /// A key of an object; it is inspected but cannot be rewritten.
        case key
        /// A number in its spelling; it is inspected but cannot be rewritten.
        case number
    }

    /// Unescaped UTF-8.
    public let text: [UInt8]
    /// Where it stands: `messages[2].content[0].text`.
    ///
    /// Names that Cloakroom declares and indices, nothing else; a key of the client's shows as `*`, and below
    /// four levels of those the place stops.
    public let place: String
    public let kind: Kind
    /// The token in the body, quotes included.
    public let bytes: Range<Int>
}
