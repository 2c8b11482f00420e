extension PlaceholderReader {
    /// How addresses in links of letters and lessons begin, in small letters.
    private static let starts = ["http:", "https:", "mailto:", "tel:", "sms:", "ftp:", "www.", "./", "../"]

    /// Whether the target of a Markdown link begins here: `(https://…)`, `(<…>)`, `(/page)`, `(#part)`.
    ///
    /// What is no address, as in `[PERSON_1](Year 7)`, is prose in brackets.
    func isLinkTarget(at start: Int) throws(Cut) -> Bool {
        guard try byte(start) == UInt8(ascii: "(") else { return false }
        var at = start + 1
        try skipSpaces(&at)
        if isJSON, try byte(at) == UInt8(ascii: "\\") { at += 1 }
        switch try byte(at) {
        case UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: "#"): return true
        default:
            for start in Self.starts where try isWritten(start, at: at) { return true }
            return false
        }
    }

    /// Whether the text goes on with these letters, small or capital.
    private func isWritten(_ letters: String, at start: Int) throws(Cut) -> Bool {
        for (index, letter) in letters.utf8.enumerated() {
            let byte = try byte(start + index)
            guard (byte.isASCIILetter ? byte | 0x20 : byte) == letter else { return false }
        }
        return true
    }
}
