internal import Detection

/// What stands before a name: `Mrs`, `Dr`.
///
/// Each word is a title of its own, for `Miss Khan` may well be another one than `Mrs Khan`.
enum PersonTitle: String, CaseIterable {
    case mr, mrs, miss, ms, mx, dr, prof, rev, fr, sr, sir, dame, canon, cllr
    /// `Mr and Mrs`: two persons in one name, so that it is neither's.
    case couple

    /// Whether two titles cannot be the same person's.
    func contradicts(_ other: PersonTitle) -> Bool {
        if (self == .couple) != (other == .couple) { return true }
        guard let isFemale, let otherIsFemale = other.isFemale else { return false }
        return isFemale != otherIsFemale
    }

    private var isFemale: Bool? {
        switch self {
        case .mr, .fr, .sir: false
        case .mrs, .miss, .ms, .sr, .dame: true
        case .mx, .dr, .prof, .rev, .canon, .cllr, .couple: nil
        }
    }

    private static let words: [[UInt8]: PersonTitle] = {
        var words = Dictionary(
            uniqueKeysWithValues: allCases.filter { $0 != .couple }.map { (Array($0.rawValue.utf8), $0) })
        words[Array("mister".utf8)] = .mr
        words[Array("doctor".utf8)] = .dr
        words[Array("professor".utf8)] = .prof
        words[Array("revd".utf8)] = .rev
        return words
    }()

    /// - Parameter word: In small letters.
    init?(_ word: [UInt8]) {
        guard let title = Self.words[word] else { return nil }
        self = title
    }

    /// How far before a name is looked, in bytes: `Professor and Mrs. `.
    private static let within = 24

    /// The title that ends right before a place, if there is one.
    init?(before place: Int, in text: Span<UInt8>) {
        var start = max(0, place - Self.within)
        // Half a word is none.
        while start > 0, start < place, text[start - 1] > 0x2E { start += 1 }
        var tokenizer = NameTokenizer()
        tokenizer.run(text, in: start..<place)
        var tokens = tokenizer.tokens[...]
        func next() -> PersonTitle? {
            if tokens.last?.isMark(UInt8(ascii: ".")) == true { tokens.removeLast() }
            guard let word = tokens.last, word.isWord else { return nil }
            return PersonTitle(text.small(in: word.bytes))
        }
        guard let title = next() else { return nil }
        tokens.removeLast()
        guard let and = tokens.popLast(),
            and.isMark(UInt8(ascii: "&")) || and.isMark(UInt8(ascii: "/"))
                || and.isWord && text.small(in: and.bytes) == Array("and".utf8)
        else {
            self = title
            return
        }
        self = next() == nil ? title : .couple
    }
}

extension Span<UInt8> {
    /// ASCII in small letters.
    fileprivate func small(in bytes: Range<Int>) -> [UInt8] {
        bytes.map { self[$0] >= 0x41 && self[$0] <= 0x5A ? self[$0] | 0x20 : self[$0] }
    }
}
