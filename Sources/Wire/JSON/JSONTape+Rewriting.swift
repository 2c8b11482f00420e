extension JSONTape {
    /// The document with some string tokens replaced; all other bytes stay as they came.
    ///
    /// Replacements are token ranges with their new text, unescaped; in order, not overlapping.
    static func rewriting(_ bytes: [UInt8], _ replacements: [(bytes: Range<Int>, text: [UInt8])]) -> [UInt8] {
        guard !replacements.isEmpty else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var at = 0
        for replacement in replacements {
            precondition(at <= replacement.bytes.lowerBound, "replacements must be in order")
            out += bytes[at..<replacement.bytes.lowerBound]
            JSONString.append(escaping: replacement.text.span, to: &out)
            at = replacement.bytes.upperBound
        }
        out += bytes[at...]
        return out
    }
}
