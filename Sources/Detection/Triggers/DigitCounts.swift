/// How many digits the matches of a pattern hold, where they hold nothing but digits and separators.
///
/// Numbers start alike, so their first bytes tell little. Where groups of digits end tells much more: ten digits are
/// not tried on a text whose groups end after four, eight and twelve.
enum DigitCounts {
    /// More digits than this are not counted.
    private static let countMax = 40
    /// How far is looked, in bytes: the longest match that counts has as many separators as digits.
    private static let reach = 2 * countMax

    /// The counts as bits; nil if matches may hold something else, or more digits than are counted.
    static func bits(of node: PatternNode, _ members: CharacterMembers) -> UInt64? {
        guard node.reach.width.upperBound <= reach else { return nil }
        return counts(node, members).flatMap { $0 >> UInt64(countMax + 1) == 0 ? $0 : nil }
    }

    private static func counts(_ node: PatternNode, _ members: CharacterMembers) -> UInt64? {
        switch node {
        case .anchor, .option, .look:
            return 1
        case .character(let source, let width):
            guard width == 1...1 else { return nil }
            let bytes = members.bytes(of: source).members
            if bytes.allSatisfy(\.isASCIIDigit) { return 1 << 1 }
            return bytes.allSatisfy(isSeparator) ? 1 : nil
        case .sequence(let parts):
            return parts.reduce(1) { sum, part in sum.flatMap { add($0, counts(part, members)) } }
        case .choice(let branches):
            return branches.reduce(0) { all, branch in
                all.flatMap { all in counts(branch, members).map { all | $0 } }
            }
        case .group(_, let content):
            return counts(content, members)
        case .repetition(let content, let count, _):
            guard count.upperBound <= reach, let once = counts(content, members) else { return nil }
            var (sum, all): (UInt64?, UInt64) = (1, 0)
            for number in 0...count.upperBound {
                if number > 0 { sum = sum.flatMap { add($0, once) } }
                guard let sum else { return nil }
                if number >= count.lowerBound { all |= sum }
            }
            return all
        }
    }

    /// Every count of the one with every count of the other.
    private static func add(_ one: UInt64, _ other: UInt64?) -> UInt64? {
        guard let other else { return nil }
        var sum: UInt64 = 0
        for count in 0...countMax where one >> UInt64(count) & 1 == 1 {
            guard other.leadingZeroBitCount > count + 63 - countMax else { return nil }
            sum |= other << UInt64(count)
        }
        return sum
    }

    @inline(__always)
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "/")
    }

    /// After how many digits from a place on a group of them ends, as bits; no rule asks for more than `countMax`.
    static func ends(in text: Span<UInt8>, at start: Int, countMax: UInt64 = UInt64(countMax)) -> UInt64 {
        var ends: UInt64 = 0
        var count: UInt64 = 0
        var wasDigit = false
        var place = start
        let last = min(text.count, start &+ reach &+ 1)
        while place < last {
            let byte = text[place]
            if byte.isASCIIDigit {
                count &+= 1
                wasDigit = true
                guard count <= countMax else { return ends }
            } else {
                // A digit before a letter ends nothing: no match ends inside a word.
                if wasDigit, !byte.isASCIILetter { ends |= 1 << count }
                guard isSeparator(byte) else { return ends }
                wasDigit = false
            }
            place &+= 1
        }
        return wasDigit && place == text.count ? ends | 1 << count : ends
    }
}
