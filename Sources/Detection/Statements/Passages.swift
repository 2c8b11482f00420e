extension CompiledRules {
    /// Divides text among overlapping candidates of which some are passages.
    ///
    /// First all are judged by what was found, as if nothing stood around it. Then each passage takes what is around its
    /// own, up to the next finding of another kind: a name in a story stays a name. Passages of one kind that meet are one.
    /// `text` starts at `base`.
    func passages(
        of cluster: ArraySlice<Candidate>,
        in text: Span<UInt8>,
        base: Int
    ) -> [Winner] {
        let candidates = cluster.sorted { $0.core.lowerBound < $1.core.lowerBound }
        let found = winners(among: candidates, in: text, base: base)
        var passages: [Winner] = []
        var next = 0
        for index in found.indices {
            var winner = found[index]
            let entity = entity(of: winner.candidate)
            while next < candidates.count, candidates[next].core.upperBound <= winner.bytes.lowerBound {
                next += 1
            }
            var wide = winner.bytes
            for candidate in candidates[next...].prefix(while: {
                $0.core.lowerBound < winner.bytes.upperBound
            })
            where candidate.isPassage && self.entity(of: candidate) == entity {
                wide =
                    min(
                        wide.lowerBound, candidate.bytes.lowerBound)..<max(
                        wide.upperBound, candidate.bytes.upperBound)
            }
            winner.bytes = trimmed(wide, around: winner.bytes, besides: found, index, in: text, base: base)
            append(winner, entity, to: &passages)
        }
        return passages
    }

    /// Who wins what by what was found alone; in order.
    private func winners(among candidates: [Candidate], in text: Span<UInt8>, base: Int) -> [Winner] {
        var winners: [Winner] = []
        var first = 0
        while first < candidates.count {
            var (end, next) = (candidates[first].core.upperBound, first + 1)
            while next < candidates.count, candidates[next].core.lowerBound < end {
                end = max(end, candidates[next].core.upperBound)
                next += 1
            }
            judge(candidates[first..<next], in: text, base: base, into: &winners)
            first = next
        }
        return winners
    }

    private func entity(of candidate: Candidate) -> EntityType {
        candidate.entity ?? recognizers[candidate.recognizer].rule.entity
    }

    /// A passage without what belongs to findings of other kinds before and behind it, and without the space left there.
    private func trimmed(
        _ wide: Range<Int>,
        around own: Range<Int>,
        besides found: [Winner],
        _ index: Int,
        in text: Span<UInt8>,
        base: Int
    ) -> Range<Int> {
        let entity = entity(of: found[index].candidate)
        var (start, end) = (wide.lowerBound, wide.upperBound)
        let before = found[..<index].reversed().prefix { $0.bytes.upperBound > start }
        if let other = before.first(where: { self.entity(of: $0.candidate) != entity }) {
            start = other.bytes.upperBound
            // The rest of the word: “'s”.
            while start < own.lowerBound, !text[start - base].isASCIIWhiteSpace { start += 1 }
            while start < own.lowerBound, !text.holdsText(start - base..<start - base + 1) { start += 1 }
        }
        let behind = found[(index + 1)...].prefix { $0.bytes.lowerBound < end }
        if let other = behind.first(where: { self.entity(of: $0.candidate) != entity }) {
            end = other.bytes.lowerBound
            while end > own.upperBound, !text.holdsText(end - base - 1..<end - base) { end -= 1 }
        }
        return start..<end
    }

    /// Adds what was won: to the passage before it, where they meet.
    private func append(_ winner: Winner, _ entity: EntityType, to passages: inout [Winner]) {
        guard let last = passages.last, winner.bytes.lowerBound < last.bytes.upperBound else {
            passages.append(winner)
            return
        }
        let isOne = self.entity(of: last.candidate) == entity
        guard isOne else {
            // Only what surrounds both can overlap: the earlier keeps it.
            let start = max(last.bytes.upperBound, winner.bytes.lowerBound)
            passages.append(
                Winner(candidate: winner.candidate, bytes: start..<max(start, winner.bytes.upperBound)))
            return
        }
        let joined = last.bytes.lowerBound..<max(last.bytes.upperBound, winner.bytes.upperBound)
        let best = takesPrecedence(winner.candidate, over: last.candidate) ? winner.candidate : last.candidate
        passages[passages.count - 1] = Winner(candidate: best, bytes: joined)
    }
}
