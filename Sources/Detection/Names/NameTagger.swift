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

    /// What the part that was looked through last is about.
    package var subject: TextSubject { features.subject }

    package init() {}

    /// The tokens of the part that was read last.
    var tokens: [NameToken] { tokenizer.tokens }

    package mutating func names(in text: Span<UInt8>, range: Range<Int>, _ model: NameModel) -> [Name] {
        read(text, in: range, model)
        return names(model)
    }

    /// How likely each word that is written like a name is part of a person's.
    package mutating func likelihoods(in text: Span<UInt8>, range: Range<Int>, _ model: NameModel) -> [Word] {
        read(text, in: range, model)
        prepare { _ in false }
        return likelihoods(model, where: \.isWord)
    }

    /// A word, and from 0 to 1 how likely it is part of a person's name.
    package typealias Word = (token: NameToken, likelihood: Float)

    private mutating func likelihoods(_ model: NameModel, where isWanted: (NameToken) -> Bool) -> [Word] {
        var words: [Word] = []
        for row in candidates.rows where row.contains(where: { isWanted(tokenizer.tokens[$0]) }) {
            judge(row, model)
            for place in row where isWanted(tokenizer.tokens[place]) {
                let (begins, goesOn) = marginals.person(at: place - row.lowerBound)
                words.append((tokenizer.tokens[place], begins + goesOn))
            }
        }
        return words
    }

    /// Cuts a part of a text into tokens.
    mutating func read(_ text: Span<UInt8>, in range: Range<Int>, _ model: NameModel?) {
        tokenizer.run(text, in: range)
        if let model { tokenizer.look(into: model.lexicon) }
    }

    /// The names in the part that was read last.
    ///
    /// Of words that a roster knows as somebody's name less is asked.
    mutating func names(_ model: NameModel, easedBy roster: Roster? = nil) -> [Name] {
        prepare { _ in false }
        var names: [Name] = []
        for row in candidates.rows {
            judge(row, model)
            append(row, model, roster, to: &names)
        }
        return withListed(names)
    }

    /// The names, and those that a list holds, whatever the model made of them.
    private func withListed(_ names: [Name]) -> [Name] {
        let listed = NameList.names(in: tokenizer.tokens).map { name in
            let last = tokenizer.tokens[name.upperBound - 1]
            return Name(
                bytes: tokenizer.tokens[name.lowerBound].bytes.lowerBound..<last.bytes.upperBound,
                likelihood: NameList.likelihood)
        }
        guard !listed.isEmpty else { return names }
        let others = names.filter { name in !listed.contains { $0.bytes.overlaps(name.bytes) } }
        return (others + listed).sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }

    /// Finds the words that may be names, and what the part is about.
    private mutating func prepare(with isName: (NameToken) -> Bool) {
        candidates.find(in: tokenizer.tokens, with: isName)
        features.start(tokenizer.tokens, isCareless: candidates.isCareless)
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
    ) -> [Word] {
        read(text, in: range, model)
        prepare(with: isWanted)
        return likelihoods(model, where: isWanted)
    }

    /// How likely a person must be at a token.
    ///
    /// A forename alone is never the roster's finding: too many are words or somebody else's. But where the model hesitates, the
    /// roster's knowing the word tips the scales.
    private func threshold(at place: Int, _ likelihood: Float, _ model: NameModel, _ roster: Roster?) -> Float
    {
        let token = tokenizer.tokens[place]
        if token.lexicon.forename == 3, token.lexicon.word < 2, token.shape == .capitalized {
            return model.threshold * Self.forenameEasing
        }
        let eased = model.threshold * Self.easing
        guard let roster, likelihood < model.threshold, likelihood >= eased,
            roster.names.mayHold(KeyHash.hash(token.key))
        else { return model.threshold }
        return eased
    }

    /// The share of the threshold that is asked of a name in the roster.
    private static let easing: Float = 0.3

    /// The same of a usual forename with a capital: it is mostly one.
    private static let forenameEasing: Float = 0.5

    /// The persons of a row: each token is taken if a person is likelier than the threshold.
    private func append(_ row: Range<Int>, _ model: NameModel, _ roster: Roster?, to names: inout [Name]) {
        var start: Int?
        var likelihood: Float = 1
        func close(_ end: Int) {
            guard let begin = start else { return }
            start = nil
            let name = NameDoubts.withoutTitles(tokenizer.tokens, begin..<end)
            guard let first = name.first, !NameDoubts.areNoName(tokenizer.tokens, name),
                !NameDoubts.isPlace(tokenizer.tokens, name, likelihood)
            else { return }
            names.append(
                Name(
                    bytes: tokenizer.tokens[first].bytes
                        .lowerBound..<tokenizer.tokens[end - 1].bytes.upperBound,
                    likelihood: likelihood))
        }
        for place in row {
            let (begins, goesOn) = marginals.person(at: place - row.lowerBound)
            guard begins + goesOn >= threshold(at: place, begins + goesOn, model, roster) else {
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
