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
            if rules.names != nil { memory.publicNames.read(memory.tagger.subject) }
            if let people { findPeople(in: text, range, people.roster, people.recognizer) }
            var publicNames: PublicNames?
            let ruled = memory.candidates.indices.filter {
                isName(memory.candidates[$0], in: named..<base + end)
            }
            if let (finder, recognizer) = rules.names,
                !names.isEmpty || !ruled.isEmpty || memory.people.reader.holdsNamed
            {
                let found = finder.publicNames(in: text, range: range, &memory.publicNames)
                for index in ruled.reversed() {
                    let bytes = memory.candidates[index].bytes
                    if found.cover(bytes.shifted(by: -base), in: text) {
                        memory.candidates.remove(at: index)
                    } else {
                        memory.persons.append(bytes)
                    }
                }
                keepNames(names, besides: found, in: text, range, recognizer)
                publicNames = found
            }
            if let people { keepPeople(publicNames, in: text, people.roster, people.recognizer) }
            named = base + end
        }
        settlePeople(isLast: isLast)
        sortCandidates()
    }

    /// Keeps the names of private persons, if they are likely enough for what the part is about and who else is in it.
    private mutating func keepNames(
        _ names: [NameTagger.Name], besides found: PublicNames, in text: Span<UInt8>, _ range: Range<Int>,
        _ recognizer: Int
    ) {
        let here = range.shifted(by: base)
        var company = NameCompany(
            isProven: memory.candidates.contains {
                here.contains($0.bytes.lowerBound) && rules.traits[$0.recognizer].pointsAtPerson
            })
        let names = names.filter { !found.cover($0.bytes, in: text) }
        for name in names { company.add(name, in: text) }
        for name in names where name.likelihood >= found.likelihoodMin {
            let needed = found.likelihoodMin(
                isInCompany: company.surrounds(name, in: text), isWhole: isWhole(name))
            let asWord = max(loneMin(name, in: text), found.areTaught ? termMin(name, in: text) : 0)
            guard name.likelihood >= max(needed, asWord) || isInRoster(name) else { continue }
            keepName(name, recognizer)
        }
    }

    /// How likely a name must be that is all there is, in small letters and no usual forename: `config`, `uuid`.
    ///
    /// JSON's keys are such texts, and they cannot be replaced: a false name there blocks the request.
    private func loneMin(_ name: NameTagger.Name, in text: Span<UInt8>) -> Float {
        guard isSmall(name, in: text) else { return 0 }
        var words = memory.tagger.tokens.lazy.filter(\.isWord).makeIterator()
        guard let word = words.next(), words.next() == nil, word.lexicon.forename < 2 else { return 0 }
        return 0.95
    }

    /// How likely a single word in small letters must be that no register of names has, where something is taught: `ostinato`.
    private func termMin(_ name: NameTagger.Name, in text: Span<UInt8>) -> Float {
        guard isSmall(name, in: text),
            let token = memory.tagger.tokens.first(where: { $0.bytes.lowerBound == name.bytes.lowerBound }),
            token.bytes.upperBound >= name.bytes.upperBound
        else { return 0 }
        return token.lexicon.forename == 0 && token.lexicon.surname == 0 ? 0.8 : 0
    }

    /// Whether it starts with a small letter of ASCII; other scripts may have no others.
    private func isSmall(_ name: NameTagger.Name, in text: Span<UInt8>) -> Bool {
        let first = text[name.bytes.lowerBound]
        return first.isASCIILetter && first & 0x20 != 0
    }

    /// Whether it is a usual forename with another word behind it: that is company enough where nothing is taught.
    private func isWhole(_ name: NameTagger.Name) -> Bool {
        let words = memory.tagger.tokens.filter { $0.isWord && name.bytes.contains($0.bytes.lowerBound) }
        return words.count > 1 && words[0].lexicon.forename >= 2
    }

    /// Whether the roster may know a word of a name: then it is nobody's invention.
    private func isInRoster(_ name: NameTagger.Name) -> Bool {
        guard let people else { return false }
        return memory.tagger.tokens.contains {
            $0.isWord && name.bytes.contains($0.bytes.lowerBound)
                && people.roster.names.mayHold(KeyHash.hash($0.key))
        }
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
