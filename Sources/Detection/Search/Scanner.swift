/// Finds personal data in one text that arrives in chunks of any size.
///
/// Findings never depend on where the chunks were cut: the scanner keeps as much text as the rules can look
/// at and reports a finding only when no later byte can change it. Memory is bounded by the largest chunk,
/// twice the rules' reach, a view's block and margins, `CompiledRules.overlapByteCountMax`, and with a roster
/// `RosterMemory.aheadByteCountMax`.
public struct Scanner: ~Copyable {
    /// How much new text makes a pass worthwhile, in bytes.
    ///
    /// Changes the cost only, never the findings.
    private let passByteCountMin: Int

    let rules: CompiledRules
    /// The school's people, and the rule that asks for them; nil for none.
    let people: (roster: Roster, recognizer: Int)?
    var memory: ScanMemory
    private let isPooled: Bool
    /// Where the kept part starts in the text.
    var base = 0
    /// Up to here every match in the text itself, and every suspect, is known.
    private(set) var known = 0
    /// Up to here names are known.
    var named = 0
    /// What of a text that is read while it arrives may still be shown otherwise; nil for any other text.
    private var live: LiveLimits?

    public init(rules: CompiledRules, until deadline: ScanDeadline = .none) {
        self.init(
            rules: rules, memory: rules.memories.take(for: rules, until: deadline), isPooled: true,
            passByteCountMin: 4_096)
    }

    /// Makes a scanner that may know nobody of the roster.
    init(rules: CompiledRules, usesRoster: Bool) {
        self.init(
            rules: rules, memory: rules.memories.take(for: rules, until: .none), isPooled: true,
            passByteCountMin: 4_096, usesRoster: usesRoster)
    }

    /// Makes a scanner that makes a pass for less new text, for tests.
    init(rules: CompiledRules, passByteCountMin: Int) {
        self.init(
            rules: rules, memory: rules.memories.take(for: rules, until: .none), isPooled: true,
            passByteCountMin: passByteCountMin)
    }

    /// Makes a scanner whose passes are called for by `advance`.
    init(live rules: CompiledRules, until deadline: ScanDeadline) {
        self.init(
            rules: rules, memory: rules.memories.take(for: rules, until: deadline), isPooled: true,
            passByteCountMin: .max)
        live = LiveLimits()
    }

    /// Makes a scanner that gives up early, for tests.
    init(rules: CompiledRules, matchLimit: UInt32) {
        var memory = ScanMemory(scratch: PatternScratch(matchLimit: matchLimit))
        memory.reset(for: rules, until: .none)
        self.init(rules: rules, memory: memory, isPooled: false, passByteCountMin: 1)
    }

    private init(
        rules: CompiledRules,
        memory: consuming ScanMemory,
        isPooled: Bool,
        passByteCountMin: Int,
        usesRoster: Bool = true
    ) {
        self.rules = rules
        people = usesRoster ? rules.roster : nil
        self.passByteCountMin = passByteCountMin
        self.memory = memory
        self.isPooled = isPooled
    }

    deinit {
        if isPooled { rules.memories.giveBack(memory) }
    }

    /// Scans the next chunk and appends the findings that are now certain, in order.
    ///
    /// - Throws: `ScanError`. Treat it as “blocked”, never as “clean”.
    public mutating func feed(_ chunk: Span<UInt8>, into findings: inout [Finding]) throws(ScanError) {
        memory.window.append(0..<chunk.count, of: chunk)
        let certain = base + memory.window.count - rules.lookahead
        guard certain - known >= passByteCountMin else { return }
        try passOverWindow(upTo: certain, isLast: false, into: &findings)
    }

    /// Ends the text and appends what was still held back.
    public consuming func finish(into findings: inout [Finding]) throws(ScanError) {
        try end(into: &findings)
    }

    /// The same for whoever holds a scanner that cannot be given away.
    mutating func end(into findings: inout [Finding]) throws(ScanError) {
        try passOverWindow(upTo: base + memory.window.count, isLast: true, into: &findings)
    }

    /// Scans a text that is there as a whole, in place.
    consuming func scan(_ text: Span<UInt8>, into findings: inout [Finding]) throws(ScanError) {
        try pass(over: text, upTo: text.count, isLast: true, into: &findings)
    }

    /// How much of the text is kept at this moment, in bytes.
    var keptByteCount: Int { memory.window.count }

    /// Makes every match known that starts before `limit`, and reports what nothing later can change.
    ///
    /// For live texts: whoever calls has seen to it that nothing before `limit` depends on more text than is there.
    mutating func advance(
        upTo limit: Int,
        showing limits: LiveLimits,
        into findings: inout [Finding]
    ) throws(ScanError) {
        live = limits
        try passOverWindow(upTo: max(limit, known), isLast: false, into: &findings)
    }

    private mutating func passOverWindow(
        upTo limit: Int,
        isLast: Bool,
        into findings: inout [Finding]
    ) throws(ScanError) {
        // Taken out for the pass, so that its bytes can be read while the rest of the scanner changes.
        var window: [UInt8] = []
        swap(&window, &memory.window)
        try pass(over: window.span, upTo: limit, isLast: isLast, into: &findings)
        swap(&window, &memory.window)
        forget()
    }

    /// Makes every match that starts before `limit` known, then reports what nothing later can change.
    private mutating func pass(
        over text: Span<UInt8>,
        upTo limit: Int,
        isLast: Bool,
        into findings: inout [Finding]
    ) throws(ScanError) {
        let part = RuleSearch.Part(base: base, isTextStart: base == 0, notesOddPlaces: true)
        try memory.search.run(
            rules, over: text, in: known - base..<limit - base, of: part, using: memory.scratch,
            into: &memory.hits
        )
        sortHits(isFromView: false)
        memory.suspects.judge(
            memory.hits.oddPlaces, cues: memory.hits.cues, in: text, base: base, candidates: memory.candidates
        )
        memory.hits.removeAll()
        known = limit
        try searchViews(of: text, isLast: isLast)
        findNames(in: text, isLast: isLast)
        linkPersons(isLast: isLast)
        let certain = isLast ? Int.max : min(settled, linked)
        try rules.report(&memory.candidates, upTo: certain, in: text, base: base, into: &findings)
        // On their own: a rule on trial changes nothing about the others.
        try rules.report(&memory.trials, upTo: certain, in: text, base: base, into: &findings)
    }

    /// Searches the views of the blocks that are there with all that stands around them.
    private mutating func searchViews(of text: Span<UInt8>, isLast: Bool) throws(ScanError) {
        guard !memory.suspects.suspects.isEmpty else { return }
        let margin = rules.viewMargin
        let (gap, block) =
            live == nil
            ? (2 * margin, ViewSearch.blockByteCount) : (LiveLimits.viewGap, LiveLimits.viewBlockByteCount)
        while let group = ViewSearch.firstGroup(of: memory.suspects.suspects, gap: gap, block) {
            guard isLast || isComplete(group, in: text, margin) else { break }
            try ViewSearch.run(
                rules, over: text, base: base, around: group, of: memory.suspects.suspects[..<group.count],
                with: &memory.views, using: memory.scratch)
            memory.suspects.forgetFirst(group.count)
        }
        sortHits(isFromView: true)
    }

    /// Whether all is there that decides about a group of suspects and its view.
    private func isComplete(_ group: ViewSearch.Group, in text: Span<UInt8>, _ margin: Int) -> Bool {
        guard let live else { return group.textEnd <= known }
        return group.places.lowerBound < live.viewEnd && LiveLimits.end(of: group) <= known
            && ViewSearch.isShown(group, in: text, base: base, margin: margin)
    }

    /// Tells candidates, link seekers and persons apart.
    private mutating func sortHits(isFromView: Bool) {
        for candidate in isFromView ? memory.views.hits.candidates : memory.hits.candidates {
            // What a view shows there the text shows as well, and it may have been reported.
            if isFromView, let live, candidate.core.lowerBound < live.open { continue }
            let traits = rules.traits[candidate.recognizer]
            noteIdentifier(candidate)
            if isFromView { notePerson(candidate) }
            if traits.linksPerson {
                memory.linkSeekers.append(candidate)
            } else {
                keep(candidate)
                if traits.pointsAtPerson, !isForNames(traits) { memory.persons.append(candidate.bytes) }
            }
        }
        if isFromView {
            memory.views.hits.removeAll()
        } else {
            memory.hits.candidates.removeAll(keepingCapacity: true)
        }
        sortCandidates()
        memory.linkSeekers.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }

    mutating func keep(_ candidate: Candidate) {
        if rules.traits[candidate.recognizer].isOnTrial {
            memory.trials.append(candidate)
        } else {
            memory.candidates.append(candidate)
        }
    }

    mutating func sortCandidates() {
        memory.candidates.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
        memory.trials.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }

    /// Judges link seekers whose surroundings are known.
    private mutating func linkPersons(isLast: Bool) {
        memory.persons.merge()
        let within = CompiledRules.personLinkWithin
        var judged = 0
        for seeker in memory.linkSeekers {
            guard isLast || seeker.bytes.upperBound + within <= settled else { break }
            let near = seeker.core.lowerBound - within..<seeker.core.upperBound + within
            if memory.persons.holdsOverlap(with: near) { keep(seeker) }
            judged += 1
        }
        memory.linkSeekers.removeFirst(judged)
        sortCandidates()
    }

    /// Up to here the rules' patterns and views can find nothing new.
    ///
    /// A later match starts at `known` or after it, a finding at most the rules' `extensionReach` before its match, and
    /// widening it to a whole character takes in at most three bytes before that; what a view shows starts at most `ViewSearch.influence` before the first suspect that is not dealt with.
    var searched: Int {
        if let live { return min(known, live.open) - rules.extensionReach - 3 }
        return min(
            known - rules.extensionReach - 3,
            (memory.suspects.suspects.first?.place ?? known) - ViewSearch.influence - 3)
    }

    /// Up to here nothing new can be found.
    var settled: Int {
        guard rules.names != nil || people != nil else { return searched }
        return min(searched, named, memory.people.firstOpenPlace ?? .max)
    }

    /// Up to here every link seeker is judged.
    private var linked: Int { memory.linkSeekers.first?.bytes.lowerBound ?? .max }

    /// Drops what no later step can ask for.
    private mutating func forget() {
        let open = min(settled, linked)
        memory.persons.removeAll { $0.upperBound + CompiledRules.personLinkWithin <= open }
        let view = (memory.suspects.suspects.first?.place ?? known) - ViewSearch.marginMax
        let first = min(
            open - rules.lookbehind, (memory.candidates.first?.bytes.lowerBound ?? .max) - rules.lookbehind,
            (memory.trials.first?.bytes.lowerBound ?? .max) - rules.lookbehind, view)
        guard first > base else { return }
        memory.window.removeFirst(first - base)
        base = first
    }
}

extension [Range<Int>] {
    /// Sorts the ranges and joins those that touch.
    fileprivate mutating func merge() {
        guard count > 1 else { return }
        sort { $0.lowerBound < $1.lowerBound }
        var last = 0
        for index in 1..<count {
            if self[index].lowerBound <= self[last].upperBound {
                self[last] = self[last].lowerBound..<Swift.max(self[last].upperBound, self[index].upperBound)
            } else {
                last += 1
                self[last] = self[index]
            }
        }
        removeLast(count - last - 1)
    }

    /// Whether one of the ranges, which must be merged, overlaps `other`.
    ///
    /// Binary search.
    fileprivate func holdsOverlap(with other: Range<Int>) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound <= other.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].lowerBound < other.upperBound
    }
}
