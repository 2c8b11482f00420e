/// Searches a text as a reader sees it, where that is something else than its bytes.
///
/// Suspects near to one another share a view, which shows them and what stands around them; what the rules find in it
/// is reported at the bytes that it came from. A long text is dealt with in blocks at fixed places, and no view is of
/// suspects of two blocks, so that the result does not depend on how the text arrived.
enum ViewSearch {
    static let blockByteCount = 32_768
    /// The most text around its suspects that a view shows, in bytes.
    ///
    /// A view shows as much as decides about a match that a suspect is part of, `CompiledRules.viewMargin`, and from
    /// there to the end of the word, which may be an island.
    static let marginMax = 3_072
    /// How far before a reading a match may start that it is part of, in bytes.
    private static let before = 16
    /// How far from a suspect something may start that only the view shows, in bytes.
    static let influence = 1_024

    /// Suspects that share a view.
    struct Group {
        /// Where the first and the last of them stand in the whole text.
        let places: ClosedRange<Int>
        let kinds: SuspicionKinds
        let count: Int

        /// How much of the text must be there, and searched for suspects.
        var textEnd: Int {
            (places.upperBound / ViewSearch.blockByteCount + 1) * ViewSearch.blockByteCount
                + ViewSearch.marginMax
        }
    }

    /// The first suspects of one block, up to a gap: twice the rules' `viewMargin` is what two views leave.
    static func firstGroup(
        of suspects: [SuspectSearch.Suspect],
        gap: Int,
        _ blockByteCount: Int
    ) -> Group? {
        guard let first = suspects.first else { return nil }
        let blockEnd = (first.place / blockByteCount + 1) * blockByteCount
        var last = first
        var kinds: SuspicionKinds = []
        var count = 0
        for suspect in suspects {
            guard suspect.place < blockEnd, suspect.place - last.place <= gap else { break }
            kinds.formUnion(suspect.kinds)
            count += 1
            last = suspect
        }
        return Group(places: first.place...last.place, kinds: kinds, count: count)
    }

    /// Finds what the view of a group of suspects shows.
    ///
    /// `text` is the part of the whole text from `base` on.
    static func run(
        _ rules: CompiledRules,
        over text: Span<UInt8>,
        base: Int,
        around group: Group,
        of suspects: ArraySlice<SuspectSearch.Suspect>,
        with memory: inout ViewMemory,
        using scratch: PatternScratch
    ) throws(ScanError) {
        let shown = shown(of: text, base: base, around: group, margin: rules.viewMargin)
        memory.view.show(text.extracting(shown), kinds: group.kinds)
        memory.inView.removeAll()
        let view = memory.view.bytes
        if memory.view.isChanged {
            memory.search.reset(for: rules, wanting: memory.view.changes)
            let isTextStart = shown.lowerBound == 0 && base == 0
            // Elsewhere the text itself shows as much.
            var part = RuleSearch.Part(base: 0, isTextStart: isTextStart)
            for places in memory.view.changes.parts(around: rules.viewReachMax, upTo: view.count) {
                try memory.search.run(
                    rules, over: view.span, in: places, of: part, using: scratch, into: &memory.inView)
                part.isContinued = true
            }
            findNames(in: view.span, rules, with: &memory)
        }
        if !group.kinds.isDisjoint(with: [.readable, .announced]) {
            var readings: [Reading] = []
            if memory.view.isChanged || group.kinds.contains(.announced) {
                readings = Reading.all(in: view.span, group.kinds, found: memory.inView.candidates)
            } else {
                for suspect in suspects where suspect.kinds == .readable {
                    let place = suspect.place - base - shown.lowerBound
                    Reading.append(to: &readings, ofWordAt: place, in: view.span, found: [])
                }
            }
            try read(readings, of: view.span, rules, with: &memory, using: scratch)
        }
        let wanted = group.places.lowerBound - influence...group.places.upperBound + influence
        for candidate in memory.inView.candidates {
            func source(_ bytes: Range<Int>) -> Range<Int> {
                text.withTrailingMarks(
                    text.wholeCharacters(memory.view.source(of: bytes).shifted(by: shown.lowerBound))
                ).shifted(by: base)
            }
            let bytes = source(candidate.bytes)
            guard wanted.contains(bytes.lowerBound) else { continue }
            memory.hits.candidates.append(candidate.moved(to: bytes, core: source(candidate.core)))
        }
    }

    /// Finds the names in a view that what was changed is part of.
    private static func findNames(in view: Span<UInt8>, _ rules: CompiledRules, with memory: inout ViewMemory)
    {
        guard rules.names != nil || rules.roster != nil else { return }
        var (ofPeople, ofNames) = (0, 0)
        for part in memory.view.changes.parts(around: (namesBefore, namesBefore), upTo: view.count) {
            memory.tagger.read(view, in: part, rules.names?.finder.model)
            if let people = rules.roster { findPeople(in: view, rules, people, &ofPeople, with: &memory) }
            guard let (finder, recognizer) = rules.names else { continue }
            for name in memory.tagger.names(finder.model) {
                let first = memory.view.changes.distances(from: name.bytes.lowerBound, &ofNames)
                guard first.next <= name.bytes.count else { continue }
                let confidence = Float(rules.recognizers[recognizer].rule.confidence) * name.likelihood
                memory.inView.candidates.append(
                    Candidate(
                        recognizer: recognizer, bytes: name.bytes, confidence: max(1, Int(confidence)),
                        hasContext: false))
            }
        }
    }

    /// Finds the roster's people in the part of a view that was read last.
    private static func findPeople(
        in view: Span<UInt8>,
        _ rules: CompiledRules,
        _ people: (roster: Roster, recognizer: Int),
        _ index: inout Int,
        with memory: inout ViewMemory
    ) {
        memory.people.read(memory.tagger.tokens, in: view, people.roster, isLesson: false)
        for mention in memory.people.mentions where mention.grounds != .open {
            let first = memory.view.changes.distances(from: mention.bytes.lowerBound, &index)
            guard first.next <= mention.bytes.count else { continue }
            let (role, person) = RosterMemory.choice(
                of: mention.persons, hasTitle: mention.grounds == .title, people.roster)
            memory.inView.candidates.append(
                Candidate(
                    recognizer: people.recognizer, bytes: mention.bytes,
                    confidence: rules.confidence(of: mention, people.recognizer), hasContext: true,
                    entity: mention.entity ?? role.entity, person: person))
        }
    }

    /// Whether the text is there that a group's view shows, as far as more text would not make it show more.
    static func isShown(_ group: Group, in text: Span<UInt8>, base: Int, margin: Int) -> Bool {
        shown(of: text, base: base, around: group, margin: margin).upperBound < text.count
            && group.places.upperBound - base + margin < text.count
    }

    /// So much around a change is looked at for names, in bytes.
    private static let namesBefore = 96

    /// The part of a text that a group's view shows.
    private static func shown(of text: Span<UInt8>, base: Int, around group: Group, margin: Int) -> Range<Int>
    {
        let (first, last) = (group.places.lowerBound - base, group.places.upperBound - base)
        var start = first - margin
        while start > max(0, first - marginMax), !text[start - 1].isASCIIWhiteSpace { start -= 1 }
        var end = last + margin
        while end < min(text.count, last + marginMax), !text[end].isASCIIWhiteSpace { end += 1 }
        return max(0, start)..<min(text.count, end)
    }

    /// Tries other readings of values in a view.
    private static func read(
        _ readings: [Reading],
        of view: Span<UInt8>,
        _ rules: CompiledRules,
        with memory: inout ViewMemory,
        using scratch: PatternScratch
    ) throws(ScanError) {
        for reading in readings {
            let (text, place) = reading.text(in: view)
            memory.inReading.removeAll()
            memory.search.reset(for: rules)
            try memory.search.run(
                rules, over: text.span, in: max(0, place.lowerBound - before)..<place.upperBound,
                of: RuleSearch.Part(base: 0, isTextStart: false),
                using: scratch, into: &memory.inReading
            )
            for candidate in memory.inReading.candidates
            where candidate.core.overlaps(place) && isProven(candidate, reading, rules) {
                memory.inView.candidates.append(
                    candidate.moved(
                        to: reading.source(of: candidate.bytes, reading: place),
                        core: reading.source(of: candidate.core, reading: place)))
            }
        }
    }

    /// Whether more than chance speaks for what a reading shows.
    private static func isProven(_ candidate: Candidate, _ reading: Reading, _ rules: CompiledRules) -> Bool {
        let rule = rules.recognizers[candidate.recognizer].rule
        let hasContext = candidate.hasContext || rule.context == nil && reading.isCued
        return reading.isAnnounced
            || hasContext && (rule.validator != nil || rule.context?.isRequired == true)
    }
}

/// Memory that views use one after the other.
struct ViewMemory {
    var search = RuleSearch()
    fileprivate var tagger = NameTagger()
    fileprivate var people = RosterReader()
    /// What views showed, in bytes of the whole text.
    var hits = SearchHits()
    fileprivate var view = CanonicalView()
    fileprivate var inView = SearchHits()
    fileprivate var inReading = SearchHits()
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
    fileprivate func moved(to bytes: Range<Int>, core: Range<Int>) -> Candidate {
        Candidate(
            recognizer: recognizer, bytes: bytes, core: core, confidence: confidence, hasContext: hasContext,
            isFromView: true, entity: entity, person: person)
    }
}

extension Range<Int> {
    func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
