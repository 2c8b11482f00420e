/// For every place of a text, which patterns could match there.
///
/// Each pattern is a bit in a group of 64. A byte at offset k after the place keeps the bits of the patterns whose
/// matches may hold it there; eight bytes are looked at. Patterns whose first bytes can be counted off, such as
/// "date of" or "Mr ", are looked for by those bytes together: one look-up in a filter says no at nearly every word.
struct Triggers: Sendable {
    /// The most patterns that share a table.
    static let groupCountMax = 64

    /// One pattern's place in a group.
    struct Member: Sendable {
        /// The index of the recognizer.
        let recognizer: Int
        /// The rare byte that its matches hold, if there is one; it is worth trying only near such a byte.
        let required: PatternStart.RequiredByte?
    }

    /// How many groups of patterns there are that are told by each of their first bytes alone.
    let shapedCount: Int
    /// … and of all patterns.
    var groupCount: Int { members.count / Self.groupCountMax }
    /// All patterns: of each group 64, the shaped groups first.
    ///
    /// One flat list, like all here: a list in a list is counted at each use, which costs more than the use.
    let members: [Member]
    /// By group, shaped ones first: the patterns with a required byte.
    let requiring: [UInt64]
    /// By group: the patterns whose matches hold something other than digits and separators.
    private let lettered: [UInt64]
    /// By group and count: the other patterns, whose matches may hold so many digits.
    private let withDigitCount: [UInt64]
    /// By shaped group: the patterns without a required byte.
    private let unconditional: [UInt64]
    /// The shaped patterns with one, by place in `members`, those with the same byte together.
    private let conditional: [Int]
    /// For each of `RareBytes.all` its patterns in `conditional`, and how far behind a match's start one of them holds it.
    private let conditions: [(patterns: Range<Int>, distanceMax: Int)]
    /// By group: the patterns that look back for something.
    let lookingBack: [UInt64]
    private let lookBehinds: LookBehindMasks
    private let shapedMasks: ByteMasks
    /// The shaped patterns of all groups in 64 buckets, each of those that start alike: what is asked at every word.
    let bucketMasks: ByteMasks
    /// By place in `members` its bucket, as a bit.
    private let buckets: [UInt64]
    /// By bucket the shaped groups that its patterns are in, as bits.
    private let groupsOfBucket: [UInt16]
    /// The buckets of the patterns without a required byte.
    private let unconditionalBuckets: UInt64
    private let prefixedMasks: ByteMasks
    /// By first bytes together the number of the list in `prefixUses` of the patterns that start with them.
    private let prefixTable: KeyTable<UInt32, UInt32>
    /// By number its list: few, because most first bytes are let through by the same patterns as others.
    private let prefixLists: [ShortRange]
    private let prefixUses: [(group: Int, patterns: UInt64)]
    /// The first bytes in `prefixed`.
    let prefixes: BitFilter
    /// Whether a match may start with a space; in prose every second place would have to be looked at.
    let mayStartWithSpace: Bool
    /// Whether a match may start with a byte beyond ASCII, of which disguised texts are full.
    let mayStartBeyondASCII: Bool
    /// Whether a match may start with a comma, hyphen or full stop and a space.
    let mayStartWithQuietMark: Bool

    static let filterBitCount: UInt64 = 17

    init(_ starts: [(recognizer: Int, start: PatternStart)]) {
        let countable = Self.chunks(starts.filter { $0.start.prefixes.values != nil })
        let others = Self.chunks(starts.filter { $0.start.prefixes.values == nil })
        precondition(others.count <= Live.count, "CompiledRules limits the number of rules")
        shapedCount = others.count
        members = (others + countable).flatMap(Self.members)
        requiring = (others + countable).map { Self.bits(of: $0) { $0.required != nil } }
        lettered = (others + countable).map { Self.bits(of: $0) { $0.digitCounts == nil } }
        withDigitCount = (others + countable).flatMap { group in
            (0..<64).map { count in Self.bits(of: group) { ($0.digitCounts ?? 0) >> UInt64(count) & 1 == 1 } }
        }
        unconditional = others.map { Self.bits(of: $0) { $0.required == nil } }
        (conditional, conditions) = Self.conditions(members[..<(others.count * Self.groupCountMax)])
        let groups = (others + countable).map { $0.map(\.start.before) }
        lookingBack = (others + countable).map { Self.bits(of: $0) { $0.before.isUsable } }
        lookBehinds = LookBehindMasks(groups)
        shapedMasks = Self.masks(others)
        let buckets = TriggerBuckets(of: others.joined().map(\.start))
        bucketMasks = buckets.masks
        self.buckets = buckets.bits
        var groupsOfBucket = [UInt16](repeating: 0, count: Self.groupCountMax)
        for (place, bit) in buckets.bits.enumerated() {
            groupsOfBucket[bit.trailingZeroBitCount] |= 1 << UInt16(place / Self.groupCountMax)
        }
        self.groupsOfBucket = groupsOfBucket
        unconditionalBuckets = zip(others.joined(), buckets.bits).reduce(0) {
            $1.0.start.required == nil ? $0 | $1.1 : $0
        }
        prefixedMasks = Self.masks(countable)
        mayStartWithSpace = starts.contains { $0.start.bytes[0].contains(UInt8(ascii: " ")) }
        mayStartBeyondASCII = starts.contains { $0.start.bytes[0].members.last ?? 0 >= 0x80 }
        mayStartWithQuietMark = starts.contains { entry in
            let bytes = entry.start.bytes
            return bytes[1].contains(UInt8(ascii: " ")) && ",-.".utf8.contains { bytes[0].contains($0) }
        }
        var prefixes = BitFilter(bitCount: Self.filterBitCount)
        var byPrefix: [UInt32: [UInt64]] = [:]
        for (group, members) in countable.enumerated() {
            for (index, member) in members.enumerated() {
                for prefix in member.start.prefixes.values ?? [] {
                    prefixes.insert(KeyHash.hash(UInt64(prefix)))
                    byPrefix[prefix, default: Array(repeating: 0, count: countable.count)][group] |=
                        1 << UInt64(index)
                }
            }
        }
        self.prefixes = prefixes
        var uses: [(group: Int, patterns: UInt64)] = []
        var lists: [ShortRange] = []
        var numbers: [[UInt64]: UInt32] = [:]
        prefixTable = KeyTable(
            byPrefix.sorted { $0.key < $1.key }.map { prefix, groups in
                if let number = numbers[groups] { return (prefix, number) }
                let first = uses.count
                uses += groups.enumerated().filter { $0.element != 0 }.map { ($0.offset, $0.element) }
                numbers[groups] = UInt32(lists.count)
                lists.append(ShortRange(first..<uses.count))
                return (prefix, UInt32(lists.count - 1))
            }, none: 0)
        prefixLists = lists
        prefixUses = uses
    }

    private typealias Starts = [(recognizer: Int, start: PatternStart)]

    private static func chunks(_ starts: Starts) -> [Starts] {
        stride(from: 0, to: starts.count, by: groupCountMax).map { first in
            Array(starts[first..<min(starts.count, first + groupCountMax)])
        }
    }

    /// The patterns of a group that something is true for.
    private static func bits(of group: Starts, where isTrue: (PatternStart) -> Bool) -> UInt64 {
        group.enumerated().reduce(0) { isTrue($1.element.start) ? $0 | 1 << UInt64($1.offset) : $0 }
    }

    /// Filled up to 64, so that a place follows from group and bit.
    private static func members(_ group: Starts) -> [Member] {
        let none = Member(recognizer: -1, required: nil)
        let members = group.map { Member(recognizer: $0.recognizer, required: $0.start.required) }
        return members + Array(repeating: none, count: groupCountMax - group.count)
    }

    /// The patterns with a required byte, by place, and for each byte which of them hold it.
    private static func conditions(
        _ members: ArraySlice<Member>
    ) -> (patterns: [Int], byByte: [(patterns: Range<Int>, distanceMax: Int)]) {
        var patterns: [Int] = []
        let byByte = RareBytes.all.map { byte in
            let first = patterns.count
            let holders = members.indices.filter { members[$0].required?.byte == byte }
            patterns += holders
            let distances = holders.compactMap { members[$0].required?.distance.upperBound }
            return (first..<patterns.count, distances.max() ?? 0)
        }
        return (patterns, byByte)
    }

    private static func masks(_ groups: [Starts]) -> ByteMasks {
        var masks = ByteMasks(groupCount: max(1, groups.count))
        for (group, members) in groups.enumerated() {
            for (index, member) in members.enumerated() {
                masks.insert(1 << UInt64(index), group: group, member.start.bytes)
            }
        }
        return masks
    }

    /// By shaped group: the patterns that are worth trying in a block.
    typealias Live = InlineArray<16, UInt64>

    /// Finds out which patterns are worth trying in the block of a text that starts at `start`.
    ///
    /// - Returns: Their buckets.
    @inline(__always)
    func find(
        _ live: inout Live,
        in text: Span<UInt8>,
        from start: Int,
        _ rareBytes: inout RareBytes
    ) -> UInt64 {
        for group in 0..<shapedCount { live[group] = unconditional[group] }
        var liveBuckets = unconditionalBuckets
        let end = start &+ ByteBlock.byteCount
        for index in conditions.indices where !conditions[index].patterns.isEmpty {
            let next = rareBytes.next(index, in: text, from: start)
            guard next < end &+ conditions[index].distanceMax else { continue }
            for place in conditions[index].patterns.lazy.map({ conditional[$0] }) {
                guard let required = members[place].required, next < end &+ required.distance.upperBound
                else { continue }
                live[place / Self.groupCountMax] |= 1 << UInt64(place % Self.groupCountMax)
                liveBuckets |= buckets[place]
            }
        }
        return liveBuckets
    }

    /// Those of some patterns of a group that look back for nothing else than what stands before a place of a text.
    @inline(__always)
    func patterns(_ patterns: UInt64, of group: Int, lookingBackFrom place: Int, in text: Span<UInt8>)
        -> UInt64
    {
        lookBehinds.patterns(patterns, group, at: place, in: text)
    }

    /// Whether some of these patterns of a group match nothing but digits and separators.
    func isAnyOfDigits(_ patterns: UInt64, of group: Int) -> Bool { patterns & ~lettered[group] != 0 }

    /// Those of some patterns of a group that match a text whose groups of digits end after so many, given as bits.
    func patterns(_ patterns: UInt64, of group: Int, digitEnds: UInt64) -> UInt64 {
        var counts = digitEnds
        var matching = lettered[group]
        while counts != 0 {
            matching |= withDigitCount[group << 6 + counts.trailingZeroBitCount]
            counts &= counts &- 1
        }
        return patterns & matching
    }

    /// 1 if some pattern's matches may start with the first bytes of these; `filter` is that of `prefixes`.
    @inline(__always)
    static func answer(to eight: UInt64, _ filter: Span<UInt64>) -> UInt64 {
        BitFilter.answer(KeyHash.hash(PatternPrefixes.folded(eight)), in: filter, bitCount: filterBitCount)
    }

    /// The shaped groups with patterns that could match where these bytes stand, as bits, as far as the buckets tell.
    func shapedGroups(_ eight: UInt64, live buckets: UInt64) -> UInt16 {
        var buckets = bucketMasks.patterns(0, eight, live: buckets)
        var groups: UInt16 = 0
        while buckets != 0 {
            groups |= groupsOfBucket[buckets.trailingZeroBitCount]
            buckets &= buckets &- 1
        }
        return groups
    }

    /// The patterns of a shaped group that could match where these bytes stand, of those in `live`.
    func shaped(_ group: Int, _ eight: UInt64, live: UInt64) -> UInt64 {
        shapedMasks.patterns(group, eight, live: live)
    }

    /// All patterns of a group that could match at a place of which `count` bytes are known, whatever follows.
    func open(_ group: Int, _ eight: UInt64, knownByteCount count: Int) -> UInt64 {
        group < shapedCount
            ? shapedMasks.patterns(group, eight, knownByteCount: count)
            : prefixedMasks.patterns(group - shapedCount, eight, knownByteCount: count)
    }

    /// The uses of the first bytes together: whose places, in `prefixed(_:_:)`, are of patterns that start with them.
    @inline(__always)
    func prefixUses(_ eight: UInt64) -> Range<Int>? {
        prefixTable.value(of: UInt32(truncatingIfNeeded: PatternPrefixes.folded(eight))).map {
            prefixLists[Int($0)].range
        }
    }

    /// The prefixed group of a use and its patterns that could match where these bytes stand.
    @inline(__always)
    func prefixed(_ use: Int, _ eight: UInt64) -> (group: Int, patterns: UInt64) {
        let (group, patterns) = prefixUses[use]
        return (group, prefixedMasks.patternsBehindPrefix(group, eight, live: patterns))
    }
}
