/// Writes one row of a table for spreadsheets.
///
/// Source: RFC 4180: a comma between fields, CR LF after each row, quotes around a text and doubled within it. A text that a
/// spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV Injection), in full width too.
enum CSVRow {
    enum Cell {
        case text(String?)
        case number(Int64?)
    }

    private static let formulaBeginnings: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    ]

    static func bytes(_ cells: [Cell]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .number(let number): bytes.append(contentsOf: number.map { String($0) }?.utf8 ?? "".utf8)
            case .text(let text): append(text ?? "", to: &bytes)
            }
        }
        return bytes + [0x0D, 0x0A]
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        guard let first = text.unicodeScalars.first else { return }
        bytes.append(UInt8(ascii: "\""))
        // Spaces in front do not keep every spreadsheet from it.
        let visible = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" && $0 != "\u{FEFF}" } ?? first
        if formulaBeginnings.contains(visible) { bytes.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
