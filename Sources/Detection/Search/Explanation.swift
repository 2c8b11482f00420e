/// What one rule made of one place in a text, step by step: why it found something there, or why not.
///
/// Holds no text, only where it stands.
public struct Explanation: Sendable {
    /// One thing that was asked, and the answer.
    public enum Step: Hashable, Sendable {
        /// How likely the name model takes it for a person's name, and how likely that must be here, in percent.
        case nameModel(likelihood: Int, needed: Int)
        /// The name of a public figure, an author, a character: everybody may name it.
        case publicName
        /// It looks like something else: an abbreviation, a place, a plain word, the letter of a list's item.
        case noName
        /// Part of a name that was found for sure elsewhere in the text.
        case remembered
        /// The school's roster says that it is somebody's.
        case roster
        /// How likely the model of matters takes the sentence for something told about somebody, and how likely that must be, in percent.
        case matterModel(likelihood: Int, needed: Int)
        case validator(Validator, accepts: Bool)
        /// A word that makes a finding more likely, and how many bytes away it stands; nil for none in reach.
        case context(distance: Int?, within: Int, isRequired: Bool)
        case veto(distance: Int)
        /// Whether everything stands near that must stand there as well.
        case companions(areThere: Bool)
        /// The rule's file says that this value is not to be reported.
        case excluded
        /// Whether something points at a person near enough.
        case personLink(isThere: Bool)
        /// Another rule's finding stands here.
        case overlap(lostTo: RuleID)
    }

    public let rule: RuleID
    /// Where the rule's pattern matches, or one of its words stands.
    public let bytes: Range<Int>
    public let steps: [Step]
    /// How sure the finding is; nil if there is none.
    public let confidence: Int?
    /// Whether it shows only to a reader: the bytes are something else.
    public let isOnlySeen: Bool
}

extension CompiledRules {
    /// More places than these are not explained for one rule.
    private static let explainedCountMax = 50

    /// Explains every place of a text where a rule found something or nearly did.
    ///
    /// Slow: it tries every pattern everywhere. In the order of the places.
    ///
    /// - Parameters:
    ///   - text: The whole text.
    ///   - nameLikelihoodMin: In percent; words that are less likely part of a name are left out.
    /// - Returns: What every rule made of every such place.
    /// - Throws: `ScanError`, as a scan of the text would.
    public func explanations(
        of text: Span<UInt8>,
        nameLikelihoodMin: Int = 10
    ) throws(ScanError) -> [Explanation] {
        let scanned = try findings(in: text)
        var memory = NameMemory()
        remember(scanned, in: text, into: &memory)
        let named = try recalling(memory, besides: scanned, in: text)
        let recalled = Set(named).subtracting(scanned)
        let findings = try telling(besides: named, in: text)
        let scratch = PatternScratch()
        var explanations: [Explanation] = []
        explanations += nameExplanations(of: text, findings, recalled, likelihoodMin: nameLikelihoodMin)
        for finding in findings where roster.map({ recognizers[$0.recognizer].rule.id }) == finding.rule {
            explanations.append(
                Explanation(
                    rule: finding.rule, bytes: finding.bytes, steps: [.roster],
                    confidence: finding.confidence, isOnlySeen: false))
        }
        explanations += try matterExplanations(of: text, findings)
        for (index, recognizer) in recognizers.enumerated() {
            for match in try matches(of: index, in: text, scratch).prefix(Self.explainedCountMax) {
                explanations.append(try explain(match, of: recognizer, in: text, findings, scratch))
            }
        }
        let known = explanations.filter { $0.confidence != nil }
        for finding in findings
        where !known.contains(where: { $0.rule == finding.rule && $0.bytes.overlaps(finding.bytes) }) {
            explanations.append(
                Explanation(
                    rule: finding.rule, bytes: finding.bytes, steps: [], confidence: finding.confidence,
                    isOnlySeen: true))
        }
        return explanations.sorted {
            ($0.bytes.lowerBound, $0.rule.rawValue) < ($1.bytes.lowerBound, $1.rule.rawValue)
        }
    }

    /// Which sentences the model of matters took for something told about somebody, or nearly.
    private func matterExplanations(
        of text: Span<UInt8>, _ findings: [Finding]
    ) throws(ScanError) -> [Explanation] {
        guard let matters else { return [] }
        let rule = recognizers[matters.recognizer].rule
        var explanations: [Explanation] = []
        for trace in try matterTraces(in: text, besides: findings) {
            let here = findings.filter { $0.bytes.overlaps(trace.bytes) }
            let own = here.filter { $0.rule == rule.id }
            var steps = [Explanation.Step.matterModel(likelihood: trace.likelihood, needed: trace.needed)]
            if own.isEmpty, trace.likelihood >= trace.needed,
                let other = here.first(where: { $0.entity == rule.entity })
            {
                steps.append(.overlap(lostTo: other.rule))
            }
            explanations.append(
                Explanation(
                    rule: rule.id, bytes: trace.bytes, steps: steps, confidence: own.first?.confidence,
                    isOnlySeen: false))
        }
        return explanations
    }

    /// What the name model found, and what words it nearly took for names.
    private func nameExplanations(
        of text: Span<UInt8>, _ findings: [Finding], _ recalled: Set<Finding>, likelihoodMin: Int
    ) -> [Explanation] {
        guard let names else { return [] }
        let rule = recognizers[names.recognizer].rule.id
        func percent(_ likelihood: Float) -> Int { Int((likelihood * 100).rounded()) }
        let traces = names.finder.traces(of: text) { part in
            findings.contains {
                $0.rule != rule && $0.entity.pointsAtPerson && !$0.isOnTrial
                    && part.contains($0.bytes.lowerBound)
            }
        }
        func explanation(_ bytes: Range<Int>, _ trace: NameTrace, _ finding: Finding?) -> Explanation {
            let confidence = finding?.confidence
            var steps = [
                Explanation.Step.nameModel(
                    likelihood: percent(trace.likelihood), needed: percent(trace.needed))
            ]
            if confidence == nil, trace.isPublic {
                steps.append(.publicName)
            } else if confidence == nil, trace.likelihood >= trace.needed {
                if let winner = findings.first(where: { $0.bytes.overlaps(bytes) && !$0.isOnTrial }) {
                    steps.append(.overlap(lostTo: winner.rule))
                } else {
                    steps.append(.noName)
                }
            }
            if let finding, recalled.contains(finding) { steps.append(.remembered) }
            return Explanation(
                rule: rule, bytes: bytes, steps: steps, confidence: confidence, isOnlySeen: false)
        }
        let found = findings.filter { $0.rule == rule }
        let ofFindings = found.compactMap { finding in
            traces.filter { finding.bytes.overlaps($0.bytes) }.min { $0.likelihood < $1.likelihood }
                .map { explanation(finding.bytes, $0, finding) }
                ?? (recalled.contains(finding)
                    ? Explanation(
                        rule: rule, bytes: finding.bytes, steps: [.remembered],
                        confidence: finding.confidence, isOnlySeen: false) : nil)
        }
        let ofOthers = traces.filter { trace in
            percent(trace.likelihood) >= likelihoodMin && !found.contains { $0.bytes.overlaps(trace.bytes) }
        }
        return ofFindings + ofOthers.map { explanation($0.bytes, $0, nil) }
    }

    /// Rules that look for something where they find nothing, the nearest first, with how many bytes away.
    ///
    /// One of their context words stands near the place, and their pattern does not match there.
    public func rulesWithContext(near place: Int, in text: Span<UInt8>) -> [(rule: RuleID, distance: Int)] {
        let here = max(0, min(place, text.count))..<max(0, min(place, text.count))
        return recognizers.compactMap { recognizer in
            recognizer.distance(.context, to: here, in: text).map { (recognizer.rule.id, $0) }
        }.sorted { $0.1 < $1.1 }
    }

    /// Where a rule's pattern matches or its words stand, whatever else it wants.
    private func matches(
        of index: Int,
        in text: Span<UInt8>,
        _ scratch: PatternScratch
    ) throws(ScanError) -> [Pattern.Match] {
        var found: [Pattern.Match] = []
        var place = 0
        while place < text.count, found.count < Self.explainedCountMax {
            var end = place + 1
            if let matcher = matchers[index] {
                do throws(PatternFailure) {
                    if let match = try matcher.firstMatch(
                        in: text, from: place, isTextStart: true, using: scratch)
                    {
                        end = max(end, match.whole.upperBound)
                        if let match = recognizers[index].extended(match, in: text) { found.append(match) }
                    }
                } catch {
                    throw error.scanError(of: recognizers[index].rule.id)
                }
            } else if text.isWordStart(place), let term = term(of: index, in: text, at: place) {
                let match = Pattern.Match(whole: place..<term, found: place..<term)
                if let match = recognizers[index].extended(match, in: text) { found.append(match) }
                end = term
            }
            place = end
        }
        return found
    }

    private func term(of owner: Int, in text: Span<UInt8>, at place: Int) -> Int? {
        let words = EightBytes.wordBytes(in: text.eightBytes(at: place))
        let byteCount = max(1, min(8, (~words & EightBytes.high).trailingZeroBitCount / 8))
        guard let slot = terms.slot(of: TermSet.key(text.eightBytes(at: place), byteCount: byteCount)) else {
            return nil
        }
        var end: Int?
        terms.forEachMatch(in: slot, of: text, at: place) { if $0 == owner { end = $1 } }
        return end
    }

    private func explain(
        _ match: Pattern.Match,
        of recognizer: Recognizer,
        in text: Span<UInt8>,
        _ findings: [Finding],
        _ scratch: PatternScratch
    ) throws(ScanError) -> Explanation {
        let rule = recognizer.rule
        var steps: [Explanation.Step] = []
        var counts = true
        if let validator = rule.validator {
            counts = validator.accepts(text.extracting(match.found))
            steps.append(.validator(validator, accepts: counts))
        }
        if recognizer.exclusions.contains(where: { $0.covers(text.extracting(match.found)) }) {
            steps.append(.excluded)
            counts = false
        }
        if let context = rule.context {
            let distance = recognizer.distance(.context, to: match.whole, in: text)
            steps.append(
                .context(distance: distance, within: context.within, isRequired: context.isRequired))
            counts = counts && (distance != nil || !context.isRequired)
        }
        if let distance = recognizer.distance(.vetoes, to: match.whole, in: text) {
            steps.append(.veto(distance: distance))
            counts = false
        }
        if !recognizer.companions.isEmpty {
            let areThere: Bool
            do throws(PatternFailure) {
                areThere = try recognizer.companions.areAll(
                    near: match.whole, in: text, isTextStart: true, using: scratch)
            } catch {
                throw error.scanError(of: rule.id)
            }
            steps.append(.companions(areThere: areThere))
            counts = counts && areThere
        }
        let here = findings.filter { $0.bytes.overlaps(match.found) }
        let own = here.first { $0.rule == rule.id }
        if counts, rule.linksPerson {
            let near =
                match.found.lowerBound - Self.personLinkWithin..<match.found.upperBound
                + Self.personLinkWithin
            let isThere = findings.contains {
                $0.entity.pointsAtPerson && !$0.isOnTrial && $0.bytes.overlaps(near)
            }
            steps.append(.personLink(isThere: isThere))
            counts = isThere
        }
        if counts, own == nil, let winner = here.first(where: { !$0.isOnTrial }) {
            steps.append(.overlap(lostTo: winner.rule))
        }
        return Explanation(
            rule: rule.id, bytes: match.found, steps: steps, confidence: own?.confidence, isOnlySeen: false)
    }
}

extension Recognizer {
    /// How far the nearest word of one of the rule's lists stands from a match, in bytes; nil if none stands near.
    func distance(_ role: NearbyTerms.Role, to match: Range<Int>, in text: Span<UInt8>) -> Int? {
        let words = role == .context ? rule.context?.words ?? [] : rule.vetoes
        let terms = TermSet([.init(words: words, isCaseSensitive: false, owner: 0)])
        return terms.distance(to: match, in: text, within: contextWithin)
    }
}

extension TermSet {
    /// How far the nearest term stands from a match, in bytes; nil if none stands within.
    fileprivate func distance(to match: Range<Int>, in text: Span<UInt8>, within: Int) -> Int? {
        var nearest: Int?
        var start = max(0, match.lowerBound - within - byteCountMax)
        while let place = firstPlace(
            in: text, from: start..<match.lowerBound, where: { $0 <= match.lowerBound })
        {
            let end = firstEnd(in: text, at: place, isWordStart: true) ?? place
            if match.lowerBound - end <= within { nearest = match.lowerBound - end }
            start = place + 1
        }
        let after = match.upperBound..<max(match.upperBound, min(text.count, match.upperBound + within + 1))
        if let place = firstPlace(in: text, from: after, where: { _ in true }) {
            nearest = min(nearest ?? .max, place - match.upperBound)
        }
        return nearest
    }
}
