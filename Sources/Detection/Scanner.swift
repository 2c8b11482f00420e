/// Finds personal data in one text that arrives in chunks of any size.
///
/// Findings never depend on where the chunks were cut: the scanner keeps as much text as the rules can look
/// at and reports a finding only when no later byte can change it. Memory is bounded by the largest chunk,
/// twice the rules' reach and `overlapByteCountMax`.
public struct Scanner: ~Copyable {
    /// Findings that overlap in a chain are judged together; a chain longer than this is an error.
    static let overlapByteCountMax = 1 << 16
    /// How much new text makes a pass worthwhile, in bytes.
    ///
    /// Changes the cost only, never the findings.
    private static let passByteCountMin = 4_096

    private let rules: CompiledRules
    private let scratch: PatternScratch
    private let isPooled: Bool
    private var window = TextWindow()
    /// Up to where in the text each rule has found something.
    private var searchStarts: [Int]
    /// Where in the text each rule's required byte stands next, as far as that was looked for.
    private var requiredPlaces: [Int]
    /// Up to here every match is known.
    private var known = 0
    /// Matches that count, by start, not yet reported.
    private var candidates: [Candidate] = []
    /// Matches that count if a person is near, by start.
    private var linkSeekers: [Candidate] = []
    /// Where persons are pointed at, as far as link seekers may still ask.
    private var persons: [Range<Int>] = []

    public init(rules: CompiledRules) {
        self.init(rules: rules, scratch: rules.scratches.take())
    }

    /// Makes a scanner that gives up early, for tests.
    init(rules: CompiledRules, matchLimit: UInt32) {
        self.init(rules: rules, scratch: PatternScratch(matchLimit: matchLimit), isPooled: false)
    }

    private init(rules: CompiledRules, scratch: PatternScratch, isPooled: Bool = true) {
        self.rules = rules
        self.scratch = scratch
        self.isPooled = isPooled
        searchStarts = Array(repeating: 0, count: rules.recognizers.count)
        requiredPlaces = Array(repeating: -1, count: rules.recognizers.count)
    }

    deinit {
        if isPooled { rules.scratches.giveBack(scratch) }
    }

    /// Scans the next chunk and appends the findings that are now certain, in order.
    ///
    /// - Throws: `ScanError`. Treat it as “blocked”, never as “clean”.
    public mutating func feed(_ chunk: Span<UInt8>, into findings: inout [Finding]) throws(ScanError) {
        window.bytes.append(addingCapacity: chunk.count) { out in
            for i in chunk.indices { out.append(chunk[i]) }
        }
        let certain = window.end - rules.lookahead
        guard certain - known >= Self.passByteCountMin else { return }
        try pass(upTo: certain, into: &findings)
    }

    /// Ends the text and appends what was still held back.
    public consuming func finish(into findings: inout [Finding]) throws(ScanError) {
        try pass(upTo: window.end, isLast: true, into: &findings)
    }

    /// Makes every match that starts before `limit` known, then reports what nothing later can change.
    private mutating func pass(
        upTo limit: Int,
        isLast: Bool = false,
        into findings: inout [Finding]
    ) throws(ScanError) {
        try search(upTo: limit)
        known = limit
        candidates.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
        linkSeekers.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
        let linked = linkPersons(isLast: isLast)
        try report(upTo: isLast ? .max : min(settled, linked), into: &findings)
        forget(linked: linked)
    }

    /// How much of the text is kept at this moment, in bytes.
    var keptByteCount: Int { window.bytes.count }

    /// Tries, place by place, the rules that the trigger tables let through.
    private mutating func search(upTo limit: Int) throws(ScanError) {
        // A copy of the reference, not of the bytes: nothing changes them during the pass.
        let bytes = window.bytes
        let tables = rules.triggers
        for index in tables.indices {
            try search(
                bytes.span, upTo: limit - window.base, tables[index], first: index * TriggerTable.ruleCountMax
            )
        }
    }

    private mutating func search(
        _ text: Span<UInt8>,
        upTo end: Int,
        _ table: TriggerTable,
        first: Int
    ) throws(ScanError) {
        var place = known - window.base
        if place > 0, text[place - 1].isASCIILetterOrDigit { skipWord(text, &place, end) }
        while place < end {
            var triggered = table.candidates(in: text, at: place)
            while triggered != 0 {
                let rule = first + triggered.trailingZeroBitCount
                triggered &= triggered &- 1
                if mayMatch(rule, in: text, at: place) { try attempt(rule, at: place) }
            }
            // A finding starts at a word or between words, never inside one.
            if text[place].isASCIILetterOrDigit { skipWord(text, &place, end) } else { place += 1 }
        }
    }

    @inline(__always)
    private func skipWord(_ text: Span<UInt8>, _ place: inout Int, _ end: Int) {
        while place < end, text[place].isASCIILetterOrDigit { place &+= 1 }
    }

    /// Whether a rule has not matched across this place, and the byte that it requires stands in reach.
    private mutating func mayMatch(_ rule: Int, in text: Span<UInt8>, at place: Int) -> Bool {
        guard searchStarts[rule] <= place + window.base else { return false }
        guard let required = rules.requiredBytes[rule] else { return true }
        let earliest = place + required.distance.lowerBound
        if requiredPlaces[rule] < earliest + window.base {
            var next = earliest
            while next < text.count, text[next] != required.byte { next += 1 }
            // None so far: what comes after the kept text is out of every pattern's reach in this pass.
            requiredPlaces[rule] = next + window.base
        }
        return requiredPlaces[rule] - window.base <= place + required.distance.upperBound
            && requiredPlaces[rule] < window.end
    }

    private mutating func attempt(_ rule: Int, at place: Int) throws(ScanError) {
        let recognizer = rules.recognizers[rule]
        guard let match = try recognizer.match(in: window, at: place, using: scratch),
            let candidate = try recognizer.candidate(match, in: window, using: scratch)
        else { return }
        searchStarts[rule] = match.whole.upperBound + window.base
        if recognizer.rule.linksPerson {
            linkSeekers.append(candidate)
        } else {
            candidates.append(candidate)
            if recognizer.rule.entity.pointsAtPerson { persons.append(candidate.bytes) }
        }
    }

    /// Judges link seekers whose surroundings are known.
    ///
    /// Returns up to where all of them are judged.
    private mutating func linkPersons(isLast: Bool) -> Int {
        persons = persons.merged()
        let within = CompiledRules.personLinkWithin
        let judged = linkSeekers.prefix { isLast || $0.bytes.upperBound + within <= settled }
        for seeker in judged {
            let near = seeker.bytes.lowerBound - within..<seeker.bytes.upperBound + within
            if persons.holdsOverlap(with: near) { candidates.append(seeker) }
        }
        linkSeekers.removeFirst(judged.count)
        candidates.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
        return linkSeekers.first?.bytes.lowerBound ?? .max
    }

    /// Reports every group of overlapping candidates that ends by `limit`.
    private mutating func report(upTo limit: Int, into findings: inout [Finding]) throws(ScanError) {
        var reported = 0
        while reported < candidates.count {
            let start = candidates[reported].bytes.lowerBound
            var end = candidates[reported].bytes.upperBound
            var next = reported + 1
            while next < candidates.count, candidates[next].bytes.lowerBound < end {
                end = max(end, candidates[next].bytes.upperBound)
                next += 1
            }
            guard end - start <= Self.overlapByteCountMax else {
                throw .overlapTooLong(byteCountMax: Self.overlapByteCountMax)
            }
            guard end <= limit else { break }
            let cluster = Array(candidates[reported..<next])
            findings += Detection.findings(ofCluster: cluster, in: window)
            reported = next
        }
        candidates.removeFirst(reported)
    }

    /// Up to here nothing new can be found: a later match starts at `known` or after it, and widening it to a
    /// whole character takes in at most three bytes before.
    private var settled: Int { known - 3 }

    /// Drops what no later step can ask for.
    private mutating func forget(linked: Int) {
        let open = min(settled, linked)
        persons.removeAll { $0.upperBound + CompiledRules.personLinkWithin <= open }
        window.drop(before: min(open, candidates.first?.bytes.lowerBound ?? .max) - rules.lookbehind)
    }
}

extension [Range<Int>] {
    /// The same bytes as ranges that do not overlap, in order.
    fileprivate func merged() -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// Whether one of the ranges, which must be `merged`, overlaps `other`.
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
