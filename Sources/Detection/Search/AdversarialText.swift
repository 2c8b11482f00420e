/// Texts on which a rule works as hard as it can, made of its own parts.
///
/// A matcher that goes back and tries again is slow where a text nearly matches: at the last byte, after the longest
/// repetitions, at every place again. So the texts are matches that fail at their end, matches without a gap, and
/// the characters of the pattern's repetitions over and over.
struct AdversarialText {
    /// Pieces that are repeated until a text is as long as it must be.
    let pieces: [[UInt8]]

    /// As many variants of each sort as there are choices worth taking; more were measured to find nothing new.
    private static let variantCount = 4
    /// The longest piece, in bytes.
    private static let pieceByteCountMax = CompiledRules.reachMax

    init(for rule: Rule, asking table: CharacterTable) {
        switch rule.matcher {
        case .pattern:
            let node = (try? rule.patternNode) ?? .sequence([])
            pieces = Self.pieces(of: node, CharacterMembers(table: table, isCaseless: false))
        case .words(let words, _):
            pieces = Self.pieces(of: words.map { Array($0.utf8) })
        case .names, .roster, .matters:
            pieces = [Array("Jo Bloggs, Al Kos-Ray and MRS O'HARA. ".utf8), Array("Xxyzzy ".utf8)]
        }
    }

    /// A piece over and over, at least so many bytes of it.
    static func text(of piece: [UInt8], byteCountMin: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(byteCountMin + piece.count)
        while text.count < byteCountMin { text += piece }
        return text
    }

    private static let space = UInt8(ascii: " ")

    private static func pieces(of node: PatternNode, _ members: CharacterMembers) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        for variant in 0..<variantCount {
            var longest = Expansion(members: members, takesMost: true, seed: UInt64(variant))
            longest.append(node)
            var shortest = Expansion(members: members, takesMost: false, seed: UInt64(variant))
            shortest.append(node)
            pieces += [
                longest.bytes + [space], longest.bytes.dropLast() + [UInt8(ascii: "!"), space],
                shortest.bytes + [space], shortest.bytes.dropLast() + [space], longest.bytes,
            ]
        }
        let characters = Expansion.characters(of: node, members).prefix(3 * variantCount)
        pieces += characters.flatMap { [[$0], [$0, space]] }
        pieces += zip(characters, characters.dropFirst()).map { [$0, $1] }
        return Set(pieces.filter { !$0.isEmpty }).sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// All words; and their first words, after which each phrase is tried and none fits.
    private static func pieces(of words: [[UInt8]]) -> [[UInt8]] {
        let starts = words.map { $0.prefix { $0 != space } }
        return [words.map { $0[...] }, starts].map { list in
            Array(Array(list.joined(separator: [space])).prefix(pieceByteCountMax)) + [space]
        }
    }

    /// One text that a pattern matches, or nearly: look-around is not heeded.
    private struct Expansion {
        let members: CharacterMembers
        let takesMost: Bool
        var bytes: [UInt8] = []
        private var state: UInt64

        init(members: CharacterMembers, takesMost: Bool, seed: UInt64) {
            self.members = members
            self.takesMost = takesMost
            state = seed
        }

        /// Knuth's linear congruential generator: the same texts for the same rule, always.
        private mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }

        mutating func append(_ node: PatternNode) {
            guard bytes.count < pieceByteCountMax else { return }
            switch node {
            case .anchor, .option, .look: break
            case .character(let source, let width): append(character: source, width: width.lowerBound)
            case .sequence(let parts): for part in parts { append(part) }
            case .choice(let branches): append(branches[next(branches.count)])
            case .group(_, let content): append(content)
            case .repetition(let content, let count, _):
                for _ in 0..<(takesMost ? count.upperBound : count.lowerBound) {
                    guard bytes.count < pieceByteCountMax else { return }
                    append(content)
                }
            }
        }

        private mutating func append(character source: [UInt8], width: Int) {
            guard width == 1 else {
                bytes += source
                return
            }
            let candidates = members.bytes(of: source).members.filter { $0 > 0x20 && $0 < 0x7F }
            bytes.append(candidates.isEmpty ? AdversarialText.space : candidates[next(candidates.count)])
        }

        /// A character of each part that is repeated, in the order of the pattern, each once.
        static func characters(of node: PatternNode, _ members: CharacterMembers) -> [UInt8] {
            switch node {
            case .anchor, .option, .look: return []
            case .character(let source, let width):
                guard width == 1...1 else { return [] }
                return members.bytes(of: source).members.filter { $0 > 0x20 && $0 < 0x7F }.suffix(1)
            case .sequence(let parts), .choice(let parts):
                var seen: [UInt8] = []
                for byte in parts.flatMap({ characters(of: $0, members) }) where !seen.contains(byte) {
                    seen.append(byte)
                }
                return seen
            case .group(_, let content), .repetition(let content, _, _):
                return characters(of: content, members)
            }
        }
    }
}
