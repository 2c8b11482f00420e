/// A rule that runs: what it looks for, the words it wants nearby, its validator.
///
/// A class, because the search reaches for one at each trigger: a struct of this size would be copied each time,
/// which was measured to cost a third of the whole scan.
final class Recognizer: Sendable {
    let rule: Rule
    /// What is tried where a trigger is; nil for a list of words, which the rules' `TermSet` finds.
    let pattern: AnchoredPattern?
    let contextTerms: TermSet?
    let vetoTerms: TermSet?
    let contextWithin: Int
    let exclusions: [Exclusion]
    // Of the rule, at hand without a copy of it.
    private let validator: Validator?
    private let confidence: Int
    private let contextBoost: Int
    private let requiresContext: Bool
    /// The most bytes that the rule's own match covers.
    private let widthMax: Int

    /// Vetoes of a rule without context look this far, in bytes.
    private static let vetoWithinDefault = 40
    private static let withinMax = 1_000

    init(compiling rule: Rule, asking table: CharacterTable) throws(RuleError) {
        self.rule = rule
        try Self.check(rule)
        switch rule.matcher {
        case .pattern:
            let pattern = try AnchoredPattern(of: rule, asking: table)
            self.pattern = pattern
            widthMax = pattern.reach.width.upperBound
        case .words(let words, _):
            pattern = nil
            widthMax = try Self.terms(words, part: .words, of: rule).byteCountMax
        }
        contextWithin = rule.context?.within ?? Self.vetoWithinDefault
        (validator, confidence) = (rule.validator, rule.confidence)
        (contextBoost, requiresContext) = (rule.context?.boost ?? 0, rule.context?.isRequired ?? false)
        exclusions = rule.exclusions.map { Exclusion($0) }
        contextTerms = try rule.context.map { context throws(RuleError) in
            try Self.terms(context.words, part: .context, of: rule)
        }
        vetoTerms = rule.vetoes.isEmpty ? nil : try Self.terms(rule.vetoes, part: .vetoes, of: rule)
    }

    private static func check(_ rule: Rule) throws(RuleError) {
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
        guard rule.exclusions.allSatisfy({ !Exclusion($0).isEmpty }) else {
            throw RuleError(
                rule: rule.id, part: .exclusions, message: "An excluded value holds no letter and no digit.",
                hint: "Write the value that must not be reported."
            )
        }
        guard (1...withinMax).contains(rule.context?.within ?? 1) else {
            throw RuleError(
                rule: rule.id, part: .context, message: "`within` is not from 1 to \(withinMax).",
                hint: "Write how many bytes away a context word may stand; 40 is about half a line."
            )
        }
    }

    private static func terms(_ words: [String], part: RuleError.Part, of rule: Rule) throws(RuleError)
        -> TermSet
    {
        let terms = TermSet([.init(words: words, isCaseSensitive: false, owner: 0)])
        guard !terms.isEmpty else {
            throw RuleError(PatternSyntaxError(.empty, at: 0), in: part, of: rule.id)
        }
        return terms
    }

    // MARK: - How far it looks

    /// Bytes around a match where a context word or veto may stand, the word itself included.
    private var nearbyByteCount: Int {
        let longest = [contextTerms, vetoTerms].compactMap { $0?.byteCountMax }.max()
        // One more tells a whole word from the start of a longer one.
        return longest.map { contextWithin + $0 + 1 } ?? 0
    }

    /// Bytes after a match's start that can change whether it counts.
    ///
    /// Three more complete a UTF-8 character.
    var lookahead: Int { widthMax + max(pattern?.reach.ahead ?? 1, nearbyByteCount, 3) }

    /// Bytes before a match's start that can change whether it counts.
    var lookbehind: Int { max(pattern?.reach.behind ?? 1, nearbyByteCount, 3) }

    /// How much text on either side of a place decides about a match that the place is part of.
    ///
    /// Of a match that is longer than any number or address, such as a key, only this much.
    var viewMargin: Int {
        let width = min(widthMax, Self.viewWidthMax)
        return width + nearbyByteCount + max(nearbyByteCount, pattern?.reach.ahead ?? 1)
    }

    private static let viewWidthMax = 96

    // MARK: - Judging

    /// What a match comes to.
    struct Judgement {
        let confidence: Int
        /// Whether one of the rule's context words stands near.
        let hasContext: Bool
    }

    /// Judges a match: validator, context, vetoes.
    ///
    /// `quiet` says where it is known that no word of interest stands, and is added to. Nil when it does not count.
    func judge(_ match: Pattern.Match, in text: Span<UInt8>, _ quiet: inout QuietParts) -> Judgement? {
        guard !match.found.isEmpty else { return nil }
        if let validator, !validator.accepts(text.extracting(match.found)) { return nil }
        if exclusions.contains(where: { $0.covers(text.extracting(match.found)) }) { return nil }
        var confidence = confidence
        var hasContext = false
        if let contextTerms {
            hasContext = isAny(of: contextTerms, near: match.whole, in: text, &quiet.context)
            if hasContext {
                confidence = min(100, confidence + contextBoost)
            } else if requiresContext {
                return nil
            }
        }
        if let vetoTerms, isAny(of: vetoTerms, near: match.whole, in: text, &quiet.vetoes) { return nil }
        return Judgement(confidence: confidence, hasContext: hasContext)
    }

    /// Where none of a rule's words starts, as far as was looked, in bytes of the text at hand.
    ///
    /// A text full of numbers makes a rule look for the same words at each of them; so each byte is looked at once.
    struct QuietParts {
        fileprivate var context = 0..<0
        fileprivate var vetoes = 0..<0
    }

    /// Whether the rule needs a context word where it is known that none stands: no match that starts here counts.
    @inline(__always)
    func isPointless(at place: Int, in text: Span<UInt8>, _ quiet: QuietParts) -> Bool {
        guard requiresContext, let contextTerms else { return false }
        let end = min(text.count, place &+ widthMax &+ contextWithin &+ 1)
        return quiet.context.lowerBound <= max(0, place &- contextWithin &- contextTerms.byteCountMax)
            && end <= quiet.context.upperBound
    }

    /// How much farther than needed is looked for words, so that the next matches find it done.
    private static let aheadByteCount = 64

    /// Whether one of the terms ends or starts at most `contextWithin` bytes away.
    private func isAny(
        of terms: TermSet,
        near match: Range<Int>,
        in text: Span<UInt8>,
        _ quiet: inout Range<Int>
    ) -> Bool {
        let earliestEnd = match.lowerBound - contextWithin
        let start = max(0, earliestEnd - terms.byteCountMax)
        let end = max(match.upperBound, min(text.count, match.upperBound + contextWithin + 1))
        let isBeside = start >= quiet.lowerBound && start <= quiet.upperBound
        if !isBeside { quiet = start..<start }
        if quiet.upperBound < end {
            let farthest = min(text.count, end + Self.aheadByteCount)
            let first = terms.firstPlace(in: text, from: quiet.upperBound..<farthest) { _ in true }
            quiet = quiet.lowerBound..<(first ?? farthest)
        }
        guard quiet.upperBound < end else { return false }
        return terms.isAny(in: text, from: start..<match.lowerBound) { end in
            end <= match.lowerBound && end >= earliestEnd
        } || terms.isAny(in: text, from: match.upperBound..<end) { _ in true }
    }
}

extension Span<UInt8> {
    /// Whether no word goes on across this place.
    @inline(__always)
    func isWordStart(_ place: Int) -> Bool {
        place == 0 || !self[place].isASCIILetterOrDigit || !self[place - 1].isASCIILetterOrDigit
    }
}
