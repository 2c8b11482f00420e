extension Scanner {
    /// Whether a candidate may be the name of somebody public, which is decided where names are looked for.
    func isForNames(_ traits: RuleTraits) -> Bool { traits.isName && rules.names != nil }

    /// Finds names in the parts of the text in which the rules are done.
    mutating func findNames(in text: Span<UInt8>, isLast: Bool) {
        guard rules.names != nil || people != nil else { return }
        while let end = NameUnits.end(of: text, from: named - base, isLast: isLast),
            isLast || base + end <= searched
        {
            let range = named - base..<end
            memory.tagger.read(text, in: range, rules.names?.finder.model)
            let names =
                rules.names.map { memory.tagger.names($0.finder.model, easedBy: people?.roster) } ?? []
            if let people { findPeople(in: text, range, people.roster, people.recognizer) }
            var publicNames: PublicNames?
            let ruled = memory.candidates.indices.filter {
                isName(memory.candidates[$0], in: named..<base + end)
            }
            if let (finder, recognizer) = rules.names,
                !names.isEmpty || !ruled.isEmpty || memory.people.reader.holdsNamed
            {
                let found = finder.publicNames(
                    in: text, range: range, subject: memory.tagger.subject, &memory.publicNames)
                for name in names
                where name.likelihood >= found.likelihoodMin && !found.cover(name.bytes, in: text) {
                    keepName(name, recognizer)
                }
                for index in ruled.reversed() {
                    let bytes = memory.candidates[index].bytes
                    if found.cover(bytes.shifted(by: -base), in: text) {
                        memory.candidates.remove(at: index)
                    } else {
                        memory.persons.append(bytes)
                    }
                }
                publicNames = found
            }
            if let people { keepPeople(publicNames, in: text, people.roster, people.recognizer) }
            named = base + end
        }
        settlePeople(isLast: isLast)
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
