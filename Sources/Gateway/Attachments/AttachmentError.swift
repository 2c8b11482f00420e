public import Extraction

/// Why an attachment was not read; no prompt with it may leave.
public enum AttachmentError: Error, Hashable, Sendable {
    case unreadable(DocumentKind, ExtractionError)
    /// More attachments wait than may.
    case busy(DocumentKind)
    /// The client has hung up.
    case cancelled

    /// What happened, in one sentence for the person who attached the file.
    public var problem: String {
        switch self {
        case .unreadable(let kind, let error): error.problem(of: kind)
        case .busy: "Cloakroom inspects too many attachments at the moment."
        case .cancelled: "The request was given up."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .unreadable(let kind, let error): error.hint(for: kind)
        case .busy: "Wait a little and try again."
        case .cancelled: "Try again."
        }
    }

    /// A constant word for logs, metrics and evidence.
    public var label: String {
        switch self {
        case .unreadable(_, let error): "attachment_\(error.label)"
        case .busy: "attachment_busy"
        case .cancelled: "attachment_cancelled"
        }
    }
}
