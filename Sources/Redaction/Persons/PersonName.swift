internal import Detection

/// How a person is named at one place, read into its parts.
///
/// Parts are folded: small letters without accents, apostrophes, hyphens or a possessive `'s`, so that `O’Brien` and
/// `obrien` are one.
struct PersonName: Hashable {
    /// What of a name stands there.
    enum Kind: Hashable {
        /// Forename and surname, perhaps with names between them; `Khan, Aisha` too.
        case full
        /// One of the two is only a letter: `A. Khan`, `Aisha K`.
        case short
        /// One word, of which nobody says whether it is forename or surname.
        case single
        /// `A.K.`, or a single letter.
        case initials
    }

    let kind: Kind
    /// The forename, the only word, or the letters of initials.
    let first: [UInt8]
    /// What stands between forename and surname.
    let middle: [[UInt8]]
    /// The surname with its particles in one; empty of a single word.
    let last: [UInt8]
    /// What stands before the name, or in it.
    let title: PersonTitle?
    /// Two or three capitals, which may be a short name or initials: `AK`, `JO`.
    let mayBeInitials: Bool

    /// Everything but the forename, in one: `Anna Smith-Jones` may be written `Anna Smith Jones`.
    var tail: [UInt8] { middle.flatMap { $0 } + last }

    /// The letters that stand for the person: without and with the names between.
    var initials: [[UInt8]] {
        guard kind == .full, let one = first.first, let two = last.first else { return [] }
        let short = [one, two]
        return middle.isEmpty ? [short] : [short, [one] + middle.compactMap(\.first) + [two]]
    }

    /// The same name without its title.
    var untitled: PersonName {
        PersonName(
            kind: kind, first: first, middle: middle, last: last, title: nil, mayBeInitials: mayBeInitials)
    }
}

extension PersonName {
    /// Reads the name at a place of a text, and the title before it.
    init(at bytes: Range<Int>, in text: Span<UInt8>) {
        var reader = NameReader()
        reader.run(text, bytes)
        if reader.isEmpty {
            // Without a letter: it is only ever itself.
            self = PersonName(
                kind: .initials, first: bytes.map { text[$0] }, middle: [], last: [], title: nil,
                mayBeInitials: false)
        } else {
            self = reader.name(titled: PersonTitle(before: bytes.lowerBound, in: text))
        }
    }

    /// Puts a name together from its words, the surname's in front where a comma stood behind them.
    fileprivate init(_ words: [[UInt8]], commaAt: Int?, title: PersonTitle?, mayBeInitials: Bool) {
        var words = words
        var surnameFrom = words.indices.last ?? 0
        if let commaAt, commaAt > 0, commaAt < words.count {
            let surname = words[..<commaAt]
            surnameFrom = words.count - commaAt
            words = Array(words[commaAt...] + surname)
        } else if let particle = words.indices.dropFirst().first(where: { NameReader.isParticle(words[$0]) })
        {
            surnameFrom = particle
        }
        let isSurnameOnly = title != nil && words.first.map(NameReader.isParticle) ?? false
        guard words.count > 1, !isSurnameOnly else {
            let only = words.flatMap { $0 }
            self.init(
                kind: only.count > 1 ? .single : .initials, first: only, middle: [], last: [], title: title,
                mayBeInitials: mayBeInitials)
            return
        }
        guard words.contains(where: { $0.count > 1 }) else {
            self.init(
                kind: .initials, first: words.flatMap { $0 }, middle: [], last: [], title: title,
                mayBeInitials: true)
            return
        }
        let (first, last) = (words[0], words[surnameFrom...].flatMap { $0 })
        self.init(
            kind: first.count == 1 || last.count == 1 ? .short : .full, first: first,
            middle: Array(words[1..<surnameFrom]), last: last, title: title, mayBeInitials: false)
    }
}

/// Cuts a name into folded words.
private struct NameReader {
    private var words: [[UInt8]] = []
    private var commaAt: Int?
    private var title: PersonTitle?
    private var mayBeInitials = false

    var isEmpty: Bool { words.isEmpty }

    static func isParticle(_ word: [UInt8]) -> Bool { particles.contains(word) }

    private static let particles = Set(
        "de da di du des van von der den la le el al bin ibn bint ap ab dos della del ter st"
            .split(separator: " ").map { Array($0.utf8) })

    mutating func run(_ text: Span<UInt8>, _ bytes: Range<Int>) {
        var tokenizer = NameTokenizer()
        tokenizer.run(text, in: bytes)
        let tokens = tokenizer.tokens
        var joinsAt: Int?
        for (index, token) in tokens.enumerated() {
            if token.isMark(UInt8(ascii: ",")), commaAt == nil { commaAt = words.count }
            if token.isMark(UInt8(ascii: "-")) { joinsAt = token.bytes.upperBound }
            guard token.isWord || token.kind == .mixed, !text.isApostrophe(at: token.bytes.lowerBound) else {
                continue
            }
            let word = text.foldedLetters(in: token.bytes)
            guard !word.isEmpty else { continue }
            if joinsAt == token.bytes.lowerBound, let last = words.indices.last {
                words[last] += word
            } else if tokens.count > 1, index < tokens.count - 1, let found = PersonTitle(word) {
                title = found
            } else {
                words.append(word)
            }
            mayBeInitials = words.count == 1 && token.shape == .capitals && (2...3).contains(word.count)
        }
    }

    func name(titled before: PersonTitle?) -> PersonName {
        PersonName(words, commaAt: commaAt, title: before ?? title, mayBeInitials: mayBeInitials)
    }
}

extension Span<UInt8> {
    fileprivate func isApostrophe(at place: Int) -> Bool {
        self[place] == UInt8(ascii: "'")
            || place + 2 < count && self[place] == 0xE2 && self[place + 1] == 0x80
                && (self[place + 2] == 0x99 || self[place + 2] == 0x98)
    }

    /// The letters of a word as they are compared.
    fileprivate func foldedLetters(in bytes: Range<Int>) -> [UInt8] {
        var letters: [UInt8] = []
        var place = bytes.lowerBound
        while place < bytes.upperBound {
            let byte = self[place]
            if byte < 0x80 {
                if byte != UInt8(ascii: "'") {
                    letters.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
                }
                place += 1
            } else if let folded = LetterFolding.base(self, at: place)?.bytes {
                letters += folded
                place += 2
            } else if isApostrophe(at: place) {
                place += 3
            } else {
                letters.append(byte)
                place += 1
            }
        }
        return letters
    }
}
