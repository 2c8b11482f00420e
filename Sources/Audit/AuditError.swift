/// Why evidence could not be written or read.
public enum AuditError: Error, Hashable, Sendable {
    /// The file or its folder cannot be opened; the code is SQLite's.
    case cannotOpen(path: String, code: Int32)
    case missing(path: String)
    /// Another process writes it.
    case inUse(path: String)
    /// Written by an early version of Cloakroom, as no tree.
    case olderSchema(path: String)
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
    /// Opened for reading.
    case readOnly
    /// The log has keys, and they are not in their folder.
    case keysMissing(path: String)
    case keysUnusable(path: String)
    /// A log's name has 1 to 255 visible ASCII characters, and no `+`.
    case originUnusable(String)
    /// The log is not what this machine wrote: its newest checkpoint or MACs do not match.
    case altered(path: String)
    /// An older copy stands where the log was.
    case rolledBack(path: String)
    /// What a verifier brings cannot be read: a key, a MAC key, a checkpoint, an export, a proof.
    case trustUnusable(what: String)
    /// Nothing is kept of the exchange, or nothing any more.
    case nothingKept
    case noSuchHold
    /// Somebody holds the exchange, so it cannot be erased.
    case held
    /// A word that is not one of those in the list, or a reference that is none.
    case requestUnusable
    /// There is no checkpoint yet.
    case notSignedYet
    /// The clock is behind the newest entry.
    case clockWentBack(milliseconds: Int64)
    /// The build has no PostgreSQL in it.
    case databaseNotBuiltIn
    /// Where the database is cannot be read.
    case databaseAddressUnusable
    /// A password stands where everybody reads it.
    case databasePasswordShown
    /// No connection, or none any more.
    case databaseAway
    /// The database says no; a code of five characters, as SQL has them. Its own words may hold data.
    case databaseRefused(state: String)
    /// Another gateway has a connection for the same origin.
    case originInUse(origin: String)
    /// The database takes the log from another account only.
    case originOfOtherAccount(origin: String)
    /// The database has entries that the log has not.
    case copyLonger(origin: String)
    /// The database has other entries than the log.
    case copyDiffers(origin: String)
    /// The database lost entries that it had.
    case copyShorter(origin: String)
    /// So many entries are not in the database yet.
    case backlogFull(count: Int64)
    case noSuchOrigin(String)

    /// What is wrong, in one sentence.
    public var problem: String {
        switch self {
        case .cannotOpen(let path, let code): "The audit log \(path) cannot be opened (SQLite \(code))."
        case .missing(let path): "There is no audit log at \(path)."
        case .inUse(let path): "Another Cloakroom writes the audit log \(path)."
        case .olderSchema(let path):
            "The audit log \(path) was written by an early version, whose evidence could not be verified."
        case .newerSchema(let path): "The audit log \(path) was written by a later version."
        case .writeFailed(let code): "The audit log cannot be written (SQLite \(code))."
        case .readFailed(let code): "The audit log cannot be read (SQLite \(code))."
        case .corrupt(let sequence): "Entry \(sequence) of the audit log was damaged or altered."
        case .unknownExchange: "The audit log has no such exchange."
        case .alreadyRecorded: "The audit log has this record of the exchange already."
        case .readOnly: "The audit log is open for reading only."
        case .keysMissing(let path): "The audit log's keys are not in \(path)."
        case .keysUnusable(let path): "The audit log's keys in \(path) cannot be read or written."
        case .originUnusable(let origin): "An audit log cannot be named “\(origin)”."
        case .altered(let path): "The audit log \(path) is not as Cloakroom wrote it."
        case .rolledBack(let path):
            "The audit log \(path) is an older copy: entries that this machine wrote are not in it."
        case .trustUnusable(let what): "The \(what) cannot be read."
        case .nothingKept: "No original is kept of this exchange."
        case .noSuchHold: "There is no such hold, or it has ended."
        case .held: "The exchange is held, so it cannot be erased."
        case .requestUnusable: "This cannot be asked of an audit log."
        case .notSignedYet: "The audit log was not signed yet."
        case .clockWentBack(let milliseconds):
            "The clock is \(milliseconds / 1_000) seconds behind the newest record of the audit log."
        case .databaseNotBuiltIn: "This build of Cloakroom has no PostgreSQL in it."
        case .databaseAddressUnusable: "The address of the evidence's database cannot be read."
        case .databasePasswordShown:
            "The address of the evidence's database has a password in it, for all to read."
        case .databaseAway: "The evidence's database cannot be reached, or does not let this account in."
        case .databaseRefused(let state): "The evidence's database refuses (SQLSTATE \(state))."
        case .originInUse(let origin): "Another gateway copies a log named \(origin) to the database."
        case .originOfOtherAccount(let origin):
            "The log \(origin) belongs to another account of the evidence's database."
        case .copyLonger(let origin):
            "The database has entries of the log \(origin) that are not in it: the log here is an older copy."
        case .copyDiffers(let origin):
            "The database has other entries of the log \(origin) than the log here."
        case .copyShorter(let origin):
            "The database has lost entries of the log \(origin); they are copied again."
        case .backlogFull(let count): "\(count) entries of the evidence are not in the database yet."
        case .noSuchOrigin(let origin): "The database has no log named \(origin)."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .cannotOpen: "Check the folder, who may write there, and the space on the disk."
        case .missing:
            "Give the path with --config or CLOAKROOM_AUDIT; the gateway makes the log when it starts."
        case .inUse: "Stop the other one, or give each its own with CLOAKROOM_AUDIT."
        case .olderSchema: "Keep it for the DPO, and let CLOAKROOM_AUDIT name a new one."
        case .newerSchema: "Install that version again, or point Cloakroom at another file."
        case .writeFailed: "Check the space on the disk and who may write there."
        case .readFailed: "Check who may read the file and that it is whole."
        case .corrupt: "Keep the file as it is and tell the DPO; bring a copy back from the backup."
        case .unknownExchange: "Check the reference."
        case .alreadyRecorded: "This is a fault in Cloakroom: tell IT the reference."
        case .readOnly: "Stop the gateway and try again, or ask the gateway itself."
        case .keysMissing, .keysUnusable:
            """
            Bring the folder back from the backup. If it is lost, keep the log for the DPO, and let \
            CLOAKROOM_AUDIT name a new one.
            """
        case .originUnusable: "Use 1 to 255 letters, digits and signs without spaces or “+”."
        case .altered, .rolledBack:
            """
            Keep it as it is and tell the DPO, who can see what changed with `cloakroom audit verify`. To go on, let \
            CLOAKROOM_AUDIT name a new log.
            """
        case .trustUnusable: "Give the file as Cloakroom wrote it."
        case .nothingKept:
            "Originals are kept of blocked prompts, when evidence keys are configured, until their time is over."
        case .noSuchHold: "`cloakroom audit holds` lists those that are in force."
        case .held: "`cloakroom audit holds` tells who holds it; end the hold first."
        case .requestUnusable: "Check the reference and the words; `--help` lists them."
        case .notSignedYet: "Start the gateway, or wait a minute: it signs the log once a minute."
        case .clockWentBack:
            "Set the clock right. If it is right, Cloakroom takes it within a minute, and records that it changed."
        case .databaseNotBuiltIn: "Build it with `--traits PostgreSQL`, or remove `audit_database`."
        case .databaseAddressUnusable:
            "Write postgresql://USER@HOST/DATABASE, or env:NAME or credential:NAME where it has a password."
        case .databasePasswordShown:
            "Put the address into a credential and write credential:NAME, or the password into PGPASSFILE's file."
        case .databaseAway:
            "Check that PostgreSQL runs, the address, and pg_hba.conf; it is tried again by itself."
        case .databaseRefused(let state):
            state.hasPrefix("42") || state.hasPrefix("3F")
                ? "Run deploy/postgresql.sql there, and grant cloakroom_writer to this account."
                : "PostgreSQL's own log tells what that means."
        case .originInUse: "Give each gateway a log of its own, with its own `audit_origin`."
        case .originOfOtherAccount:
            "If the gateway got a new account, let the owner of the database hand the log to it: docs/postgresql.md."
        case .copyLonger, .copyDiffers:
            """
            Keep both as they are and tell the DPO. To go on, let `audit` name a new log with a new `audit_origin`.
            """
        case .copyShorter: "If nobody brought it back from a backup, tell the DPO."
        case .backlogFull: "Bring PostgreSQL back; requests are taken again as soon as it has caught up."
        case .noSuchOrigin: "`cloakroom audit origins` lists those that it has."
        }
    }

    /// A constant word for logs, metrics and error bodies.
    public var label: String {
        switch self {
        case .cannotOpen: "audit_cannot_open"
        case .missing: "audit_missing"
        case .inUse: "audit_in_use"
        case .olderSchema: "audit_older_schema"
        case .newerSchema: "audit_newer_schema"
        case .writeFailed: "audit_write_failed"
        case .readFailed: "audit_read_failed"
        case .corrupt: "audit_corrupt"
        case .unknownExchange: "audit_unknown_exchange"
        case .alreadyRecorded: "audit_already_recorded"
        case .readOnly: "audit_read_only"
        case .keysMissing: "audit_keys_missing"
        case .keysUnusable: "audit_keys_unusable"
        case .originUnusable: "audit_origin_unusable"
        case .altered: "audit_altered"
        case .rolledBack: "audit_rolled_back"
        case .trustUnusable: "audit_trust_unusable"
        case .nothingKept: "audit_nothing_kept"
        case .noSuchHold: "audit_no_such_hold"
        case .held: "audit_held"
        case .requestUnusable: "audit_request_unusable"
        case .notSignedYet: "audit_not_signed_yet"
        case .clockWentBack: "audit_clock_went_back"
        case .databaseNotBuiltIn: "audit_database_not_built_in"
        case .databaseAddressUnusable: "audit_database_address_unusable"
        case .databasePasswordShown: "audit_database_password_shown"
        case .databaseAway: "audit_database_away"
        case .databaseRefused: "audit_database_refused"
        case .originInUse: "audit_origin_in_use"
        case .originOfOtherAccount: "audit_origin_of_other_account"
        case .copyLonger: "audit_copy_longer"
        case .copyDiffers: "audit_copy_differs"
        case .copyShorter: "audit_copy_shorter"
        case .backlogFull: "audit_backlog_full"
        case .noSuchOrigin: "audit_no_such_origin"
        }
    }
}
