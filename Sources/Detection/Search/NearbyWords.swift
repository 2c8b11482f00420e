/// The words that rules want near their matches, or do not want there, of all rules in one set of terms.
///
/// Most rules ask for the same words, and a text full of numbers makes each of them ask at each number: so every byte
/// is looked up once for all rules.
struct NearbyTerms: Sendable {
    /// Which of a rule's two lists is meant.
    enum Role: Int {
        case context, vetoes
    }

    /// Every different word; its owner is its number.
    fileprivate let terms: TermSet
    /// By word's number: the lists that hold it, as bits.
    private let lists: [UInt64]
    private let wordsPerRow: Int
    /// By recognizer the list of its context words, then that of its vetoes; -1 for none.
    private let listNumbers: [Int]
    /// By group of triggers: the patterns that match nothing that counts unless a context word is near.
    let needing: [UInt64]
    /// By word's number and group of triggers: the patterns that need this word or another.
    private let needers: [UInt64]
    /// How far before and behind a place a word may stand that one of these needs, in bytes.
    fileprivate let needReach: (before: Int, behind: Int)

    /// Farther away than this a word stands nearly everywhere, so it is not asked for beforehand; in bytes.
    private static let askedReachMax = 192

    /// `members` are the triggers' patterns, 64 to a group.
    init(of recognizers: [Recognizer], _ members: [Triggers.Member]) {
        var numbers: [[String]: Int] = [:]
        var listNumbers: [Int] = []
        for rule in recognizers.map(\.rule) {
            for words in [rule.context?.words ?? [], rule.vetoes] {
                listNumbers.append(words.isEmpty ? -1 : numbers[words, default: numbers.count])
                if !words.isEmpty, numbers[words] == nil { numbers[words] = numbers.count }
            }
        }
        self.listNumbers = listNumbers
        wordsPerRow = numbers.count / 64 + 1
        var users: [String: [Int]] = [:]
        for (words, number) in numbers {
            for word in words { users[word, default: []].append(number) }
        }
        var lists: [UInt64] = []
        var terms: [TermSet.List] = []
        for (word, numbers) in users.sorted(by: { $0.key < $1.key }) {
            terms.append(TermSet.List(words: [word], isCaseSensitive: false, owner: terms.count))
            var row = [UInt64](repeating: 0, count: wordsPerRow)
            for number in numbers { row[number / 64] |= 1 << UInt64(number % 64) }
            lists += row
        }
        self.lists = lists
        self.terms = TermSet(terms)
        let groupCount = members.count / 64
        var needing = [UInt64](repeating: 0, count: groupCount)
        var needers = [UInt64](repeating: 0, count: groupCount * terms.count)
        var reach = (before: 0, behind: 0)
        for (place, member) in members.enumerated() where member.recognizer >= 0 {
            let recognizer = recognizers[member.recognizer]
            let list = listNumbers[2 * member.recognizer]
            guard recognizer.requiresContext, list >= 0,
                recognizer.widthMax + recognizer.contextWithin <= Self.askedReachMax
            else {
                continue
            }
            let bit: UInt64 = 1 << UInt64(place % 64)
            needing[place / 64] |= bit
            for word in terms.indices
            where lists[word * wordsPerRow + list / 64] >> UInt64(list % 64) & 1 == 1 {
                needers[word * groupCount + place / 64] |= bit
            }
            reach.before = max(reach.before, recognizer.contextWithin)
            reach.behind = max(reach.behind, recognizer.widthMax + recognizer.contextWithin)
        }
        (self.needing, self.needers, needReach) = (needing, needers, reach)
    }

    /// The number of a rule's list; nil if it has none.
    @inline(__always)
    func list(_ role: Role, of recognizer: Int) -> Int? {
        let number = listNumbers[2 &* recognizer &+ role.rawValue]
        return number < 0 ? nil : number
    }

    @inline(__always)
    fileprivate func holds(_ word: Int, list: Int) -> Bool {
        lists[word &* wordsPerRow &+ list >> 6] >> UInt64(list & 63) & 1 == 1
    }

    /// The patterns of a group that need this word or another.
    @inline(__always)
    fileprivate func needers(of word: Int, in group: Int) -> UInt64 {
        needers[word &* needing.count &+ group]
    }

    /// The most bytes of text that a word can cover.
    var byteCountMax: Int { terms.byteCountMax }
}

/// Where the words of `NearbyTerms` stand in the text at hand, as far as was asked.
struct NearbyWords {
    private struct Word {
        let start: Int
        let end: Int
        let number: Int
    }

    /// The part of the text whose words are known: those that start in it.
    private var covered = 0..<0
    /// In the order of their starts.
    private var words: [Word] = []

    /// How much farther than needed is looked, so that the next matches find it done, in bytes.
    private static let aheadByteCount = 64
    /// Fewer patterns than these are tried in less time than it takes to look up the words around a place.
    private static let needingCountMin = 4
    /// A part farther away than this is not looked at on the way, in bytes.
    private static let gapMax = 256
    /// When so many words are known, all are forgotten and those that are asked for looked up again.
    private static let countMax = 4_096

    /// Forgets, for another text.
    mutating func reset() {
        covered = 0..<0
        words.removeAll(keepingCapacity: true)
    }

    /// Whether a word of a list ends at most `within` bytes before a match or starts as near behind it.
    mutating func isAny(
        of list: Int,
        in terms: NearbyTerms,
        near match: Range<Int>,
        within: Int,
        of text: Span<UInt8>
    ) -> Bool {
        let earliestEnd = match.lowerBound &- within
        let latestStart = match.upperBound &+ within
        cover(max(0, earliestEnd &- terms.byteCountMax)..<latestStart &+ 1, of: text, terms)
        var index = words.count
        while index > 0 {
            index &-= 1
            let word = words[index]
            guard word.start <= latestStart else { continue }
            guard word.start &+ terms.byteCountMax >= earliestEnd else { return false }
            let isBeside = word.start >= match.upperBound || word.end <= match.lowerBound
            if isBeside, word.end >= earliestEnd, terms.holds(word.number, list: list) { return true }
        }
        return false
    }

    /// Those of some patterns of a group that could match at a place, as far as they need a word near it.
    ///
    /// For a few patterns no words are looked up: to try them costs less.
    /// No word is looked for where it cannot stand for any of them; for some of them it may stand too far away.
    mutating func patterns(
        _ patterns: UInt64,
        of group: Int,
        at place: Int,
        in terms: NearbyTerms,
        of text: Span<UInt8>
    ) -> UInt64 {
        let needing = patterns & terms.needing[group]
        let latestStart = place &+ terms.needReach.behind
        let earliestEnd = place &- terms.needReach.before
        let wanted = max(0, earliestEnd &- terms.byteCountMax)..<latestStart &+ 1
        guard covered.contains(wanted) || needing.nonzeroBitCount >= Self.needingCountMin else {
            return patterns
        }
        cover(wanted, of: text, terms)
        var met: UInt64 = 0
        var index = words.count
        while index > 0, met != needing {
            index &-= 1
            let word = words[index]
            guard word.start <= latestStart else { continue }
            guard word.start &+ terms.byteCountMax >= earliestEnd else { break }
            if word.end >= earliestEnd { met |= terms.needers(of: word.number, in: group) & needing }
        }
        return patterns & ~needing | met
    }

    private mutating func cover(_ wanted: Range<Int>, of text: Span<UInt8>, _ terms: NearbyTerms) {
        if !covered.contains(wanted) { coverMore(wanted, of: text, terms) }
    }

    @inline(never)
    private mutating func coverMore(_ wanted: Range<Int>, of text: Span<UInt8>, _ terms: NearbyTerms) {
        if wanted.lowerBound < covered.lowerBound || wanted.lowerBound > covered.upperBound + Self.gapMax
            || words.count > Self.countMax
        {
            words.removeAll(keepingCapacity: true)
            covered = wanted.lowerBound..<wanted.lowerBound
        }
        let end = min(text.count, wanted.upperBound + Self.aheadByteCount)
        if covered.upperBound < end {
            terms.terms.forEachMatch(in: text, from: covered.upperBound..<end) { number, place, end in
                words.append(Word(start: place, end: end, number: number))
            }
        }
        covered = covered.lowerBound..<max(end, wanted.upperBound)
    }
}
