import Detection
import Foundation

/// Learns the weights: stochastic gradient descent on the likelihood of each row's labels, with AdaGrad's step sizes.
struct Trainer {
    private var weights: [Float]
    private var squares: [Float]
    private var transitions: [Float]
    private var transitionSquares: [Float]
    private var keptSums: [Float]
    private var keptTransitionSums: [Float]
    private var keptCount: Float = 0
    private let lexicon: NameLexicon
    private var tokenizer = NameTokenizer()
    private var candidates = NameCandidates()
    private var features = NameFeatures()
    private var marginals = LabelMarginals()
    /// How far a weight moves at first, and how strongly it is drawn to zero.
    private let rate: Float = 0.12
    private let decay: Float = 5e-3
    private let eps: Float = 1
    private var random = SeededRandom(seed: 7)
    /// How often a word is learned without the questions about the word itself, and a text without what is known of its names.
    private let dropout = 0.4
    private let hiding = 0.2
    private(set) var rowCount = 0
    private(set) var loss = 0.0

    init(lexicon: NameLexicon) {
        self.lexicon = lexicon
        weights = Array(repeating: 0, count: NameFeatures.tableCount * NameLabel.count)
        squares = weights
        keptSums = weights
        transitions = Array(repeating: 0, count: NameLabel.count * NameLabel.count)
        transitionSquares = transitions
        keptTransitionSums = transitions
    }

    mutating func startRound() { (rowCount, loss) = (0, 0) }

    /// The round's weights count in the model, which has the mean of all that do: what a single order of texts left is evened out.
    mutating func keepRound() {
        keptCount += 1
        for place in weights.indices { keptSums[place] += weights[place] }
        for pair in transitions.indices { keptTransitionSums[pair] += transitions[pair] }
    }

    mutating func learn(from text: AnnotatedText) {
        tokenizer.run(text.text.span, in: 0..<text.text.count)
        tokenizer.look(into: lexicon)
        var tokens = tokenizer.tokens
        if random.chance(hiding) { Self.hide(text.spans, &tokens) }
        candidates.find(in: tokens)
        features.start(tokens, isCareless: candidates.isCareless)
        for row in candidates.rows {
            guard let labels = Self.labels(of: tokens[row], text.spans) else { continue }
            learn(tokens, row, labels, weight: text.weight)
        }
    }

    /// Takes from the words of names what the lists know of them: half the world's names are in no list.
    private static func hide(_ spans: [AnnotatedText.Span], _ tokens: inout [NameToken]) {
        for index in tokens.indices where tokens[index].kind == .word {
            let isName = spans.contains { $0.kind == .person && $0.bytes.overlaps(tokens[index].bytes) }
            if isName, tokens[index].lexicon.word == 0 { tokens[index].lexicon.bits &= ~0xF }
        }
    }

    /// What each token is; nil if some of them are not to be judged.
    private static func labels(of tokens: ArraySlice<NameToken>, _ spans: [AnnotatedText.Span])
        -> [NameLabel]?
    {
        var labels: [NameLabel] = []
        var last = -1
        for token in tokens {
            guard let index = spans.firstIndex(where: { $0.bytes.overlaps(token.bytes) }) else {
                labels.append(.other)
                last = -1
                continue
            }
            switch spans[index].kind {
            case .ignored: return nil
            case .person: labels.append(index == last ? .personRest : .personStart)
            case .place: labels.append(.place)
            case .organisation: labels.append(.organisation)
            }
            last = index
        }
        return labels
    }

    private mutating func learn(_ tokens: [NameToken], _ row: Range<Int>, _ gold: [NameLabel], weight: Float)
    {
        let labels = NameLabel.count
        var asked: [[UInt32]] = []
        var scores: [Float] = []
        for place in row {
            features.ask(tokens, at: place)
            var heard = features.features
            if random.chance(dropout) {
                for index in NameFeatures.wordQuestions.reversed() { heard.remove(at: index) }
            }
            asked.append(heard)
            for label in 0..<labels {
                var sum: Float = 0
                for feature in heard { sum += weights[Int(feature) * labels + label] }
                scores.append(sum)
            }
        }
        let factors = transitions.map { exp($0) }
        marginals.run(scores, factors)
        let probabilities = marginals.probabilities
        rowCount += 1
        for (index, label) in gold.enumerated() {
            loss -= log(Double(max(1e-9, probabilities[index * labels + label.rawValue])))
        }
        for (index, features) in asked.enumerated() {
            for label in 0..<labels {
                let wanted: Float = gold[index].rawValue == label ? 1 : 0
                let gradient = (probabilities[index * labels + label] - wanted) * weight
                guard abs(gradient) > 1e-4 else { continue }
                for feature in features { step(Int(feature) * labels + label, gradient) }
            }
        }
        learnTransitions(gold, factors, weight)
    }

    private mutating func step(_ place: Int, _ gradient: Float) {
        squares[place] += gradient * gradient
        weights[place] -= rate * (gradient + decay * weights[place]) / (squares[place].squareRoot() + eps)
    }

    private mutating func learnTransitions(_ gold: [NameLabel], _ factors: [Float], _ weight: Float) {
        let labels = NameLabel.count
        var gradients = [Float](repeating: 0, count: labels * labels)
        let probabilities = marginals.probabilities
        for label in 0..<labels {
            gradients[label] += probabilities[label]
            gradients[label * labels] += probabilities[(gold.count - 1) * labels + label]
        }
        gradients[gold[0].rawValue] -= 1
        gradients[gold[gold.count - 1].rawValue * labels] -= 1
        for token in 1..<max(1, gold.count) {
            var pairs = [Float](repeating: 0, count: labels * labels)
            var sum: Float = 0
            for before in 0..<labels {
                for label in 0..<labels {
                    let value =
                        marginals.forward[(token - 1) * labels + before] * factors[before * labels + label]
                        * marginals.factors[token * labels + label]
                        * marginals.backward[token * labels + label]
                    pairs[before * labels + label] = value
                    sum += value
                }
            }
            for pair in pairs.indices { gradients[pair] += pairs[pair] / sum }
            gradients[gold[token - 1].rawValue * labels + gold[token].rawValue] -= 1
        }
        for pair in gradients.indices where abs(gradients[pair]) > 1e-4 {
            let gradient = gradients[pair] * weight
            transitionSquares[pair] += gradient * gradient
            transitions[pair] -= rate * gradient / (transitionSquares[pair].squareRoot() + 1)
        }
    }

    /// The model with its weights as bytes.
    func model(threshold: Float) -> NameModel {
        let count = max(1, keptCount)
        let weights = keptCount == 0 ? weights : keptSums.map { $0 / count }
        let transitions = keptCount == 0 ? transitions : keptTransitionSums.map { $0 / count }
        // The few largest weights are cut: they would make all others coarse.
        let sizes = weights.filter { $0 != 0 }.map(abs).sorted()
        let largest = sizes.isEmpty ? 1 : sizes[min(sizes.count - 1, sizes.count * 9_995 / 10_000)]
        let scale = largest / 127
        return NameModel(
            lexicon: lexicon,
            weights: weights.map { Int8(max(-127, min(127, ($0 / scale).rounded()))) }, scale: scale,
            transitions: transitions, threshold: threshold)
    }
}
