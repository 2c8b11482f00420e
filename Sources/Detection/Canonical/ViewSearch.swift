/// Searches a text as a reader sees it, where that is something else than its bytes.
///
/// Suspects near to one another share a view, which shows them and what stands around them; what the rules find in it
/// is reported at the bytes that it came from. A long text is dealt with in blocks at fixed places, and no view is of
/// suspects of two blocks, so that the result does not depend on how the text arrived.
struct ViewSearch {
    static let blockByteCount = 32_768
    /// How much text around its suspects a view shows, in bytes: more than a rule can look at, also if each character is
    /// disguised as eight, and more than an island is long.
    static let margin = 3_072
    /// How far before a reading a match may start that it is part of, in bytes.
    private static let before = 16
    /// How far from a suspect something may start that only the view shows, in bytes.
    static let influence = 1_024

    private let rules: CompiledRules
    private let scratch: PatternScratch

    init(_ rules: CompiledRules, using scratch: PatternScratch) {
        self.rules = rules
        self.scratch = scratch
    }

    /// Suspects that share a view.
    struct Group {
        /// Where the first and the last of them stand in the whole text.
        let places: ClosedRange<Int>
        let kinds: SuspicionKinds
        let count: Int

        /// How much of the text must be there, and searched for suspects.
        var textEnd: Int {
            (places.upperBound / ViewSearch.blockByteCount + 1) * ViewSearch.blockByteCount
                + ViewSearch.margin
        }
    }

    /// The first suspects of one block, up to a gap that two views leave.
    static func firstGroup(of suspects: [SuspectSearch.Suspect]) -> Group? {
        guard let first = suspects.first else { return nil }
        let blockEnd = (first.place / blockByteCount + 1) * blockByteCount
        var last = first
        var kinds: SuspicionKinds = []
        var count = 0
        for suspect in suspects {
            guard suspect.place < blockEnd, suspect.place - last.place <= 2 * margin else { break }
            kinds.formUnion(suspect.kinds)
            count += 1
            last = suspect
        }
        return Group(places: first.place...last.place, kinds: kinds, count: count)
    }

    /// Finds what the view of a group shows.
    ///
    /// `text` is the part of the whole text from `base` on.
    func run(
        over text: Span<UInt8>,
        base: Int,
        around group: Group,
        with search: inout RuleSearch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        let start = max(0, group.places.lowerBound - Self.margin - base)
        let end = min(text.count, group.places.upperBound + Self.margin - base)
        let view = CanonicalView(of: text.extracting(start..<end), kinds: group.kinds)
        let isTextStart = start == 0 && base == 0
        var inView = SearchHits()
        if view.isChanged {
            search.reset(for: rules)
            try search.run(
                rules, over: view.bytes.span, in: 0..<view.bytes.count,
                of: RuleSearch.Part(base: 0, isTextStart: isTextStart), using: scratch, into: &inView
            )
        }
        if !group.kinds.isDisjoint(with: [.readable, .announced]) {
            try read(view, group.kinds, with: &search, into: &inView)
        }
        let wanted = group.places.lowerBound - Self.influence...group.places.upperBound + Self.influence
        for candidate in inView.candidates {
            let source = text.withTrailingMarks(
                text.wholeCharacters(view.source(of: candidate.bytes).shifted(by: start)))
            guard wanted.contains(source.lowerBound + base) else { continue }
            hits.candidates.append(candidate.moved(to: source.shifted(by: base)))
        }
    }

    /// Tries other readings of values in the view.
    private func read(
        _ view: CanonicalView,
        _ kinds: SuspicionKinds,
        with search: inout RuleSearch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        for reading in Reading.all(in: view.bytes.span, kinds) {
            let (text, place) = reading.text(in: view.bytes.span)
            var found = SearchHits()
            search.reset(for: rules)
            try search.run(
                rules, over: text.span, in: max(0, place.lowerBound - Self.before)..<place.upperBound,
                of: RuleSearch.Part(base: 0, isTextStart: false),
                using: scratch, into: &found
            )
            for candidate in found.candidates
            where candidate.bytes.overlaps(place) && isProven(candidate, reading) {
                hits.candidates.append(
                    candidate.moved(to: reading.source(of: candidate.bytes, reading: place)))
            }
        }
    }

    /// Whether more than chance speaks for what a reading shows.
    private func isProven(_ candidate: Candidate, _ reading: Reading) -> Bool {
        let rule = rules.recognizers[candidate.recognizer].rule
        let hasContext = candidate.hasContext || rule.context == nil && reading.isCued
        return reading.isAnnounced
            || hasContext && (rule.validator != nil || rule.context?.isRequired == true)
    }
}

extension Span<UInt8> {
    /// The range with what belongs to its last character and cannot be seen without it.
    fileprivate func withTrailingMarks(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end < count, let change = CharacterFolding.change(in: self, at: end),
            change.fold == .mark || change.fold == .drop
        {
            end = change.bytes.upperBound
        }
        return range.lowerBound..<end
    }
}

extension Candidate {
    fileprivate func moved(to bytes: Range<Int>) -> Candidate {
        Candidate(
            recognizer: recognizer, bytes: bytes, confidence: confidence, hasContext: hasContext,
            isFromView: true)
    }
}

extension Range<Int> {
    func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
