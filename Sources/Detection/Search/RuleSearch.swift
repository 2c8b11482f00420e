/// Finds what the rules propose in a text: at each place that a trigger lets through, the rules behind it.
///
/// Goes from word to word, sixty-four bytes at a time. A text may be searched in parts, one after the other; what is
/// kept between them is where each rule has matched.
struct RuleSearch {
    /// Up to where in the text each rule has matched: it is not tried again inside its own match.
    private var matchEnds: [Int] = []
    private var nearby = NearbyWords()
    private var rareBytes = RareBytes()
    /// The last rule that was tried, and where.
    private var lastAttempt = (recognizer: -1, place: -1)
    var watch = DeadlineWatch()
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
        nearby.reset()
        lastAttempt = (-1, -1)
        let termFilter = rules.terms.firstWords.words.span
        let prefixFilter = rules.triggers.prefixes.words.span
        let masks = rules.triggers.bucketMasks.words.span
        let spacesToo: UInt64 = rules.triggers.mayStartWithSpace ? .max : 0
        let beyondOut: UInt64 = rules.triggers.mayStartBeyondASCII || rules.terms.hasMarkStarts ? 0 : .max
        let quietOut: UInt64 = rules.triggers.mayStartWithQuietMark || rules.terms.hasMarkStarts ? 0 : .max
        var start = range.lowerBound
        var isInWord = start > 0 && start < text.count && text[start - 1].isASCIILetterOrDigit
        var block = ByteBlock(of: text, from: start)
        while start < range.upperBound {
            try watch.step()
            let next = ByteBlock(of: text, from: start &+ ByteBlock.byteCount)
            let wordStarts = block.words & ~(block.words << 1 | (isInWord ? 1 : 0))
            let left = range.upperBound &- start
            let inRange: UInt64 = left < ByteBlock.byteCount ? (1 << UInt64(left)) &- 1 : .max
            let quiet = block.quietMarks(next)
            let marks = block.marks & ~(quiet & quietOut | block.beyondASCII & beyondOut)
            var places = (wordStarts | marks | block.spaces & spacesToo) & inRange
            if part.notesOddPlaces {
                let odd =
                    Places.suspicious.bits(block, next, starts: wordStarts) & ~(quiet | block.continuations)
                if odd & inRange != 0 { SuspectSearch.note(odd & inRange, start, text, &hits) }
            }
            let liveBuckets = rules.triggers.find(&live, in: text, from: start, &rareBytes)
            // First all places are asked, without a branch: where most answers are no, a processor that need not guess
            // is four times as fast. Then the few that said yes are visited.
            var (terms, prefixed, shaped): (UInt64, UInt64, UInt64) = (0, 0, 0)
            while places != 0 {
                let offset = places.trailingZeroBitCount
                places &= places &- 1
                let eight = text.eightBytes(at: start &+ offset)
                let key = TermSet.key(eight, byteCount: block.wordByteCount(from: offset, next))
                let buckets = ByteMasks.patterns(masks, group: 0, eight, live: liveBuckets)
                terms |= TermSet.answer(to: key, termFilter) << UInt64(offset)
                prefixed |= Triggers.answer(to: eight, prefixFilter) << UInt64(offset)
                shaped |= (buckets == 0 ? 0 : 1) << UInt64(offset)
            }
            while terms != 0 {
                let offset = terms.trailingZeroBitCount
                terms &= terms &- 1
                let byteCount = block.wordByteCount(from: offset, next)
                let key = TermSet.key(text.eightBytes(at: start &+ offset), byteCount: byteCount)
                guard let slot = rules.terms.slot(of: key) else { continue }
                tryTerms(slot, rules, text, start &+ offset, part, into: &hits)
            }
            if prefixed | shaped != 0 {
                try tryPatterns(prefixed, shaped, rules, text, start, part, scratch, into: &hits)
            }
            isInWord = block.words >> 63 == 1
            start &+= ByteBlock.byteCount
            block = next
        }
    }

    /// Tries the patterns that could match at places of a block: `prefixed` where such may that are told by their first
    /// bytes together, `shaped` where others may.
    @inline(never)
    private mutating func tryPatterns(
        _ prefixed: UInt64,
        _ shaped: UInt64,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ start: Int,
        _ part: Part,
        _ scratch: PatternScratch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        var places = prefixed | shaped
        while places != 0 {
            let offset = places.trailingZeroBitCount
            places &= places &- 1
            let place = start &+ offset
            let eight = text.eightBytes(at: place)
            for group in 0..<(shaped >> UInt64(offset) & 1 == 1 ? rules.triggers.shapedCount : 0) {
                let patterns = rules.triggers.shaped(group, eight, live: live[group])
                if patterns != 0 {
                    try attempt(patterns, of: group, rules, text, place, part, scratch, into: &hits)
                }
            }
            guard prefixed >> UInt64(offset) & 1 == 1, rules.triggers.holdsPrefix(eight) else { continue }
            for group in 0..<rules.triggers.prefixedCount {
                let patterns = rules.triggers.prefixed(group, eight)
                guard patterns != 0 else { continue }
                try attempt(
                    patterns, of: rules.triggers.shapedCount + group, rules, text, place, part, scratch,
                    into: &hits)
            }
        }
    }

    private mutating func attempt(
        _ patterns: UInt64,
        of group: Int,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ place: Int,
        _ part: Part,
        _ scratch: PatternScratch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        var patterns = patterns
        // Counted when it is asked for.
        var digitEnds: UInt64?
        while patterns != 0 {
            let member = rules.triggers.members[
                group * Triggers.groupCountMax + patterns.trailingZeroBitCount]
            patterns &= patterns &- 1
            if let required = member.required {
                let next = rareBytes.next(required.byte, in: text, from: place)
                guard next <= place + required.distance.upperBound else { continue }
            }
            if member.digitCounts != .max {
                let ends =
                    digitEnds
                    ?? DigitCounts.ends(in: text, at: place, countMax: rules.triggers.digitCountMax)
                digitEnds = ends
                guard ends & member.digitCounts != 0 else { continue }
            }
            let index = member.recognizer
            // Its other alternative was let through here, too.
            guard lastAttempt != (index, place) else { continue }
            guard matchEnds[index] <= place + part.base, let matcher = rules.matchers[index] else { continue }
            lastAttempt = (index, place)
            if isPointless(index, rules, at: place, in: text) { continue }
            try watch.step()
            do throws(PatternFailure) {
                let match = try matcher.firstMatch(
                    in: text, from: place, isTextStart: part.isTextStart, using: scratch)
                if let match { note(match, of: index, rules, text, part, into: &hits) }
            } catch {
                throw error.scanError(of: rules.recognizers[index].rule.id)
            }
        }
    }

    /// Whether the rule needs a context word where none stands: no match that starts here counts.
    ///
    /// Not asked of rules whose matches may be so long that a word stands nearly everywhere.
    @inline(__always)
    private mutating func isPointless(
        _ index: Int,
        _ rules: CompiledRules,
        at place: Int,
        in text: Span<UInt8>
    ) -> Bool {
        let recognizer = rules.recognizers[index]
        guard recognizer.requiresContext, recognizer.widthMax <= Self.askedWidthMax,
            let list = rules.nearby.list(.context, of: index)
        else { return false }
        return nearby.isNone(
            of: list, in: rules.nearby, around: place, widthMax: recognizer.widthMax,
            within: recognizer.contextWithin, of: text)
    }

    private static let askedWidthMax = 256

    @inline(never)
    private mutating func tryTerms(
        _ slot: TermSet.Slot,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ place: Int,
        _ part: Part,
        into hits: inout SearchHits
    ) {
        rules.terms.forEachMatch(in: slot, of: text, at: place) { owner, end in
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
        let recognizer = rules.recognizers[index]
        let judgement = recognizer.judge(match, in: text) { role in
            guard let list = rules.nearby.list(role, of: index) else { return false }
            return nearby.isAny(
                of: list, in: rules.nearby, near: match.whole, within: recognizer.contextWithin, of: text)
        }
        guard let judgement else { return }
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

extension [Int] {
    /// Every element the same, in the memory that is there.
    fileprivate mutating func fill(with element: Int, count: Int) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(element, count: count))
    }
}
