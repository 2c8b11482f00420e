/// Patterns that are tried only where one of the words stands that their matches hold, or that they need near them.
///
/// Where such a word stands, the places around it are looked at where a match could start. A text without
/// the words costs these patterns nothing.
struct WordGates: Sendable {
    /// Patterns of a group that a word lets through.
    struct Use: Sendable {
        let group: Int
        let patterns: UInt64
        /// How far before the word one of their matches may start, in bytes.
        let distance: ClosedRange<Int>
    }

    /// A pattern, and how far after its match's start its words may stand, in bytes; negative before it.
    struct Member: Sendable {
        let recognizer: Int
        let distance: ClosedRange<Int>
        /// How many digits its matches may hold, as bits; nil if they hold something else too.
        let digitCounts: UInt64?
    }

    /// All patterns, 64 to a group.
    let members: [Member]
    let uses: [Use]
    private let table: KeyTable<UInt64, ShortRange>
    private let starts: ByteMasks
    /// The keys of all words.
    let keys: [UInt64]
    /// How far before and behind a match's start one of its words may stand, in bytes.
    let reach: (before: Int, behind: Int)

    init(_ patterns: [(recognizer: Int, start: PatternStart, words: RequiredWords)]) {
        members = patterns.map {
            Member(
                recognizer: $0.recognizer, distance: $0.words.distance, digitCounts: $0.start.digitCounts)
        }
        reach = (
            before: max(0, -(members.map(\.distance.lowerBound).min() ?? 0)),
            behind: max(0, members.map(\.distance.upperBound).max() ?? 0)
        )
        var starts = ByteMasks(groupCount: patterns.count / 64 + 1)
        var byKey: [UInt64: [Int]] = [:]
        for (place, pattern) in patterns.enumerated() {
            starts.insert(1 << UInt64(place % 64), group: place / 64, pattern.start.bytes)
            for key in pattern.words.keys { byKey[key, default: []].append(place) }
        }
        self.starts = starts
        keys = byKey.keys.sorted()
        var uses: [Use] = []
        var ranges: [(UInt64, ShortRange)] = []
        for key in keys {
            let first = uses.count
            for (group, places) in Dictionary(grouping: byKey[key] ?? [], by: { $0 / 64 }).sorted(by: {
                $0.key < $1.key
            }) {
                let distances = places.map { patterns[$0].words.distance }
                uses.append(
                    Use(
                        group: group, patterns: places.reduce(0) { $0 | 1 << UInt64($1 % 64) },
                        distance: (distances.map(\.lowerBound).min() ?? 0)...(distances.map(\.upperBound)
                            .max()
                            ?? 0)))
            }
            ranges.append((key, ShortRange(first..<uses.count)))
        }
        self.uses = uses
        table = KeyTable(ranges, none: ShortRange(0..<0))
    }

    /// The places in `uses` of what a word lets through; nil if it is none of the words.
    func uses(of key: UInt64) -> Range<Int>? { table.value(of: key)?.range }

    var groupCount: Int { (members.count + 63) / 64 }

    /// All patterns of a group that could match at a place of which `count` bytes are known, with or without their word.
    func open(_ group: Int, _ eight: UInt64, knownByteCount count: Int) -> UInt64 {
        starts.patterns(group, eight, knownByteCount: count)
    }

    /// Those of a use's patterns that could match where these bytes stand.
    func patterns(of use: Use, _ eight: UInt64) -> UInt64 {
        starts.patterns(use.group, eight, live: use.patterns)
    }
}
