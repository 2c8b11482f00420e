/// Reads how far something goes that is told of somebody, around the words that gave it away.
///
/// Around "hadn't had a meal" stands "since Sunday dinner", and the story can be read without the words that were found.
/// What is told is a clause: from behind who says it, or the sentence's start, to where another clause, sentence, line or
/// cell begins. Clauses are told by punctuation and a few dozen small words, which is right more often than not; a
/// whole sentence would be covered more surely, and with it what is said of other things.
struct StatementReader {
    /// How far before and behind a match is read, in bytes: some twenty words.
    static let reach = 120

    /// Where the clause of what was read last ends: what stands next is read from there, not again.
    private var ahead = Ahead()
    private var back = Back()

    /// What was read behind a match.
    private struct Ahead {
        /// The end of the match, and how far was read.
        var (from, at) = (0, -1)
        /// Where the last word ends that belongs to the clause.
        var end = 0
        /// Whether the clause ends here.
        var isClosed = false
        /// From the first bracket that was skipped to the last: for what stands in between, another clause ends.
        var brackets: Range<Int>?

        func knows(_ place: Int) -> Bool {
            from <= place && place <= at && !(brackets?.contains(place) ?? false)
        }
    }

    /// What was read before a match.
    private struct Back {
        var (from, start) = (Int.max, 0)
    }

    mutating func reset() { self = StatementReader() }

    /// Where the clause ends that a match stands in.
    mutating func end(of match: Range<Int>, in text: Span<UInt8>) -> Int {
        let limit = min(text.count, match.upperBound + Self.reach)
        if !ahead.knows(match.upperBound) {
            ahead = Ahead()
            (ahead.from, ahead.at, ahead.end) = (match.upperBound, match.upperBound, match.upperBound)
        }
        while !ahead.isClosed, ahead.at < limit, goOn(upTo: limit, in: text) {}
        return max(ahead.end, match.upperBound)
    }

    /// Reads one word or mark; false where that is beyond the limit.
    private mutating func goOn(upTo limit: Int, in text: Span<UInt8>) -> Bool {
        let at = ahead.at
        switch Mark(at: at, in: text) {
        case .end: ahead.isClosed = true
        case .opening:
            guard let close = Self.closing(of: at, in: text) else {
                ahead.isClosed = true
                return true
            }
            guard close <= limit else { return false }
            ahead.brackets = (ahead.brackets?.lowerBound ?? at)..<close
            (ahead.at, ahead.end) = (close, close)
        case .comma:
            let next = Self.word(behind: at + 1, in: text)
            guard next?.upperBound ?? 0 <= limit else { return false }
            ahead.isClosed = next.map { Self.startsClause($0, in: text) } ?? false
            if !ahead.isClosed { ahead.at += 1 }
        case .nothing: ahead.at += 1
        case .word:
            let word = Self.word(at: at, in: text)
            let isJoin = Self.joins.holds(word, of: text)
            let next = isJoin ? Self.word(behind: word.upperBound, in: text) : nil
            guard max(word.upperBound, next?.upperBound ?? 0) <= limit else { return false }
            ahead.isClosed =
                word.lowerBound > ahead.from && Self.turns.holds(word, of: text)
                || (next.map { Self.others.holds($0, of: text) } ?? false)
            if ahead.isClosed { break }
            ahead.at = word.upperBound
            if !isJoin { ahead.end = word.upperBound }
        }
        return true
    }

    /// Where the clause starts that a match stands in.
    mutating func start(of match: Range<Int>, in text: Span<UInt8>) -> Int {
        let limit = max(0, match.lowerBound - Self.reach)
        let known = back.from <= match.lowerBound ? back : Back()
        var (at, start) = (match.lowerBound, match.lowerBound)
        walk: while at > limit, at > known.from || known.from == .max {
            switch Mark(at: at - 1, in: text) {
            case .end, .opening, .comma: break walk
            case .nothing: at -= 1
            case .word:
                let word = Self.wordBefore(at, in: text)
                guard word.lowerBound >= limit, !Self.saysSo.holds(word, of: text) else { break walk }
                at = word.lowerBound
                start = at
            }
        }
        if at <= known.from, known.from != .max, at > limit {
            start = known.start >= limit ? min(known.start, start) : Self.wordStart(from: limit, in: text)
        }
        back = Back(from: match.lowerBound, start: start)
        return start
    }

    /// Where the first word starts that does so at a place or behind it.
    private static func wordStart(from place: Int, in text: Span<UInt8>) -> Int {
        var at = place
        if at > 0, Mark(at: at - 1, in: text) == .word {
            while at < text.count, Mark(at: at, in: text) == .word { at += 1 }
        }
        while at < text.count, Mark(at: at, in: text) != .word { at += 1 }
        return at
    }

    /// The marking that a match is part of: its line, or its sentence if the line goes on.
    static func marking(of match: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
        var start = match.lowerBound
        let first = max(0, start - reach)
        while start > first, !endsSentence(start - 1, in: text) { start -= 1 }
        if start > 0, start == first { start = match.lowerBound }
        while start < match.lowerBound, !isWordByte(text[start]) { start += 1 }
        var (end, sentenceEnd) = (match.upperBound, Int?.none)
        let last = min(text.count, match.upperBound + reach)
        while end < last, !endsLine(end, in: text) {
            if sentenceEnd == nil, endsSentence(end, in: text) { sentenceEnd = end }
            end += 1
        }
        let isLine = (end == text.count || end < last) && end - start <= markingByteCountMax
        end = isLine ? end : sentenceEnd ?? match.upperBound
        while end > match.upperBound, !isWordByte(text[end - 1]), text[end - 1] != UInt8(ascii: ")"),
            text[end - 1] != UInt8(ascii: ".")
        {
            end -= 1
        }
        return start..<max(end, match.upperBound)
    }

    /// Longer lines hold more than a marking, in bytes.
    private static let markingByteCountMax = 110

    // MARK: - Words

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || byte >= 0x80 || byte == UInt8(ascii: "'")
    }

    private static func word(at place: Int, in text: Span<UInt8>) -> Range<Int> {
        var end = place + 1
        while end < text.count, end - place < reach, Mark(at: end, in: text) == .word { end += 1 }
        return place..<end
    }

    private static func wordBefore(_ place: Int, in text: Span<UInt8>) -> Range<Int> {
        var start = place - 1
        while start > 0, place - start < reach, Mark(at: start - 1, in: text) == .word { start -= 1 }
        return start..<place
    }

    /// The next word behind some spaces; nil if something else stands there.
    private static func word(behind place: Int, in text: Span<UInt8>) -> Range<Int>? {
        var at = place
        while at < text.count, text[at] == 0x20, at - place < 4 { at += 1 }
        return at < text.count && Mark(at: at, in: text) == .word ? word(at: at, in: text) : nil
    }

    /// Whether a word behind a comma begins another clause, and does not go on with a list.
    private static func startsClause(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        let first = text[word.lowerBound]
        return UInt8(ascii: "A") <= first && first <= UInt8(ascii: "Z") || subjects.holds(word, of: text)
            || others.holds(word, of: text)
    }

    /// The place behind the bracket that closes the one at `place`, if what is in between is short.
    private static func closing(of place: Int, in text: Span<UInt8>) -> Int? {
        for at in place + 1..<max(place + 1, min(text.count, place + 40)) {
            if text[at] == UInt8(ascii: ")") { return at + 1 }
            if text[at] == 0x0A { return nil }
        }
        return nil
    }

    private static func endsLine(_ place: Int, in text: Span<UInt8>) -> Bool {
        if text[place].isASCIILetterOrDigit || text[place] == 0x20 { return false }
        return text[place] == 0x0A || text[place] == UInt8(ascii: "|") || text[place] == UInt8(ascii: "\"")
            || Mark.isCurlyQuote(at: place, in: text)
    }

    private static func endsSentence(_ place: Int, in text: Span<UInt8>) -> Bool {
        if text[place].isASCIILetterOrDigit || text[place] == 0x20 { return false }
        if endsLine(place, in: text) { return true }
        guard place + 1 < text.count, text[place + 1] == 0x20 else { return false }
        return text[place] == UInt8(ascii: ".") || text[place] == UInt8(ascii: "!")
            || text[place] == UInt8(ascii: "?")
    }
}

// MARK: - Small words

extension StatementReader {
    /// What stands before the clause that tells it: who says so, and what it follows from.
    private static let saysSo = WordKeys(
        """
        say says said saying tell tells told report reports reported think thinks thought state states stated mention \
        mentions mentioned disclose disclosed hear heard knows me us that because cos coz and but so who which when since as if
        """)

    /// What begins another clause wherever it stands.
    private static let turns = WordKeys(
        "because cos coz so although though while who which whose until unless if")

    /// What goes on with the same matter, unless somebody else's begins behind it.
    private static let joins = WordKeys("and n but")

    /// With what something else begins behind "and".
    private static let others = WordKeys(
        """
        i we you they my our your their mum dad mother father nan gran grandad mr mrs miss ms dr please can will would \
        should told the this that who not isnt isn't dont don't
        """)

    /// With what something else begins behind a comma.
    private static let subjects = WordKeys(
        """
        he she it there his her a an could do does did has have is are was were nobody somebody someone which what when \
        where how to im i'm ive i've hes he's shes she's theyre they're no say says said asked write word draft help make \
        reply summarise
        """)
}

/// What a byte is for whoever reads clauses.
private enum Mark {
    /// Ends a clause: a line, a cell, a quotation, a sentence.
    case end
    case comma, opening, word, nothing

    init(at place: Int, in text: Span<UInt8>) {
        let byte = text[place]
        switch byte {
        case 0x0A, 0x09, UInt8(ascii: "|"), UInt8(ascii: "\""), UInt8(ascii: ")"), UInt8(ascii: "<"),
            UInt8(ascii: ">"):
            self = .end
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ";"):
            self = Self.isGap(place + 1, in: text) ? .end : .nothing
        case UInt8(ascii: "-"):
            self = Self.isGap(place + 1, in: text) && Self.isGap(place - 1, in: text) ? .end : .nothing
        case UInt8(ascii: ","): self = Self.isGap(place + 1, in: text) ? .comma : .nothing
        case UInt8(ascii: "("): self = .opening
        default:
            var start = place
            while start > 0, start > place - 3, text[start].isUTF8Continuation { start -= 1 }
            if Self.isCurlyQuote(at: start, in: text) || Self.isDash(at: start, in: text) {
                self = .end
            } else {
                self =
                    byte.isASCIILetterOrDigit || byte >= 0x80 || byte == UInt8(ascii: "'") ? .word : .nothing
            }
        }
    }

    /// Whether a word ends before this place: nothing stands there, white space or the end of a quotation.
    private static func isGap(_ place: Int, in text: Span<UInt8>) -> Bool {
        guard place >= 0, place < text.count else { return true }
        return text[place].isASCIIWhiteSpace || text[place] == UInt8(ascii: "\"")
            || text[place] == UInt8(ascii: ")") || isCurlyQuote(at: place, in: text)
    }

    /// Whether “ or ” starts here.
    static func isCurlyQuote(at place: Int, in text: Span<UInt8>) -> Bool {
        text[place] == 0xE2 && place + 2 < text.count && text[place + 1] == 0x80
            && (text[place + 2] == 0x9C || text[place + 2] == 0x9D)
    }

    /// Whether a dash starts here that stands between words.
    private static func isDash(at place: Int, in text: Span<UInt8>) -> Bool {
        text[place] == 0xE2 && place + 2 < text.count && text[place + 1] == 0x80
            && (text[place + 2] == 0x93 || text[place + 2] == 0x94) && isGap(place - 1, in: text)
    }
}
