/// What may stand before a match, as far as the pattern looks back for it: `(?<=[|,])` or `(?<=his |her )`.
///
/// Derived as a superset, as `PatternStart` is. A row of a table has a number in each cell, and most rules about rows
/// want a certain sign before it: one look at it is cheaper than to try them all.
struct LookBehind: Sendable {
    /// How many bytes are looked at.
    static let byteCount = 2

    /// What may be the last byte before the match, and the one before that.
    private(set) var bytes = [ByteSet](repeating: .all, count: byteCount)

    init(of node: PatternNode, _ members: CharacterMembers) { narrow(by: node, members) }

    /// Whether some byte can be told.
    var isUsable: Bool { bytes.contains { $0 != .all } }

    /// Takes what a part looks back for that starts where the match does.
    ///
    /// - Returns: Whether the next part starts there too.
    @discardableResult
    private mutating func narrow(by node: PatternNode, _ members: CharacterMembers) -> Bool {
        switch node {
        case .anchor, .option:
            return true
        case .character:
            return false
        case .look(let opening, let content, let isBehind):
            guard isBehind, opening.last == UInt8(ascii: "=") else { return true }
            let last = PatternStart.bytes(of: content.reversed, members)
            for offset in bytes.indices { bytes[offset] = bytes[offset].intersection(last[offset]) }
            return true
        case .sequence(let parts):
            for part in parts where !narrow(by: part, members) { return false }
            return true
        case .group(_, let content):
            return narrow(by: content, members)
        case .choice(let branches):
            var either = [ByteSet](repeating: ByteSet(), count: Self.byteCount)
            for branch in branches {
                var inner = self
                inner.narrow(by: branch, members)
                for offset in either.indices { either[offset].formUnion(inner.bytes[offset]) }
            }
            bytes = either
            // Where a branch matches nothing, the next part may start at the match; it is not asked.
            return false
        case .repetition(let content, let count, _):
            if count.lowerBound > 0 { narrow(by: content, members) }
            return false
        }
    }
}

/// For each of the last bytes before a place the patterns that may have it there, 64 to a group.
struct LookBehindMasks: Sendable {
    private static let wordCount = LookBehind.byteCount * 256

    /// The patterns by `group * wordCount + offset * 256 + byte`.
    private var words: [UInt64]

    init(_ groups: [[LookBehind]]) {
        words = Array(repeating: .max, count: groups.count * Self.wordCount)
        for (group, members) in groups.enumerated() {
            for (index, member) in members.enumerated() {
                for (offset, set) in member.bytes.enumerated() where set != .all {
                    for byte in UInt8.min...UInt8.max where !set.contains(byte) {
                        words[group * Self.wordCount + offset * 256 + Int(byte)] &= ~(1 << UInt64(index))
                    }
                }
            }
        }
    }

    /// Those of some patterns of a group that may stand at a place.
    ///
    /// What looks back over the start of the text does not match there; it is let through.
    @inline(__always)
    func patterns(_ patterns: UInt64, _ group: Int, at place: Int, in text: Span<UInt8>) -> UInt64 {
        guard place >= LookBehind.byteCount else { return patterns }
        let first = group &* Self.wordCount
        return patterns & words[first &+ Int(text[place &- 1])] & words[first &+ 256 &+ Int(text[place &- 2])]
    }
}

extension PatternNode {
    /// The pattern of the same texts read backwards, as far as bytes and their order go.
    fileprivate var reversed: PatternNode {
        switch self {
        case .character(let source, let width):
            width.upperBound > 1 ? .character(source: source.reversed(), width: width) : self
        case .anchor, .option, .look: self
        case .sequence(let parts): .sequence(parts.reversed().map(\.reversed))
        case .choice(let branches): .choice(branches.map(\.reversed))
        case .group(let opening, let content): .group(opening: opening, content.reversed)
        case .repetition(let content, let count, let mode):
            .repetition(content.reversed, count: count, mode: mode)
        }
    }
}
