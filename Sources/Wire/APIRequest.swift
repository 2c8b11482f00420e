/// A request to an AI API, read strictly: what it asks for, and every text in it.
public struct APIRequest: Sendable {
    /// As it came.
    public let body: [UInt8]
    public let model: String
    public let isStreaming: Bool
    public let messageCount: Int
    /// Every string, every number, and every key that is not declared, in the order of the body.
    ///
    /// Left out are only words that were checked against a closed list: `role`, `type` of a part, `model`.
    public let segments: [Segment]

    /// Reads a chat completions request.
    ///
    /// - Throws: For everything that is not declared or could be read in two ways.
    public static func chatCompletions(_ body: [UInt8], limits: JSONLimits) throws(WireError) -> APIRequest {
        let tape = try JSONTape(parsing: body, limits: limits)
        var reader = ChatRequestReader(tape)
        try reader.read()
        return APIRequest(
            body: body, model: reader.model, isStreaming: reader.isStreaming,
            messageCount: reader.messageCount, segments: reader.segments
        )
    }

    /// The body with some segments' texts replaced.
    ///
    /// All bytes outside of them stay exactly as they came.
    ///
    /// Replacements are indices of string segments, in ascending order, with their new unescaped text.
    public func rewriting(_ replacements: [(segment: Int, text: [UInt8])]) -> [UInt8] {
        JSONTape.rewriting(
            body,
            replacements.map { replacement in
                precondition(segments[replacement.segment].kind == .string, "only strings can be rewritten")
                return (segments[replacement.segment].bytes, replacement.text)
            }
        )
    }
}
