internal import Detection

/// A part of one text of a request, or all of it.
public struct TextPiece: Hashable, Sendable {
    /// The index of the request's segment.
    public let segment: Int
    public let bytes: Range<Int>

    /// Whether something that was found in the text lies in it.
    func holds(_ found: Finding) -> Bool {
        bytes.lowerBound <= found.bytes.lowerBound && found.bytes.upperBound <= bytes.upperBound
    }
}
