/// Why evidence could not be written or read.
public enum AuditError: Error, Hashable, Sendable {
    /// The file or its folder cannot be opened; the code is SQLite's.
    case cannotOpen(path: String, code: Int32)
    case missing(path: String)
    /// Another process writes it.
    case inUse(path: String)
    /// Written by a later version of Cloakroom.
    case newerSchema(path: String)
    case writeFailed(code: Int32)
    case readFailed(code: Int32)
    /// An entry does not match its digest or its place.
    case corrupt(sequence: Int64)
    /// There is no INTENT to conclude.
    case unknownExchange
    /// The exchange has this kind of entry already.
    case alreadyRecorded

    /// What is wrong, in one sentence.
    public var problem: String {
        switch self {
        case .cannotOpen(let path, let code): "The audit log \(path) cannot be opened (SQLite \(code))."
        case .missing(let path): "There is no audit log at \(path)."
        case .inUse(let path): "Another Cloakroom writes the audit log \(path)."
        case .newerSchema(let path): "The audit log \(path) was written by a later version."
        case .writeFailed(let code): "The audit log cannot be written (SQLite \(code))."
        case .readFailed(let code): "The audit log cannot be read (SQLite \(code))."
        case .corrupt(let sequence): "Entry \(sequence) of the audit log was damaged or altered."
        case .unknownExchange: "The audit log has no such exchange."
        case .alreadyRecorded: "The audit log has this record of the exchange already."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .cannotOpen: "Check the folder, who may write there, and the space on the disk."
        case .missing:
            "Give the path with --config or CLOAKROOM_AUDIT; the gateway makes the log when it starts."
        case .inUse: "Stop the other one, or give each its own with CLOAKROOM_AUDIT."
        case .newerSchema: "Install that version again, or point Cloakroom at another file."
        case .writeFailed: "Check the space on the disk and who may write there."
        case .readFailed: "Check who may read the file and that it is whole."
        case .corrupt: "Keep the file as it is and tell the DPO; bring a copy back from the backup."
        case .unknownExchange: "Check the reference."
        case .alreadyRecorded: "This is a fault in Cloakroom: tell IT the reference."
        }
    }

    /// A constant word for logs, metrics and error bodies.
    public var label: String {
        switch self {
        case .cannotOpen: "audit_cannot_open"
        case .missing: "audit_missing"
        case .inUse: "audit_in_use"
        case .newerSchema: "audit_newer_schema"
        case .writeFailed: "audit_write_failed"
        case .readFailed: "audit_read_failed"
        case .corrupt: "audit_corrupt"
        case .unknownExchange: "audit_unknown_exchange"
        case .alreadyRecorded: "audit_already_recorded"
        }
    }
}
