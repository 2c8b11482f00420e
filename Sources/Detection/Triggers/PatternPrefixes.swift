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
        let walk = PrefixWalk(members: members, countMax: Self.countMax)
        values = walk.pass(node, after: [Prefix()]).flatMap(Self.completed)
    }

    /// The prefixes, those of matches that are a byte too short with everything that can follow a match; nil where
    /// matches are shorter still, or too many.
    private static func completed(_ prefixes: [Prefix]) -> Set<UInt32>? {
        let shortCount = prefixes.count { $0.byteCount == byteCount - 1 }
        guard prefixes.allSatisfy({ $0.byteCount >= byteCount - 1 }),
            prefixes.count + shortCount * bytesAfterMatch.count <= countMax
        else { return nil }
        return Set(
            prefixes.flatMap { prefix in
                prefix.isComplete ? [prefix.value] : bytesAfterMatch.map { prefix.appending($0).value }
            })
    }

    /// What can follow a match: no letter and no digit.
    private static let bytesAfterMatch = Set(
        (UInt8.min...UInt8.max).filter { !$0.isASCIILetterOrDigit }.map(folded))

    /// Capital and small letters as one; other bytes are merged too, the same way in patterns and in texts.
    @inline(__always)
    static func folded(_ byte: UInt8) -> UInt32 { UInt32(byte | 0x20) }

    /// The first four of eight bytes, the same way.
    @inline(__always)
    static func folded(_ eight: UInt64) -> UInt64 { eight & 0xFFFF_FFFF | 0x2020_2020 }
}

/// A text's first bytes, as far as a walk has come.
private struct Prefix: Comparable {
    var value: UInt32 = 0
    var byteCount = 0

    var isComplete: Bool { byteCount == PatternPrefixes.byteCount }

    func appending(_ foldedByte: UInt32) -> Prefix {
        Prefix(value: value | foldedByte << UInt32(8 * byteCount), byteCount: byteCount + 1)
    }

    static func < (one: Prefix, other: Prefix) -> Bool {
        (one.value, one.byteCount) < (other.value, other.byteCount)
    }
}

/// Walks a pattern's tree with all prefixes of what its matches can hold so far, each once.
///
/// In sorted lists: sets were measured to take half the time of loading a set of rules.
private struct PrefixWalk {
    let members: CharacterMembers
    let countMax: Int

    /// The prefixes after a part; nil when there are too many.
    func pass(_ node: PatternNode, after prefixes: [Prefix]) -> [Prefix]? {
        guard prefixes.contains(where: { !$0.isComplete }) else { return prefixes }
        switch node {
        case .anchor, .option, .look:
            return prefixes
        case .character(let source, let width):
            guard width.lowerBound > 1 else { return append(folded(source), to: prefixes) }
            var ends: [Prefix]? = prefixes
            for byte in source { ends = ends.flatMap { append([PatternPrefixes.folded(byte)], to: $0) } }
            return ends
        case .sequence(let parts):
            var ends: [Prefix]? = prefixes
            for part in parts { ends = ends.flatMap { pass(part, after: $0) } }
            return ends
        case .choice(let branches):
            var ends: [Prefix] = []
            for branch in branches {
                guard let some = pass(branch, after: prefixes) else { return nil }
                ends = joined(ends, some)
                guard ends.count <= countMax else { return nil }
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
                if number >= count.lowerBound { ends = joined(ends, round) }
            }
            // More rounds than were walked change nothing: by then every prefix is complete.
            return joined(ends, count.lowerBound > PatternPrefixes.byteCount ? round : [])
        }
    }

    /// What a class matches, as it stands in prefixes, each once.
    private func folded(_ source: [UInt8]) -> [UInt32] {
        var set = ByteSet()
        for byte in members.bytes(of: source).members { set.insert(byte | 0x20) }
        return set.members.map { UInt32($0) }
    }

    private func append(_ bytes: [UInt32], to prefixes: [Prefix]) -> [Prefix]? {
        let openCount = prefixes.count { !$0.isComplete }
        guard openCount * bytes.count + prefixes.count - openCount <= countMax else { return nil }
        var ends: [Prefix] = []
        ends.reserveCapacity(openCount * bytes.count + prefixes.count - openCount)
        for prefix in prefixes {
            if prefix.isComplete {
                ends.append(prefix)
            } else {
                for byte in bytes { ends.append(prefix.appending(byte)) }
            }
        }
        return joined(ends, [])
    }

    private func joined(_ some: [Prefix], _ others: [Prefix]) -> [Prefix] {
        if some.isEmpty { return others }
        let all = (some + others).sorted()
        var ends: [Prefix] = []
        ends.reserveCapacity(all.count)
        for prefix in all where prefix != ends.last { ends.append(prefix) }
        return ends
    }
}
