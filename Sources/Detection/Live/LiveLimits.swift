/// What of a text that is read while it arrives may still be shown otherwise than its bytes say.
///
/// A request's suspects share a view up to a gap that two views leave, in blocks of 32 KB. Nobody waits so long for an
/// answer: here only those share one that are near to one another, as in one value, in blocks of 1 KB. Each view still shows
/// as much around them. So a value in one disguise beside a context word in another one may be told otherwise than in a request.
struct LiveLimits {
    /// Up to here no view will show anything new.
    var open = 0
    /// Views are made of suspects up to here, so that `open` is told by the first of them, and not by how much was there.
    var viewEnd = 0

    static let viewBlockByteCount = 1_024
    /// How far apart two suspects may stand that share a view, in bytes.
    static let viewGap = 64

    /// Up to where the suspects must be known for a group of them to be complete.
    static func end(of group: ViewSearch.Group) -> Int {
        min(
            (group.places.upperBound / viewBlockByteCount + 1) * viewBlockByteCount,
            group.places.upperBound + viewGap + 1)
    }
}
