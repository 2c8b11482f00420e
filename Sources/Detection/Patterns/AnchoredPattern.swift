/// A rule's pattern, to be tried at one place: where it could match is known beforehand.
final class AnchoredPattern: Sendable {
    /// What its matches can start with: one for each of its alternatives, or one for all.
    let starts: [PatternStart]
    /// Words that it is better to wait for than to try the pattern wherever it could start; nil if there are none.
    let gate: (start: PatternStart, words: RequiredWords)?
    /// A byte that each match holds before what it finds; nil if none is known.
    let leadingByte: UInt8?
    private let pattern: Pattern

    /// Valid as long as this pattern lives.
    var matcher: PatternMatcher { pattern.matcher }
    var reach: PatternReach { pattern.reach }
    /// Whether the first byte says anything at all.
    var hasUsableStart: Bool { gate != nil || starts.allSatisfy(\.isUsable) }
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
            gate = Self.gate(of: node, rule, starts, asking: table)
            leadingByte = node.leadingByte
            pattern = try Pattern(node, isBounded: true, isAnchored: true)
        } catch {
            throw RuleError(error, in: .pattern, of: rule.id)
        }
    }

    /// The words to wait for, if that is worth while: each costs a look at the places around it.
    private static func gate(
        of node: PatternNode,
        _ rule: Rule,
        _ starts: [PatternStart],
        asking table: CharacterTable
    ) -> (start: PatternStart, words: RequiredWords)? {
        guard !starts.contains(where: { $0.bytes[0].contains(UInt8(ascii: " ")) }) else { return nil }
        func gate(_ words: RequiredWords) -> (start: PatternStart, words: RequiredWords) {
            (starts.count == 1 ? starts[0] : PatternStart(of: node, asking: table), words)
        }
        if !starts.contains(where: \.isRare),
            let words = RequiredWords(around: rule, width: node.reach.width),
            words.count < contextCountMax
        {
            return gate(words)
        }
        let attemptCount = starts.reduce(0) { $0 + $1.attemptsPerKilobyte }
        guard attemptCount > attemptCountMin, let words = RequiredWords(of: node, asking: table),
            words.count * 4 < attemptCount
        else { return nil }
        return gate(words)
    }

    /// Patterns that are tried more seldom in a kilobyte of prose need not wait for a word.
    private static let attemptCountMin = 0.5
    /// Context words that are more frequent in a kilobyte of prose are looked up around a place, not waited for.
    private static let contextCountMax = 1.0
}

extension Rule {
    /// What the rule looks for, as a pattern; a list of words too, for comparing engines; nothing for names.
    var patternNode: PatternNode {
        get throws(PatternSyntaxError) {
            switch matcher {
            case .pattern(let source): try PatternParser.parse(source).separated(by: separators)
            case .words(let words, let caseSensitive): try WordList.node(words, caseSensitive: caseSensitive)
            case .names, .roster, .matters: .sequence([])
            }
        }
    }
}
