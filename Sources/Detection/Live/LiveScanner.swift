/// Finds personal data in a text that somebody reads while it arrives.
///
/// Of the kinds that are held back nothing may be shown before it is found: the text up to `settledByteCount` may be. It
/// follows the end of the text within a word or two, but where something of a held kind may have begun.
///
/// Findings of held kinds are reported as soon as nothing can change them, in order; those of other kinds, which are only
/// counted, later and in order among themselves. Both together are what `CompiledRules.findings(in:)` has, with two
/// exceptions. A person's name, an address or a sensitive matter does not dispute a held finding's place. And what a value
/// and a word far from it show only together, each in a disguise of its own, is judged apart (`LiveLimits`).
///
/// One sort of finding comes too late to be held back: what only a word behind it makes readable, such as `reversed` a line
/// later. Whatever has a digit in it would have to wait for such a word. It is reported, so that it is counted.
///
/// Where a held kind needs names, people of the roster or terms about somebody (`PERSON`, `SENSITIVE`), all rules judge, all
/// findings come in order, and the settled point follows as far behind as these look: half a page.
///
/// The proof, in three parts. `OddRow` says up to where no view can show anything else than the text. `OpenPlace` says up to
/// where, in the text cut there, no byte that follows can make a match: of the held rules alone, which is what is shown,
/// and of all that judge, which is what is reported. And whatever was found and not reported yet holds the text back.
public struct LiveScanner: ~Copyable {
    private let live: LiveRules
    /// Decides what is found.
    private var scanner: Scanner
    /// Finds the other kinds, at leisure; nil if the first one finds all.
    private var others: Scanner?
    /// Where a held kind may begin, as far as the text is what its bytes say.
    private var heldOpen: OpenPlace
    /// The same of all rules that decide what is found.
    private var open: OpenPlace
    /// The same in all of the text.
    private var searchable: OpenPlace
    private var odd = OddRow()
    private var byteCount = 0
    /// How long the text must be for the next pass, if one is wanted.
    private var nextPass = 0
    private var found: [Finding] = []
    /// What the other scanner found, up to where the held kinds are known.
    private var waiting: [Finding] = []
    /// Where findings of held kinds stand that the other scanner has as well.
    private var heldRanges: [Range<Int>] = []

    /// Up to here (offset in the whole text) nothing of a held kind will be found that was not reported yet.
    public private(set) var settledByteCount = 0

    /// Makes a scanner for one text.
    ///
    /// - Parameters:
    ///   - rules: What is looked for. The first scanner of a set for a choice of kinds takes some milliseconds.
    ///   - held: The kinds of which nothing may be shown before it is found.
    ///   - deadline: When the whole text must have arrived and been scanned.
    public init(rules: CompiledRules, held: Set<EntityType>, until deadline: ScanDeadline = .none) {
        live = rules.liveRules.rules(of: rules, held: held)
        let judging = live.judging ?? rules
        scanner = Scanner(live: judging, until: deadline)
        others = live.judging == nil ? nil : Scanner(rules: rules, until: deadline)
        heldOpen = OpenPlace(of: live.held, awaitingJudgement: true)
        open = OpenPlace(of: judging, awaitingJudgement: false)
        searchable = OpenPlace(of: judging, awaitingJudgement: false)
    }

    /// Takes the next piece, and appends the findings that are now certain.
    ///
    /// - Throws: `ScanError`. Treat it as “blocked”: nothing behind `settledByteCount` may be shown.
    public mutating func feed(_ chunk: Span<UInt8>, into findings: inout [Finding]) throws(ScanError) {
        byteCount += chunk.count
        scanner.memory.window.append(0..<chunk.count, of: chunk)
        try look()
        if wantsPass, byteCount >= nextPass { try passAgainAndAgain(into: &findings) }
        settle()
        try others?.feed(chunk, into: &waiting)
        reportOthers(upTo: min(scanner.searched, scanner.firstStart ?? .max), into: &findings)
    }

    /// Ends the text, and appends what was still held back.
    public consuming func finish(into findings: inout [Finding]) throws(ScanError) {
        try endText(into: &findings)
        reportOthers(upTo: .max, into: &findings)
    }

    /// How much of the text is kept at this moment for the held kinds, in bytes.
    var keptByteCount: Int { scanner.keptByteCount }

    private mutating func endText(into findings: inout [Finding]) throws(ScanError) {
        // So that the last views do not depend on when the last pass was.
        try passAgainAndAgain(into: &findings)
        try scanner.end(into: &found)
        report(into: &findings)
        try others?.end(into: &waiting)
    }

    // MARK: - Looking

    /// Finds out where something may begin.
    private mutating func look() throws(ScanError) {
        let base = scanner.base
        let scratch = live.scratches.take()
        defer { live.scratches.giveBack(scratch) }
        // Taken out meanwhile, so that its bytes can be read while the rest changes.
        var window: [UInt8] = []
        swap(&window, &scanner.memory.window)
        defer { swap(&window, &scanner.memory.window) }
        odd.advance(over: window.span, base: base)
        try heldOpen.advance(
            over: window.span.extracting(0..<odd.cut - base), base: base, known: scanner.known, using: scratch
        )
    }

    /// Whether something waits for the scanner.
    private var wantsPass: Bool {
        live.judging == nil || heldOpen.isMatched || odd.suspectEnd != nil || firstHeld != nil
            || byteCount - scanner.known >= Self.passByteCount
    }

    /// How much text that nothing waits for makes a pass worthwhile, in bytes.
    private static let passByteCount = 4_096

    private mutating func passAgainAndAgain(into findings: inout [Finding]) throws(ScanError) {
        while true {
            let before = (scanner.known, odd.cut)
            try pass(into: &findings)
            try look()
            if (scanner.known, odd.cut) == before { break }
        }
        // What has waited for long need not be looked at for each byte.
        nextPass = byteCount + max(4, (byteCount - scanner.known) / 8)
    }

    /// Judges all that can be judged.
    private mutating func pass(into findings: inout [Finding]) throws(ScanError) {
        try lookFarther()
        // Behind the cut it takes so much text to say whether a place is a suspect.
        let limit = min(searchable.place, max(odd.cut, byteCount - SuspectSearch.reach))
        let limits = LiveLimits(open: open.place, viewEnd: odd.suspectEnd ?? odd.cut)
        try scanner.advance(upTo: limit, showing: limits, into: &found)
        report(into: &findings)
        if let end = odd.suspectEnd, scanner.known >= end, scanner.firstSuspect >= end { odd.resume() }
    }

    /// Finds out up to where matches can be judged.
    private mutating func lookFarther() throws(ScanError) {
        let base = scanner.base
        let scratch = live.scratches.take()
        defer { live.scratches.giveBack(scratch) }
        var window: [UInt8] = []
        swap(&window, &scanner.memory.window)
        defer { swap(&window, &scanner.memory.window) }
        try open.advance(
            over: window.span.extracting(0..<odd.cut - base), base: base, known: .max, using: scratch)
        try searchable.advance(over: window.span, base: base, known: .max, using: scratch)
    }

    /// Reports what was found.
    private mutating func report(into findings: inout [Finding]) {
        for finding in found {
            guard others != nil else {
                findings.append(finding)
                continue
            }
            guard live.kinds.contains(finding.entity) else { continue }
            heldRanges.append(finding.bytes)
            findings.append(finding)
        }
        found.removeAll(keepingCapacity: true)
    }

    // MARK: - Settling

    /// Where the first match of a held kind starts that is not reported yet.
    private var firstHeld: Int? { scanner.firstStart(of: live.isHeld) }

    private mutating func settle() {
        var place = min(heldOpen.shownEnd, odd.cut, firstHeld ?? .max)
        if live.judging == nil { place = min(place, scanner.settled) }
        place = scanner.characterStart(place - live.held.extensionReach)
        settledByteCount = max(settledByteCount, place)
    }

    // MARK: - The other kinds

    /// Reports what was found by the way, where all of the held kinds are known.
    ///
    /// A held finding that only the whole rules have is reported too: late, but not kept secret.
    private mutating func reportOthers(upTo limit: Int, into findings: inout [Finding]) {
        var count = 0
        for finding in waiting {
            guard finding.bytes.upperBound <= limit else { break }
            count += 1
            let isDisputed = !finding.isOnTrial && heldRanges.contains { $0.overlaps(finding.bytes) }
            if !isDisputed { findings.append(finding) }
        }
        guard count > 0 else { return }
        let done = waiting[count - 1].bytes.lowerBound
        waiting.removeFirst(count)
        heldRanges.removeAll { $0.upperBound <= done }
    }
}
