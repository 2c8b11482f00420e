/// A match that counts, before it is compared with those it overlaps.
struct Candidate {
    /// The index of its rule.
    let recognizer: Int
    /// Offsets in the text.
    let bytes: Range<Int>
    /// The part that a finding must be for what is around it to be one: all of it, but for passages.
    let core: Range<Int>
    let confidence: Int
    /// Whether one of the rule's context words stands near.
    let hasContext: Bool
    /// Whether only the canonical view shows it.
    var isFromView = false
    /// What a finding of it is called; nil for what the rule says.
    var entity: EntityType?
    /// Who of the roster it is about.
    var person: UInt32?

    /// Makes a candidate; a `core` of nil is all of `bytes`.
    init(
        recognizer: Int,
        bytes: Range<Int>,
        core: Range<Int>? = nil,
        confidence: Int,
        hasContext: Bool,
        isFromView: Bool = false,
        entity: EntityType? = nil,
        person: UInt32? = nil
    ) {
        self.recognizer = recognizer
        (self.bytes, self.core) = (bytes, core ?? bytes)
        (self.confidence, self.hasContext) = (confidence, hasContext)
        (self.isFromView, self.entity, self.person) = (isFromView, entity, person)
    }

    var isPassage: Bool { core != bytes }
}

/// What a rule says about its candidates, at hand without the rule.
struct RuleTraits: Sendable {
    let provesNumber: Bool
    let linksPerson: Bool
    let pointsAtPerson: Bool
    /// Whether it finds persons by their names.
    let isName: Bool
    let level: Rule.Level
    let isOnTrial: Bool
    /// Its place among the rules by name, so that the order of files never matters.
    let rank: Int

    /// In the order of the rules.
    static func all(of rules: [Rule]) -> [RuleTraits] {
        let order = rules.indices.sorted { rules[$0].id.rawValue < rules[$1].id.rawValue }
        var ranks = Array(repeating: 0, count: rules.count)
        for (rank, index) in order.enumerated() { ranks[index] = rank }
        return zip(rules, ranks).map { rule, rank in
            RuleTraits(
                provesNumber: rule.validator?.provesNumber ?? false, linksPerson: rule.linksPerson,
                pointsAtPerson: rule.entity.pointsAtPerson && !rule.isOnTrial,
                isName: [.person, .pupil, .parent, .staff].contains(rule.entity) && !rule.isOnTrial,
                level: rule.level,
                isOnTrial: rule.isOnTrial, rank: rank)
        }
    }
}

extension CompiledRules {
    func finding(_ candidate: Candidate, _ bytes: Range<Int>) -> Finding {
        let rule = recognizers[candidate.recognizer].rule
        return Finding(
            entity: candidate.entity ?? rule.entity, rule: rule.id, bytes: bytes,
            confidence: candidate.confidence, isOnTrial: rule.isOnTrial,
            person: candidate.person.map { PersonRef(number: Int($0) + 1) })
    }

    /// The one place that says which of two overlapping candidates is reported.
    ///
    /// A trust's rule beats a school's, which may only add; evidence that holds a check digit beats a mere shape; then the higher confidence; then the longer; then
    /// the earlier; then the rule's name, so that the order of files never matters.
    func takesPrecedence(_ a: Candidate, over b: Candidate) -> Bool {
        let (first, second) = (traits[a.recognizer], traits[b.recognizer])
        if first.level != second.level { return first.level < second.level }
        if first.provesNumber != second.provesNumber { return first.provesNumber }
        if a.confidence != b.confidence { return a.confidence > b.confidence }
        if a.core.count != b.core.count { return a.core.count > b.core.count }
        if a.core.lowerBound != b.core.lowerBound { return a.core.lowerBound < b.core.lowerBound }
        return first.rank < second.rank
    }

    /// Findings that overlap in a chain are judged together; a chain longer than this is an error, in bytes.
    static let overlapByteCountMax = 1 << 16

    /// Reports every group of overlapping candidates that ends by `limit`, and forgets them.
    ///
    /// The candidates stand by start; `text` starts at `base`.
    func report(
        _ candidates: inout [Candidate],
        upTo limit: Int,
        in text: Span<UInt8>,
        base: Int,
        into findings: inout [Finding]
    ) throws(ScanError) {
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
            report(candidates[reported..<next], in: text, base: base, into: &findings)
            reported = next
        }
        candidates.removeFirst(reported)
    }

    /// Turns overlapping candidates into findings that do not overlap and together cover the same text.
    ///
    /// `text` starts at `base`.
    private func report(
        _ cluster: ArraySlice<Candidate>,
        in text: Span<UInt8>,
        base: Int,
        into findings: inout [Finding]
    ) {
        var found: [Winner] = []
        if cluster.contains(where: \.isPassage) {
            found = passages(of: cluster, in: text, base: base)
        } else {
            judge(cluster, in: text, base: base, into: &found)
        }
        for winner in found { findings.append(finding(winner.candidate, winner.bytes)) }
    }

    /// What a candidate has won.
    struct Winner {
        let candidate: Candidate
        var bytes: Range<Int>
    }

    /// Divides the text that overlapping candidates cover among them.
    ///
    /// A candidate that lost still found something: what the winners leave of it, if it holds a letter or digit,
    /// is reported too. Otherwise the loser's rest would leave in clear.
    func judge(
        _ cluster: ArraySlice<Candidate>,
        in text: Span<UInt8>,
        base: Int,
        into winners: inout [Winner]
    ) {
        // Nearly always one candidate covers the others.
        let start = cluster.first?.core.lowerBound ?? 0
        var (best, end) = (cluster.first, start)
        for candidate in cluster {
            end = max(end, candidate.core.upperBound)
            if let other = best, takesPrecedence(candidate, over: other) { best = candidate }
        }
        if let best, best.core == start..<end {
            winners.append(Winner(candidate: best, bytes: best.core))
            return
        }
        var found: [Winner] = []
        for candidate in cluster.sorted(by: takesPrecedence) {
            for rest in candidate.core.parts(outside: found.map(\.bytes)) {
                let isWhole = rest == candidate.core
                if isWhole || text.holdsText(rest.lowerBound - base..<rest.upperBound - base) {
                    found.append(Winner(candidate: candidate, bytes: rest))
                }
            }
        }
        winners += found.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }
}

extension Range<Int> {
    /// What none of the others covers, in order.
    fileprivate func parts(outside others: [Range<Int>]) -> [Range<Int>] {
        var rests = [self]
        for other in others where other.overlaps(self) {
            rests = rests.flatMap { rest -> [Range<Int>] in
                guard rest.overlaps(other) else { return [rest] }
                let before = rest.lowerBound..<Swift.max(rest.lowerBound, other.lowerBound)
                let after = Swift.min(rest.upperBound, other.upperBound)..<rest.upperBound
                return [before, after].filter { !$0.isEmpty }
            }
        }
        return rests
    }
}

extension Span<UInt8> {
    /// Whether a letter or digit of any script stands in this part.
    func holdsText(_ range: Range<Int>) -> Bool {
        for place in range where self[place].isASCIILetterOrDigit || self[place] >= 0x80 { return true }
        return false
    }

    /// The range widened to whole UTF-8 characters: patterns match bytes, findings never cut a character.
    func wholeCharacters(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start > 0, start > range.lowerBound - 3, self[start].isUTF8Continuation { start -= 1 }
        while end < count, end < range.upperBound + 3, self[end].isUTF8Continuation { end += 1 }
        return start..<end
    }
}

extension UInt8 {
    var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }
}
