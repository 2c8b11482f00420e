extension CompiledRules {
    /// Notes what the persons are called that were found in a text.
    ///
    /// Nothing without a rule that asks the name model, or while that rule is on trial.
    public func remember(_ findings: [Finding], in text: Span<UInt8>, into memory: inout NameMemory) {
        guard let finder = recaller?.finder else { return }
        var tokenizer = NameTokenizer()
        for finding in findings where finding.entity.isPerson {
            tokenizer.run(text, in: finding.bytes)
            tokenizer.look(into: finder.model.lexicon)
            let words = tokenizer.tokens.filter(NameRecall.isTelling)
            let percent = NameRecall.percentMin(of: words)
            guard finding.confidence * 100 >= percent * (rule(finding.rule)?.confidence ?? 0) else {
                continue
            }
            for word in words { memory.insert(word) }
        }
    }

    /// Adds to what was found in a text the words that are part of a remembered name.
    ///
    /// They are found also where the tagger alone would not have it: before the whole name, in small letters, in the middle of
    /// an unusual sentence. Not found are words that are more likely something else at their place, the names of those whom
    /// everybody may name, and anything in a lesson. Takes about the time of the name tagger, if the text has such a word
    /// at all.
    ///
    /// - Parameters:
    ///   - memory: What the persons of the request are called.
    ///   - findings: What a scan of the text found, in order.
    ///   - text: The whole text, in UTF-8.
    ///   - deadline: When it must be done.
    /// - Returns: All findings, in order; they do not overlap.
    /// - Throws: `ScanError.deadline`. Treat it as “blocked”.
    public func recalling(
        _ memory: NameMemory,
        besides findings: [Finding],
        in text: Span<UInt8>,
        until deadline: ScanDeadline = .none
    ) throws(ScanError) -> [Finding] {
        guard !memory.isEmpty, let (finder, recognizer) = recaller else { return findings }
        var search = RecallSearch(
            memory: memory, finder: finder, rule: recognizers[recognizer].rule, until: deadline)
        let words = try search.run(text, besides: findings)
        return words.isEmpty ? findings : joined(words, findings, in: text)
    }

    private var recaller: (finder: NameFinder, recognizer: Int)? {
        names.flatMap { traits[$0.recognizer].isOnTrial ? nil : $0 }
    }

    /// Words beside others, or beside a person that was found, are one name.
    private func joined(_ words: [Finding], _ findings: [Finding], in text: Span<UInt8>) -> [Finding] {
        let new = Set(words)
        var all: [(finding: Finding, isNew: Bool)] = []
        let sorted = (words + findings).sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
        for finding in sorted {
            let isNew = new.contains(finding)
            guard let last = all.last, last.isNew || isNew, last.finding.entity == finding.entity,
                last.finding.bytes.upperBound + 1 == finding.bytes.lowerBound,
                text[last.finding.bytes.upperBound] == 0x20
                    || text[last.finding.bytes.upperBound] == UInt8(ascii: "-")
            else {
                all.append((finding, isNew))
                continue
            }
            let kept = last.isNew ? finding : last.finding
            all[all.count - 1] = (
                Finding(
                    entity: kept.entity, rule: kept.rule,
                    bytes: last.finding.bytes.lowerBound..<finding.bytes.upperBound,
                    confidence: kept.confidence, isOnTrial: kept.isOnTrial, person: kept.person),
                last.isNew && isNew
            )
        }
        // `Khan-led`: a part of a word is none.
        return all.filter { !$0.isNew || !text.goesOn(around: $0.finding.bytes) }.map(\.finding)
    }
}

/// Looks through a text for remembered words.
private struct RecallSearch {
    let memory: NameMemory
    let finder: NameFinder
    let rule: Rule
    private var tokenizer = NameTokenizer()
    private var tagger = NameTagger()
    private var known = KnownPublicNames()
    private var watch: DeadlineWatch

    init(memory: NameMemory, finder: NameFinder, rule: Rule, until deadline: ScanDeadline) {
        (self.memory, self.finder, self.rule) = (memory, finder, rule)
        watch = DeadlineWatch(deadline)
    }

    /// The words that count and that no finding covers, in order.
    mutating func run(_ text: Span<UInt8>, besides findings: [Finding]) throws(ScanError) -> [Finding] {
        guard try holdsRemembered(text, besides: findings) else { return [] }
        var words: [Finding] = []
        var start = 0
        while let end = NameUnits.end(of: text, from: start, isLast: true) {
            try watch.step()
            let range = start..<end
            start = end
            let found = tagger.words(in: text, range: range, finder.model) { [memory] in memory.holds($0) }
            known.read(tagger.subject)
            let publicNames = finder.publicNames(in: text, range: range, &known)
            // In a lesson the same word is more often somebody else's.
            guard !publicNames.areOfLesson else { continue }
            for (token, likelihood) in found where likelihood >= NameRecall.likelihoodMin(of: token) {
                guard !findings.cover(token.bytes), !publicNames.cover(token.bytes, in: text) else {
                    continue
                }
                words.append(
                    Finding(
                        entity: rule.entity, rule: rule.id, bytes: token.bytes,
                        confidence: max(1, Int(Float(rule.confidence) * likelihood))))
            }
        }
        return words
    }

    /// Whether a remembered word stands where nothing was found: most texts are done with that.
    private mutating func holdsRemembered(_ text: Span<UInt8>, besides findings: [Finding])
        throws(ScanError) -> Bool
    {
        var start = 0
        while let end = NameUnits.end(of: text, from: start, isLast: true) {
            try watch.step()
            tokenizer.run(text, in: start..<end)
            if tokenizer.tokens.contains(where: { memory.holds($0) && !findings.cover($0.bytes) }) {
                return true
            }
            start = end
        }
        return false
    }
}

extension [Finding] {
    /// Whether one of the findings, which are in order and do not overlap, touches some bytes.
    fileprivate func cover(_ bytes: Range<Int>) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].bytes.upperBound <= bytes.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].bytes.overlaps(bytes)
    }
}

extension Span<UInt8> {
    /// Whether something binds a letter or digit to some bytes: `Khan-led`, `q=khan`.
    fileprivate func goesOn(around bytes: Range<Int>) -> Bool {
        let (before, behind) = (bytes.lowerBound - 1, bytes.upperBound)
        return before > 0 && binds(before)
            && (self[before - 1].isASCIILetterOrDigit || self[before - 1] >= 0x80)
            || behind + 1 < count && binds(behind)
                && (self[behind + 1].isASCIILetterOrDigit || self[behind + 1] >= 0x80)
    }

    private func binds(_ place: Int) -> Bool {
        switch self[place] {
        case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"): true
        default: false
        }
    }
}
