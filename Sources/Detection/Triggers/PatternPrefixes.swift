/// The first four bytes of every match, letters in small, where they can be counted off.
///
/// Bytes looked at one by one tell little about a list of words: some word starts with nearly every letter,
/// another goes on with nearly every letter. Four bytes together tell much more.
struct PatternPrefixes: Sendable {
    static let byteCount = 4
    /// More than these say too little to be worth their room.
    private static let countMax = 1_024

    /// Each prefix as a number, the first byte lowest; nil where there are too many or matches are shorter.
    let values: Set<UInt32>?

    init(of node: PatternNode, _ members: CharacterMembers) {
        var walk = PrefixWalk(members: members, countMax: Self.countMax)
        let ends = walk.pass(node, after: [Prefix()])
        values = ends?.contains { !$0.isComplete } ?? true ? nil : ends.map { Set($0.map(\.value)) }
    }

    /// Capital and small letters as one; other bytes are merged too, the same way in patterns and in texts.
    @inline(__always)
    static func folded(_ byte: UInt8) -> UInt32 { UInt32(byte | 0x20) }

    /// The first four of eight bytes, the same way.
    @inline(__always)
    static func folded(_ eight: UInt64) -> UInt64 { eight & 0xFFFF_FFFF | 0x2020_2020 }
}

/// A text's first bytes, as far as a walk has come.
private struct Prefix: Hashable {
    var value: UInt32 = 0
    var byteCount = 0

    var isComplete: Bool { byteCount == PatternPrefixes.byteCount }

    func appending(_ byte: UInt8) -> Prefix {
        Prefix(value: value | PatternPrefixes.folded(byte) << UInt32(8 * byteCount), byteCount: byteCount + 1)
    }
}

private struct PrefixWalk {
    let members: CharacterMembers
    let countMax: Int

    /// The prefixes after a part; nil when there are too many.
    mutating func pass(_ node: PatternNode, after prefixes: Set<Prefix>) -> Set<Prefix>? {
        guard prefixes.contains(where: { !$0.isComplete }) else { return prefixes }
        switch node {
        case .anchor, .option, .look:
            return prefixes
        case .character(let source, let width):
            guard width.lowerBound > 1 else { return append(members.bytes(of: source).members, to: prefixes) }
            var ends: Set<Prefix>? = prefixes
            for byte in source { ends = ends.flatMap { append([byte], to: $0) } }
            return ends
        case .sequence(let parts):
            var ends: Set<Prefix>? = prefixes
            for part in parts { ends = ends.flatMap { pass(part, after: $0) } }
            return ends
        case .choice(let branches):
            var ends: Set<Prefix> = []
            for branch in branches {
                guard let some = pass(branch, after: prefixes), ends.count + some.count <= countMax else {
                    return nil
                }
                ends.formUnion(some)
            }
            return ends
        case .group(_, let content):
            return pass(content, after: prefixes)
        case .repetition(let content, let count, _):
            var ends = count.lowerBound == 0 ? prefixes : []
            var round = prefixes
            for number in 1...max(1, min(count.upperBound, PatternPrefixes.byteCount + 1)) {
                guard let next = pass(content, after: round) else { return nil }
                round = next
                if number >= count.lowerBound { ends.formUnion(round) }
            }
            // More rounds than were walked change nothing: by then every prefix is complete.
            return ends.union(count.lowerBound > PatternPrefixes.byteCount ? round : [])
        }
    }

    private func append(_ bytes: [UInt8], to prefixes: Set<Prefix>) -> Set<Prefix>? {
        var ends: Set<Prefix> = []
        for prefix in prefixes {
            guard !prefix.isComplete else {
                ends.insert(prefix)
                continue
            }
            for byte in bytes { ends.insert(prefix.appending(byte)) }
            guard ends.count <= countMax else { return nil }
        }
        return ends
    }
}
