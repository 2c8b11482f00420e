import Foundation

/// A text with signatures below it, as in C2SP's signed-note.
public struct SignedNote: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        public let name: String
        let keyID: [UInt8]
        let signature: [UInt8]

        var text: String { "\u{2014} \(name) \(Data(keyID + signature).base64EncodedString())\n" }
    }

    /// Most lines that are read: each may be five kilobytes, and each costs a verification.
    private static let lineCountMax = 64

    /// Ends with a line feed.
    public let body: String
    public private(set) var lines: [Line]

    init(body: String, lines: [Line]) {
        self.body = body
        self.lines = lines
    }

    /// - Returns: Nil for anything that is not a note in its one form.
    public init?(_ text: String) {
        guard !text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A }),
            let gap = text.range(of: "\n\n", options: .backwards)
        else { return nil }
        body = String(text[..<gap.lowerBound]) + "\n"
        let signatures = text[gap.upperBound...]
        guard signatures.hasSuffix("\n") else { return nil }
        let rows = signatures.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard (1...Self.lineCountMax).contains(rows.count) else { return nil }
        var lines: [Line] = []
        for row in rows {
            guard let line = Line(row) else { return nil }
            lines.append(line)
        }
        self.lines = lines
    }

    public var text: String { body + "\n" + lines.map(\.text).joined() }

    mutating func add(_ line: Line) {
        if !lines.contains(line) { lines.append(line) }
    }
}

extension SignedNote.Line {
    public init?(_ row: some StringProtocol) {
        let parts = row.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", !parts[1].isEmpty, !parts[1].contains("+"),
            let bytes = Data(base64Encoded: String(parts[2])), bytes.count > 4,
            // Base64 has several spellings of the same bytes; a note has one.
            bytes.base64EncodedString() == parts[2]
        else { return nil }
        self.init(
            name: String(parts[1]), keyID: [UInt8](bytes.prefix(4)), signature: [UInt8](bytes.dropFirst(4)))
    }
}
