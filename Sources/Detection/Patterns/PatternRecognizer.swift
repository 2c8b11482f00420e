/// A rule that runs: its pattern, the words it looks for nearby, its validator.
///
/// A class, because scanners reach for one at each trigger: a struct of this size would be copied each time,
/// which was measured to cost a third of the whole scan.
final class PatternRecognizer: Sendable {
    let rule: Rule
    /// What its matches can start with.
    let start: PatternStart
    /// Anchored: the trigger table says where to try.
    private let pattern: Pattern
    var patternSource: [UInt8] { pattern.source }
    private let contextWords: Pattern?
    private let vetoWords: Pattern?
    private let contextWithin: Int
    /// How far from its start a match can look, and a little more.
    private let matchReach: Int

    /// Vetoes of a rule without context look this far, in bytes.
    private static let vetoWithinDefault = 40
    private static let withinMax = 1_000

    init(compiling rule: Rule, asking table: CharacterTable) throws(RuleError) {
        self.rule = rule
        guard (0...100).contains(rule.confidence) else {
            throw RuleError(
                rule: rule.id, part: .confidence, message: "The confidence is not from 0 to 100.",
                hint: "Write a whole number from 0 to 100."
            )
        }
        guard rule.separators.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x09 }) else {
            throw RuleError(
                rule: rule.id, part: .separators, message: "A separator is not an ASCII character.",
                hint: "Use spaces, hyphens, dots and the like."
            )
        }
        let node = try Self.node(of: rule)
        start = PatternStart(of: node, asking: table)
        pattern = try Self.compile(node, in: rule.matcherPart, of: rule, isAnchored: true)
        matchReach = pattern.reach.width.upperBound + pattern.reach.ahead + 1
        contextWithin = rule.context?.within ?? Self.vetoWithinDefault
        guard (1...Self.withinMax).contains(contextWithin) else {
            throw RuleError(
                rule: rule.id, part: .context, message: "`within` is not from 1 to \(Self.withinMax).",
                hint: "Write how many bytes away a context word may stand; 40 is about half a line."
            )
        }
        contextWords = try Self.words(rule.context?.words ?? [], part: .context, of: rule)
        vetoWords = try Self.words(rule.vetoes, part: .vetoes, of: rule)
    }

    /// Bytes around a match where a context word or veto may stand, the word itself included.
    private var nearbyByteCount: Int {
        let longest = [contextWords, vetoWords].compactMap { $0?.reach.width.upperBound }.max()
        // One more tells a whole word from the start of a longer one.
        return longest.map { contextWithin + $0 + 1 } ?? 0
    }

    /// Bytes after a match's start that can change whether it counts.
    ///
    /// Three more complete a UTF-8 character.
    var lookahead: Int {
        pattern.reach.width.upperBound + max(pattern.reach.ahead, nearbyByteCount, 3)
    }

    /// Bytes before a match's start that can change whether it counts.
    var lookbehind: Int {
        max(pattern.reach.behind, nearbyByteCount, 3)
    }

    /// The match of the pattern that starts at a place of the window, whether it counts or not.
    func match(
        in window: borrowing TextWindow,
        at place: Int,
        using scratch: PatternScratch
    ) throws(ScanError) -> Pattern.Match? {
        // No match can look further than this, so nothing further is shown.
        let end = min(window.bytes.count, place + matchReach)
        return try search(pattern, in: window, from: place, to: end, using: scratch)
    }

    /// Judges a match: validator, context, vetoes.
    ///
    /// Nil when it does not count.
    func candidate(
        _ match: Pattern.Match,
        in window: borrowing TextWindow,
        using scratch: PatternScratch
    ) throws(ScanError) -> Candidate? {
        guard !match.found.isEmpty else { return nil }
        if let validator = rule.validator, !validator.accepts(window.bytes.span.extracting(match.found)) {
            return nil
        }
        var confidence = rule.confidence
        if let context = rule.context {
            if try isNear(contextWords, match.whole, in: window, using: scratch) {
                confidence = min(100, confidence + context.boost)
            } else if context.isRequired {
                return nil
            }
        }
        if try isNear(vetoWords, match.whole, in: window, using: scratch) { return nil }
        let whole = window.wholeCharacters(match.found)
        return Candidate(
            recognizer: self,
            bytes: whole.lowerBound + window.base..<whole.upperBound + window.base,
            confidence: confidence
        )
    }

    private func isNear(
        _ words: Pattern?,
        _ match: Range<Int>,
        in window: borrowing TextWindow,
        using scratch: PatternScratch
    ) throws(ScanError) -> Bool {
        guard let words else { return false }
        let wordByteCountMax = words.reach.width.upperBound
        // Before: the word ends at most `contextWithin` bytes away.
        var start = max(0, match.lowerBound - contextWithin - wordByteCountMax)
        while let word = try search(words, in: window, from: start, to: match.lowerBound, using: scratch) {
            if word.whole.upperBound >= match.lowerBound - contextWithin { return true }
            start = word.whole.upperBound
        }
        // After: the word starts at most `contextWithin` bytes away.
        let latest = match.upperBound + contextWithin
        let end = min(window.bytes.count, latest + wordByteCountMax + 1)
        let word = try search(words, in: window, from: match.upperBound, to: end, using: scratch)
        return word.map { $0.whole.lowerBound <= latest } ?? false
    }

    private func search(
        _ pattern: Pattern,
        in window: borrowing TextWindow,
        from start: Int,
        to end: Int,
        using scratch: PatternScratch
    ) throws(ScanError) -> Pattern.Match? {
        do throws(PatternFailure) {
            return try pattern.firstMatch(
                in: window.bytes.span, from: start, to: end, isTextStart: window.base == 0, using: scratch
            )
        } catch {
            if error.isMatchLimit { throw ScanError.matchLimit(rule: rule.id) }
            if error.isStackLimit { throw ScanError.stackLimit(rule: rule.id) }
            throw ScanError.engine(rule: rule.id, code: error.code)
        }
    }
}

// MARK: - Compiling

extension Rule {
    fileprivate var matcherPart: RuleError.Part {
        switch matcher {
        case .pattern: .pattern
        case .words: .words
        }
    }
}

extension PatternRecognizer {
    private static func node(of rule: Rule) throws(RuleError) -> PatternNode {
        do throws(PatternSyntaxError) {
            switch rule.matcher {
            case .pattern(let source): return try PatternParser.parse(source).separated(by: rule.separators)
            case .words(let words, let caseSensitive):
                return try WordList.node(words, caseSensitive: caseSensitive)
            }
        } catch {
            throw RuleError(error, in: rule.matcherPart, of: rule.id)
        }
    }

    private static func words(
        _ words: [String],
        part: RuleError.Part,
        of rule: Rule
    ) throws(RuleError) -> Pattern? {
        guard !words.isEmpty else { return nil }
        do throws(PatternSyntaxError) {
            let node = try WordList.node(words, caseSensitive: false)
            return try Pattern(node, isBounded: true)
        } catch {
            throw RuleError(error, in: part, of: rule.id)
        }
    }

    private static func compile(
        _ node: PatternNode,
        in part: RuleError.Part,
        of rule: Rule,
        isAnchored: Bool
    ) throws(RuleError) -> Pattern {
        do throws(PatternSyntaxError) {
            let width = node.reach.width
            let byteCountMax = CompiledRules.reachMax
            guard width.upperBound <= byteCountMax else {
                throw PatternSyntaxError(
                    .reachTooLong(byteCount: width.upperBound, byteCountMax: byteCountMax), at: 0
                )
            }
            guard width.lowerBound > 0 else { throw PatternSyntaxError(.matchesNothing, at: 0) }
            return try Pattern(node, isBounded: true, isAnchored: isAnchored)
        } catch {
            throw RuleError(error, in: part, of: rule.id)
        }
    }
}
