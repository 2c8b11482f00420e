/// Searches a text as a reader sees it, where that is something else than its bytes.
///
/// A long text is dealt with in blocks at fixed places, so that the result does not depend on how the text arrived.
/// For a block with suspects a view is made of them and what stands around them; what the rules find in it is
/// reported at the bytes that it came from.
struct ViewSearch {
    /// Suspects this near to one another share a view, in bytes of the text.
    static let blockByteCount = 8_192
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

    /// Finds what the view of a part of a text shows.
    ///
    /// `suspects` are the first and the last suspect of the block in the whole text, of which `text` is the part from
    /// `base` on.
    func run(
        over text: Span<UInt8>,
        base: Int,
        suspects: ClosedRange<Int>,
        with search: inout RuleSearch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        let start = max(0, suspects.lowerBound - Self.margin - base)
        let end = min(text.count, suspects.upperBound + Self.margin - base)
        let view = CanonicalView(of: text.extracting(start..<end))
        let isTextStart = start == 0 && base == 0
        var inView = SearchHits()
        if view.isChanged {
            search.reset(for: rules)
            try search.run(
                rules, over: view.bytes.span, in: 0..<view.bytes.count,
                of: RuleSearch.Part(base: 0, isTextStart: isTextStart), using: scratch, into: &inView
            )
        }
        try read(view, with: &search, into: &inView)
        let wanted = suspects.lowerBound - Self.influence...suspects.upperBound + Self.influence
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
        with search: inout RuleSearch,
        into hits: inout SearchHits
    ) throws(ScanError) {
        for reading in Reading.all(in: view.bytes.span) {
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
