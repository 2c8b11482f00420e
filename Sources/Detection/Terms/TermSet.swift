/// Words and phrases to be found as whole words, as one hash table: a look-up a word of text, however many terms.
///
/// Terms are told apart by their first word: its first eight bytes, letters in small. What follows is compared byte
/// by byte: a space in a term stands for one to four white spaces, so that phrases may be broken over lines, and the
/// straight apostrophe for the curly one too.
struct TermSet: Sendable {
    /// Where one term stands, and whose it is; small, for there are fifty thousand.
    private struct Term {
        /// Where it starts in `bytes`.
        private let start: UInt32
        private let byteCount: UInt32
        /// The start of its second word, letters in small: most phrases that begin alike are told apart by it.
        let second: WordStart
        private let ownerNumber: UInt32
        /// How long it is, if it is one word that its key says all about; else 0.
        private let keyedCount: UInt8
        let isCaseSensitive: Bool

        init(_ term: [UInt8], at start: Int, owner: Int, isCaseSensitive: Bool) {
            (self.start, byteCount, ownerNumber) = (UInt32(start), UInt32(term.count), UInt32(owner))
            self.isCaseSensitive = isCaseSensitive
            second = WordStart(ofSecondWordOf: term)
            let isKeyed = !isCaseSensitive && term.count <= 8 && term.allSatisfy(\.isASCIILetterOrDigit)
            keyedCount = isKeyed ? UInt8(term.count) : 0
        }

        var bytes: Range<Int> { Int(start)..<Int(start) + Int(byteCount) }
        /// A number of the owner's.
        var owner: Int { Int(ownerNumber) }
        var keyedByteCount: Int { Int(keyedCount) }
    }

    /// Up to eight letters and digits at the start of a word, letters in small; nothing if there is no word.
    private struct WordStart {
        private var bytes: UInt64 = 0

        init(ofSecondWordOf term: [UInt8]) {
            guard let space = term.firstIndex(of: UInt8(ascii: " ")) else { return }
            for (offset, byte) in term[(space + 1)...].prefix(8).enumerated() {
                guard byte.isASCIILetterOrDigit else { break }
                bytes |= UInt64(byte | 0x20) << UInt64(8 * offset)
            }
        }

        /// Whether a word that starts with these bytes, letters in small, may be this one.
        func mayBe(_ smallEight: UInt64) -> Bool {
            let unused = UInt64(bytes.leadingZeroBitCount & ~7)
            return smallEight << unused == bytes << unused
        }
    }

    private var bytes: [UInt8] = []
    private var terms: [Term] = []
    /// By first word its terms.
    private let table: KeyTable<UInt64, ShortRange>
    /// The hashes of all first words.
    private(set) var firstWords = BitFilter(bitCount: filterBitCount)
    /// The most bytes of text that a term can cover.
    private(set) var byteCountMax = 0
    /// Whether a term starts with something other than an ASCII letter or digit.
    private(set) var hasMarkStarts = false

    static let filterBitCount: UInt64 = 16

    var isEmpty: Bool { terms.isEmpty }

    /// A list of words, and whose it is.
    struct List {
        let words: [String]
        let isCaseSensitive: Bool
        let owner: Int
    }

    init(_ lists: [List]) {
        var byKey: [UInt64: [(term: [UInt8], owner: Int, isCaseSensitive: Bool)]] = [:]
        for list in lists {
            for word in Set(list.words.map(Self.plain)) where !word.isEmpty {
                byKey[Self.key(of: word), default: []].append((word, list.owner, list.isCaseSensitive))
                byteCountMax = max(byteCountMax, Self.longestMatch(of: word))
                if !word[0].isASCIILetterOrDigit { hasMarkStarts = true }
            }
        }
        var keys: [(UInt64, ShortRange)] = []
        keys.reserveCapacity(byKey.count)
        terms.reserveCapacity(byKey.values.reduce(0) { $0 + $1.count })
        bytes.reserveCapacity(byKey.values.joined().reduce(0) { $0 + $1.term.count })
        for (key, entries) in byKey.sorted(by: { $0.key < $1.key }) {
            keys.append((key, ShortRange(terms.count..<terms.count + entries.count)))
            firstWords.insert(KeyHash.hash(key))
            // An owner's terms together, the longest first: that one is reported.
            for entry in entries.sorted(by: { ($0.owner, $1.term.count) < ($1.owner, $0.term.count) }) {
                terms.append(
                    Term(
                        entry.term, at: bytes.count, owner: entry.owner,
                        isCaseSensitive: entry.isCaseSensitive))
                bytes += entry.term
            }
        }
        table = KeyTable(keys, none: ShortRange(0..<0))
    }

    // MARK: - Keys

    /// The key of a word of text that starts with these eight bytes and goes on for `byteCount`, at least one.
    @inline(__always)
    static func key(_ eight: UInt64, byteCount: Int) -> UInt64 {
        let small = eight | 0x2020_2020_2020_2020
        return byteCount >= 8 ? small : small & ((1 << UInt64(byteCount &* 8)) &- 1)
    }

    static func key(of term: [UInt8]) -> UInt64 {
        let word = term.prefix { $0.isASCIILetterOrDigit }.count
        let eight = term.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return key(eight, byteCount: max(1, word))
    }

    // MARK: - Looking up

    /// 1 if a term may start with a word of this key, 0 if none does; rarely 1 where there is none.
    ///
    /// `filter` is that of `firstWords`.
    @inline(__always)
    static func answer(to key: UInt64, _ filter: Span<UInt64>) -> UInt64 {
        BitFilter.answer(KeyHash.hash(key), in: filter, bitCount: filterBitCount)
    }

    /// Whether a term may start with a word of this key.
    func mayHold(_ key: UInt64) -> Bool { firstWords.mayHold(KeyHash.hash(key)) }

    /// Reports each term that stands at a place, at most one for each owner, the longest.
    ///
    /// The caller has seen to it that a word starts there, or no word.
    func forEachMatch(
        in slot: Range<Int>,
        of text: Span<UInt8>,
        at place: Int,
        _ body: (_ owner: Int, _ end: Int) -> Void
    ) {
        var last = -1
        let second = secondWord(in: slot, of: text, at: place)
        for index in slot where terms[index].owner != last {
            if let second, !terms[index].second.mayBe(second) { continue }
            guard let end = end(of: terms[index], in: text, at: place) else { continue }
            last = terms[index].owner
            body(last, end)
        }
    }

    /// The start of the word after the one at a place, letters in small, if one space stands between them; not looked up for
    /// a few terms.
    private func secondWord(in slot: Range<Int>, of text: Span<UInt8>, at place: Int) -> UInt64? {
        guard slot.count > 2, text[place].isASCIILetterOrDigit else { return nil }
        var end = place + 1
        while end < text.count, text[end].isASCIILetterOrDigit { end += 1 }
        guard end < text.count, text[end] == 0x20 else { return nil }
        let eight = text.eightBytes(at: end + 1)
        return EightBytes.wordBytes(in: eight) & 0x80 == 0 ? nil : eight | 0x2020_2020_2020_2020
    }

    /// What may be said of terms at a place where a text goes on behind its end.
    enum Prospect {
        /// More text decides whether it stands there.
        case open
        /// It stands there; another of its owner's may be longer.
        case match(owner: Int, end: Int)
    }

    /// Reports each term that stands at a place, or may when more of the text is there.
    func forEachProspect(in text: Span<UInt8>, at place: Int, _ body: (Prospect) -> Void) {
        let count = text.wordByteCount(at: place)
        guard place + count < text.count else { return body(.open) }
        guard let slot = slot(of: Self.key(text.eightBytes(at: place), byteCount: count)) else { return }
        for index in slot {
            let end = comparedEnd(of: terms[index], in: text, at: place, isOpen: true)
            if let end, end >= text.count { return body(.open) }
            if let end { body(.match(owner: terms[index].owner, end: end)) }
        }
    }

    /// Reports each owner's longest term at each place of a range, in order; terms may end behind it.
    func forEachMatch(
        in text: Span<UInt8>,
        from range: Range<Int>,
        _ body: (_ owner: Int, _ start: Int, _ end: Int) -> Void
    ) {
        let filter = firstWords.words.span
        var start = range.lowerBound
        var isInWord = start > 0 && start < text.count && text[start - 1].isASCIILetterOrDigit
        var block = ByteBlock(of: text, from: start)
        while start < range.upperBound {
            let next = ByteBlock(of: text, from: start &+ ByteBlock.byteCount)
            var places = block.words & ~(block.words << 1 | (isInWord ? 1 : 0))
            if hasMarkStarts { places |= block.marks }
            let left = range.upperBound &- start
            if left < ByteBlock.byteCount { places &= (1 << UInt64(left)) &- 1 }
            // All words are asked without a branch before those that said yes are looked up, as `RuleSearch` does.
            var found: UInt64 = 0
            while places != 0 {
                let offset = places.trailingZeroBitCount
                places &= places &- 1
                let key = Self.key(
                    text.eightBytes(at: start &+ offset), byteCount: block.wordByteCount(from: offset, next))
                found |= Self.answer(to: key, filter) << UInt64(offset)
            }
            while found != 0 {
                let offset = found.trailingZeroBitCount
                found &= found &- 1
                let place = start &+ offset
                let key = Self.key(
                    text.eightBytes(at: place), byteCount: block.wordByteCount(from: offset, next))
                guard let slot = slot(of: key) else { continue }
                forEachMatch(in: slot, of: text, at: place) { body($0, place, $1) }
            }
            isInWord = block.words >> 63 == 1
            start &+= ByteBlock.byteCount
            block = next
        }
    }

    /// Where a term ends that starts at a place, whosever it is.
    ///
    /// None starts inside a word: `isWordStart` says that the place is not.
    func firstEnd(in text: Span<UInt8>, at place: Int, isWordStart: Bool) -> Int? {
        guard isWordStart, text[place].isASCIILetterOrDigit || hasMarkStarts else { return nil }
        let key = Self.key(text.eightBytes(at: place), byteCount: text.wordByteCount(at: place))
        return mayHold(key) ? firstEnd(of: key, in: text, at: place) { _ in true } : nil
    }

    /// Whether a term starts in a range, at a word, whose end is accepted.
    func isAny(in text: Span<UInt8>, from range: Range<Int>, where accepts: (_ end: Int) -> Bool) -> Bool {
        firstPlace(in: text, from: range, where: accepts) != nil
    }

    /// Where the first term starts in a range, at a word, whose end is accepted.
    func firstPlace(
        in text: Span<UInt8>,
        from range: Range<Int>,
        where accepts: (_ end: Int) -> Bool
    ) -> Int? {
        let filter = firstWords.words.span
        var place = range.lowerBound
        while place < range.upperBound, !text.isWordStart(place) { place &+= 1 }
        while place < range.upperBound {
            let isWord = text[place].isASCIILetterOrDigit
            let count = isWord ? text.wordByteCount(at: place) : 1
            if isWord || hasMarkStarts {
                let key = Self.key(text.eightBytes(at: place), byteCount: count)
                if Self.answer(to: key, filter) == 1, firstEnd(of: key, in: text, at: place, accepts) != nil {
                    return place
                }
            }
            place &+= count
            // The rest of a long word.
            while isWord, place < range.upperBound, text[place].isASCIILetterOrDigit { place &+= 1 }
        }
        return nil
    }

    private func firstEnd(
        of key: UInt64,
        in text: Span<UInt8>,
        at place: Int,
        _ accepts: (_ end: Int) -> Bool
    ) -> Int? {
        guard let slot = slot(of: key) else { return nil }
        for index in slot {
            if let end = end(of: terms[index], in: text, at: place), accepts(end) { return end }
        }
        return nil
    }

    /// The terms whose first word has this key; nil if there are none.
    func slot(of key: UInt64) -> Range<Int>? { table.value(of: key)?.range }

    /// Where the term ends that starts at a place, as whole words; nil if it does not stand there.
    ///
    /// The word there has the term's key.
    @inline(__always)
    private func end(of term: Term, in text: Span<UInt8>, at start: Int) -> Int? {
        guard term.keyedByteCount > 0 else { return comparedEnd(of: term, in: text, at: start) }
        let end = start &+ term.keyedByteCount
        // Of longer words the key holds the first eight bytes.
        return term.keyedByteCount == 8 && end < text.count && text[end].isASCIILetterOrDigit ? nil : end
    }

    @inline(never)
    private func comparedEnd(of term: Term, in text: Span<UInt8>, at start: Int, isOpen: Bool = false) -> Int?
    {
        var at = start
        for index in term.bytes {
            guard at < text.count else { return isOpen ? text.count : nil }
            let wanted = bytes[index]
            let byte = text[at]
            if wanted == UInt8(ascii: " ") {
                var spaces = 0
                while spaces < 4, at + spaces < text.count, text[at + spaces].isASCIIWhiteSpace {
                    spaces += 1
                }
                guard spaces > 0 else { return nil }
                at += spaces
            } else if byte == wanted
                || (!term.isCaseSensitive && byte.asciiLowercased == wanted.asciiLowercased)
            {
                at += 1
            } else if wanted == UInt8(ascii: "'"), text.holdsCurlyApostrophe(at: at) {
                at += 3
            } else if isOpen, wanted == UInt8(ascii: "'"), byte == 0xE2, at + 2 >= text.count {
                return text.count
            } else {
                return nil
            }
        }
        guard at == text.count || !text[at].isASCIILetterOrDigit else { return nil }
        return at
    }

    // MARK: - Terms

    /// White space as one space, none at the ends; the curly apostrophe as the straight one.
    static func plain(_ word: String) -> [UInt8] {
        var out: [UInt8] = []
        for byte in word.utf8 {
            if byte == 0x20 || byte == 0x09 || byte == 0x0A {
                if let last = out.last, last != UInt8(ascii: " ") { out.append(UInt8(ascii: " ")) }
            } else {
                out.append(byte)
                if byte == 0x99, out.count >= 3, out.span.holdsCurlyApostrophe(at: out.count - 3) {
                    out.removeLast(3)
                    out.append(UInt8(ascii: "'"))
                }
            }
        }
        if out.last == UInt8(ascii: " ") { out.removeLast() }
        return out
    }

    /// The most bytes of text that a word can cover; none if it holds nothing but spaces.
    static func longestMatch(of word: String) -> Int { longestMatch(of: plain(word)) }

    static func longestMatch(of term: [UInt8]) -> Int {
        term.reduce(0) { sum, byte in
            sum + (byte == UInt8(ascii: " ") ? 4 : byte == UInt8(ascii: "'") ? 3 : 1)
        }
    }
}

extension Span<UInt8> {
    /// How long the word is that starts here, as far as eight bytes tell; 1 where none does.
    @inline(__always)
    func wordByteCount(at place: Int) -> Int {
        let words = EightBytes.wordBytes(in: eightBytes(at: place))
        return max(1, min(8, (~words & EightBytes.high).trailingZeroBitCount / 8))
    }

    /// Whether U+2019 stands here.
    func holdsCurlyApostrophe(at place: Int) -> Bool {
        place + 2 < count && self[place] == 0xE2 && self[place + 1] == 0x80
            && self[place + 2] == 0x99
    }
}

extension UInt8 {
    /// What `\s` matches.
    var isASCIIWhiteSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
}
