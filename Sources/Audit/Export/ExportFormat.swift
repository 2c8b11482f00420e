/// How an export is written; `docs/evidence-exports.md` tells what each says.
///
/// None says what was found, where in a text it stood, or its token.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// Cloakroom's own records, with names as in Purview's audit where they exist.
    case jsonl
    case csv
    /// Open Cybersecurity Schema Framework: Data Security Findings and what goes with them.
    case ocsf
    /// Common Event Format, for Sentinel and Splunk.
    case cef
}

/// Writes records as lines of one format.
public struct RecordEncoder: Sendable {
    static let vendor = "Cloakroom"

    private let format: ExportFormat
    let origin: String
    let version: String

    /// - Parameters:
    ///   - format: Of the lines.
    ///   - origin: The log's name, which makes its sequence numbers unique among several.
    ///   - version: Of this program.
    public init(_ format: ExportFormat, origin: String, version: String) {
        self.format = format
        self.origin = origin
        self.version = version
    }

    /// What stands before the first line.
    public var header: [UInt8] { format == .csv ? CSVRecord.header : [] }

    /// The record's line, with its end; empty where the format has no word for it.
    public func line(_ record: AuditRecord) -> [UInt8] {
        switch format {
        case .jsonl: JSONRecord.line(record, self)
        case .csv: CSVRecord.line(record)
        case .ocsf: OCSFRecord.line(record, self)
        case .cef: CEFRecord.line(record, self)
        }
    }

    /// Unique among all records of all logs.
    func id(of record: AuditRecord) -> String { "\(origin)/\(record.sequence)" }
}
