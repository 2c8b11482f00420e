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
    func traces(of text: Span<UInt8>) -> [NameTrace] {
        var tagger = NameTagger()
        var known = KnownPublicNames()
        var traces: [NameTrace] = []
        var start = 0
        while let end = NameUnits.end(of: text, from: start, isLast: true) {
            let words = tagger.likelihoods(in: text, range: start..<end, model)
            let names = publicNames(in: text, range: start..<end, subject: tagger.subject, &known)
            for word in words {
                traces.append(
                    NameTrace(
                        bytes: word.token.bytes, likelihood: word.likelihood,
                        needed: max(model.threshold, names.likelihoodMin),
                        isPublic: names.cover(word.token.bytes, in: text)))
            }
            start = end
        }
        return traces
    }
}
