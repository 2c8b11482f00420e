public import Detection

/// Why a roster cannot be built or read.
///
/// Holds paths, columns and counts; never a cell of anybody's.
public enum RosterError: Error, Hashable, Sendable {
    case sourceUnreadable(path: String)
    case sourceTooLarge(path: String, byteCountMax: Int)
    /// A quotation mark opens in this row and nothing closes it.
    case unclosedQuote(path: String, row: Int)
    case noHeader(path: String)
    /// No column of the file holds names.
    case noNameColumn(path: String)
    case unknownColumn(path: String, column: String)
    case unknownField(String)
    case nobody
    case tooManyPeople(countMax: Int)
    case shrank(role: RosterPerson.Role, from: Int, to: Int)
    case keyMissing(place: String)
    case keyMalformed(place: String)
    case keyUnwritable(path: String)
    case keyExists(path: String)
    case fileUnreadable(path: String)
    case fileDamaged(path: String)
    case fileVersion(path: String)
    case wrongKey(path: String)
    case fileUnwritable(path: String)

    public var problem: String {
        switch self {
        case .sourceUnreadable(let path): "\(path) cannot be read."
        case .sourceTooLarge(let path, let most): "\(path) is larger than \(most >> 20) MB."
        case .unclosedQuote(let path, let row): "\(path): a quotation mark in row \(row) is never closed."
        case .noHeader(let path): "\(path) has no row of column names."
        case .noNameColumn(let path): "\(path): no column is known to hold surnames or full names."
        case .unknownColumn(let path, let column): "\(path) has no column “\(column)”."
        case .unknownField(let field): "There is no field “\(field)”."
        case .nobody: "There is nobody in these files."
        case .tooManyPeople(let most): "There are more than \(most) people."
        case .shrank(let role, let old, let new):
            "The roster in use has \(old) of role \(role.name), the new one would have \(new): over a fifth less."
        case .keyMissing(let place): "The roster's key is not at \(place)."
        case .keyMalformed(let place): "What is at \(place) is no roster key."
        case .keyUnwritable(let path): "The roster's key cannot be written to \(path)."
        case .keyExists(let path): "There is a key at \(path) already."
        case .fileUnreadable(let path): "The roster \(path) cannot be read."
        case .fileDamaged(let path): "The roster \(path) is cut or was changed."
        case .fileVersion(let path): "\(path) is no roster of this version of Cloakroom."
        case .wrongKey(let path): "The roster \(path) was made with another key."
        case .fileUnwritable(let path): "The roster cannot be written to \(path)."
        }
    }

    public var hint: String {
        switch self {
        case .sourceUnreadable, .fileUnreadable: "Check that it exists and who may read it."
        case .sourceTooLarge: "Export fewer columns, or one file for each school."
        case .unclosedQuote: "Export the file again; do not edit it by hand."
        case .noHeader: "Export it with column names in the first row."
        case .noNameColumn:
            "Say which columns hold names: --map \"COLUMN=surname\" --map \"COLUMN=forename\"."
        case .unknownColumn: "Run it with --dry-run to see the columns that the file has."
        case .unknownField: "Known: \(RosterField.allCases.map(\.rawValue).joined(separator: ", "))."
        case .nobody: "Check that the export is not empty, and the rejects file for reasons."
        case .tooManyPeople: "Build one roster for each school."
        case .shrank: "Check the export. If so many really left, add --allow-shrink."
        case .keyMissing:
            "Give --roster-key FILE, env:NAME or credential:NAME; `cloakroom roster build --make-key` makes a new one."
        case .keyMalformed: "A key is 64 hexadecimal digits. Bring it back from where you keep keys."
        case .keyUnwritable, .fileUnwritable: "Check the folder and who may write to it."
        case .keyExists: "Leave --make-key out to use it."
        case .fileDamaged, .fileVersion: "Build it again from the exports with `cloakroom roster build`."
        case .wrongKey: "Name the key that it was built with, or build the roster again."
        }
    }

    /// For metrics and logs: no path, no count.
    public var label: String {
        switch self {
        case .sourceUnreadable: "roster_source_unreadable"
        case .sourceTooLarge: "roster_source_too_large"
        case .unclosedQuote: "roster_unclosed_quote"
        case .noHeader: "roster_no_header"
        case .noNameColumn: "roster_no_name_column"
        case .unknownColumn: "roster_unknown_column"
        case .unknownField: "roster_unknown_field"
        case .nobody: "roster_nobody"
        case .tooManyPeople: "roster_too_many_people"
        case .shrank: "roster_shrank"
        case .keyMissing: "roster_key_missing"
        case .keyMalformed: "roster_key_malformed"
        case .keyUnwritable: "roster_key_unwritable"
        case .keyExists: "roster_key_exists"
        case .fileUnreadable: "roster_unreadable"
        case .fileDamaged: "roster_damaged"
        case .fileVersion: "roster_version"
        case .wrongKey: "roster_wrong_key"
        case .fileUnwritable: "roster_unwritable"
        }
    }
}
