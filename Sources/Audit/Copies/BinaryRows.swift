import Foundation

/// Rows in the form that `COPY … (FORMAT binary)` takes.
///
/// Source: PostgreSQL's documentation of COPY, “Binary Format”. No value is ever quoted or escaped, and none is part of a statement.
struct BinaryRows {
    /// PGCOPY, a line feed, bytes that a transfer as text would change, no flags, no extension.
    private static let header =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)

    private(set) var bytes = Self.header
    private(set) var count = 0

    mutating func add(_ fields: [DatabaseValue?]) {
        append(UInt16(clamping: fields.count))
        for field in fields {
            guard let field else {
                append(UInt32.max)
                continue
            }
            let value = field.bytes
            append(UInt32(clamping: value.count))
            bytes += value
        }
        count += 1
    }

    /// All of them, with the mark of the end.
    consuming func finished() -> [UInt8] {
        append(UInt16.max)
        return bytes
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}

/// What stands in a column, in PostgreSQL's binary form.
enum DatabaseValue: Hashable {
    case number(Int64)
    case text(String)
    case bytes(Data)

    var bytes: [UInt8] {
        switch self {
        case .number(let value): SignedMessage.bigEndian(value)
        case .text(let text): Array(text.utf8)
        case .bytes(let data): Array(data)
        }
    }

    /// PostgreSQL's number of the type, of `pg_type.dat`.
    var type: UInt32 {
        switch self {
        case .number: 20
        case .text: 25
        case .bytes: 17
        }
    }
}

/// A row as the database gave it.
struct DatabaseRow {
    let fields: [Data?]

    func number(_ at: Int) throws(AuditError) -> Int64 {
        guard let bytes = fields[at], bytes.count == 8 else { throw Self.unexpected }
        return Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }

    func text(_ at: Int) throws(AuditError) -> String {
        guard let text = try optionalText(at) else { throw Self.unexpected }
        return text
    }

    func optionalText(_ at: Int) throws(AuditError) -> String? {
        guard let bytes = fields[at] else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.unexpected }
        return text
    }

    func bytes(_ at: Int) throws(AuditError) -> Data {
        guard let bytes = fields[at] else { throw Self.unexpected }
        return bytes
    }

    func flag(_ at: Int) throws(AuditError) -> Bool { try bytes(at).first == 1 }

    /// What SQL calls an error in a datum: the schema is not ours.
    private static let unexpected = AuditError.databaseRefused(state: "22000")
}
