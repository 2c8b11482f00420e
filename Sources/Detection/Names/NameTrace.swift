/// What the name finder made of one word, for those who ask why.
struct NameTrace {
    let bytes: Range<Int>
    /// From 0 to 1: how likely it is part of a person's name.
    let likelihood: Float
    /// How likely it has to be here.
    let needed: Float
    /// Whether it names somebody whom everybody may name.
    let isPublic: Bool
}

extension NameFinder {
    /// What was made of every word that is written like a name.
    ///
    /// - Parameters:
    ///   - text: The whole text.
    ///   - isProven: Whether another rule points at a person in a part of it.
    /// - Returns: The words in order, with what each would have needed.
    func traces(of text: Span<UInt8>, where isProven: (Range<Int>) -> Bool) -> [NameTrace] {
        var tagger = NameTagger()
        var known = KnownPublicNames()
        var traces: [NameTrace] = []
        var start = 0
        while let end = NameUnits.end(of: text, from: start, isLast: true) {
            let words = tagger.likelihoods(in: text, range: start..<end, model)
            known.read(tagger.subject)
            let names = publicNames(in: text, range: start..<end, &known)
            let traced = words.map { word in
                (
                    name: NameTagger.Name(bytes: word.token.bytes, likelihood: word.likelihood),
                    isPublic: names.cover(word.token.bytes, in: text)
                )
            }
            var company = NameCompany(isProven: isProven(start..<end))
            for word in traced where !word.isPublic { company.add(word.name, in: text) }
            for (name, isPublic) in traced {
                let needed = names.likelihoodMin(
                    isInCompany: company.surrounds(name, in: text), isWhole: false)
                traces.append(
                    NameTrace(
                        bytes: name.bytes, likelihood: name.likelihood, needed: max(model.threshold, needed),
                        isPublic: isPublic))
            }
            start = end
        }
        return traces
    }
}
