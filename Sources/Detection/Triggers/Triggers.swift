/// For every place of a text, which patterns could match there.
///
/// Each pattern is a bit in a group of 64. A byte at offset k after the place keeps the bits of the patterns whose
/// matches may hold it there; eight bytes are looked at. Patterns whose first bytes can be counted off, such as
/// "date of" or "Mr ", are looked for by those bytes together: one look-up in a filter says no at nearly every word.
struct Triggers: Sendable {
    /// Patterns that share a table.
    struct Group: Sendable {
        static let countMax = 64

        /// By bit: the index of the recognizer.
        let recognizers: [Int]
        /// The patterns whose matches hold a rare byte.
        let required: [Required]
        /// The patterns without such a byte.
        let unconditional: UInt64
    }

    /// A pattern that is worth trying only near a certain byte.
    struct Required: Sendable {
        let bit: UInt64
        let byte: PatternStart.RequiredByte
    }

    /// Patterns that are told by each of their first bytes alone.
    let shaped: [Group]
    /// Patterns that are told by their first bytes together.
    let prefixed: [Group]
    let shapedMasks: ByteMasks
    private let prefixedMasks: ByteMasks
    /// By group and hash of the first bytes together.
    private let prefixMasks: [UInt64]
    /// The first bytes in `prefixed`.
    let prefixes: BitFilter
    /// Whether a match may start with a space; in prose every second place would have to be looked at.
    let mayStartWithSpace: Bool

    static let filterBitCount: UInt64 = 17
    private static let prefixBitCount: UInt64 = 12

    init(_ starts: [(recognizer: Int, start: PatternStart)]) {
        let countable = Self.chunks(starts.filter { $0.start.prefixes.values != nil })
        let others = Self.chunks(starts.filter { $0.start.prefixes.values == nil })
        precondition(others.count <= Live.count, "CompiledRules limits the number of rules")
        prefixed = countable.map(Self.group)
        shaped = others.map(Self.group)
        shapedMasks = Self.masks(others)
        prefixedMasks = Self.masks(countable)
        prefixMasks = countable.flatMap(Self.prefixMasks)
        mayStartWithSpace = starts.contains { $0.start.bytes[0].contains(UInt8(ascii: " ")) }
        var prefixes = BitFilter(bitCount: Self.filterBitCount)
        for (_, start) in countable.joined() {
            for prefix in start.prefixes.values ?? [] { prefixes.insert(Self.hash(UInt64(prefix))) }
        }
        self.prefixes = prefixes
    }

    private typealias Members = [(recognizer: Int, start: PatternStart)]

    private static func chunks(_ starts: Members) -> [Members] {
        stride(from: 0, to: starts.count, by: Group.countMax).map { first in
            Array(starts[first..<min(starts.count, first + Group.countMax)])
        }
    }

    private static func group(_ members: Members) -> Group {
        var required: [Required] = []
        var unconditional: UInt64 = 0
        for (index, member) in members.enumerated() {
            let bit: UInt64 = 1 << UInt64(index)
            if let byte = member.start.required {
                required.append(Required(bit: bit, byte: byte))
            } else {
                unconditional |= bit
            }
        }
        return Group(recognizers: members.map(\.recognizer), required: required, unconditional: unconditional)
    }

    private static func masks(_ groups: [Members]) -> ByteMasks {
        var masks = ByteMasks(groupCount: max(1, groups.count))
        for (group, members) in groups.enumerated() {
            for (index, member) in members.enumerated() {
                for (offset, set) in member.start.bytes.enumerated() {
                    for byte in set.members {
                        masks.insert(1 << UInt64(index), group: group, offset: offset, byte: byte)
                    }
                }
            }
        }
        return masks
    }

    private static func prefixMasks(_ members: Members) -> [UInt64] {
        var masks = [UInt64](repeating: 0, count: 1 << Int(prefixBitCount))
        for (index, member) in members.enumerated() {
            for prefix in member.start.prefixes.values ?? [] {
                masks[Int(hash(UInt64(prefix)) >> (64 - prefixBitCount))] |= 1 << UInt64(index)
            }
        }
        return masks
    }

    /// By group in `shaped`: the patterns that are worth trying in a block.
    typealias Live = InlineArray<16, UInt64>

    /// Multiplicative hashing, of which the highest bits count: the constant is 2⁶⁴ divided by the golden ratio.
    @inline(__always)
    static func hash(_ prefix: UInt64) -> UInt64 { prefix &* 0x9E37_79B9_7F4A_7C15 }

    /// 1 if some pattern's matches may start with the first bytes of these; `filter` is that of `prefixes`.
    @inline(__always)
    static func answer(to eight: UInt64, _ filter: Span<UInt64>) -> UInt64 {
        BitFilter.answer(hash(PatternPrefixes.folded(eight)), in: filter, bitCount: filterBitCount)
    }

    /// The patterns of a group in `shaped` that could match where these bytes stand, of those in `live`.
    func shaped(_ group: Int, _ eight: UInt64, live: UInt64) -> UInt64 {
        shapedMasks.patterns(group, eight, live: live)
    }

    /// The patterns of a group in `prefixed` that could match where these bytes stand.
    func prefixed(_ group: Int, _ eight: UInt64) -> UInt64 {
        let hash = Self.hash(PatternPrefixes.folded(eight))
        guard prefixes.mayHold(hash) else { return 0 }
        let prefix = Int(hash >> (64 - Self.prefixBitCount))
        return prefixedMasks.patterns(
            group, eight, live: prefixMasks[group << Int(Self.prefixBitCount) + prefix])
    }
}
