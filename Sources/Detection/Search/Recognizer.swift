/// A rule that runs: what it looks for, the words it wants nearby, its validator.
///
/// A class, because the search reaches for one at each trigger: a struct of this size would be copied each time,
/// which was measured to cost a third of the whole scan.
final class Recognizer: Sendable {
    let rule: Rule
    /// What is tried where a trigger is; nil for a list of words, which the rules' `TermSet` finds.
    let pattern: AnchoredPattern?
    let contextWithin: Int
    /// The most bytes of text that one of the words covers that the rule looks for nearby; nil if there are none.
    private let nearbyTermByteCountMax: Int?
    let exclusions: [Exclusion]
    let companions: Companions
    // Of the rule, at hand without a copy of it.
    private let validator: Validator?
    private let findingExtension: FindingExtension?
    private let confidence: Int
    private let contextBoost: Int
    let requiresContext: Bool
    /// The most bytes that the rule's own match covers.
    let widthMax: Int

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
            try Self.checkIsAny(of: words, part: .words, of: rule)
            widthMax = words.map { TermSet.longestMatch(of: $0) }.max() ?? 0
        case .names, .roster, .matters:
            pattern = nil
            widthMax = 0
        }
        contextWithin = rule.context?.within ?? Self.vetoWithinDefault
        (validator, confidence) = (rule.validator, rule.confidence)
        findingExtension = rule.findingExtension
        (contextBoost, requiresContext) = (rule.context?.boost ?? 0, rule.context?.isRequired ?? false)
        exclusions = rule.exclusions.map { Exclusion($0) }
        companions = try Companions(rule)
        if let context = rule.context { try Self.checkIsAny(of: context.words, part: .context, of: rule) }
        if !rule.vetoes.isEmpty { try Self.checkIsAny(of: rule.vetoes, part: .vetoes, of: rule) }
        nearbyTermByteCountMax =
            ((rule.context?.words ?? []) + rule.vetoes).map { TermSet.longestMatch(of: $0) }.max()
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
        if rule.matcher.isModel {
            guard rule.context == nil, rule.vetoes.isEmpty, rule.validator == nil, rule.companions == nil,
                rule.findingExtension == nil, rule.exclusions.isEmpty, !rule.linksPerson,
                rule.separators.isEmpty
            else {
                throw RuleError(
                    rule: rule.id, part: .pattern,
                    message: "A rule that asks the name model or the roster asks nothing else.",
                    hint: "Leave `confidence` and `mode` as they are, and remove the other keys."
                )
            }
        }
        if let companions = rule.companions {
            guard (1...withinMax).contains(companions.within) else {
                throw RuleError(
                    rule: rule.id, part: .companions, message: "`within` is not from 1 to \(withinMax).",
                    hint: "Write how many bytes away they may stand; 40 is about half a line."
                )
            }
            guard case .pattern = rule.matcher, !companions.patterns.isEmpty else {
                throw RuleError(
                    rule: rule.id, part: .companions,
                    message: "`all_of` goes with a pattern and names at least one other.",
                    hint: "Add all_of: { patterns: [...], within: 60 } to a rule with `pattern`."
                )
            }
        }
        guard (1...withinMax).contains(rule.context?.within ?? 1) else {
            throw RuleError(
                rule: rule.id, part: .context, message: "`within` is not from 1 to \(withinMax).",
                hint: "Write how many bytes away a context word may stand; 40 is about half a line."
            )
        }
    }

    private static func checkIsAny(of words: [String], part: RuleError.Part, of rule: Rule) throws(RuleError)
    {
        guard words.contains(where: { TermSet.longestMatch(of: $0) > 0 }) else {
            throw RuleError(PatternSyntaxError(.empty, at: 0), in: part, of: rule.id)
        }
    }

    // MARK: - How far it looks

    /// Bytes around a match where a context word, a veto or something else may stand that decides, itself included.
    private var nearbyByteCount: Int {
        // One more tells a whole word from the start of a longer one.
        max(nearbyTermByteCountMax.map { contextWithin + $0 + 1 } ?? 0, companions.reach)
    }

    /// Bytes after a match's start that can change whether it counts.
    ///
    /// Three more complete a UTF-8 character.
    var lookahead: Int { widthMax + lookbeyond }

    /// Bytes after a match's end that can change whether it counts.
    var lookbeyond: Int { extensionReach + max(pattern?.reach.ahead ?? 1, nearbyByteCount, 3) }

    /// Bytes before a match's start that can change whether it counts.
    var lookbehind: Int { extensionReach + max(pattern?.reach.behind ?? 1, nearbyByteCount, 3) }

    /// How far before a match its finding may start, and how far behind it end, in bytes.
    var extensionReach: Int { findingExtension?.reach ?? 0 }

    /// How much text on either side of a place decides about a match that the place is part of.
    ///
    /// Of a match that is longer than any number or address, such as a key, only this much.
    var viewMargin: Int {
        let width = min(widthMax, Self.viewWidthMax)
        return width + 2 * extensionReach + nearbyByteCount + max(nearbyByteCount, pattern?.reach.ahead ?? 1)
    }

    /// How far before and behind something changed a match may start that it decides about, in bytes.
    var viewReach: (before: Int, behind: Int) {
        let before =
            min(widthMax, Self.viewWidthMax) + extensionReach
            + max(nearbyByteCount, pattern?.reach.ahead ?? 1)
        return (before, extensionReach + max(nearbyByteCount, pattern?.reach.behind ?? 1))
    }

    /// Longer matches are looked for as far from a change as the other rules need, in bytes.
    static let viewWidthMax = 96

    // MARK: - Judging

    /// What a match comes to.
    struct Judgement {
        let confidence: Int
        /// Whether one of the rule's context words stands near.
        let hasContext: Bool
    }

    /// What the rule finds where its pattern or one of its words matches; nil if that is part of nothing.
    func extended(_ match: Pattern.Match, in text: Span<UInt8>) -> Pattern.Match? {
        guard let findingExtension, !findingExtension.isPassage else { return match }
        var reader = StatementReader()
        return findingExtension.finding(for: match.whole, in: text, with: &reader).map {
            Pattern.Match(whole: $0, found: $0)
        }
    }

    /// What is reported with what was found, if nothing else is found there.
    func passage(
        around found: Range<Int>,
        in text: Span<UInt8>,
        with reader: inout StatementReader
    ) -> Range<Int> {
        guard let findingExtension, findingExtension.isPassage else { return found }
        return findingExtension.finding(for: found, in: text, with: &reader) ?? found
    }

    /// Whether what was found may count, wherever it stands.
    func accepts(_ found: Span<UInt8>) -> Bool {
        if let validator, !validator.accepts(found) { return false }
        return !exclusions.contains { $0.covers(found) }
    }

    /// Judges a match: validator, context, vetoes.
    ///
    /// `isNear` says whether a word of one of the rule's lists stands near it. Nil when it does not count.
    func judge(
        _ match: Pattern.Match,
        in text: Span<UInt8>,
        isNear: (NearbyTerms.Role) -> Bool
    ) -> Judgement? {
        guard !match.found.isEmpty else { return nil }
        guard accepts(text.extracting(match.found)) else { return nil }
        let hasContext = isNear(.context)
        if requiresContext, !hasContext { return nil }
        if isNear(.vetoes) { return nil }
        return Judgement(
            confidence: hasContext ? min(100, confidence + contextBoost) : confidence, hasContext: hasContext)
    }
}

extension Span<UInt8> {
    /// Whether no word goes on across this place.
    @inline(__always)
    func isWordStart(_ place: Int) -> Bool {
        place == 0 || !self[place].isASCIILetterOrDigit || !self[place - 1].isASCIILetterOrDigit
    }
}
