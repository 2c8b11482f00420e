/// Which bytes the one-byte parts of one pattern match.
struct CharacterMembers {
    let table: CharacterTable
    let isCaseless: Bool

    func bytes(of source: [UInt8]) -> ByteSet { table.bytes(of: source, isCaseless: isCaseless) }
}

/// Answers, for all patterns of a set of rules, which bytes a class, an escape or a letter matches.
///
/// PCRE2 is asked, byte by byte, so that classes and escapes have one interpretation only; each answer is
/// kept, for the rules share most of their parts.
final class CharacterTable {
    private struct Key: Hashable {
        let source: [UInt8]
        let isCaseless: Bool
    }

    private var known: [Key: ByteSet] = [:]
    private let scratch = PatternScratch()

    func bytes(of source: [UInt8], isCaseless: Bool) -> ByteSet {
        let key = Key(source: source, isCaseless: isCaseless)
        if let set = known[key] { return set }
        let set = ask(key)
        known[key] = set
        return set
    }

    private func ask(_ key: Key) -> ByteSet {
        let options = PatternNode.option(source: Array((key.isCaseless ? "(?is)" : "(?s)").utf8))
        let node = PatternNode.sequence([options, .character(source: key.source, width: 1...1)])
        // What PCRE2 refuses here it refuses in the rule as well, where it is reported.
        guard let pattern = try? Pattern(node, isBounded: false) else { return .all }
        var set = ByteSet()
        for byte in UInt8.min...UInt8.max {
            let subject = [byte]
            let match = withExtendedLifetime(pattern) {
                try? pattern.matcher.firstMatch(in: subject.span, from: 0, isTextStart: true, using: scratch)
            }
            if match != nil { set.insert(byte) }
        }
        return set
    }
}
