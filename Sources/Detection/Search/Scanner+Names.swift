extension Scanner {
    /// Whether a candidate may be the name of somebody public, which is decided where names are looked for.
    func isForNames(_ traits: RuleTraits) -> Bool { traits.isName && rules.names != nil }

    /// Finds names in the parts of the text in which the rules are done.
    mutating func findNames(in text: Span<UInt8>, isLast: Bool) {
        guard let (finder, recognizer) = rules.names else { return }
        while let end = NameUnits.end(of: text, from: named - base, isLast: isLast),
            isLast || base + end <= searched
        {
            let range = named - base..<end
            let names = memory.tagger.names(in: text, range: range, finder.model)
            let ruled = memory.candidates.indices.filter {
                isName(memory.candidates[$0], in: named..<base + end)
            }
            if !names.isEmpty || !ruled.isEmpty {
                let publicNames = finder.publicNames(
                    in: text, range: range, isLesson: memory.tagger.isLesson, &memory.publicNames)
                for name in names
                where name.likelihood >= publicNames.likelihoodMin && !publicNames.cover(name.bytes, in: text)
                {
                    keepName(name, recognizer)
                }
                for index in ruled.reversed() {
                    let bytes = memory.candidates[index].bytes
                    if publicNames.cover(bytes.shifted(by: -base), in: text) {
                        memory.candidates.remove(at: index)
                    } else {
                        memory.persons.append(bytes)
                    }
                }
            }
            named = base + end
        }
        sortCandidates()
    }

    private func isName(_ candidate: Candidate, in range: Range<Int>) -> Bool {
        range.contains(candidate.bytes.lowerBound) && rules.traits[candidate.recognizer].isName
    }

    private mutating func keepName(_ name: NameTagger.Name, _ recognizer: Int) {
        let confidence = Float(rules.recognizers[recognizer].rule.confidence) * name.likelihood
        let bytes = name.bytes.shifted(by: base)
        keep(
            Candidate(
                recognizer: recognizer, bytes: bytes, confidence: max(1, Int(confidence)), hasContext: false))
        if rules.traits[recognizer].pointsAtPerson { memory.persons.append(bytes) }
    }
}
