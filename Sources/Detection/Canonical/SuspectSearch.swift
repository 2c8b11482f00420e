/// Looks for places where a text may show a reader something else than its bytes say.
///
/// Runs over every text, so it looks at little: characters beyond ASCII, signs that start escapes and markup, long
/// words, single characters in a row. Whether a place is a suspect depends on `reach` bytes on either side, and on
/// what the rules found there; never on where the text was cut.
struct SuspectSearch {
    /// How far a suspect's judgement looks, in bytes.
    static let reach = 256

    /// A place where a reader may see something else.
    struct Suspect {
        /// In bytes of the whole text.
        let place: Int
        let kinds: SuspicionKinds
    }

    /// In order.
    private(set) var suspects: [Suspect] = []
    /// The last suspect that is a sign of one kind only, and the sign: values in disguise hold it again and again.
    private var lastSign: (place: Int, byte: UInt8) = (-signWithin, 0)

    /// A sign so near behind a suspect with the same sign is part of the same value, and needs no judgement.
    ///
    /// A view reaches as much farther, so that it shows what the last sign of a value is part of.
    static let signWithin = 32

    private var runs = KnownRuns()

    mutating func reset() {
        runs = KnownRuns()
        suspects.removeAll(keepingCapacity: true)
        lastSign = (-Self.signWithin, 0)
    }

    /// Drops the first suspects: they are dealt with.
    mutating func forgetFirst(_ count: Int) { suspects.removeFirst(count) }

    /// Notes the odd places of a block that starts at `start`, one bit each, that are worth asking.
    @inline(__always)
    static func note(_ places: UInt64, _ start: Int, _ text: Span<UInt8>, _ hits: inout SearchHits) {
        var places = places
        while places != 0 {
            let place = start &+ places.trailingZeroBitCount
            places &= places &- 1
            if isWorthAsking(text, place) { hits.oddPlaces.append(place) }
        }
    }

    /// Judges odd places, in bytes of `text`, and words that may be part of something spelled out.
    ///
    /// `base` is where the text at hand starts in the whole text; `candidates` are what the rules found, by start.
    mutating func judge(
        _ oddPlaces: [Int],
        cues: [Int],
        in text: Span<UInt8>,
        base: Int,
        candidates: [Candidate]
    ) {
        let first = suspects.count
        var found = FoundCursor()
        for place in oddPlaces {
            let byte = text[place]
            if byte == lastSign.byte, place + base - lastSign.place < Self.signWithin { continue }
            let near = text.extracting(Self.surroundings(of: place, in: text))
            let isFound = byte.isASCIILetterOrDigit && found.covers(place + base, candidates)
            runs.base = base + max(0, place - Self.reach)
            let kinds = Suspicion.kinds(near, at: min(place, Self.reach), isFound: isFound, &runs)
            guard !kinds.isEmpty else { continue }
            suspects.append(Suspect(place: place + base, kinds: kinds))
            if kinds == .folded || kinds == .escaped && byte != UInt8(ascii: "\\") {
                lastSign = (place + base, byte)
            }
        }
        for cue in cues {
            let near = text.extracting(Self.surroundings(of: cue - base, in: text))
            let kinds = Suspicion.kinds(near, atCue: min(cue - base, Self.reach))
            if !kinds.isEmpty { suspects.append(Suspect(place: cue, kinds: kinds)) }
        }
        if !cues.isEmpty, suspects.count - first > 1 { suspects[first...].sort { $0.place < $1.place } }
    }

    /// Whether a place of a range, or what is spelled out there, is suspicious whatever the rules find.
    ///
    /// The text behind the range must decide about its last places.
    static func isAnySuspect(in range: Range<Int>, of text: Span<UInt8>, base: Int) -> Bool {
        var runs = KnownRuns()
        var isAny = false
        text.forEach(.suspicious, in: range) { place in
            guard !isAny, isWorthAsking(text, place) else { return }
            runs.base = base + max(0, place - reach)
            let near = text.extracting(surroundings(of: place, in: text))
            isAny = !Suspicion.kinds(near, at: min(place, reach), isFound: false, &runs).isEmpty
        }
        return isAny
    }

    /// The bytes that may decide about a place.
    private static func surroundings(of place: Int, in text: Span<UInt8>) -> Range<Int> {
        max(0, place - reach)..<min(text.count, place + reach)
    }

    /// Says no to the signs and words of ordinary sentences, before anything costly.
    @inline(__always)
    static func isWorthAsking(_ text: Span<UInt8>, _ place: Int) -> Bool {
        switch text[place] {
        case UInt8(ascii: "."):
            text.byte(place &+ 1).isASCIILetter
                || text.byte(place &+ 1) > 0x20 && mayBePartOfNumber(text, place)
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"):
            text.byte(place &+ 1) > 0x20 && mayBePartOfNumber(text, place)
        case 0x0A, 0x0D, 0x09: mayBePartOfNumber(text, place)
        case UInt8(ascii: "-"): text.byte(place &+ 1) == UInt8(ascii: "-")
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ")"),
            UInt8(ascii: "]"), UInt8(ascii: "}"), 0x80..<0xC0:
            false
        case let byte where byte.isASCIILetter: !text.isPlainWord(at: place)
        default: true
        }
    }

    /// Whether a digit, or a letter that stands alone, is before a place.
    @inline(__always)
    private static func mayBePartOfNumber(_ text: Span<UInt8>, _ place: Int) -> Bool {
        let before = text.byte(place &- 1)
        return before.isASCIIDigit || before.isASCIILetter && text.byte(place &- 2) < 0x41
    }
}

extension Span<UInt8> {
    /// Whether seven small letters or more follow on any letter, and nothing else: a word.
    @inline(__always)
    func isPlainWord(at place: Int) -> Bool {
        EightBytes.areSmallLetters(eightBytes(at: place) | 0x20) && endsInSmallLetters(from: place &+ 8)
    }

    private func endsInSmallLetters(from start: Int) -> Bool {
        var place = start
        while byte(place).isASCIILetterOrDigit {
            guard self[place] >= UInt8(ascii: "a") else { return false }
            place += 1
        }
        return true
    }
}

/// Goes along candidates, by start, and tells whether one covers a place; places come in order.
private struct FoundCursor {
    private var next = 0
    private var end = 0

    mutating func covers(_ place: Int, _ candidates: [Candidate]) -> Bool {
        while next < candidates.count, candidates[next].bytes.lowerBound <= place {
            // What only surrounds a finding may hide another one.
            if !candidates[next].isFromView, !candidates[next].isPassage {
                end = max(end, candidates[next].bytes.upperBound)
            }
            next += 1
        }
        return place < end
    }
}
