/// A rule's pattern, to be tried at one place: where it could match is known beforehand.
final class AnchoredPattern: Sendable {
    /// What its matches can start with.
    let start: PatternStart
    private let pattern: Pattern
    private let rule: RuleID
    /// How far from its start a match can look, and a little more.
    private let visibleByteCount: Int

    var reach: PatternReach { pattern.reach }
    /// As PCRE2 reads it.
    var source: [UInt8] { pattern.source }

    init(of rule: Rule, asking table: CharacterTable) throws(RuleError) {
        self.rule = rule.id
        do throws(PatternSyntaxError) {
            let node = try rule.patternNode
            let width = node.reach.width
            let byteCountMax = CompiledRules.reachMax
            guard width.upperBound <= byteCountMax else {
                throw PatternSyntaxError(
                    .reachTooLong(byteCount: width.upperBound, byteCountMax: byteCountMax), at: 0
                )
            }
            guard width.lowerBound > 0 else { throw PatternSyntaxError(.matchesNothing, at: 0) }
            start = PatternStart(of: node, asking: table)
            pattern = try Pattern(node, isBounded: true, isAnchored: true)
        } catch {
            throw RuleError(error, in: .pattern, of: rule.id)
        }
        visibleByteCount = pattern.reach.width.upperBound + pattern.reach.ahead + 1
    }

    /// The match that starts at a place, whether it counts or not.
    ///
    /// `isTextStart` says whether the first byte of `text` starts a line.
    func match(
        in text: Span<UInt8>,
        at place: Int,
        isTextStart: Bool,
        using scratch: PatternScratch
    ) throws(ScanError) -> Pattern.Match? {
        do throws(PatternFailure) {
            // No match can look further than this, so nothing further is shown.
            return try pattern.firstMatch(
                in: text, from: place, to: min(text.count, place + visibleByteCount),
                isTextStart: isTextStart,
                using: scratch
            )
        } catch {
            if error.isMatchLimit { throw ScanError.matchLimit(rule: rule) }
            if error.isStackLimit { throw ScanError.stackLimit(rule: rule) }
            throw ScanError.engine(rule: rule, code: error.code)
        }
    }
}

extension Rule {
    /// What the rule looks for, as a pattern; a list of words too, for comparing engines.
    var patternNode: PatternNode {
        get throws(PatternSyntaxError) {
            switch matcher {
            case .pattern(let source): try PatternParser.parse(source).separated(by: separators)
            case .words(let words, let caseSensitive): try WordList.node(words, caseSensitive: caseSensitive)
            }
        }
    }
}
