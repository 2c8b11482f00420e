public import Detection

/// Why a request could not be judged.
///
/// Every case means “blocked”.
public enum InspectionError: Error, Hashable, Sendable {
    /// The scanner stopped before the end of a field.
    case scan(ScanError, place: String)
    /// What would be sent could not be read back, or still holds a value that was to be replaced.
    case redactionFailed

    /// What happened, in one sentence.
    public var problem: String {
        switch self {
        case .scan(let error, let place): "\(place) could not be inspected to its end. \(error.problem)"
        case .redactionFailed: "The redacted request did not pass its own check."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .scan(let error, _): error.hint
        case .redactionFailed: "Tell IT the reference in this message: this is a fault in Cloakroom."
        }
    }

    /// A constant word for logs, metrics and evidence.
    public var label: String {
        switch self {
        case .scan(let error, _): error.label
        case .redactionFailed: "redaction_failed"
        }
    }
}
