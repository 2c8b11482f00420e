/// A request to Cloakroom's own API: `{"text": "…"}` and nothing else.
public struct OwnRequest: Sendable {
    public let text: [UInt8]

    /// Reads the body as strictly as those that are sent on.
    public init(_ body: [UInt8], limits: JSONLimits) throws(WireError) {
        let tape = try JSONTape(parsing: body, limits: limits)
        guard tape.kind(JSONTape.root) == .object else { throw .wrongType(place: "", expected: .object) }
        for (key, _) in tape.members(JSONTape.root) where !tape.isText(key, "text") {
            throw .unknownField(place: "", at: Int(tape.nodes[key].start))
        }
        guard let node = tape.member("text", of: JSONTape.root) else { throw .missingField(place: "text") }
        guard tape.kind(node) == .string else { throw .wrongType(place: "text", expected: .text) }
        text = tape.text(node)
    }
}
