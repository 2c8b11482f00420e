/// The first place of a text that goes on where what a set of rules finds is not known yet.
///
/// Before it no byte that follows can make a match or change whether one counts. It is moved along place by place: a
/// place is open while a pattern may still match there (PCRE2 says so), a match may still gain or lose the words that
/// decide about it, or, for whom the scanner's answer counts, the scanner has not judged the match.
///
/// Not all behind an open place must be held back. Where each match of a rule holds a bar before what it finds, as in
/// `jb01 | Conker88`, and none is there yet, then what may be found begins behind the text that is there.
struct OpenPlace {
    private let rules: CompiledRules
    /// Whether a match is open until it was judged; else it is enough that it can be.
    private let awaitsJudgement: Bool
    /// In bytes of the whole text.
    private(set) var place = 0
    /// Before it nothing begins that may be found, in bytes of the whole text; at or behind `place`.
    private(set) var shownEnd = 0
    /// Whether it waits for a judgement that is possible.
    private(set) var isMatched = false
    /// Where the text ended when it was asked last, and up to where matches were judged then.
    private var asked = (end: -1, known: 0)

    init(of rules: CompiledRules, awaitingJudgement: Bool) {
        self.rules = rules
        awaitsJudgement = awaitingJudgement
    }

    /// Moves on as far as a text shows that is there up to its end.
    ///
    /// A place that has been open for long is asked less often: each time as much is looked at again as stands between.
    ///
    /// - Parameters:
    ///   - text: The text up to its end, as far as it is at hand.
    ///   - base: Where the text at hand starts in the whole text.
    ///   - known: Up to where the scanner has judged matches.
    ///   - scratch: Memory for the engine.
    /// - Throws: `ScanError`. Treat it as “blocked”.
    mutating func advance(
        over text: Span<UInt8>,
        base: Int,
        known: Int,
        using scratch: PatternScratch
    ) throws(ScanError) {
        let end = base + text.count
        guard end >= asked.end + (asked.end - place) / 8 || known > place && asked.known <= place,
            end != asked.end || known != asked.known
        else { return }
        asked = (end, known)
        isMatched = false
        // What is no longer at hand is decided.
        place = max(place, base)
        if !awaitsJudgement { place = max(place, end - rules.lookahead) }
        shownEnd = place
        var state = State.decided
        while shownEnd < end, state == .decided || state == .led {
            state = try self.state(at: shownEnd - base, of: text, base: base, known: known, scratch)
            switch state {
            case .decided:
                if place == shownEnd { place += 1 }
                shownEnd += 1
            case .led: shownEnd += 1
            case .open: break
            case .matched: isMatched = true
            }
        }
    }

    private enum State {
        case decided, open
        /// Open, but what may be found begins behind the text that is there.
        case led
        /// A match stands there that must be judged.
        case matched
    }

    private func state(
        at place: Int,
        of text: Span<UInt8>,
        base: Int,
        known: Int,
        _ scratch: PatternScratch
    ) throws(ScanError) -> State {
        let byte = text[place]
        guard text.isWordStart(place), byte != 0x20 || rules.triggers.mayStartWithSpace else {
            return .decided
        }
        let eight = text.eightBytes(at: place)
        let left = text.count - place
        let isJudged = place + base < known || !awaitsJudgement
        var state = State.decided
        var isLed = false
        func ask(_ recognizer: Int) throws(ScanError) {
            state = try self.state(of: recognizer, at: place, in: text, base, isJudged: isJudged, scratch)
            if state == .led { (state, isLed) = (.decided, true) }
        }
        for group in 0..<rules.triggers.groupCount where state == .decided {
            var patterns = rules.triggers.open(group, eight, knownByteCount: left)
            if patterns & rules.triggers.lookingBack[group] != 0 {
                patterns = rules.triggers.patterns(patterns, of: group, lookingBackFrom: place, in: text)
            }
            while patterns != 0, state == .decided {
                try ask(rules.triggers.members[group << 6 + patterns.trailingZeroBitCount].recognizer)
                patterns &= patterns &- 1
            }
        }
        for group in 0..<rules.gates.groupCount where state == .decided {
            var patterns = rules.gates.open(group, eight, knownByteCount: left)
            while patterns != 0, state == .decided {
                try ask(rules.gates.members[group << 6 + patterns.trailingZeroBitCount].recognizer)
                patterns &= patterns &- 1
            }
        }
        if state == .decided, byte.isASCIILetterOrDigit || rules.terms.hasMarkStarts {
            state = termState(at: place, in: text, isJudged: isJudged)
        }
        return state == .decided && isLed ? .led : state
    }

    /// What the lists of words make of a place.
    private func termState(at place: Int, in text: Span<UInt8>, isJudged: Bool) -> State {
        var state = State.decided
        rules.terms.forEachProspect(in: text, at: place) { prospect in
            guard state != .open else { return }
            switch prospect {
            case .open: state = .open
            case .match(let owner, let end):
                guard owner < rules.recognizers.count else { return }
                if end + rules.recognizers[owner].lookbeyond > text.count {
                    state = .open
                } else if !isJudged {
                    state = .matched
                }
            }
        }
        return state
    }

    /// What one rule's pattern makes of a place.
    private func state(
        of index: Int,
        at place: Int,
        in text: Span<UInt8>,
        _ base: Int,
        isJudged: Bool,
        _ scratch: PatternScratch
    ) throws(ScanError) -> State {
        guard index >= 0, let matcher = rules.matchers[index] else { return .decided }
        let recognizer = rules.recognizers[index]
        let isAllThere = place + recognizer.lookahead <= text.count
        if isAllThere, isJudged { return .decided }
        // Nearly every pattern that could start so is none: most have to go on otherwise within eight bytes.
        if text.count - place < PatternStart.byteCount, !isAllThere {
            return leads(recognizer, from: place, in: text) ? .led : .open
        }
        do throws(PatternFailure) {
            switch try matcher.prospect(in: text, from: place, isTextStart: base == 0, using: scratch) {
            case .none: return .decided
            case .open: return leads(recognizer, from: place, in: text) ? .led : .open
            case .match(let match):
                if recognizer.extensionReach == 0, !match.found.isEmpty,
                    !recognizer.accepts(text.extracting(match.found))
                {
                    return .decided
                }
                if match.whole.upperBound + recognizer.lookbeyond > text.count { return .open }
                return isJudged ? .decided : .matched
            }
        } catch {
            throw error.scanError(of: recognizer.rule.id)
        }
    }
    /// Whether the text from a place on holds less than stands before what a rule finds.
    private func leads(_ recognizer: Recognizer, from place: Int, in text: Span<UInt8>) -> Bool {
        guard awaitsJudgement, recognizer.extensionReach == 0, let byte = recognizer.pattern?.leadingByte
        else {
            return false
        }
        return text.firstPlace(of: byte, from: place) == text.count
    }
}
