/// How fast a rule is on the texts that are hardest for it, measured before it is let in.
///
/// A pattern's matches have an end, so nothing runs for ever; but a rule can still be so slow that one nasty prompt
/// keeps the gateway busy for seconds. Steps cannot be counted from outside (PCRE2's limit says only “too many”), hence
/// the clock: of the processor's time, or a gateway would not start on a busy machine.
public struct RuleProbe: Sendable {
    #if DEBUG
        /// A build without optimisation is about this much slower, and so are its limits.
        private static let slowness = 50.0
    #else
        private static let slowness = 1.0
    #endif
    /// Slower than this is worth a warning.
    public static let warnedBytesPerSecond = 20e6 / slowness
    /// Slower than this is refused.
    ///
    /// A prompt of 300 KB would take a third of a second, with one rule.
    public static let refusedBytesPerSecond = 1e6 / slowness

    /// Bytes a second on the text that was the hardest.
    public let bytesPerSecond: Double
    /// What a scan of such a text ends with, if it ends with an error.
    public let error: ScanError?

    /// Enough to see which texts are hard at all, where a match is short.
    private static let screenedByteCount = 1_024
    /// What is measured when a text seems hard: long enough for what grows with the text to show.
    private static let measuredByteCount = 65_536
    private static let roundCountMax = 3

    /// Measures one of the rules on its own.
    ///
    /// Takes well under a millisecond for a rule that is fast, at most a few seconds for one that is not.
    init(of recognizer: Recognizer, asking table: CharacterTable) {
        let rules = CompiledRules(alone: recognizer, nil)
        let scratch = PatternScratch()
        var search = RuleSearch()
        var hardest: (piece: [UInt8], rate: Double) = ([], .infinity)
        do throws(ScanError) {
            for piece in AdversarialText(for: recognizer.rule, asking: table).pieces {
                let count = max(Self.screenedByteCount, 2 * piece.count, 2 * rules.lookahead)
                let text = AdversarialText.text(of: piece, byteCountMin: count)
                let rate = try Self.bytesPerSecond(text, 1, rules, &search, scratch)
                if rate < hardest.rate { hardest = (piece, rate) }
            }
            if hardest.rate < Self.warnedBytesPerSecond {
                let text = AdversarialText.text(of: hardest.piece, byteCountMin: Self.measuredByteCount)
                hardest.rate = try Self.bytesPerSecond(text, Self.roundCountMax, rules, &search, scratch)
            }
            self.init(bytesPerSecond: hardest.rate, error: nil)
        } catch {
            self.init(bytesPerSecond: 0, error: error)
        }
    }

    init(bytesPerSecond: Double, error: ScanError?) {
        (self.bytesPerSecond, self.error) = (bytesPerSecond, error)
    }

    /// The best of so many rounds: what others left in the processor's caches must not make a rule look slow.
    private static func bytesPerSecond(
        _ text: [UInt8],
        _ roundCount: Int,
        _ rules: CompiledRules,
        _ search: inout RuleSearch,
        _ scratch: PatternScratch
    ) throws(ScanError) -> Double {
        var best = 0.0
        for _ in 0..<roundCount {
            var hits = SearchHits()
            search.reset(for: rules)
            let start = ThreadTime.now
            try search.run(
                rules, over: text.span, in: 0..<text.count, of: RuleSearch.Part(), using: scratch, into: &hits
            )
            best = max(best, Double(text.count) / (ThreadTime.now - start))
            if best >= warnedBytesPerSecond { break }
        }
        return best
    }
}

extension CompiledRules {
    /// Texts that are hardest for each of the rules, one after the other, so many bytes of each.
    public func adversarialText(byteCountEach: Int) -> [UInt8] {
        let table = CharacterTable()
        return recognizers.flatMap { recognizer in
            AdversarialText(for: recognizer.rule, asking: table).pieces.flatMap {
                AdversarialText.text(of: $0, byteCountMin: byteCountEach) + [0x0A]
            }
        }
    }

    /// How fast each rule is on the texts that are hardest for it, in the rules' order.
    ///
    /// Rules that are the same in `known`, which were measured then, are left out.
    public func probes(unlessIn known: CompiledRules? = nil) -> [(rule: RuleID, probe: RuleProbe)] {
        let table = CharacterTable()
        return recognizers.filter { known?.rule($0.rule.id) != $0.rule }
            .map { ($0.rule.id, RuleProbe(of: $0, asking: table)) }
    }
}
