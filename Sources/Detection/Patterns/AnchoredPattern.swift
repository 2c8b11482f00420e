/// A rule's pattern, to be tried at one place: where it could match is known beforehand.
final class AnchoredPattern: Sendable {
    /// What its matches can start with: one for each of its alternatives, or one for all.
    let starts: [PatternStart]
    private let pattern: Pattern

    /// Valid as long as this pattern lives.
    var matcher: PatternMatcher { pattern.matcher }
    var reach: PatternReach { pattern.reach }
    /// Whether the first byte says anything at all.
    var hasUsableStart: Bool { starts.allSatisfy(\.isUsable) }
    /// As PCRE2 reads it.
    var source: [UInt8] { pattern.source }

    init(of rule: Rule, asking table: CharacterTable) throws(RuleError) {
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
            starts = PatternStart.all(of: node, asking: table)
            pattern = try Pattern(node, isBounded: true, isAnchored: true)
        } catch {
            throw RuleError(error, in: .pattern, of: rule.id)
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
