/// Finds what the rules propose in a text: at each place that a trigger lets through, the rules behind it.
///
/// Goes from word to word, sixty-four bytes at a time. A text may be searched in parts, one after the other; what is
/// kept between them is where each rule has matched.
struct RuleSearch {
    /// Up to where in the text each rule has matched: it is not tried again inside its own match.
    private var matchEnds: [Int] = []
    private var rareBytes = RareBytes()
    /// By group of shaped patterns: those that have their rare byte near enough to the block that is being searched.
    private var live = Triggers.Live(repeating: 0)

    /// The part of a text that is at hand, and where it stands.
    struct Part {
        /// Where its first byte stands in the whole text.
        var base = 0
        /// Whether its first byte starts a line.
        var isTextStart = true
        /// Whether to note where the text may show something else than its bytes say.
        var notesOddPlaces = false
    }

    /// Prepares for a new text.
    mutating func reset(for rules: CompiledRules) {
        matchEnds.fill(with: 0, count: rules.recognizers.count)
    }

    /// Finds every match that starts in a range of `text`.
    ///
    /// Behind the range the text must reach as far as the rules can look.
    mutating func run(
        _ rules: CompiledRules,
        over text: Span<UInt8>,
        in range: Range<Int>,
        of part: Part,
        using scratch: PatternScratch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        rareBytes.reset()
        let termFilter = rules.terms.firstWords.words.span
        let prefixFilter = rules.triggers.prefixes.words.span
        let masks = rules.triggers.shapedMasks.words.span
        let groupCount = max(1, rules.triggers.shaped.count)
        let spacesToo: UInt64 = rules.triggers.mayStartWithSpace ? .max : 0
        var start = range.lowerBound
        var isInWord = start > 0 && start < text.count && text[start - 1].isASCIILetterOrDigit
        var block = ByteBlock(of: text, from: start)
        while start < range.upperBound {
            let next = ByteBlock(of: text, from: start &+ ByteBlock.byteCount)
            let wordStarts = block.words & ~(block.words << 1 | (isInWord ? 1 : 0))
            let left = range.upperBound &- start
            let inRange: UInt64 = left < ByteBlock.byteCount ? (1 << UInt64(left)) &- 1 : .max
            var places = (wordStarts | block.marks | (block.spaces & spacesToo)) & inRange
            if part.notesOddPlaces {
                let odd = Places.suspicious.bits(block, next, starts: wordStarts)
                SuspectSearch.note(odd & inRange, start, text, &hits)
            }
            findLive(rules.triggers, in: text, from: start)
            let firstLive = live[0]
            // First all places are asked, without a branch: where most answers are no, a processor that need not guess
            // is four times as fast. Then the few that said yes are visited.
            var interesting: UInt64 = 0
            while places != 0 {
                let offset = places.trailingZeroBitCount
                places &= places &- 1
                let eight = text.eightBytes(at: start &+ offset)
                let key = TermSet.key(eight, byteCount: block.wordByteCount(from: offset, next))
                var shaped = ByteMasks.patterns(masks, group: 0, eight, live: firstLive)
                for group in 1..<groupCount {
                    shaped |= ByteMasks.patterns(masks, group: group, eight, live: live[group])
                }
                let answer = TermSet.answer(to: key, termFilter) | Triggers.answer(to: eight, prefixFilter)
                interesting |= (answer | (shaped == 0 ? 0 : 1)) << UInt64(offset)
            }
            while interesting != 0 {
                let offset = interesting.trailingZeroBitCount
                interesting &= interesting &- 1
                let key = TermSet.key(
                    text.eightBytes(at: start &+ offset), byteCount: block.wordByteCount(from: offset, next))
                try visit(start &+ offset, key, rules, text, part, scratch, into: &hits)
            }
            isInWord = block.words >> 63 == 1
            start &+= ByteBlock.byteCount
            block = next
        }
    }

    /// Tries what could match at one place.
    @inline(never)
    private mutating func visit(
        _ place: Int,
        _ key: UInt64,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ part: Part,
        _ scratch: PatternScratch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        tryTerms(key, rules, text, place, part, into: &hits)
        let eight = text.eightBytes(at: place)
        for index in rules.triggers.shaped.indices {
            let patterns = rules.triggers.shaped(index, eight, live: live[index])
            guard patterns != 0 else { continue }
            try attempt(
                patterns, of: rules.triggers.shaped[index], rules, text, place, part, scratch, into: &hits)
        }
        for index in rules.triggers.prefixed.indices {
            let patterns = rules.triggers.prefixed(index, eight)
            guard patterns != 0 else { continue }
            try attempt(
                patterns, of: rules.triggers.prefixed[index], rules, text, place, part, scratch, into: &hits)
        }
    }

    @inline(__always)
    private mutating func findLive(_ triggers: Triggers, in text: Span<UInt8>, from start: Int) {
        for index in triggers.shaped.indices {
            live[index] = triggers.shaped[index].unconditional
            for required in triggers.shaped[index].required {
                let next = rareBytes.next(required.byte.byte, in: text, from: start)
                let latest = start &+ ByteBlock.byteCount &+ required.byte.distance.upperBound
                if next < latest { live[index] |= required.bit }
            }
        }
    }

    private mutating func attempt(
        _ patterns: UInt64,
        of group: Triggers.Group,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ place: Int,
        _ part: Part,
        _ scratch: PatternScratch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        var patterns = patterns
        while patterns != 0 {
            let bit = patterns.trailingZeroBitCount
            patterns &= patterns &- 1
            let index = group.recognizers[bit]
            guard matchEnds[index] <= place + part.base, isRareByteInReach(group, bit, of: text, at: place),
                let match = try rules.recognizers[index].pattern?.match(
                    in: text, at: place, isTextStart: part.isTextStart, using: scratch)
            else { continue }
            note(match, of: index, rules, text, part, into: &hits)
        }
    }

    private mutating func isRareByteInReach(
        _ group: Triggers.Group,
        _ bit: Int,
        of text: Span<UInt8>,
        at place: Int
    ) -> Bool {
        guard group.unconditional >> UInt64(bit) & 1 == 0 else { return true }
        for required in group.required where required.bit >> UInt64(bit) == 1 {
            let next = rareBytes.next(required.byte.byte, in: text, from: place)
            return next <= place + required.byte.distance.upperBound
        }
        return true
    }

    private mutating func tryTerms(
        _ key: UInt64,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ place: Int,
        _ part: Part,
        into hits: inout SearchHits
    ) {
        rules.terms.forEachMatch(of: key, in: text, at: place) { owner, end in
            guard owner < rules.recognizers.count else {
                hits.cues.append(place + part.base)
                return
            }
            guard matchEnds[owner] <= place + part.base else { return }
            note(
                Pattern.Match(whole: place..<end, found: place..<end), of: owner, rules, text, part,
                into: &hits)
        }
    }

    private mutating func note(
        _ match: Pattern.Match,
        of index: Int,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ part: Part,
        into hits: inout SearchHits
    ) {
        guard let judgement = rules.recognizers[index].judge(match, in: text) else { return }
        matchEnds[index] = match.whole.upperBound + part.base
        let bytes = text.wholeCharacters(match.found)
        hits.candidates.append(
            Candidate(
                recognizer: index, bytes: bytes.lowerBound + part.base..<bytes.upperBound + part.base,
                confidence: judgement.confidence, hasContext: judgement.hasContext
            ))
    }
}

/// What a search brings home.
struct SearchHits {
    var candidates: [Candidate] = []
    /// Where words stand that hint at spelled-out data.
    var cues: [Int] = []
    /// Where something odd stands, in bytes of the part that was searched.
    var oddPlaces: [Int] = []

    mutating func removeAll() {
        candidates.removeAll(keepingCapacity: true)
        cues.removeAll(keepingCapacity: true)
        oddPlaces.removeAll(keepingCapacity: true)
    }
}

extension Array {
    /// Every element the same, in the memory that is there.
    fileprivate mutating func fill(with element: Element, count: Int) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(element, count: count))
    }
}
