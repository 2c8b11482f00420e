/// Finds what the rules propose in a text: at each place that a trigger lets through, the rules behind it.
///
/// Goes from word to word, sixty-four bytes at a time. A text may be searched in parts, one after the other; what is
/// kept between them is where each rule has matched.
struct RuleSearch {
    /// Up to where in the text each rule has matched: it is not tried again inside its own match.
    private var matchEnds: [Int] = []
    private var nearby = NearbyWords()
    private var statements = StatementReader()
    /// Up to where in the text at hand words have let each rule through.
    private var triedEnds: [Int] = []
    private var rareBytes = RareBytes()
    /// After how many digits from a place on a group of them ends, as bits.
    private var digits: (place: Int, ends: UInt64) = (-1, 0)
    /// The last rule that was tried, and where.
    private var lastAttempt = (recognizer: -1, place: -1)
    /// Where patterns could start that a word lets through.
    private var starts: [(place: Int, patterns: UInt64)] = []
    /// Words outside the range that is searched, and what each of them lets through.
    private var wordsOutside: [(place: Int, uses: Range<Int>)] = []
    /// What decides about the matches that are wanted, if not all are.
    private var changes = ViewChanges()
    private var wantsAll = true
    /// How far from a place changes are, and the place of one among them.
    private var distances: (place: Int, next: Int, last: Int, index: Int) = (-1, 0, 0, 0)
    var watch = DeadlineWatch()
    /// By group of shaped patterns: those that have their rare byte near enough to the block that is being searched.
    private var live = Triggers.Live(repeating: 0)

    /// The part of a text that is at hand, and where it stands.
    struct Part {
        /// Where its first byte stands in the whole text.
        var base = 0
        /// Whether its first byte starts a line.
        var isTextStart = true
        /// Whether another part of the same bytes was searched right before.
        var isContinued = false
        /// Whether to note where the text may show something else than its bytes say.
        var notesOddPlaces = false
    }

    /// Prepares for a new text.
    mutating func reset(for rules: CompiledRules) {
        matchEnds.fill(with: 0, count: rules.recognizers.count)
        wantsAll = true
    }

    /// Prepares for a new text of which only those matches are wanted that these changes decide about.
    mutating func reset(for rules: CompiledRules, wanting changes: ViewChanges) {
        reset(for: rules)
        wantsAll = false
        self.changes = changes
        distances = (-1, 0, 0, 0)
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
        if !part.isContinued {
            rareBytes.reset()
            nearby.reset()
            statements.reset()
        }
        lastAttempt = (-1, -1)
        digits = (-1, 0)
        triedEnds.fill(with: 0, count: rules.recognizers.count)
        let before = max(0, range.lowerBound - rules.gates.reach.before)..<range.lowerBound
        try tryGated(from: before, outside: range, rules, text, part, scratch, into: &hits)
        let (words, prefixes) = (rules.words.words, rules.triggers.prefixes.words)
        let bucketMasks = rules.triggers.bucketMasks.words
        let (wordFilter, prefixFilter, masks) = (words.span, prefixes.span, bucketMasks.span)
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
                terms |= TermSet.answer(to: key, wordFilter) << UInt64(offset)
                prefixed |= Triggers.answer(to: eight, prefixFilter) << UInt64(offset)
                shaped |= (buckets == 0 ? 0 : 1) << UInt64(offset)
            }
            while terms != 0 {
                let offset = terms.trailingZeroBitCount
                terms &= terms &- 1
                let byteCount = block.wordByteCount(from: offset, next)
                let key = TermSet.key(text.eightBytes(at: start &+ offset), byteCount: byteCount)
                if let slot = rules.terms.slot(of: key) {
                    tryTerms(slot, rules, text, start &+ offset, part, into: &hits)
                }
                if let uses = rules.gates.uses(of: key) {
                    try tryGated(uses, rules, text, start &+ offset, range, part, scratch, into: &hits)
                }
            }
            if prefixed | shaped != 0 {
                try tryPatterns(prefixed, shaped, liveBuckets, rules, text, start, part, scratch, into: &hits)
            }
            isInWord = block.words >> 63 == 1
            start &+= ByteBlock.byteCount
            block = next
        }
        let behind =
            range
            .upperBound..<max(
                range.upperBound, min(text.count, range.upperBound + rules.gates.reach.behind + 1))
        try tryGated(from: behind, outside: range, rules, text, part, scratch, into: &hits)
    }

    /// Tries the patterns that could match at places of a block: `prefixed` where such may that are told by their first
    /// bytes together, `shaped` where others may.
    @inline(never)
    private mutating func tryPatterns(
        _ prefixed: UInt64,
        _ shaped: UInt64,
        _ liveBuckets: UInt64,
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
            var groups: UInt16 = 0
            if shaped >> UInt64(offset) & 1 == 1 {
                groups = rules.triggers.shapedGroups(eight, live: liveBuckets)
            }
            while groups != 0 {
                let group = groups.trailingZeroBitCount
                groups &= groups &- 1
                let patterns = rules.triggers.shaped(group, eight, live: live[group])
                if patterns != 0 {
                    try attempt(patterns, of: group, rules, text, place, part, scratch, into: &hits)
                }
            }
            guard prefixed >> UInt64(offset) & 1 == 1, let uses = rules.triggers.prefixUses(eight) else {
                continue
            }
            for use in uses {
                let (group, patterns) = rules.triggers.prefixed(use, eight)
                guard patterns != 0 else { continue }
                try attempt(
                    patterns, of: rules.triggers.shapedCount + group, rules, text, place, part, scratch,
                    into: &hits)
            }
        }
    }

    /// Tries some patterns of a group at a place, as far as the digits there and the words around it leave hope.
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
        if patterns & rules.triggers.lookingBack[group] != 0 {
            patterns = rules.triggers.patterns(patterns, of: group, lookingBackFrom: place, in: text)
        }
        if rules.triggers.isAnyOfDigits(patterns, of: group) {
            patterns = rules.triggers.patterns(
                patterns, of: group, digitEnds: digitEnds(at: place, in: text, rules))
        }
        if patterns & rules.nearby.needing[group] != 0 {
            patterns = nearby.patterns(patterns, of: group, at: place, in: rules.nearby, of: text)
        }
        while patterns != 0 {
            let bit = patterns.trailingZeroBitCount
            let member = rules.triggers.members[group << 6 + bit]
            patterns &= patterns &- 1
            if rules.triggers.requiring[group] >> UInt64(bit) & 1 == 1, let required = member.required {
                let next = rareBytes.next(required.byte, in: text, from: place)
                guard next <= place + required.distance.upperBound else { continue }
            }
            try attempt(member.recognizer, rules, text, place, part, scratch, into: &hits)
        }
    }

    /// After how many digits from a place on a group of them ends, as bits; counted once for all patterns.
    @inline(__always)
    private mutating func digitEnds(at place: Int, in text: Span<UInt8>, _ rules: CompiledRules) -> UInt64 {
        if digits.place != place {
            digits = (place, DigitCounts.ends(in: text, at: place, countMax: rules.digitCountMax))
        }
        return digits.ends
    }

    /// Tries one rule's pattern at a place.
    @inline(__always)
    private mutating func attempt(
        _ index: Int,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ place: Int,
        _ part: Part,
        _ scratch: PatternScratch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        // Its other alternative was let through here, too.
        guard lastAttempt != (index, place) else { return }
        guard isDecided(at: place, for: index, rules) else { return }
        guard matchEnds[index] <= place + part.base, let matcher = rules.matchers[index] else { return }
        lastAttempt = (index, place)
        try watch.step()
        do throws(PatternFailure) {
            let match = try matcher.firstMatch(
                in: text, from: place, isTextStart: part.isTextStart, using: scratch)
            guard let match else { return }
            let companions = rules.recognizers[index].companions
            if !companions.isEmpty {
                let areThere = try companions.areAll(
                    near: match.whole, in: text, isTextStart: part.isTextStart, using: scratch)
                guard areThere else { return }
            }
            note(match, of: index, rules, text, part, into: &hits)
        } catch {
            throw error.scanError(of: rules.recognizers[index].rule.id)
        }
    }

    /// Whether a change decides about a rule's match at a place; always, if the whole text is searched.
    @inline(__always)
    private mutating func isDecided(at place: Int, for index: Int, _ rules: CompiledRules) -> Bool {
        if wantsAll { return true }
        if distances.place != place {
            distances.place = place
            (distances.next, distances.last) = changes.distances(from: place, &distances.index)
        }
        let reach = rules.viewReaches[index]
        return distances.next <= reach.before || distances.last <= reach.behind
    }

    // MARK: - Patterns that wait for a word

    /// Tries the patterns that the word at `place` lets through, at all places of `range` around it.
    @inline(never)
    private mutating func tryGated(
        _ uses: Range<Int>,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ place: Int,
        _ range: Range<Int>,
        _ part: Part,
        _ scratch: PatternScratch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        for use in uses.lazy.map({ rules.gates.uses[$0] }) {
            let first = max(range.lowerBound, place - use.distance.upperBound)
            let end = min(range.upperBound, place - use.distance.lowerBound + 1)
            guard first < end else { continue }
            starts.removeAll(keepingCapacity: true)
            text.forEach([.words, .marks], in: first..<end) { start in
                let patterns = rules.gates.patterns(of: use, text.eightBytes(at: start))
                if patterns != 0 { starts.append((start, patterns)) }
            }
            for index in starts.indices {
                var patterns = starts[index].patterns
                while patterns != 0 {
                    let member = rules.gates.members[use.group << 6 + patterns.trailingZeroBitCount]
                    patterns &= patterns &- 1
                    let start = starts[index].place
                    // Words stand in order, so what an earlier one let through is all tried.
                    guard member.distance.contains(place - start), start >= triedEnds[member.recognizer]
                    else {
                        continue
                    }
                    triedEnds[member.recognizer] = start + 1
                    if let counts = member.digitCounts, counts & digitEnds(at: start, in: text, rules) == 0 {
                        continue
                    }
                    try attempt(
                        member.recognizer, rules, text, start, part, scratch, into: &hits)
                }
            }
        }
    }

    /// Tries what words outside a range let through in it.
    private mutating func tryGated(
        from words: Range<Int>,
        outside range: Range<Int>,
        _ rules: CompiledRules,
        _ text: Span<UInt8>,
        _ part: Part,
        _ scratch: PatternScratch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        guard !words.isEmpty else { return }
        wordsOutside.removeAll(keepingCapacity: true)
        text.forEach(.words, in: words) { place in
            let key = TermSet.key(text.eightBytes(at: place), byteCount: text.wordByteCount(at: place))
            if let uses = rules.gates.uses(of: key) { wordsOutside.append((place, uses)) }
        }
        for index in wordsOutside.indices {
            let (place, uses) = wordsOutside[index]
            try tryGated(uses, rules, text, place, range, part, scratch, into: &hits)
        }
    }

    @inline(never)
    private mutating func tryTerms(
        _ slot: Range<Int>,
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
            guard matchEnds[owner] <= place + part.base, isDecided(at: place, for: owner, rules) else {
                return
            }
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
        guard let match = recognizer.extended(match, in: text) else { return }
        let judgement = recognizer.judge(match, in: text) { role in
            guard let list = rules.nearby.list(role, of: index) else { return false }
            return nearby.isAny(
                of: list, in: rules.nearby, near: match.whole, within: recognizer.contextWithin, of: text)
        }
        guard let judgement else { return }
        matchEnds[index] = match.whole.upperBound + part.base
        let core = text.wholeCharacters(match.found)
        let bytes = text.wholeCharacters(recognizer.passage(around: core, in: text, with: &statements))
        hits.candidates.append(
            Candidate(
                recognizer: index, bytes: bytes.shifted(by: part.base), core: core.shifted(by: part.base),
                confidence: judgement.confidence, hasContext: judgement.hasContext
            ))
    }
}

extension [Int] {
    /// Every element the same, in the memory that is there.
    fileprivate mutating func fill(with element: Int, count: Int) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(element, count: count))
    }
}
