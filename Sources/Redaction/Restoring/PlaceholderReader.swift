/// Reads placeholders as models write them.
///
/// In brackets nearly anything goes: `[Person 1]`, `[person-1]`, `\[PERSON\_1\]`, `[OSOBA_1]`. Without them, or
/// with one, only our own words with underscores, between word boundaries. Looks at a hundred bytes or so at most,
/// keeps no state.
struct PlaceholderReader {
    /// The text ends where the answer may go on: what stands there cannot be told yet.
    struct Cut: Error {}

    let text: [UInt8]
    /// Whether a backslash is written `\\`.
    var isJSON = false
    /// Whether nothing comes behind the text.
    var isFinal = true
    /// Bits of the kinds that are looked for without brackets.
    var entityBits = UInt64.max

    /// Separators in a row, and spaces inside a bracket.
    private static let separatorCountMax = 3
    private static let digitCountMax = 9
    /// How far behind a placeholder the bracket that closes `[PERSON_1, Year 7]` is looked for.
    private static let closingReach = 32

    /// The placeholder that starts here: at a bracket, at its backslash or at a word's first letter.
    ///
    /// Where a bracket is open, one behind a placeholder closes that and is not the placeholder's.
    func placeholder(at start: Int, isInBrackets: Bool) throws(Cut) -> PlaceholderReading? {
        guard text[start] == UInt8(ascii: "[") || text[start] == UInt8(ascii: "\\") else {
            guard var reading = try bare(at: start) else { return nil }
            if !isInBrackets, let end = try closing(at: reading.end) { reading.end = end }
            return reading
        }
        if var reading = try bracketed(at: start) {
            // Escaped brackets are no link's.
            if text[start] == UInt8(ascii: "["), text[reading.end - 2] != UInt8(ascii: "\\") {
                reading.isLinkText = try isLinkTarget(at: reading.end)
            }
            return reading
        }
        var at = start
        try skipBackslash(&at)
        guard try byte(at) == UInt8(ascii: "["), let reading = try bare(at: at + 1) else { return nil }
        return try isClosed(behind: reading.end) ? nil : reading
    }

    /// Every placeholder of a text, whoever wrote it.
    static func readings(in text: [UInt8]) -> [PlaceholderReading] {
        let reader = PlaceholderReader(text: text)
        var readings: [PlaceholderReading] = []
        var at = 0
        while let sign = text[at...].firstIndex(where: { "[_\\".utf8.contains($0) }) {
            var start = sign
            if text[sign] != UInt8(ascii: "[") {
                while start > at, text[start - 1].isASCIILetter { start -= 1 }
            }
            // The whole text is there, so nothing is cut.
            if let reading = try? reader.placeholder(at: start, isInBrackets: true) {
                readings.append(reading)
                at = reading.end
            } else {
                at = sign + 1
            }
        }
        return readings
    }
}

// MARK: - In brackets

extension PlaceholderReader {
    private func bracketed(at start: Int) throws(Cut) -> PlaceholderReading? {
        var at = start
        try skipBackslash(&at)
        guard try byte(at) == UInt8(ascii: "[") else { return nil }
        at += 1
        try skipSpaces(&at)
        guard let entityBits = try word(of: PlaceholderWords.translatedEntities, &at),
            let number = try number(&at)
        else { return nil }
        var reading = PlaceholderReading(entityBits: entityBits, number: number, isBracketed: true, end: at)
        if let end = try closingBehindSpaces(at) {
            reading.end = end
            return reading
        }
        guard try skipSeparators(&at), let formBits = try word(of: PlaceholderWords.translatedForms, &at)
        else {
            return nil
        }
        reading.formBits = formBits
        if try digit(at) != nil {
            guard let variant = try self.number(&at) else { return nil }
            reading.variant = variant
        }
        guard let end = try closingBehindSpaces(at) else { return nil }
        reading.end = end
        return reading
    }

    /// The meanings of the word that starts here, whose parts may be written together or apart.
    ///
    /// Ends at the digit or bracket behind it.
    private func word(of trie: WordTrie, _ at: inout Int) throws(Cut) -> UInt64? {
        var node = WordTrie.root
        while true {
            let meanings = trie.meanings(of: node)
            var next = at
            guard try skipSeparators(&next) else { return nil }
            if meanings != 0 {
                if try digit(next) != nil {
                    at = next
                    return meanings
                }
                if try closingBehindSpaces(at) != nil { return meanings }
            }
            let step = next > at ? WordTrie.bar : try byte(at)
            guard let child = trie.child(of: node, step) else { return nil }
            node = child
            at = next > at ? next : at + 1
        }
    }

    private func number(_ at: inout Int) throws(Cut) -> Int? {
        var number = 0
        var count = 0
        while let digit = try digit(at) {
            if number == 0, digit.value == 0 || count > 0 { return nil }
            number = number * 10 + digit.value
            count += 1
            guard count <= Self.digitCountMax else { return nil }
            at = digit.end
        }
        return count > 0 ? number : nil
    }

    /// A digit, also an Arabic, Persian, Devanagari, Bengali or Gurmukhi one.
    private func digit(_ at: Int) throws(Cut) -> (value: Int, end: Int)? {
        switch try byte(at) {
        case let ascii where ascii.isASCIIDigit: return (Int(ascii & 0x0F), at + 1)
        case 0xD9: return try digit(after: at, from: 0xA0)
        case 0xDB: return try digit(after: at, from: 0xB0)
        case 0xE0:
            switch try byte(at + 1) {
            case 0xA5, 0xA7, 0xA9: return try digit(after: at + 1, from: 0xA6)
            default: return nil
            }
        default: return nil
        }
    }

    private func digit(after at: Int, from zero: UInt8) throws(Cut) -> (value: Int, end: Int)? {
        let value = try byte(at + 1) &- zero
        return value < 10 ? (Int(value), at + 2) : nil
    }

    private func closingBehindSpaces(_ at: Int) throws(Cut) -> Int? {
        var at = at
        try skipSpaces(&at)
        return try closing(at: at)
    }
}

// MARK: - Without brackets

extension PlaceholderReader {
    /// One of our own, with underscores, up to a word boundary; that one stands before it is the caller's matter.
    private func bare(at start: Int) throws(Cut) -> PlaceholderReading? {
        var at = start
        guard let entityBits = try plainWord(of: PlaceholderWords.entities, &at, wanted: entityBits),
            try skipBar(&at), let number = try plainNumber(&at)
        else { return nil }
        var reading = PlaceholderReading(entityBits: entityBits, number: number, end: at)
        if try skipBar(&at) {
            guard let formBits = try plainWord(of: PlaceholderWords.forms, &at, wanted: .max) else {
                return nil
            }
            reading.formBits = formBits
            if try skipBar(&at) {
                guard let variant = try plainNumber(&at) else { return nil }
                reading.variant = variant
            }
            reading.end = at
        }
        return try byte(at).continuesWord ? nil : reading
    }

    /// The longest word that starts here; ends before the bar, or other byte, behind it.
    private func plainWord(of trie: WordTrie, _ at: inout Int, wanted: UInt64) throws(Cut) -> UInt64? {
        var node = WordTrie.root
        while trie.reach(of: node) & wanted != 0 {
            if let child = trie.child(of: node, try byte(at)), text[at] != WordTrie.bar {
                node = child
                at += 1
                continue
            }
            var next = at
            guard try skipBar(&next), let child = trie.child(of: node, WordTrie.bar),
                try !byte(next).isASCIIDigit
            else { break }
            node = child
            at = next
        }
        let meanings = trie.meanings(of: node)
        return meanings & wanted == 0 ? nil : meanings
    }

    private func plainNumber(_ at: inout Int) throws(Cut) -> Int? {
        guard try byte(at).isASCIIDigit else { return nil }
        return try number(&at)
    }

    /// Whether a bracket that opened before a placeholder closes behind it, so that it is not the placeholder's.
    private func isClosed(behind end: Int) throws(Cut) -> Bool {
        for at in end..<end + Self.closingReach {
            switch try byte(at) {
            case UInt8(ascii: "]"): return true
            case UInt8(ascii: "["), 0x0A, 0: return false
            case UInt8(ascii: "\"") where isJSON: return false
            default: continue
            }
        }
        return false
    }
}

// MARK: - Bytes

extension PlaceholderReader {
    /// 0 behind the end of the whole answer.
    func byte(_ at: Int) throws(Cut) -> UInt8 {
        if at < text.count { return text[at] }
        guard isFinal else { throw Cut() }
        return 0
    }

    private func skipBackslash(_ at: inout Int) throws(Cut) {
        guard try byte(at) == UInt8(ascii: "\\") else { return }
        at += 1
        if isJSON, try byte(at) == UInt8(ascii: "\\") { at += 1 }
    }

    private func skipBar(_ at: inout Int) throws(Cut) -> Bool {
        var next = at
        try skipBackslash(&next)
        guard try byte(next) == WordTrie.bar else { return false }
        at = next + 1
        return true
    }

    private func closing(at start: Int) throws(Cut) -> Int? {
        var at = start
        try skipBackslash(&at)
        return try byte(at) == UInt8(ascii: "]") ? at + 1 : nil
    }

    func skipSpaces(_ at: inout Int) throws(Cut) {
        for _ in 0..<Self.separatorCountMax {
            guard let end = try space(at) else { return }
            at = end
        }
    }

    /// False where more stand here than a placeholder has.
    private func skipSeparators(_ at: inout Int) throws(Cut) -> Bool {
        for _ in 0..<Self.separatorCountMax {
            if let end = try space(at) {
                at = end
            } else if try byte(at) == UInt8(ascii: "-") {
                at += 1
            } else if try starts(at, 0xE2, 0x80, 0x91) {
                at += 3
            } else if try !skipBar(&at) {
                return true
            }
        }
        return try space(at) == nil
    }

    /// A space, also one at which lines do not break.
    private func space(_ at: Int) throws(Cut) -> Int? {
        if try byte(at) == 0x20 { return at + 1 }
        if try starts(at, 0xC2, 0xA0) { return at + 2 }
        return try starts(at, 0xE2, 0x80, 0xAF) ? at + 3 : nil
    }

    private func starts(_ at: Int, _ bytes: UInt8...) throws(Cut) -> Bool {
        for (index, wanted) in bytes.enumerated() where try byte(at + index) != wanted { return false }
        return true
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- 0x30 < 10 }

    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// Whether a word that ends before this byte would go on: letters, digits and `_`, also Latin ones with a mark.
    ///
    /// Letters of other scripts do not: `و` or `和` may stand directly beside a Latin word.
    var continuesWord: Bool {
        switch self {
        case 0x5F, 0xC3...0xCA, 0xCC, 0xCD: true
        default: isASCIILetter || isASCIIDigit
        }
    }
}
