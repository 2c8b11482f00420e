extension JSONTape {
    /// The document with some string tokens replaced; all other bytes stay as they came.
    ///
    /// Replacements are token ranges with their new text, unescaped; in order, not overlapping.
    static func rewriting(_ bytes: [UInt8], _ replacements: [(bytes: Range<Int>, text: [UInt8])]) -> [UInt8] {
        rewriting(
            bytes,
            tokens: replacements.map { replacement in
                var token: [UInt8] = []
                token.reserveCapacity(replacement.text.count + 2)
                JSONString.append(escaping: replacement.text.span, to: &token)
                return (replacement.bytes, token)
            })
    }

    /// The document with some tokens replaced by others.
    static func rewriting(_ bytes: [UInt8], tokens: [(bytes: Range<Int>, token: [UInt8])]) -> [UInt8] {
        guard !tokens.isEmpty else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var at = 0
        for (range, token) in tokens {
            precondition(at <= range.lowerBound, "replacements must be in order")
            out += bytes[at..<range.lowerBound]
            out += token
            at = range.upperBound
        }
        out += bytes[at...]
        return out
    }
}
