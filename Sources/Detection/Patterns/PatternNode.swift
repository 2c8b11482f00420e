/// One part of a pattern, as read by `PatternParser`.
///
/// Cloakroom reads every pattern itself before PCRE2 does. Only so can it know the longest match, which the
/// scanner needs to give the same findings for every cut of the text; and can put separators between characters.
indirect enum PatternNode: Equatable, Sendable {
    /// Matches `width` bytes: a literal character, an escape such as `\d`, or a class. `source` is its spelling.
    case character(source: [UInt8], width: ClosedRange<Int>)
    /// Matches no bytes but looks at the neighbours: `\b`, `^`, `$`.
    case anchor(source: [UInt8], behind: Int, ahead: Int)
    /// Switches options on from here: `(?i)`.
    case option(source: [UInt8])
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `(?:…)`, `(…)` or `(?<find>…)`; `opening` is its spelling up to the content.
    case group(opening: [UInt8], PatternNode)
    /// `(?=…)`, `(?!…)`, `(?<=…)` or `(?<!…)`.
    case look(opening: [UInt8], PatternNode, isBehind: Bool)
    /// `mode` is empty, `?` (lazy) or `+` (possessive).
    case repetition(PatternNode, count: ClosedRange<Int>, mode: [UInt8])
}

/// How many bytes a pattern can touch.
struct PatternReach: Equatable {
    /// Bytes that a match covers.
    var width: ClosedRange<Int>
    /// Bytes before the match that decide about it.
    var behind: Int
    /// Bytes after the match that decide about it.
    var ahead: Int
}

extension ClosedRange<Int> {
    /// Far above every limit, far below overflow: nested counts multiply fast.
    private static var widthMax: Int { 1 << 30 }

    fileprivate func plus(_ other: Self) -> Self {
        let sum = Swift.min(upperBound + other.upperBound, Self.widthMax)
        return Swift.min(lowerBound + other.lowerBound, sum)...sum
    }

    fileprivate func times(_ count: Self) -> Self {
        let product = Swift.min(upperBound * count.upperBound, Self.widthMax)
        return Swift.min(lowerBound * count.lowerBound, product)...product
    }
}

extension PatternNode {
    var reach: PatternReach {
        switch self {
        case .character(_, let width):
            return PatternReach(width: width, behind: 0, ahead: 0)
        case .anchor(_, let behind, let ahead):
            return PatternReach(width: 0...0, behind: behind, ahead: ahead)
        case .option:
            return PatternReach(width: 0...0, behind: 0, ahead: 0)
        case .sequence(let parts):
            return parts.map(\.reach).reduce(PatternReach(width: 0...0, behind: 0, ahead: 0)) { sum, part in
                PatternReach(
                    width: sum.width.plus(part.width),
                    behind: max(sum.behind, part.behind),
                    ahead: max(sum.ahead, part.ahead)
                )
            }
        case .choice(let branches):
            let reaches = branches.map(\.reach)
            return PatternReach(
                width: (reaches.map(\.width.lowerBound).min() ?? 0)...(reaches.map(\.width.upperBound).max()
                    ?? 0),
                behind: reaches.map(\.behind).max() ?? 0,
                ahead: reaches.map(\.ahead).max() ?? 0
            )
        case .group(_, let content):
            return content.reach
        case .look(_, let content, let isBehind):
            let inner = content.reach
            return PatternReach(
                width: 0...0,
                behind: inner.behind + (isBehind ? inner.width.upperBound : 0),
                ahead: inner.ahead + (isBehind ? 0 : inner.width.upperBound)
            )
        case .repetition(let content, let count, _):
            let inner = content.reach
            return PatternReach(
                width: inner.width.times(count),
                behind: inner.behind,
                ahead: inner.ahead
            )
        }
    }

    /// The pattern as PCRE2 reads it.
    var source: [UInt8] {
        switch self {
        case .character(let source, _), .anchor(let source, _, _), .option(let source):
            return source
        case .sequence(let parts):
            return parts.flatMap(\.source)
        case .choice(let branches):
            return Array(branches.map(\.source).joined(separator: [UInt8(ascii: "|")]))
        case .group(let opening, let content), .look(let opening, let content, _):
            return opening + content.source + [UInt8(ascii: ")")]
        case .repetition(let content, let count, let mode):
            return content.quantifiable + Self.quantifier(count) + mode
        }
    }

    /// The spelling, grouped where a quantifier would otherwise take only its last byte.
    private var quantifiable: [UInt8] {
        switch self {
        case .group: source
        case .character(_, let width) where width == 1...1: source
        default: Array("(?:".utf8) + source + [UInt8(ascii: ")")]
        }
    }

    private static func quantifier(_ count: ClosedRange<Int>) -> [UInt8] {
        Array("{\(count.lowerBound),\(count.upperBound)}".utf8)
    }
}

extension PatternNode {
    /// The same pattern, with one of the separators allowed between any two characters.
    ///
    /// `\d{3}` becomes `\d(?:S?\d){2}`: between, never before or after, so that a finding keeps its edges.
    func separated(by separators: String) -> PatternNode {
        guard !separators.isEmpty else { return self }
        let escaped = separators.utf8.flatMap { [UInt8(ascii: "\\"), $0] }
        let anyOne = PatternNode.character(
            source: [UInt8(ascii: "[")] + escaped + [UInt8(ascii: "]")],
            width: 1...1
        )
        return separated(by: .repetition(anyOne, count: 0...1, mode: []))
    }

    private func separated(by separator: PatternNode) -> PatternNode {
        switch self {
        case .character, .anchor, .option, .look:
            return self
        case .sequence(let parts):
            var out: [PatternNode] = []
            for part in parts {
                let follows = out.contains { $0.reach.width.upperBound > 0 }
                if follows && part.reach.width.upperBound > 0 { out.append(separator) }
                out.append(part.separated(by: separator))
            }
            return .sequence(out)
        case .choice(let branches):
            return .choice(branches.map { $0.separated(by: separator) })
        case .group(let opening, let content):
            return .group(opening: opening, content.separated(by: separator))
        case .repetition(let content, let count, let mode):
            let inner = content.separated(by: separator)
            guard count.upperBound > 1 else { return .repetition(inner, count: count, mode: mode) }
            let more = PatternNode.group(opening: Array("(?:".utf8), .sequence([separator, inner]))
            let many = PatternNode.sequence([
                inner,
                .repetition(more, count: max(0, count.lowerBound - 1)...count.upperBound - 1, mode: mode),
            ])
            return count.lowerBound > 0 ? many : .repetition(many, count: 0...1, mode: mode)
        }
    }
}
