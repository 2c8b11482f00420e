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
    /// `shapedMasks[group * maskCount + offset * 256 + byte]`; one array for all groups, which the search reads at
    /// every word.
    let shapedMasks: [UInt64]
    private let prefixedMasks: [UInt64]
    /// By group and hash of the first bytes together.
    private let prefixMasks: [UInt64]
    /// One bit for each hash of first bytes in `prefixed`.
    let filter: [UInt64]
    /// Whether a match may start with a space; in prose every second place would have to be looked at.
    let mayStartWithSpace: Bool

    static let maskCount = PatternStart.byteCount * 256
    private static let filterBitCount: UInt32 = 17
    private static let prefixBitCount: UInt32 = 12

    init(_ starts: [(recognizer: Int, start: PatternStart)]) {
        let countable = Self.chunks(starts.filter { $0.start.prefixes.values != nil })
        let others = Self.chunks(starts.filter { $0.start.prefixes.values == nil })
        prefixed = countable.map(Self.group)
        shaped = others.map(Self.group)
        shapedMasks = others.flatMap(Self.masks)
        prefixedMasks = countable.flatMap(Self.masks)
        prefixMasks = countable.flatMap(Self.prefixMasks)
        mayStartWithSpace = starts.contains { $0.start.bytes[0].contains(UInt8(ascii: " ")) }
        var filter = [UInt64](repeating: 0, count: 1 << Int(Self.filterBitCount) / 64)
        for (_, start) in countable.joined() {
            for prefix in start.prefixes.values ?? [] {
                let bit = Self.hash(prefix) >> (32 - Self.filterBitCount)
                filter[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
            }
        }
        self.filter = filter
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

    private static func masks(_ members: Members) -> [UInt64] {
        var masks = [UInt64](repeating: 0, count: maskCount)
        for (index, member) in members.enumerated() {
            for (offset, set) in member.start.bytes.enumerated() {
                for byte in set.members { masks[offset * 256 + Int(byte)] |= 1 << UInt64(index) }
            }
        }
        return masks
    }

    private static func prefixMasks(_ members: Members) -> [UInt64] {
        var masks = [UInt64](repeating: 0, count: 1 << Int(prefixBitCount))
        for (index, member) in members.enumerated() {
            for prefix in member.start.prefixes.values ?? [] {
                masks[Int(hash(prefix) >> (32 - prefixBitCount))] |= 1 << UInt64(index)
            }
        }
        return masks
    }

    /// Multiplicative hashing: the constant is 2³² divided by the golden ratio.
    @inline(__always)
    private static func hash(_ prefix: UInt32) -> UInt32 { (prefix ^ (prefix >> 15)) &* 2_654_435_769 }

    /// By group in `shaped`: the patterns that are worth trying in a block.
    typealias Live = InlineArray<8, UInt64>

    /// 1 if some pattern's matches may start with the first bytes of these; `filter` is a table's.
    @inline(__always)
    static func answer(to eight: UInt64, _ filter: Span<UInt64>) -> UInt64 {
        let bit = hash(PatternPrefixes.folded(eight)) >> (32 - filterBitCount)
        return filter[Int(bit >> 6)] >> UInt64(bit & 63) & 1
    }

    /// 1 if some shaped pattern of those in `live` may match where these bytes stand, by the first five of them;
    /// `masks` are a table's.
    @inline(__always)
    static func answer(to eight: UInt64, _ masks: Span<UInt64>, _ live: Live) -> UInt64 {
        var answer: UInt64 = 0
        var group = 0
        var first = 0
        while first < masks.count {
            let patterns =
                live[group] & masks[first &+ Int(eight & 0xFF)]
                & masks[first &+ 256 &+ Int(eight >> 8 & 0xFF)]
                & masks[first &+ 512 &+ Int(eight >> 16 & 0xFF)]
                & masks[first &+ 768 &+ Int(eight >> 24 & 0xFF)]
                & masks[first &+ 1_024 &+ Int(eight >> 32 & 0xFF)]
            answer |= patterns
            group &+= 1
            first &+= maskCount
        }
        return answer == 0 ? 0 : 1
    }

    /// The patterns that could match where these bytes stand, of those in `live`.
    ///
    /// `masks` are a table's, the group's from `first` on.
    private static func patterns(_ masks: Span<UInt64>, from first: Int, _ eight: UInt64, live: UInt64)
        -> UInt64
    {
        var patterns = live & masks[first &+ Int(eight & 0xFF)]
        var offset = 1
        while patterns != 0, offset < PatternStart.byteCount {
            patterns &= masks[first &+ offset &* 256 &+ Int(eight >> UInt64(offset &* 8) & 0xFF)]
            offset &+= 1
        }
        return patterns
    }

    /// The patterns of a group in `shaped` that could match where these bytes stand, of those in `live`.
    func shaped(_ group: Int, _ eight: UInt64, live: UInt64) -> UInt64 {
        Self.patterns(shapedMasks.span, from: group * Self.maskCount, eight, live: live)
    }

    /// The patterns of a group in `prefixed` that could match where these bytes stand.
    func prefixed(_ group: Int, _ eight: UInt64) -> UInt64 {
        let prefix = Self.hash(PatternPrefixes.folded(eight)) >> (32 - Self.prefixBitCount)
        let live = prefixMasks[group << Int(Self.prefixBitCount) + Int(prefix)]
        return Self.patterns(prefixedMasks.span, from: group * Self.maskCount, eight, live: live)
    }
}
