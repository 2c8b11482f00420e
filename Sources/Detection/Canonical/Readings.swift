/// Other ways to read a value: backwards, with its letters thirteen places on, with letters for digits.
///
/// Each reading makes new values by chance, so it counts only with a rule's context word near it and a validator that
/// accepts it, or where the text itself says how it is to be read.
struct Reading {
    enum Kind: CaseIterable {
        case backwards, rot13, lettersForDigits, lettersForDigitsInside
        /// Only letters that look like digits and stand beside one.
        case lookalikesForDigits
    }

    let kind: Kind
    /// What is read otherwise, in bytes of the view.
    let bytes: Range<Int>
    /// Whether the text says that it must be read so.
    let isAnnounced: Bool
    /// Whether a word near it says that it is a number of some kind.
    let isCued: Bool

    /// How much of the view around a reading decides about it, in bytes.
    static let surroundings = 120
    /// More of them in one view are not tried: no text that somebody wrote has as many.
    static let countMax = 64

    /// The view around the reading, with the reading in the place of what it reads.
    func text(in view: Span<UInt8>) -> (bytes: [UInt8], reading: Range<Int>) {
        let start = max(0, bytes.lowerBound - Self.surroundings)
        let end = min(view.count, bytes.upperBound + Self.surroundings)
        var out: [UInt8] = []
        out.append(start..<end, of: view)
        let reading = bytes.lowerBound - start..<bytes.upperBound - start
        switch kind {
        case .backwards: out.replaceSubrange(reading, with: Array(out[reading].reversed()))
        case .rot13: for place in reading { out[place] = Self.rotated(out[place]) }
        case .lettersForDigits: Self.readLettersAsDigits(&out, reading)
        // The first and the last character may be letters that belong there.
        case .lettersForDigitsInside:
            Self.readLettersAsDigits(&out, reading.lowerBound + 1..<reading.upperBound - 1)
        case .lookalikesForDigits: Self.readLookalikesAsDigits(&out, reading)
        }
        return (out, reading)
    }

    /// The bytes of the view that a part of the reading stands for; offsets of `text`.
    func source(of found: Range<Int>, reading: Range<Int>) -> Range<Int> {
        let part = found.clamped(to: reading)
        let offset = bytes.lowerBound - reading.lowerBound
        guard kind == .backwards else { return part.lowerBound + offset..<part.upperBound + offset }
        let sum = reading.lowerBound + reading.upperBound
        return sum - part.upperBound + offset..<sum - part.lowerBound + offset
    }

    private static func rotated(_ byte: UInt8) -> UInt8 {
        guard byte.isASCIILetter else { return byte }
        let first: UInt8 = byte.asciiUppercased == byte ? 0x41 : 0x61
        return first + (byte - first + 13) % 26
    }

    private static func readLettersAsDigits(_ text: inout [UInt8], _ part: Range<Int>) {
        for place in part { text[place] = digit(for: text[place]) ?? text[place] }
    }

    /// From left to right and back, so that a letter may stand beside one that was read as a digit.
    private static func readLookalikesAsDigits(_ text: inout [UInt8], _ part: Range<Int>) {
        for place in part.dropFirst() where text[place - 1].isASCIIDigit {
            text[place] = lookalike(of: text[place]) ?? text[place]
        }
        for place in part.dropLast().reversed() where text[place + 1].isASCIIDigit {
            text[place] = lookalike(of: text[place]) ?? text[place]
        }
    }

    private static func lookalike(of letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "o"), UInt8(ascii: "O"): 0x30
        case UInt8(ascii: "l"), UInt8(ascii: "I"): 0x31
        case UInt8(ascii: "S"): 0x35
        default: nil
        }
    }

    private static func digit(for letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "o"), UInt8(ascii: "O"): 0x30
        case UInt8(ascii: "l"), UInt8(ascii: "I"), UInt8(ascii: "i"), UInt8(ascii: "!"): 0x31
        case UInt8(ascii: "z"), UInt8(ascii: "Z"): 0x32
        case UInt8(ascii: "e"), UInt8(ascii: "E"): 0x33
        case UInt8(ascii: "a"), UInt8(ascii: "A"), UInt8(ascii: "h"): 0x34
        case UInt8(ascii: "s"), UInt8(ascii: "S"): 0x35
        case UInt8(ascii: "g"), UInt8(ascii: "G"), UInt8(ascii: "b"): 0x36
        case UInt8(ascii: "t"), UInt8(ascii: "T"): 0x37
        case UInt8(ascii: "B"): 0x38
        case UInt8(ascii: "q"): 0x39
        default: nil
        }
    }

    // MARK: - Where readings are tried

    /// The readings worth trying in a view, at most `countMax`; none of what the rules found as it stands.
    static func all(in view: Span<UInt8>, _ kinds: SuspicionKinds, found: [Candidate]) -> [Reading] {
        var readings: [Reading] = []
        let isAnnounced = kinds.contains(.announced)
        view.forEach(isAnnounced ? .words : .longWords, in: 0..<view.count) { place in
            guard readings.count < countMax else { return }
            if isAnnounced, let (kind, end) = announcement(in: view, at: place) {
                if let value = value(in: view, after: end) {
                    readings.append(Reading(kind: kind, bytes: value, isAnnounced: true, isCued: true))
                }
                return
            }
            append(to: &readings, ofWordAt: place, in: view, found: found)
        }
        return readings
    }

    /// The readings of a word, if it is a suspicious one.
    static func append(
        to readings: inout [Reading],
        ofWordAt place: Int,
        in view: Span<UInt8>,
        found: [Candidate]
    ) {
        let word = word(in: view, at: place)
        guard isSuspicious(place..<word.upperBound, in: view),
            !found.contains(where: { $0.core.contains(place) })
        else {
            return
        }
        let isCued = SpelledOut.isNumberCued(word, in: view)
        for kind in Kind.allCases where kind != .lettersForDigitsInside || changesEnds(word, of: view) {
            readings.append(Reading(kind: kind, bytes: word, isAnnounced: false, isCued: isCued))
        }
    }

    /// Whether the first or the last character is a letter that may stand for a digit.
    private static func changesEnds(_ word: Range<Int>, of text: Span<UInt8>) -> Bool {
        digit(for: text[word.lowerBound]) != nil || digit(for: text[word.upperBound - 1]) != nil
    }

    /// The word at a place, with groups of digits and letters for them on either side.
    private static func word(in text: Span<UInt8>, at place: Int) -> Range<Int> {
        var start = place
        while place - start < 12, let before = groupStart(in: text, before: start) { start = before }
        var end = place
        while end < text.count, text[end].isASCIILetterOrDigit { end += 1 }
        // Further groups of digits and letters for digits.
        while text.byte(end) == 0x20 || text.byte(end) == UInt8(ascii: "-"), end - place < 24,
            let next = group(in: text, at: end + 1)
        {
            end = next
        }
        return start..<end
    }

    /// Where the group starts that stands before a place, with one space or hyphen between.
    private static func groupStart(in text: Span<UInt8>, before place: Int) -> Int? {
        guard text.byte(place - 1) == 0x20 || text.byte(place - 1) == UInt8(ascii: "-") else { return nil }
        var start = place - 1
        while start > 0, place - start < 9, text[start - 1].isASCIILetterOrDigit { start -= 1 }
        return group(in: text, at: start) == place - 1 && text.isWordStart(start) ? start : nil
    }

    /// Where a group of digits and letters for them ends that starts at a place; nil if none does.
    private static func group(in text: Span<UInt8>, at start: Int) -> Int? {
        var end = start
        var holdsDigit = false
        while end < start + 9, text.byte(end).isASCIILetterOrDigit {
            guard text[end].isASCIIDigit || digit(for: text[end]) != nil else { return nil }
            if text[end].isASCIIDigit { holdsDigit = true }
            end += 1
        }
        return holdsDigit && !text.byte(end).isASCIILetterOrDigit ? end : nil
    }

    /// A word that could be an identifier read otherwise: letters and digits of a fitting length.
    static func isSuspicious(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        guard (8...26).contains(word.count) else { return false }
        var digitCount = 0
        var letterCount = 0
        var readableCount = 0
        for place in word {
            if text[place].isASCIIDigit {
                digitCount += 1
            } else if text[place].isASCIILetter {
                letterCount += 1
                if digit(for: text[place]) != nil { readableCount += 1 }
            }
        }
        guard letterCount > 0, digitCount >= 3 else { return false }
        return digitCount >= 6 && letterCount <= 4
            || readableCount >= letterCount - 3 && digitCount + readableCount >= 6
    }

    private static let announcements = TermSet([
        .init(words: ["rot13", "rot-13", "rot 13"], isCaseSensitive: false, owner: 1),
        .init(
            words: ["backwards", "backward", "reversed", "reverse", "back to front"], isCaseSensitive: false,
            owner: 0),
    ])

    private static func announcement(in text: Span<UInt8>, at place: Int) -> (Kind, Int)? {
        guard text[place] | 0x20 == UInt8(ascii: "r") || text[place] | 0x20 == UInt8(ascii: "b"),
            let end = announcements.firstEnd(in: text, at: place, isWordStart: true)
        else { return nil }
        let isRotated =
            text[place] | 0x20 == UInt8(ascii: "r") && text.byte(place + 1) | 0x20 == UInt8(ascii: "o")
        return (isRotated ? .rot13 : .backwards, end)
    }

    /// What an announcement may mean: the rest of its line, without the words before a colon.
    private static func value(in text: Span<UInt8>, after end: Int) -> Range<Int>? {
        var start = end
        var stop = end
        while stop < text.count, stop < end + 90, text[stop] != 0x0A { stop += 1 }
        for place in end..<min(stop, end + 30) where text[place] == UInt8(ascii: ":") { start = place + 1 }
        while start < stop, !text[start].isASCIILetterOrDigit { start += 1 }
        // Up to what no identifier or address holds.
        var last = start
        while last < stop, isValueByte(text[last]) { last += 1 }
        while last > start, !text[last - 1].isASCIILetterOrDigit { last -= 1 }
        return last - start >= 6 ? start..<last : nil
    }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || "@.-_+/' ".utf8.contains(byte)
    }
}
