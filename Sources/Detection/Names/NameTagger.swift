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

    /// The tokens of the part that was read last.
    var tokens: [NameToken] { tokenizer.tokens }

    package mutating func names(in text: Span<UInt8>, range: Range<Int>, _ model: NameModel) -> [Name] {
        read(text, in: range, model)
        return names(model)
    }

    /// Cuts a part of a text into tokens.
    mutating func read(_ text: Span<UInt8>, in range: Range<Int>, _ model: NameModel?) {
        tokenizer.run(text, in: range)
        if let model { tokenizer.look(into: model.lexicon) }
    }

    /// The names in the part that was read last.
    mutating func names(_ model: NameModel) -> [Name] {
        candidates.find(in: tokenizer.tokens)
        features.start(tokenizer.tokens)
        var names: [Name] = []
        for row in candidates.rows {
            scores.removeAll(keepingCapacity: true)
            for place in row {
                features.ask(tokenizer.tokens, at: place)
                model.scores(of: features.features, into: &scores)
            }
            marginals.run(scores, model.transitionFactors)
            append(row, model, to: &names)
        }
        return names
    }

    /// The persons of a row: each token is taken if a person is likelier than the threshold.
    private func append(_ row: Range<Int>, _ model: NameModel, to names: inout [Name]) {
        var start: Int?
        var likelihood: Float = 1
        func close(_ end: Int) {
            guard let first = start else { return }
            names.append(
                Name(
                    bytes: tokenizer.tokens[first].bytes
                        .lowerBound..<tokenizer.tokens[end - 1].bytes.upperBound,
                    likelihood: likelihood))
            start = nil
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
