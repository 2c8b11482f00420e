public import Detection
public import Wire

/// Why an answer cannot be shown any further.
public enum AnswerError: Error, Hashable, Sendable {
    /// The endpoint sent something that is no answer of its API.
    case unreadable(WireError)
    /// The scanner stopped before the end of a text.
    case notInspected(ScanError)
}
