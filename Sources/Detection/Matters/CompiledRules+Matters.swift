import Glibc

extension CompiledRules {
    /// Adds to what a scan found what is told about somebody without a word of any list.
    ///
    /// Sentence by sentence, over the whole text: what a sentence says depends on the ones beside it. A sentence in which a rule
    /// found something of the kind is left to that rule; other findings in it, such as names, stay findings of their own.
    /// Requests are judged by it, answers are not.
    ///
    /// - Parameters:
    ///   - findings: What a scan of the text found, in order.
    ///   - text: The whole text, in UTF-8.
    ///   - deadline: When it must be done.
    /// - Returns: All findings, in order; they do not overlap, but for those on trial.
    /// - Throws: `ScanError.deadline`. Treat it as “blocked”.
    public func telling(
        besides findings: [Finding],
        in text: Span<UInt8>,
        until deadline: ScanDeadline = .none
    ) throws(ScanError) -> [Finding] {
        guard let matters else { return findings }
        let rule = recognizers[matters.recognizer].rule
        let needed = rule.scoreNeeded(beside: findings)
        var new: [Finding] = []
        var known = findings.filter { !$0.isOnTrial }[...]
        try forEachMatter(in: text, by: matters.model, until: deadline) { sentence, score in
            guard score > needed else { return }
            known = known.drop { $0.bytes.upperBound <= sentence.lowerBound }
            let here = known.prefix { $0.bytes.lowerBound < sentence.upperBound }
            guard !here.contains(where: { $0.entity == rule.entity }) else { return }
            for piece in Self.pieces(of: sentence, besides: here, in: text) {
                new.append(
                    Finding(
                        entity: rule.entity, rule: rule.id, bytes: piece,
                        confidence: Self.percent(score), isOnTrial: rule.isOnTrial))
            }
        }
        guard !new.isEmpty else { return findings }
        return (findings + new).sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }

    /// What the model makes of each sentence that it takes for telling, or nearly: where it stands, how likely, and what is needed.
    func matterTraces(
        in text: Span<UInt8>, besides findings: [Finding]
    ) throws(ScanError) -> [(bytes: Range<Int>, likelihood: Int, needed: Int)] {
        guard let matters else { return [] }
        var traces: [(bytes: Range<Int>, likelihood: Int, needed: Int)] = []
        let needed = Self.percent(recognizers[matters.recognizer].rule.scoreNeeded(beside: findings))
        try forEachMatter(in: text, by: matters.model, until: .none) { sentence, score in
            let likelihood = Self.percent(score)
            if likelihood * 4 >= needed { traces.append((sentence, likelihood, needed)) }
        }
        return traces
    }

    private func forEachMatter(
        in text: Span<UInt8>,
        by model: MatterModel,
        until deadline: ScanDeadline,
        _ body: (_ sentence: Range<Int>, _ score: Float) -> Void
    ) throws(ScanError) {
        var watch = DeadlineWatch(deadline)
        try model.forEachSentence(in: text) { (bytes, score) throws(ScanError) in
            try watch.step()
            body(bytes, score)
        }
    }

    /// A likelihood in percent from the logarithm of its odds; never quite sure.
    private static func percent(_ score: Float) -> Int { min(99, Int((100 / (1 + expf(-score))).rounded())) }

    /// A sentence without what other findings cover, as far as words are left.
    private static func pieces(
        of sentence: Range<Int>, besides findings: ArraySlice<Finding>, in text: Span<UInt8>
    ) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = sentence.lowerBound
        func append(upTo end: Int) {
            let piece = start < end ? trimmed(start..<end, in: text) : start..<start
            if !piece.isEmpty { pieces.append(piece) }
        }
        for finding in findings {
            append(upTo: finding.bytes.lowerBound)
            start = max(start, finding.bytes.upperBound)
        }
        append(upTo: sentence.upperBound)
        let long = pieces.filter { $0.count >= pieceByteCountMin }
        // “Mia hit Leo”: little is left, and it tells all the same.
        return long.isEmpty ? pieces.max { $0.count < $1.count }.map { [$0] } ?? [] : long
    }

    /// Less than a short word and another tells nothing beside a longer piece, in bytes.
    private static let pieceByteCountMin = 6

    /// Without what is of no word at both ends, and without the `’s` of a name before it.
    private static func trimmed(_ piece: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
        var (start, end) = (piece.lowerBound, piece.lowerBound)
        var place = piece.lowerBound
        var isBehindApostrophe = false
        while place < piece.upperBound {
            let sign = MatterSign(at: place, in: text)
            if place == piece.lowerBound, case .apostrophe = sign.kind { isBehindApostrophe = true }
            let next = place + sign.byteCount
            if sign.isOfWord, !isBehindApostrophe {
                if end == piece.lowerBound { start = place }
                end = next
            } else if !sign.isOfWord, place > piece.lowerBound {
                isBehindApostrophe = false
            }
            place = next
        }
        return start < end ? start..<min(end, piece.upperBound) : start..<start
    }
}

extension Rule {
    /// How much more sure the model must be where nothing else in the text points at a person, in natural logarithms of odds.
    ///
    /// Prompts about nobody have no names in them; some that tell of “a girl in my form” have none either.
    private static let marginWithoutPerson: Float = 1

    /// How high a sentence's score must be in a text in which this was found; its confidence as odds.
    fileprivate func scoreNeeded(beside findings: [Finding]) -> Float {
        let likelihood = Float(min(max(confidence, 1), 99)) / 100
        let score = logf(likelihood / (1 - likelihood))
        let isAboutSomebody = findings.contains { $0.entity.pointsAtPerson && !$0.isOnTrial }
        return isAboutSomebody ? score : score + Self.marginWithoutPerson
    }
}
