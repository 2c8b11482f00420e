/// Finds the names of persons in a text.
package struct NameTagger {
    private var tokenizer = NameTokenizer()
    private var candidates = NameCandidates()
    private var features = NameFeatures()
    private var scores: [Float] = []
    private var marginals = LabelMarginals()

    /// A name that was found.
    package struct Name {
        package let bytes: Range<Int>
        /// From 0 to 1: how likely it is a person.
        package let likelihood: Float
    }

    /// Whether the part that was looked through last clearly teaches.
    package var isLesson: Bool { features.isLesson }

    package init() {}

    package mutating func names(in text: Span<UInt8>, range: Range<Int>, _ model: NameModel) -> [Name] {
        var names: [Name] = []
        prepare(text, range, model)
        for row in candidates.rows {
            judge(row, model)
            append(row, model, to: &names)
        }
        return names
    }

    /// How likely each word that is written like a name is part of a person's.
    package mutating func likelihoods(in text: Span<UInt8>, range: Range<Int>, _ model: NameModel) -> [Name] {
        var words: [Name] = []
        prepare(text, range, model)
        for row in candidates.rows {
            judge(row, model)
            for place in row where tokenizer.tokens[place].isWord {
                let (begins, goesOn) = marginals.person(at: place - row.lowerBound)
                words.append(Name(bytes: tokenizer.tokens[place].bytes, likelihood: begins + goesOn))
            }
        }
        return words
    }

    private mutating func prepare(_ text: Span<UInt8>, _ range: Range<Int>, _ model: NameModel) {
        tokenizer.run(text, in: range)
        tokenizer.look(into: model.lexicon)
        candidates.find(in: tokenizer.tokens)
        features.start(tokenizer.tokens)
    }

    private mutating func judge(_ row: Range<Int>, _ model: NameModel) {
        scores.removeAll(keepingCapacity: true)
        for place in row {
            features.ask(tokenizer.tokens, at: place)
            model.scores(of: features.features, into: &scores)
        }
        marginals.run(scores, model.transitionFactors)
    }

    /// How likely a person stands at each of the words that are wanted, in order; words that cannot be names are left out.
    mutating func words(
        in text: Span<UInt8>,
        range: Range<Int>,
        _ model: NameModel,
        where isWanted: (NameToken) -> Bool
    ) -> [(token: NameToken, likelihood: Float)] {
        tokenizer.run(text, in: range)
        tokenizer.look(into: model.lexicon)
        candidates.find(in: tokenizer.tokens, with: isWanted)
        features.start(tokenizer.tokens)
        var words: [(token: NameToken, likelihood: Float)] = []
        for row in candidates.rows where row.contains(where: { isWanted(tokenizer.tokens[$0]) }) {
            judge(row, model)
            for place in row where isWanted(tokenizer.tokens[place]) {
                let (begins, goesOn) = marginals.person(at: place - row.lowerBound)
                words.append((tokenizer.tokens[place], begins + goesOn))
            }
        }
        return words
    }

    /// The persons of a row: each token is taken if a person is likelier than the threshold.
    private func append(_ row: Range<Int>, _ model: NameModel, to names: inout [Name]) {
        var start: Int?
        var likelihood: Float = 1
        func close(_ end: Int) {
            guard let first = start else { return }
            start = nil
            guard !NameDoubts.areNoName(tokenizer.tokens, first..<end) else { return }
            names.append(
                Name(
                    bytes: tokenizer.tokens[first].bytes
                        .lowerBound..<tokenizer.tokens[end - 1].bytes.upperBound,
                    likelihood: likelihood))
        }
        for place in row {
            let (begins, goesOn) = marginals.person(at: place - row.lowerBound)
            guard begins + goesOn >= model.threshold else {
                close(place)
                continue
            }
            // One word with another behind it is one person, whatever else was learned: two are parted by more.
            if let first = start, begins > goesOn, place > first + 1 { close(place) }
            if start == nil {
                start = place
                likelihood = begins + goesOn
            }
            likelihood = min(likelihood, begins + goesOn)
        }
        close(row.upperBound)
    }
}
