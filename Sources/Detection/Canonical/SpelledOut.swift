/// Writes spelled-out numbers and addresses as what they mean: “oh seven seven double-oh”, “jo dot bloggs at school
/// dot example”.
///
/// Prose is full of “one” and “at”: a number needs six digits in a row, and both need a word nearby that says what
/// they are, unless “at” stands in brackets.
enum SpelledOut {
    /// What was spelled out, and what it means.
    struct Meaning {
        let bytes: Range<Int>
        let text: [UInt8]
    }

    /// Words that may be part of something spelled out; the search for rules notes where they stand.
    static let cues = [
        "zero", "oh", "nought", "naught", "seven", "eight", "nine", "six", "five", "double", "triple",
        "treble", "dot",
        "rot13", "rot-13", "rot 13", "backwards", "backward", "reversed", "reverse", "back to front",
    ]

    /// How far away the word may stand that says what is spelled out, in bytes.
    private static let cueWithin = 80

    static func rewrite(_ text: Span<UInt8>, in parts: [Range<Int>], with rewriter: inout Rewriter) {
        text.forEach([.words, .marks], in: parts) { place in
            guard place >= rewriter.done else { return }
            var meaning: Meaning?
            if text[place].isASCIILetterOrDigit {
                let word = text.word(at: place) ?? place..<place + 1
                let key = TermSet.key(text.eightBytes(at: place), byteCount: word.count)
                guard numberWords.mayHold(key) else { return }
                meaning = word.count == 2 ? address(in: text, around: place) : nil
                if meaning == nil, let number = number(in: text, at: place),
                    isCued(numberCues, number.bytes, text)
                {
                    meaning = number
                }
            } else {
                meaning = address(in: text, around: place)
            }
            guard let meaning, meaning.bytes.lowerBound >= rewriter.done else { return }
            rewriter.replace(meaning.bytes, of: text, with: meaning.text)
        }
    }

    /// What a spelled-out number starts with, and “at”.
    private static let numberWords = TermSet([
        .init(
            words: [
                "at", "zero", "oh", "nought", "naught", "nil", "o", "one", "two", "three", "four", "five",
                "six", "seven",
                "eight", "nine", "double", "triple", "treble",
            ] + "abcdefghijklmnopqrstuvwxyz0123456789".map { String($0) }, isCaseSensitive: false, owner: 0)
    ])

    private static func isCued(_ cues: TermSet, _ part: Range<Int>, _ text: Span<UInt8>) -> Bool {
        let after = part.upperBound..<max(part.upperBound, min(text.count, part.upperBound + cueWithin))
        return cues.isAny(in: text, from: max(0, part.lowerBound - cueWithin)..<part.lowerBound) { _ in true }
            || cues.isAny(in: text, from: after) { _ in true }
    }

    /// Whether a word near a part of the text says that it is a number of some kind.
    static func isNumberCued(_ part: Range<Int>, in text: Span<UInt8>) -> Bool {
        isCued(numberCues, part, text)
    }

    // MARK: - Numbers

    private static let numberCues = TermSet([
        .init(
            words: [
                "tel", "telephone", "phone", "mobile", "mob", "landline", "number", "numbers", "no", "num",
                "call", "ring",
                "text", "contact", "card", "account", "acc", "sort", "code", "upn", "uln", "uci", "trn",
                "utr", "nhs",
                "nino", "ni", "insurance", "passport", "ref", "reference", "id", "identifier", "candidate",
                "pin", "dob",
                "born", "birth", "iban", "bank", "licence", "visa", "mastercard", "patient", "learner",
                "pupil",
            ], isCaseSensitive: false, owner: 0)
    ])

    private static let words: [(word: [UInt8], text: UInt8)] = [
        ("zero", 0), ("oh", 0), ("nought", 0), ("naught", 0), ("nil", 0), ("o", 0), ("one", 1), ("two", 2),
        ("three", 3),
        ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9),
    ].map { (word: String, value: UInt8) in (Array(word.utf8), 0x30 + value) }

    private static let multiples: [(word: [UInt8], count: Int)] = [
        ("double", 2), ("triple", 3), ("treble", 3),
    ].map { (word: String, count: Int) in (Array(word.utf8), count) }

    /// A number whose first word starts at a place: words for digits, single letters and digits.
    static func number(in text: Span<UInt8>, at start: Int) -> Meaning? {
        var out: [UInt8] = []
        var wordCount = 0
        var place = start
        var end = start
        var times = 1
        while out.count < 64, let word = text.word(at: place) {
            if times == 1, let multiple = multiples.first(where: { text.isWord($0.word, word) }) {
                times = multiple.count
            } else if let digit = words.first(where: { text.isWord($0.word, word) }) {
                out += repeatElement(digit.text, count: times)
                wordCount += 1
                times = 1
                end = word.upperBound
            } else if word.count == 1 || isDigits(text, word) {
                for index in word { out += repeatElement(text[index].asciiUppercased, count: times) }
                times = 1
                end = word.upperBound
            } else if !isFiller(text, word) || out.isEmpty {
                break
            }
            guard let next = text.nextWord(after: word.upperBound) else { break }
            place = next
        }
        guard wordCount >= 5, out.count >= 6 else { return nil }
        return Meaning(bytes: start..<end, text: out)
    }

    private static func isDigits(_ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
        for index in word where !text[index].isASCIIDigit { return false }
        return word.count <= 6
    }

    private static let fillers = ["dash", "hyphen", "space", "slash", "then", "and"].map { Array($0.utf8) }

    private static func isFiller(_ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
        fillers.contains { text.isWord($0, word) }
    }

    // MARK: - Addresses

    private static let addressCues = TermSet([
        .init(
            words: [
                "email", "e-mail", "emails", "e-mails", "mail", "mails", "address", "contact", "write",
                "reach", "message",
                "send", "upn", "username", "user name", "login", "log in", "sign in", "account", "dot",
            ], isCaseSensitive: false, owner: 0)
    ])

    /// The address whose “at” starts at a place.
    static func address(in text: Span<UInt8>, around place: Int) -> Meaning? {
        guard let at = separator(.at, text, place) else { return nil }
        guard let domain = names(text, from: at.bytes.upperBound), domain.text.contains(UInt8(ascii: ".")),
            let local = namesBefore(text, at.bytes.lowerBound), isTopLevel(domain.text)
        else { return nil }
        let bytes = local.bytes.lowerBound..<domain.bytes.upperBound
        guard
            at.isBracketed || isCued(addressCues, bytes, text) || text.holdsDot(bytes) && isUsual(domain.text)
        else {
            return nil
        }
        return Meaning(bytes: bytes, text: local.text + [UInt8(ascii: "@")] + domain.text)
    }

    /// Whether a dot, spelled out or not, at a place is part of an address with a spelled-out “at”.
    static func isInAddress(_ text: Span<UInt8>, _ dot: Int) -> Bool {
        var place = dot - 1
        while place > 0, dot - place < 80, isPartOfAddress(text, place) {
            if text[place] | 0x20 == UInt8(ascii: "a"), text.byte(place + 1) | 0x20 == UInt8(ascii: "t"),
                let address = address(in: text, around: place)
            {
                return address.bytes.contains(dot)
            }
            place -= 1
        }
        return false
    }

    /// Names, dots, white space, brackets: what may stand between a spelled-out “at” and a dot.
    private static func isPartOfAddress(_ text: Span<UInt8>, _ place: Int) -> Bool {
        let byte = text[place]
        return isNameByte(byte) || byte == UInt8(ascii: ".") || byte.isASCIIWhiteSpace
            || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "[")
            || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
            || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
    }

    private static func isTopLevel(_ domain: [UInt8]) -> Bool {
        let last = domain.suffix(while: { $0 != UInt8(ascii: ".") })
        return (2...24).contains(last.count) && last.allSatisfy(\.isASCIILetter)
    }

    /// Ends of addresses that need no other hint.
    private static let usualEnds = [
        "uk", "com", "org", "net", "edu", "gov", "io", "info", "example", "test", "eu", "ie", "wales", "scot",
        "london",
        "school",
    ].map { Array($0.utf8) }

    private static func isUsual(_ domain: [UInt8]) -> Bool {
        let last = Array(domain.suffix(while: { $0 != UInt8(ascii: ".") }).map(\.asciiLowercased))
        return usualEnds.contains(last)
    }

    /// A sign of addresses and its name.
    private struct Sign {
        let word: [UInt8]
        let byte: UInt8

        static let at = Sign(word: Array("at".utf8), byte: UInt8(ascii: "@"))
        static let dot = Sign(word: Array("dot".utf8), byte: UInt8(ascii: "."))
    }

    /// ` at `, `(at)`, `[at]`, ` @ ` or the same with another word, and the space around it.
    private static func separator(
        _ sign: Sign,
        _ text: Span<UInt8>,
        _ place: Int
    ) -> (bytes: Range<Int>, isBracketed: Bool)? {
        let word = sign.word
        var start = place
        var end = place
        let byte = text.byte(place)
        var isBracketed = false
        if let closing = closing(of: byte) {
            var inside = place + 1
            if text.byte(inside) == 0x20 { inside += 1 }
            if text.holdsCaseless(word, at: inside) {
                inside += word.count
            } else if text.byte(inside) == sign.byte {
                inside += 1
            } else {
                return nil
            }
            if text.byte(inside) == 0x20 { inside += 1 }
            guard text.byte(inside) == closing else { return nil }
            end = inside + 1
            isBracketed = true
        } else if text.holdsCaseless(word, at: place), text.byte(place - 1).isASCIIWhiteSpace,
            text.byte(place + word.count).isASCIIWhiteSpace
        {
            end = place + word.count
        } else if byte == sign.byte,
            text.byte(place - 1).isASCIIWhiteSpace || text.byte(place + 1).isASCIIWhiteSpace
        {
            // A full stop and a capital start a sentence.
            if byte == UInt8(ascii: "."), !isSmallLetter(text.byte(place + 2)) { return nil }
            end = place + 1
            // With space on both sides as good as bracketed: nobody writes a sentence with it. `@name` is a mention.
            isBracketed =
                byte == UInt8(ascii: "@") && text.byte(place - 1).isASCIIWhiteSpace
                && text.byte(place + 1).isASCIIWhiteSpace
        } else {
            return nil
        }
        while start > 0, place - start < 3, text.byte(start - 1).isASCIIWhiteSpace { start -= 1 }
        while end < text.count, end - place < 12, text.byte(end).isASCIIWhiteSpace { end += 1 }
        return (start..<end, isBracketed)
    }

    private static func isSmallLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

    private static func closing(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        default: nil
        }
    }

    private static let nameCountMax = 6

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "'")
            || byte == UInt8(ascii: "+")
    }

    /// Names with dots between them, spelled out or not, from a place on.
    private static func names(_ text: Span<UInt8>, from start: Int) -> Meaning? {
        var out: [UInt8] = []
        var place = start
        var end = start
        for _ in 0..<nameCountMax {
            let nameStart = place
            while isNameByte(text.byte(place)) { place += 1 }
            guard place > nameStart, place - nameStart <= 63 else { break }
            for index in nameStart..<place { out.append(text[index]) }
            end = place
            guard let dot = dot(text, place) else { break }
            out.append(UInt8(ascii: "."))
            place = dot
        }
        if out.last == UInt8(ascii: ".") { out.removeLast() }
        return out.isEmpty ? nil : Meaning(bytes: start..<end, text: out)
    }

    /// Where the next name starts if a dot stands here; a dot before white space ends a sentence.
    private static func dot(_ text: Span<UInt8>, _ place: Int) -> Int? {
        if text.byte(place) == UInt8(ascii: "."), isNameByte(text.byte(place + 1)) { return place + 1 }
        var start = place
        while start < place + 2, text.byte(start).isASCIIWhiteSpace { start += 1 }
        return separator(.dot, text, start)?.bytes.upperBound
    }

    /// The same backwards: names that end at a place.
    private static func namesBefore(_ text: Span<UInt8>, _ end: Int) -> Meaning? {
        // The first name that a chain of dots leads here from: the farthest of a few starts.
        var best: Meaning?
        var start = end
        for _ in 0..<nameCountMax {
            var nameStart = start
            while nameStart > 0, isNameByte(text[nameStart - 1]) { nameStart -= 1 }
            guard nameStart < start, let meaning = names(text, from: nameStart),
                meaning.bytes.upperBound == end
            else {
                break
            }
            best = meaning
            guard let previous = dotBefore(text, nameStart) else { break }
            start = previous
        }
        return best
    }

    /// Where the name before ends if a dot stands just before a place.
    private static func dotBefore(_ text: Span<UInt8>, _ place: Int) -> Int? {
        if text.byte(place - 1) == UInt8(ascii: "."), isNameByte(text.byte(place - 2)) { return place - 1 }
        for back in 3...9 where place - back >= 0 {
            let start = place - back
            guard let dot = separator(.dot, text, start), dot.bytes.upperBound == place else {
                continue
            }
            return dot.bytes.lowerBound
        }
        return nil
    }
}

extension Array where Element == UInt8 {
    /// The longest end of which every byte satisfies a condition.
    fileprivate func suffix(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var start = endIndex
        while start > startIndex, condition(self[start - 1]) { start -= 1 }
        return self[start...]
    }
}

extension Span<UInt8> {
    /// The letters and digits from a place on; nil if none stands there.
    fileprivate func word(at start: Int) -> Range<Int>? {
        var end = start
        while end < count, end - start < 16, self[end].isASCIILetterOrDigit { end += 1 }
        return end > start ? start..<end : nil
    }

    /// Where the next word starts: after at most three signs.
    fileprivate func nextWord(after end: Int) -> Int? {
        for place in end + 1...end + 3 where byte(place).isASCIILetterOrDigit { return place }
        return nil
    }

    fileprivate func isWord(_ word: [UInt8], _ range: Range<Int>) -> Bool {
        range.count == word.count && holdsCaseless(word, at: range.lowerBound)
    }

    /// Whether “dot” is spelled out in this part.
    fileprivate func holdsDot(_ part: Range<Int>) -> Bool {
        for place in part where holdsCaseless(Array("dot".utf8), at: place) { return true }
        return false
    }
}
