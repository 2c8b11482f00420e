/// Finds the first words of a text that goes on which a reader may see as something else than their bytes say.
///
/// The text is cut at white space. Nearly all pieces are plain: letters as words have them, with the marks of sentences.
/// Anything else starts a row, and so do words that may spell out a number or an address, with the piece before
/// them. A row goes on until a plain word of five letters ends it: no disguise goes on across one, but for
/// those that make their row a suspect at once. Then what is in it is judged as `SuspectSearch` does.
struct OddRow {
    /// Up to here everything is what its bytes say, in bytes of the whole text.
    private(set) var cut = 0
    /// Where the row ends that starts at `cut`, if it is suspect: nothing behind it is looked at before it is dealt with.
    private(set) var suspectEnd: Int?
    /// Where the next piece is looked for.
    private var next = 0
    /// Where the piece before it starts.
    private var last = 0
    private var row: Row?

    private struct Row {
        let start: Int
        var numberWordCount = 0
        var holdsBack = false
        var isSuspect = false
        /// How many pieces must follow before one may end it.
        var openCount = 0
    }

    /// A longer row or piece is suspect.
    private static let byteCountMax = 256

    /// Looks at the text, which starts at `base`, up to its end.
    mutating func advance(over text: Span<UInt8>, base: Int) {
        while suspectEnd == nil {
            var start = next - base
            while start < text.count, text[start].partsPieces { start += 1 }
            var end = start
            while end < text.count, !text[end].partsPieces { end += 1 }
            let isTooLong = end - start > Self.byteCountMax
            guard end < text.count, !isTooLong else {
                cut = row?.start ?? rowStart(at: start, of: text, base)
                if isTooLong { (suspectEnd, row) = (start + base + Self.byteCountMax, nil) }
                return
            }
            next = end + base
            take(start..<end, of: text, base)
        }
    }

    /// Goes on behind a row that was suspect and has been dealt with.
    mutating func resume() {
        guard let end = suspectEnd else { return }
        (next, last, cut, row, suspectEnd) = (end, end, end, nil, nil)
    }

    /// Where a row starts whose first odd piece starts at a place: with the piece before, unless two letters are there
    /// that start neither “at” nor “dot”.
    private func rowStart(at start: Int, of text: Span<UInt8>, _ base: Int) -> Int {
        guard start + 1 < text.count, text[start].isASCIILetter, text[start + 1].isASCIILetter else {
            return last
        }
        let small = text[start].asciiLowercased
        return small == UInt8(ascii: "a") || small == UInt8(ascii: "d") ? last : start + base
    }

    private mutating func take(_ piece: Range<Int>, of text: Span<UInt8>, _ base: Int) {
        let kind = PieceKind(of: piece, in: text)
        defer { last = piece.lowerBound + base }
        let start = rowStart(at: piece.lowerBound, of: text, base)
        guard var row = row ?? (kind.startsRow ? Row(start: start) : nil) else { return }
        if kind == .plain(endsRow: true), row.openCount <= 1 {
            let range = row.start - base..<piece.lowerBound
            if row.isSuspect || SuspectSearch.isAnySuspect(in: range, of: text, base: base) {
                (cut, suspectEnd) = (row.start, piece.lowerBound + base)
            }
            self.row = nil
            return
        }
        row.openCount = max(0, row.openCount - 1)
        switch kind {
        case .plain: break
        case .odd(let isSuspect): if isSuspect { row.isSuspect = true }
        case .word(let word):
            switch word {
            case .digit: row.numberWordCount += 1
            case .filler: break
            case .at: row.openCount = 2
            case .back: row.holdsBack = true
            case .front: if row.holdsBack { row.isSuspect = true }
            case .cue, .rot: row.isSuspect = true
            }
        }
        if row.numberWordCount >= 5 { row.isSuspect = true }
        // “at school.example”
        if row.openCount == 1, text.holdsDot(piece) { row.isSuspect = true }
        if piece.upperBound + base - row.start > Self.byteCountMax {
            (cut, suspectEnd) = (row.start, piece.upperBound + base)
            self.row = nil
        } else {
            self.row = row
        }
    }
}

/// What a piece of text between white space is.
private enum PieceKind: Equatable {
    /// Words; `endsRow` if the first one has five letters or more.
    case plain(endsRow: Bool)
    /// A word that may be part of something spelled out.
    case word(SpellingWord)
    /// Anything else; `isSuspect` if what follows much later decides what it is.
    case odd(isSuspect: Bool)

    /// Whether a row may start with it.
    var startsRow: Bool {
        switch self {
        case .plain, .word(.filler), .word(.front): false
        case .word, .odd: true
        }
    }

    init(of piece: Range<Int>, in text: Span<UInt8>) {
        var place = piece.lowerBound
        var firstWordByteCount = 0
        var wordCount = 0
        while place < piece.upperBound {
            let byte = text[place]
            if byte.isASCIILetter {
                let start = place
                while place < piece.upperBound, text[place].isASCIILetter { place += 1 }
                if let word = SpellingWord(start..<place, of: text) {
                    self = .word(word)
                    return
                }
                guard Self.isPlain(start..<place, of: text, isFirst: wordCount == 0) else {
                    self = Self.odd(piece, of: text)
                    return
                }
                if wordCount == 0 { firstWordByteCount = place - start }
                wordCount += 1
            } else if byte >= 0x80 {
                guard byte < 0xC0 || CharacterFolding.change(in: text, at: place) == nil else {
                    self = Self.odd(piece, of: text)
                    return
                }
                place += 1
            } else if Self.isMarkOfSentence(at: place, of: text, isFirst: place == piece.lowerBound) {
                place += 1
            } else {
                self = Self.odd(piece, of: text)
                return
            }
        }
        self = .plain(endsRow: firstWordByteCount >= 5)
    }

    private static func odd(_ piece: Range<Int>, of text: Span<UInt8>) -> PieceKind {
        if text[piece.upperBound - 1] == UInt8(ascii: "@") { return .word(.at) }
        for place in piece where OpenSign.stands(at: place, in: piece, of: text) {
            return .odd(isSuspect: true)
        }
        return .odd(isSuspect: text.isLineOfLetters(piece))
    }

    /// Whether letters are a word, and neither a single character nor the start of a hexadecimal one.
    private static func isPlain(_ word: Range<Int>, of text: Span<UInt8>, isFirst: Bool) -> Bool {
        if word.upperBound < text.count, text[word.upperBound].isASCIIDigit { return false }
        switch word.count {
        case 1:
            let before = text.byte(word.lowerBound - 1)
            // “don’t”
            return !isFirst && (before == UInt8(ascii: "'") || before == 0x99)
        case 2:
            return text[word.lowerBound].hexadecimalValue == nil
                || text[word.lowerBound + 1].hexadecimalValue == nil
        case 8...:
            for place in word.dropFirst() where text[place] < UInt8(ascii: "a") { return false }
            return true
        default: return true
        }
    }

    /// Whether two letters stand before a place: what follows is no part of a number.
    private static func endsWord(_ place: Int, of text: Span<UInt8>) -> Bool {
        text.byte(place - 1).isASCIILetter && text.byte(place - 2).isASCIILetter
    }

    private static func isMarkOfSentence(at place: Int, of text: Span<UInt8>, isFirst: Bool) -> Bool {
        let next = text.byte(place + 1)
        switch text[place] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ")"):
            return true
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"):
            return next < 0x80 ? !next.isASCIILetterOrDigit : endsWord(place, of: text)
        case UInt8(ascii: "-"): return next.isASCIILetter && !isFirst
        case UInt8(ascii: "("):
            return isFirst && next.isASCIILetter && next.asciiLowercased != UInt8(ascii: "a")
        default: return false
        }
    }
}

/// Signs of which far more text may decide what they are part of.
private enum OpenSign {
    static func stands(at place: Int, in piece: Range<Int>, of text: Span<UInt8>) -> Bool {
        let next = text.byte(place + 1)
        switch text[place] {
        case UInt8(ascii: "@"): return place == piece.lowerBound && text.holdsDot(piece)
        case UInt8(ascii: "."): return place == piece.lowerBound && (piece.count == 1 || next.isASCIILetter)
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"):
            return mayHoldWord(at: next.isASCIIWhiteSpace ? place + 2 : place + 1, text)
                || text[place] == UInt8(ascii: "<") && mayBeTag(at: place, text)
        // “2/* … */3”
        case UInt8(ascii: "/"): return next == UInt8(ascii: "*")
        default: return false
        }
    }

    /// Whether “at)”, “dot)” or a sign for them may stand at a place.
    private static func mayHoldWord(at place: Int, _ text: Span<UInt8>) -> Bool {
        guard place < text.count else { return true }
        switch text[place] | 0x20 {
        case UInt8(ascii: "a"):
            return mayEndWord(at: place + 2, text, text.byte(place + 1) | 0x20, UInt8(ascii: "t"))
        case UInt8(ascii: "d"):
            return mayEndWord(at: place + 3, text, text.byte(place + 1) | 0x20, UInt8(ascii: "o"))
        case UInt8(ascii: "@") | 0x20, UInt8(ascii: "."): return true
        default: return false
        }
    }

    /// Whether a bracketed word may end at a place whose second letter is the right one.
    private static func mayEndWord(at place: Int, _ text: Span<UInt8>, _ letter: UInt8, _ wanted: UInt8)
        -> Bool
    {
        guard letter == wanted, place + 1 < text.count else {
            return letter == wanted || place + 1 >= text.count
        }
        return !text[place].isASCIILetterOrDigit
            && !(text[place].isASCIIWhiteSpace && text[place + 1].isASCIILetterOrDigit)
    }

    /// Whether markup may start at a place that has not ended yet.
    private static func mayBeTag(at place: Int, _ text: Span<UInt8>) -> Bool {
        let next = text.byte(place + 1)
        guard next.isASCIILetter || next == UInt8(ascii: "/") || next == UInt8(ascii: "!") else {
            return false
        }
        for end in place + 1..<min(text.count, place + Markup.byteCountMax)
        where text[end] == UInt8(ascii: ">") {
            return next == UInt8(ascii: "!")
        }
        return true
    }
}

extension Span<UInt8> {
    /// Whether a dot with a letter behind it stands in a piece.
    fileprivate func holdsDot(_ piece: Range<Int>) -> Bool {
        for place in piece where self[place] == UInt8(ascii: ".") && byte(place + 1).isASCIILetter {
            return true
        }
        return false
    }

    /// Whether a piece may be a line of base64 that goes on in the next one.
    fileprivate func isLineOfLetters(_ piece: Range<Int>) -> Bool {
        guard piece.count >= 60, self[piece.upperBound] == 0x0A || self[piece.upperBound] == 0x0D else {
            return false
        }
        for place in piece.upperBound - 60..<piece.upperBound
        where !self[place].isASCIILetterOrDigit && !"+/-_=".utf8.contains(self[place]) {
            return false
        }
        return true
    }
}

/// Words of which numbers and addresses may be spelled out, and those that say that something is to be read otherwise.
private enum SpellingWord {
    case digit, filler, at, back, front, cue, rot

    private static let kinds: [(kind: SpellingWord, words: [String])] = [
        (
            .digit,
            [
                "zero", "oh", "nought", "naught", "nil", "one", "two", "three", "four", "five", "six",
                "seven",
                "eight", "nine", "double", "triple", "treble",
            ]
        ),
        (.filler, ["dash", "hyphen", "space", "slash", "then", "and"]), (.at, ["at"]), (.back, ["back"]),
        (.front, ["front"]),
        (.cue, ["dot", "backwards", "backward", "reversed", "reverse"]), (.rot, ["rot"]),
    ]

    private static let table: KeyTable<UInt64, Int> = {
        let entries = kinds.indices.flatMap { index in
            kinds[index].words.map { (TermSet.key(of: Array($0.utf8)), index) }
        }
        return KeyTable(
            Dictionary(entries) { first, _ in first }.sorted { $0.key < $1.key }.map { ($0, $1) }, none: 0)
    }()

    init?(_ word: Range<Int>, of text: Span<UInt8>) {
        guard word.count >= 2,
            let index = Self.table.value(
                of: TermSet.key(text.eightBytes(at: word.lowerBound), byteCount: min(8, word.count)))
        else { return nil }
        let kind = Self.kinds[index].kind
        // “rot13”, “rot 13”; what else rots is no cue.
        if kind == .rot, !Self.isThirteen(text, word.upperBound) { return nil }
        self = kind
    }

    private static func isThirteen(_ text: Span<UInt8>, _ place: Int) -> Bool {
        let next = text.byte(place)
        if next == UInt8(ascii: "-") || next.isASCIIWhiteSpace {
            return place + 1 >= text.count || text[place + 1] == UInt8(ascii: "1")
        }
        return next == UInt8(ascii: "1")
    }
}

extension UInt8 {
    /// White space between pieces.
    fileprivate var partsPieces: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
