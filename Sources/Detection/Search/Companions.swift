/// What must stand near a match as well: a sort code near an account number, for neither says much alone.
struct Companions: Sendable {
    private let patterns: [Pattern]
    private let within: Int

    /// - Throws: The first pattern's mistake.
    init(_ rule: Rule) throws(RuleError) {
        within = rule.companions?.within ?? 0
        var patterns: [Pattern] = []
        for source in rule.companions?.patterns ?? [] {
            do throws(PatternSyntaxError) {
                let pattern = try Pattern(try PatternParser.parse(source), isBounded: true)
                guard pattern.reach.width.lowerBound > 0 else {
                    throw PatternSyntaxError(.matchesNothing, at: 0)
                }
                guard pattern.reach.width.upperBound <= Self.widthMax else {
                    throw PatternSyntaxError(
                        .reachTooLong(
                            byteCount: pattern.reach.width.upperBound, byteCountMax: Self.widthMax), at: 0)
                }
                patterns.append(pattern)
            } catch {
                throw RuleError(error, in: .companions, of: rule.id)
            }
        }
        self.patterns = patterns
    }

    /// The longest match that a companion may have, in bytes.
    private static let widthMax = 200

    var isEmpty: Bool { patterns.isEmpty }

    /// Bytes around a match that decide about them.
    var reach: Int {
        patterns.isEmpty ? 0 : within + (patterns.map { max($0.reach.behind, $0.reach.ahead) }.max() ?? 0)
    }

    /// Whether each of them stands within so many bytes before or behind a match.
    func areAll(
        near match: Range<Int>,
        in text: Span<UInt8>,
        isTextStart: Bool,
        using scratch: PatternScratch
    ) throws(PatternFailure) -> Bool {
        let before = max(0, match.lowerBound - within)..<match.lowerBound
        let behind = match.upperBound..<min(text.count, match.upperBound + within)
        for pattern in patterns {
            if try stands(pattern, in: before, of: text, isTextStart: isTextStart, using: scratch) {
                continue
            }
            guard try stands(pattern, in: behind, of: text, isTextStart: isTextStart, using: scratch) else {
                return false
            }
        }
        return true
    }

    private func stands(
        _ pattern: Pattern,
        in part: Range<Int>,
        of text: Span<UInt8>,
        isTextStart: Bool,
        using scratch: PatternScratch
    ) throws(PatternFailure) -> Bool {
        // With what the pattern looks at around a match, and no more: the rest of a long text is not searched.
        let first = max(0, part.lowerBound - pattern.reach.behind)
        let seen = text.extracting(first..<min(text.count, part.upperBound + pattern.reach.ahead))
        var start = part.lowerBound - first
        while start < part.upperBound - first {
            let match = try pattern.matcher.firstMatch(
                in: seen, from: start, isTextStart: isTextStart && first == 0, using: scratch)
            guard let match, match.whole.lowerBound < part.upperBound - first else { return false }
            if match.whole.upperBound <= part.upperBound - first { return true }
            start = match.whole.lowerBound + 1
        }
        return false
    }
}
