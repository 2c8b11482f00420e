/// What the first bytes of a match can be, and a byte that each match must hold.
///
/// Derived from the pattern's tree, always as a superset: a place that the start rules out cannot match, a
/// place that it lets through may.
struct PatternStart: Sendable {
    /// How many bytes are looked at.
    static let byteCount = 8

    /// For each offset, what may stand there.
    ///
    /// Offsets that a short match does not reach hold every byte.
    let bytes: [ByteSet]
    let before: LookBehind
    /// The first four bytes together, where they can be counted off.
    let prefixes: PatternPrefixes
    /// A byte that is rare in prose and stands in every match, if there is one.
    let required: RequiredByte?
    /// How many digits a match may hold, if it holds nothing but digits and separators; as bits.
    let digitCounts: UInt64?

    /// A byte that stands in every match, so many bytes after its start.
    struct RequiredByte: Equatable, Sendable {
        let byte: UInt8
        let distance: ClosedRange<Int>
    }

    /// More alternatives than these are taken together: each costs a place in the triggers.
    private static let alternativeCountMax = 6

    /// The starts of a pattern's alternatives.
    ///
    /// Apart they say more: of `1:2|a-b` each byte alone would let `1-2` through.
    static func all(of node: PatternNode, asking table: CharacterTable) -> [PatternStart] {
        let members = CharacterMembers(table: table, isCaseless: node.hasCaselessOption)
        let whole = PatternStart(of: node, members)
        let alternatives = node.alternatives
        guard whole.prefixes.values == nil, (2...alternativeCountMax).contains(alternatives.count) else {
            return [whole]
        }
        return alternatives.map { PatternStart(of: $0, members) }
    }

    init(of node: PatternNode, asking table: CharacterTable) {
        self.init(of: node, CharacterMembers(table: table, isCaseless: node.hasCaselessOption))
    }

    private init(of node: PatternNode, _ members: CharacterMembers) {
        bytes = Self.bytes(of: node, members)
        before = LookBehind(of: node, members)
        prefixes = PatternPrefixes(of: node, members)
        required = Self.requiredByte(in: node, members)
        digitCounts = DigitCounts.bits(of: node, members)
    }

    /// For each offset, what may stand there.
    static func bytes(of node: PatternNode, _ members: CharacterMembers) -> [ByteSet] {
        var walk = Walk(members: members)
        let ends = walk.pass(node, from: 1)
        var bytes = walk.bytes
        // Where a match may have ended, anything may follow.
        for offset in 0..<Self.byteCount where ends & ((1 << (offset + 1)) - 1) != 0 { bytes[offset] = .all }
        return bytes
    }

    /// Whether the first byte says anything at all.
    var isUsable: Bool { bytes[0].count <= 128 || required != nil }

    /// Whether what a match starts with, or a byte that it holds and that is rare in any text, tells where it could stand.
    var isRare: Bool { required?.byte == UInt8(ascii: "@") || prefixes.values != nil }

    /// About how often in a kilobyte of prose a pattern that starts so is tried.
    var attemptsPerKilobyte: Double {
        if required != nil { return 0 }
        if let prefixes = prefixes.values { return Double(prefixes.count) * 0.04 }
        let wordsPerKilobyte = 180.0
        return bytes[1..<5].reduce(wordsPerKilobyte * bytes[0].wordStartShare) { $0 * $1.proseShare }
    }

    /// The first such byte: of a choice one that all branches hold.
    private static func requiredByte(in node: PatternNode, _ members: CharacterMembers) -> RequiredByte? {
        switch node {
        case .group(_, let content):
            return requiredByte(in: content, members)
        case .character(let source, 1...1):
            let set = members.bytes(of: source)
            guard set.count == 1, let byte = set.members.first, RareBytes.all.contains(byte) else {
                return nil
            }
            return RequiredByte(byte: byte, distance: 0...0)
        case .sequence(let parts):
            var before = 0...0
            for part in parts {
                if let inner = requiredByte(in: part, members) {
                    return RequiredByte(byte: inner.byte, distance: sum(before, inner.distance))
                }
                before = sum(before, part.reach.width)
            }
            return nil
        case .choice(let branches):
            let bytes = branches.map { requiredByte(in: $0, members) }
            guard let first = bytes[0], bytes.allSatisfy({ $0?.byte == first.byte }) else { return nil }
            let distances = bytes.compactMap { $0?.distance }
            let nearest = distances.map(\.lowerBound).min() ?? 0
            return RequiredByte(
                byte: first.byte, distance: nearest...max(nearest, distances.map(\.upperBound).max() ?? 0))
        case .repetition(let content, let count, _):
            return count.lowerBound > 0 ? requiredByte(in: content, members) : nil
        case .character, .anchor, .option, .look:
            return nil
        }
    }

    private static func sum(_ one: ClosedRange<Int>, _ other: ClosedRange<Int>) -> ClosedRange<Int> {
        one.lowerBound + other.lowerBound...one.upperBound + other.upperBound
    }
}

/// Walks a pattern's tree with the set of offsets at which a part may start, as bits.
private struct Walk {
    let members: CharacterMembers
    var bytes = [ByteSet](repeating: ByteSet(), count: PatternStart.byteCount)

    init(members: CharacterMembers) { self.members = members }

    private static let inReach: UInt32 = (1 << PatternStart.byteCount) - 1

    /// Notes what may stand at these offsets and returns the offsets after the part.
    mutating func pass(_ node: PatternNode, from starts: UInt32) -> UInt32 {
        guard starts & Self.inReach != 0 else { return 0 }
        switch node {
        case .anchor, .option, .look:
            return starts
        case .character(let source, let width):
            return pass(character: source, width: width.lowerBound, from: starts)
        case .sequence(let parts):
            return parts.reduce(starts) { offsets, part in pass(part, from: offsets) }
        case .choice(let branches):
            return branches.reduce(0) { ends, branch in ends | pass(branch, from: starts) }
        case .group(_, let content):
            return pass(content, from: starts)
        case .repetition(let content, let count, _):
            var ends = count.lowerBound == 0 ? starts : 0
            var offsets = starts
            for round in 1...max(1, min(count.upperBound, PatternStart.byteCount + 1)) {
                offsets = pass(content, from: offsets)
                if round >= count.lowerBound { ends |= offsets }
                if offsets == 0 { break }
            }
            return ends
        }
    }

    private mutating func pass(character source: [UInt8], width: Int, from starts: UInt32) -> UInt32 {
        guard width > 1 else {
            note(members.bytes(of: source), at: starts)
            return starts << 1
        }
        // A character beyond ASCII stands for its own bytes.
        var offsets = starts
        for byte in source {
            note(ByteSet(byte), at: offsets)
            offsets <<= 1
        }
        return offsets
    }

    private mutating func note(_ set: ByteSet, at offsets: UInt32) {
        for offset in 0..<PatternStart.byteCount where offsets >> UInt32(offset) & 1 == 1 {
            bytes[offset].formUnion(set)
        }
    }
}

extension PatternNode {
    /// The pattern as alternatives, if it starts with a choice: `(?i)(?:a|b)c` is `(?i)ac` or `(?i)bc`.
    fileprivate var alternatives: [PatternNode] {
        switch self {
        case .choice(let branches): return branches.flatMap(\.alternatives)
        case .group(_, let content): return content.alternatives
        case .sequence(let parts):
            guard let first = parts.firstIndex(where: { $0.reach.width.upperBound > 0 }) else {
                return [self]
            }
            let choices = parts[first].alternatives
            guard choices.count > 1 else { return [self] }
            return choices.map { .sequence(Array(parts[..<first]) + [$0] + Array(parts[(first + 1)...])) }
        case .character, .anchor, .option, .look, .repetition: return [self]
        }
    }

    /// Whether some part of the pattern heeds no case; then all of it is taken so.
    var hasCaselessOption: Bool {
        switch self {
        case .option(let source): source.contains(UInt8(ascii: "i"))
        case .group(let opening, let content):
            content.hasCaselessOption
                || (opening.dropFirst(2).contains(UInt8(ascii: "i")) && !opening.contains(UInt8(ascii: "<")))
        case .character, .anchor: false
        case .sequence(let parts), .choice(let parts): parts.contains(where: \.hasCaselessOption)
        case .look(_, let content, _), .repetition(let content, _, _): content.hasCaselessOption
        }
    }
}
