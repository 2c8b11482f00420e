/// Words of which every match of a pattern holds one, or has one near it, each as a whole word.
///
/// A pattern that starts with any number or any name would be tried at each of them. If its matches hold one of a few
/// words, such as "Street" or "arrested", it is enough to try it where one stands: see `WordGates`.
struct RequiredWords: Sendable {
    /// The words as `TermSet` keys.
    let keys: Set<UInt64>
    /// How many bytes after its match's start a word may stand; negative before it.
    let distance: ClosedRange<Int>
    /// About how many of these words a kilobyte of prose holds.
    let count: Double

    /// The words that are rarest in prose; nil if there are no such words, or too many.
    init?(of node: PatternNode, asking table: CharacterTable) {
        let parts = node.parts
        let search = RequiredWordSearch(
            members: CharacterMembers(table: table, isCaseless: node.hasCaselessOption))
        guard
            let words = search.best(
                in: parts, upTo: parts.count, after: RequiredWordSearch.Before(), endsOpen: false)
        else { return nil }
        self = words
    }

    /// The first words of the context that a rule requires; nil if it requires none, or if one starts with a mark.
    ///
    /// Such a word may stand before the match: then its distance is less than nothing.
    init?(around rule: Rule, width: ClosedRange<Int>) {
        guard let context = rule.context, context.isRequired, rule.findingExtension?.isPassage ?? true else {
            return nil
        }
        let terms = context.words.map(TermSet.plain).filter { !$0.isEmpty }
        guard terms.allSatisfy({ $0[0].isASCIILetterOrDigit }) else { return nil }
        let longest = terms.map { TermSet.longestMatch(of: $0) }.max() ?? 0
        self.init(
            keys: Set(terms.map(TermSet.key)),
            distance: -(longest + context.within)...width.upperBound + context.within)
    }

    fileprivate init(keys: Set<UInt64>, distance: ClosedRange<Int>) {
        self.keys = keys
        self.distance = distance
        count = keys.reduce(0) { $0 + WordCounts.perKilobyte(of: $1) }
    }

    fileprivate func union(_ other: RequiredWords) -> RequiredWords {
        RequiredWords(
            keys: keys.union(other.keys),
            distance: min(
                distance.lowerBound, other.distance.lowerBound)...max(
                    distance.upperBound, other.distance.upperBound))
    }
}

/// Searches a pattern's tree for words that it cannot do without.
private struct RequiredWordSearch {
    let members: CharacterMembers

    /// More words than these are worth little: one or another of them stands everywhere.
    private static let keyCountMax = 96
    /// Words farther from the start than this are not waited for, in bytes.
    private static let distanceMax = 400

    /// What stands before a part.
    struct Before {
        var width = 0...0
        /// Whether no word can go on from there into the part.
        var isWordStart = true
    }

    /// The rarest words of the first `count` parts; what follows these only ends their last words.
    ///
    /// `endsOpen` says that more may follow behind the last part.
    func best(in parts: [PatternNode], upTo count: Int, after before: Before, endsOpen: Bool)
        -> RequiredWords?
    {
        var best: RequiredWords?
        func consider(_ words: RequiredWords?) {
            guard let words, words.keys.count <= Self.keyCountMax else { return }
            if best.map({ words.count < $0.count }) ?? true { best = words }
        }
        var before = before
        for index in 0..<count {
            guard before.width.upperBound <= Self.distanceMax else { break }
            if before.isWordStart, let keys = keys(of: parts[index...], endsOpen: endsOpen) {
                consider(RequiredWords(keys: keys, distance: before.width))
            }
            switch parts[index] {
            case .choice(let branches):
                consider(all(branches, then: parts[(index + 1)...], after: before, endsOpen: endsOpen))
            case .repetition(let content, let rounds, _) where rounds.lowerBound > 0:
                let inner = content.parts
                consider(self.best(in: inner, upTo: inner.count, after: before, endsOpen: true))
            case .look(let opening, let content, isBehind: false) where opening.last == UInt8(ascii: "="):
                let inner = content.parts
                consider(self.best(in: inner, upTo: inner.count, after: before, endsOpen: true))
            default: break
            }
            let width = parts[index].reach.width
            before.width =
                before.width.lowerBound + width.lowerBound...before.width.upperBound + width.upperBound
            before.isWordStart = isWordStart(after: parts[index], before.isWordStart)
        }
        return best
    }

    /// The words of every branch together; nil if one branch does without.
    private func all(
        _ branches: [PatternNode],
        then rest: ArraySlice<PatternNode>,
        after before: Before,
        endsOpen: Bool
    ) -> RequiredWords? {
        var union: RequiredWords?
        for branch in branches {
            let parts = branch.parts
            guard let words = best(in: parts + rest, upTo: parts.count, after: before, endsOpen: endsOpen)
            else { return nil }
            union = union?.union(words) ?? words
            guard (union?.keys.count ?? 0) <= Self.keyCountMax else { return nil }
        }
        return union
    }

    // MARK: - Words

    /// A word as far as it is read.
    private struct Word: Hashable {
        var key: UInt64 = 0
        var byteCount = 0
        var isDone = false

        func appending(_ byte: UInt8) -> Word {
            let key = key | UInt64(byte | 0x20) << UInt64(8 * byteCount)
            return Word(key: key, byteCount: byteCount + 1, isDone: byteCount == 7)
        }
    }

    /// The keys of all words that can stand at the start of some parts; nil if there may be none, or too many.
    private func keys(of parts: ArraySlice<PatternNode>, endsOpen: Bool) -> Set<UInt64>? {
        var words: Set<Word>? = [Word()]
        for part in parts {
            guard let known = words else { return nil }
            if known.allSatisfy(\.isDone) { break }
            words = pass(part, after: known)
        }
        guard let words, words.allSatisfy({ $0.isDone || ($0.byteCount > 0 && !endsOpen) }) else {
            return nil
        }
        return Set(words.map(\.key))
    }

    private func pass(_ node: PatternNode, after words: Set<Word>) -> Set<Word>? {
        guard words.contains(where: { !$0.isDone }) else { return words }
        switch node {
        case .anchor, .option, .look:
            return words
        case .character(let source, let width):
            return append(width.lowerBound > 1 ? ByteSet(0x80) : members.bytes(of: source), to: words)
        case .sequence(let parts):
            var words: Set<Word>? = words
            for part in parts { words = words.flatMap { pass(part, after: $0) } }
            return words
        case .choice(let branches):
            var all: Set<Word> = []
            for branch in branches {
                guard let some = pass(branch, after: words) else { return nil }
                all.formUnion(some)
            }
            return all.count <= Self.keyCountMax ? all : nil
        case .group(_, let content):
            return pass(content, after: words)
        case .repetition(let content, let rounds, _):
            var ends: Set<Word> = rounds.lowerBound == 0 ? words : []
            var last = words
            for round in 1...max(1, min(rounds.upperBound, 9)) {
                guard let next = pass(content, after: last) else { return nil }
                if round >= rounds.lowerBound { ends.formUnion(next) }
                if next == last || next.allSatisfy(\.isDone) { return ends.union(next) }
                last = next
            }
            return ends.count <= Self.keyCountMax ? ends : nil
        }
    }

    private func append(_ set: ByteSet, to words: Set<Word>) -> Set<Word>? {
        let inWords = set.intersection(.lettersAndDigits)
        let mayEnd = inWords.count < set.count || set.isEmpty
        let letters = Set(inWords.members.map { $0 | 0x20 })
        var out: Set<Word> = []
        for word in words {
            if word.isDone {
                out.insert(word)
                continue
            }
            if mayEnd {
                // No word starts here.
                guard word.byteCount > 0 else { return nil }
                out.insert(Word(key: word.key, byteCount: word.byteCount, isDone: true))
            }
            for letter in letters { out.insert(word.appending(letter)) }
            guard out.count <= Self.keyCountMax else { return nil }
        }
        return out
    }

    private func isWordStart(after node: PatternNode, _ before: Bool) -> Bool {
        switch node {
        case .anchor, .option, .look:
            return before
        case .character(let source, let width):
            return width.lowerBound > 1
                || members.bytes(of: source).intersection(.lettersAndDigits).isEmpty
        case .sequence(let parts):
            return parts.reduce(before) { isWordStart(after: $1, $0) }
        case .choice(let branches):
            return branches.allSatisfy { isWordStart(after: $0, before) }
        case .group(_, let content):
            return isWordStart(after: content, before)
        case .repetition(let content, let rounds, _):
            let once = isWordStart(after: content, before)
            return once && isWordStart(after: content, once) && (before || rounds.lowerBound > 0)
        }
    }
}

extension PatternNode {
    /// The pattern as parts that follow one another; how groups are written plays no part here.
    fileprivate var parts: [PatternNode] {
        switch self {
        case .sequence(let parts): parts.flatMap(\.parts)
        case .group(_, let content): content.parts
        case .character, .anchor, .option, .choice, .look, .repetition: [self]
        }
    }
}

/// About how often words stand in English prose: enough to tell "street" from "the".
private enum WordCounts {
    /// By length, of a word that is none of the commonest.
    private static let byByteCount = [0, 0.5, 0.4, 0.2, 0.1, 0.06, 0.04, 0.03, 0.02]

    /// The commonest words, about half of all prose; most of them stand there once in a kilobyte.
    private static let commonest: Set<UInt64> = Set(
        """
        the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or \
        an will my one all would there their what so up out if about who get which go me when make can like time no just \
        him know take people into year your good some could them see other than then now look only come its over think \
        also back after use two how our work first well way even new want because any these give day most us is was are \
        had has been were said did off more very where much before through here down should each
        """.split { $0 == " " || $0 == "\n" }.map { word in
            TermSet.key(Array(word.utf8).span.eightBytes(at: 0), byteCount: word.utf8.count)
        })

    static func perKilobyte(of key: UInt64) -> Double {
        if commonest.contains(key) { return 1 }
        return byByteCount[8 - key.leadingZeroBitCount / 8]
    }
}
