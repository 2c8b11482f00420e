/// Joins numbers that were pulled apart: `0 7 7 0 0 …` becomes one word, `999.000/0018` gets spaces, which rules know.
enum SeparatedRuns {
    /// Groups of letters and digits, and how they are parted.
    struct Run: Equatable {
        let bytes: Range<Int>
        /// What stands between single characters: this many bytes, which go; nil if a space takes their place.
        let singlesSeparatorByteCount: Int?
    }

    /// The longest run, in bytes.
    static let byteCountMax = characterCountMax * (1 + separatorByteCountMax)
    private static let separatorByteCountMax = 3
    private static let groupByteCountMax = 13
    static let characterCountMax = 64
    /// Fewer single characters in a row are an abbreviation, or a sum.
    static let singleCountMin = 6
    /// How far before a separator its run may have started: more than an identifier with its separators is long.
    private static let runByteCountMax = 48

    /// The run that a separator is part of which rules do not expect.
    ///
    /// `known` is what was found out at the separators before, in the same text; a text full of separators would be
    /// looked at a dozen times over without.
    static func run(in text: Span<UInt8>, around separator: Int, _ known: inout KnownRuns) -> Run? {
        let before = text.byte(separator - 1)
        guard before.isASCIIDigit || before.isASCIILetter && text.byte(separator - 2) < 0x41 else {
            return nil
        }
        var next = separator + 1
        while next < separator + separatorByteCountMax, !text.byte(next).isASCIILetterOrDigit { next += 1 }
        guard text.byte(next).isASCIILetterOrDigit else { return nil }
        let digitCount = digitCount(text, around: separator)
        let mayBeSingles = digitCount >= 2 && !text.byte(separator - 2).isASCIILetterOrDigit
        let mayBeGroups = digitCount >= digitCountMin || digitCount >= 2 && isPostcodeEnd(text, next)
        guard mayBeSingles || mayBeGroups else { return nil }
        // From the farthest start on: the first run that comes this far is the longest.
        var starts = InlineArray<16, Int>(repeating: 0)
        var count = 0
        var start = separator
        while start > 0, separator - start < runByteCountMax, count < 16 {
            let byte = text[start - 1]
            guard byte.isASCIILetterOrDigit || isSeparator(byte) else { break }
            start -= 1
            guard byte.isASCIILetterOrDigit, text.isWordStart(start) else { continue }
            // Before a long word no run goes on.
            guard group(text, start) != nil else { break }
            starts[count] = start
            count += 1
        }
        for index in (0..<count).reversed() where mayBeSingles {
            let run = known.singles(in: text, from: starts[index])
            if let run, run.bytes.contains(separator) { return run }
        }
        guard mayBeGroups else { return nil }
        var ordinaryEnd = 0
        for index in (0..<count).reversed() where starts[index] >= ordinaryEnd {
            switch known.groups(from: starts[index], { number(text, $0) }) {
            case .ordinary(let end): ordinaryEnd = end
            case .run(let run): if run.bytes.contains(separator) { return run }
            case .none: break
            }
        }
        return nil
    }

    /// What groups that start at a place are.
    enum Number {
        case none
        /// A date, time or address, up to here.
        case ordinary(end: Int)
        case run(Run)
    }

    private static func number(_ text: Span<UInt8>, _ start: Int) -> Number {
        if let end = OrdinaryNumbers.end(in: text, at: start) { return .ordinary(end: end) }
        return groups(text, start).map { .run($0) } ?? .none
    }

    /// Fewer digits no run of groups holds that is not a postcode.
    private static let digitCountMin = 6

    /// How many digits the letters, digits and separators around a separator hold, as far as `digitCountMin`.
    private static func digitCount(_ text: Span<UInt8>, around separator: Int) -> Int {
        var digitCount = 0
        var place = separator
        while digitCount < digitCountMin, place > 0, separator - place < runByteCountMax {
            let byte = text[place - 1]
            guard byte.isASCIILetterOrDigit || isSeparator(byte) else { break }
            if byte.isASCIIDigit { digitCount += 1 }
            place -= 1
        }
        place = separator + 1
        while digitCount < digitCountMin, place < text.count, place - separator < 2 * characterCountMax {
            let byte = text[place]
            guard byte.isASCIILetterOrDigit || isSeparator(byte) else { break }
            if byte.isASCIIDigit { digitCount += 1 }
            place += 1
        }
        return digitCount
    }

    /// A digit and two letters.
    private static func isPostcodeEnd(_ text: Span<UInt8>, _ place: Int) -> Bool {
        text.byte(place).isASCIIDigit && text.byte(place + 1).isASCIILetter
            && text.byte(place + 2).isASCIILetter && !text.byte(place + 3).isASCIILetterOrDigit
    }

    static func rewrite(_ text: Span<UInt8>, in parts: [Range<Int>], with rewriter: inout Rewriter) {
        var known = KnownRuns()
        text.forEach([.singles, .marks, .doubleSpaces], in: parts) { place in
            guard place >= rewriter.done else { return }
            var found: Run?
            if isBeforeDoubleSpace(text, place) {
                found = run(in: text, around: place + 1, &known)
            } else if text[place].isASCIILetterOrDigit {
                found = text.isWordStart(place) ? known.singles(in: text, from: place) : nil
            } else if isOddSeparator(text[place]) || isDoubledHyphen(text, place) {
                found = run(in: text, around: place, &known)
            }
            guard let found, found.bytes.lowerBound >= rewriter.done else { return }
            rewrite(found, of: text, with: &rewriter)
        }
    }

    /// The last digit before two spaces.
    static func isBeforeDoubleSpace(_ text: Span<UInt8>, _ place: Int) -> Bool {
        text[place].isASCIIDigit && text.byte(place + 1) == 0x20 && text.byte(place + 2) == 0x20
    }

    /// The first of two hyphens.
    static func isDoubledHyphen(_ text: Span<UInt8>, _ place: Int) -> Bool {
        text[place] == UInt8(ascii: "-") && text.byte(place + 1) == text[place]
    }

    private static func rewrite(_ run: Run, of text: Span<UInt8>, with rewriter: inout Rewriter) {
        var place = run.bytes.lowerBound
        if let width = run.singlesSeparatorByteCount {
            while place + 1 < run.bytes.upperBound {
                rewriter.replace(place + 1..<place + 1 + width, of: text, with: [])
                place += 1 + width
            }
            return
        }
        while let group = group(text, place), let separator = separator(text, group.upperBound),
            separator.upperBound < run.bytes.upperBound
        {
            if isOdd(text, separator) { rewriter.replace(separator, of: text, with: UInt8(ascii: " ")) }
            place = separator.upperBound
        }
    }

    // MARK: - Separators

    static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// How many separator bytes stand here; commas part the items of lists, so they do not count for singles.
    static func separatorWidth(_ text: Span<UInt8>, _ place: Int) -> Int {
        var width = 0
        while width < separatorByteCountMax, isSeparator(text.byte(place + width)) {
            guard text[place + width] != UInt8(ascii: ",") else { return 0 }
            width += 1
        }
        return text.byte(place + width).isASCIILetterOrDigit || isSign(text.byte(place + width)) ? width : 0
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || isOddSeparator(byte)
    }

    /// Separators that rules do not expect.
    static func isOddSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "|"), UInt8(ascii: "*"),
            UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "~"), UInt8(ascii: "+"),
            UInt8(ascii: "\\"), UInt8(ascii: "#"), 0x09, 0x0A, 0x0D:
            true
        default: false
        }
    }

    // MARK: - Groups

    /// Groups that together have the length of an identifier, with a separator between them that rules do not expect.
    private static func groups(_ text: Span<UInt8>, _ start: Int) -> Run? {
        var tally = Tally()
        var place = start
        var end = start
        while let group = group(text, place), OrdinaryNumbers.end(in: text, at: place) == nil {
            tally.characterCount += group.count
            // It only grows.
            guard tally.characterCount <= Tally.identifierCharacterCounts.upperBound else { return nil }
            for index in group where text[index].isASCIIDigit { tally.digitCount += 1 }
            end = group.upperBound
            tally.commit()
            guard let separator = separator(text, end) else { break }
            // “is 12/34” starts with a word.
            if group.lowerBound == start, isSmallWord(text, group), !isOdd(text, separator) { return nil }
            if isOdd(text, separator) { tally.note(separator, of: text) }
            // More line ends are a column of figures.
            guard tally.lineEndCount <= 1 else { break }
            place = separator.upperBound
        }
        guard tally.isIdentifier || isPostcode(text, start..<end) else { return nil }
        return Run(bytes: start..<end, singlesSeparatorByteCount: nil)
    }

    private static func isSmallWord(_ text: Span<UInt8>, _ group: Range<Int>) -> Bool {
        for place in group where !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[place]) {
            return false
        }
        return true
    }

    /// What a run of groups holds.
    private struct Tally {
        var characterCount = 0
        var digitCount = 0
        private(set) var lineEndCount = 0
        /// Separators that rules do not expect, up to the last group.
        private var oddCount = 0
        /// … of these, such as no date, time or sum has.
        private var strangeCount = 0
        private var pending = (odd: 0, strange: 0)

        mutating func note(_ separator: Range<Int>, of text: Span<UInt8>) {
            pending.odd += 1
            let sign = text[separator.lowerBound]
            let isUsual = sign == UInt8(ascii: ".") || sign == UInt8(ascii: ",") || sign == UInt8(ascii: ":")
            if separator.count > 1 || !isUsual && sign != UInt8(ascii: "/") { pending.strange += 1 }
            for index in separator where text[index] == 0x0A { lineEndCount += 1 }
        }

        /// A group follows: what was noted before it counts.
        mutating func commit() {
            oddCount += pending.odd
            strangeCount += pending.strange
            pending = (0, 0)
        }

        /// How many letters and digits an identifier has.
        static let identifierCharacterCounts = 8...34

        /// Nine digits, or fewer with letters or strange separators: a date has eight.
        var isIdentifier: Bool {
            guard oddCount > 0, Self.identifierCharacterCounts.contains(characterCount),
                digitCount * 2 >= characterCount
            else {
                return false
            }
            return digitCount >= 9 || digitCount >= 6 && (characterCount > digitCount || strangeCount > 0)
        }
    }

    /// Two groups, the second a digit and two letters, the first with a letter before its digit.
    private static func isPostcode(_ text: Span<UInt8>, _ run: Range<Int>) -> Bool {
        guard let first = group(text, run.lowerBound), (2...4).contains(first.count),
            let separator = separator(text, first.upperBound), isOdd(text, separator),
            let second = group(text, separator.upperBound), second.upperBound == run.upperBound,
            second.count == 3
        else { return false }
        return text[first.lowerBound].isASCIILetter && text[first.upperBound - 1].isASCIILetterOrDigit
            && !isSmallWord(text, first)
            && isPostcodeEnd(text, second.lowerBound)
    }

    /// Up to thirteen letters and digits, with a digit among them, or up to four letters.
    private static func group(_ text: Span<UInt8>, _ start: Int) -> Range<Int>? {
        var end = start
        var holdsDigit = false
        while end < text.count, text[end].isASCIILetterOrDigit {
            guard end - start < groupByteCountMax else { return nil }
            if text[end].isASCIIDigit { holdsDigit = true }
            end += 1
        }
        guard end > start, holdsDigit || end - start <= 4 else { return nil }
        return start..<end
    }

    /// One to three separators with a group behind them; not a sign and a space, which part the items of a list, and no
    /// line end before a word.
    private static func separator(_ text: Span<UInt8>, _ start: Int) -> Range<Int>? {
        var end = start
        while end < start + separatorByteCountMax, isSeparator(text.byte(end)) { end += 1 }
        guard end > start, text.byte(end).isASCIILetterOrDigit else { return nil }
        guard end - start == 1 || !isListSign(text[start]) else { return nil }
        guard text[start] != 0x0A && text[start] != 0x0D || text[end].isASCIIDigit else { return nil }
        return start..<end
    }

    private static func isListSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: ":")
    }

    private static func isOdd(_ text: Span<UInt8>, _ separator: Range<Int>) -> Bool {
        separator.count > 1 || isOddSeparator(text[separator.lowerBound])
    }
}
