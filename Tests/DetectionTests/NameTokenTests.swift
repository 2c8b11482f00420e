import TestSupport
import Testing

@testable import Detection

@Suite struct `A name token` {
    private static func tokens(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var tokenizer = NameTokenizer()
        tokenizer.run(bytes.span, in: 0..<bytes.count)
        return tokenizer.tokens.map { String(decoding: bytes[$0.bytes], as: UTF8.self) }
    }

    static let cuts: [(String, [String])] = [
        ("Jo's bag", ["Jo", "'s", "bag"]), ("O'Hara’s", ["O'Hara", "’s"]), ("D’Souza", ["D’Souza"]),
        ("don't", ["don", "'t"]), ("we'll", ["we", "'ll"]), ("pupils' work", ["pupils", "'", "work"]),
        ("Al-Kos", ["Al", "-", "Kos"]), ("Zoë Müller", ["Zoë", "Müller"]), ("J. Kos", ["J", ".", "Kos"]),
        ("Y9 2026 room7b", ["Y9", "2026", "room7b"]), ("a\tb\nc", ["a", "\t", "b", "\n", "c"]),
        ("«Jo» – “Al”", ["«", "Jo", "»", "–", "“", "Al", "”"]), ("Привет 李", ["Привет", "李"]),
        ("x\u{A0}y 🙂", ["x", "y", "🙂"]), ("Zoe\u{308}", ["Zoe\u{308}"]), ("", []), ("'", ["'"]),
        // A space between any two letters hides a word; a few letters, or a row of the alphabet, hide none.
        ("ask Z o e y about it", ["ask", "Z o e y", "about", "it"]),
        ("S i â n   K o s k i", ["S i â n", "K o s k i"]), ("d a n ý", ["d a n ý"]),
        ("J K L Kos", ["J", "K", "L", "Kos"]), ("A B C D", ["A", "B", "C", "D"]),
        ("x y 1 2", ["x", "y", "1", "2"]),
        ("d a n a ", ["d a n a"]), ("d a n \u{E9}", ["d a n \u{E9}"]),
    ]

    @Test(arguments: cuts)
    func `is a word, a number or a mark`(text: String, expected: [String]) {
        #expect(Self.tokens(text) == expected)
    }

    @Test func `is never empty, whatever the bytes are`() {
        var random = SplitMix64(seed: 5)
        let bytes: [UInt8] = [0x41, 0x20, 0x27, 0x20, 0x44, 0x80, 0xC3, 0xE2, 0xE9, 0xF0, 0x99]
        var texts: [[UInt8]] = [
            [0xE9], [0x41, 0xE9], [0xC3], [0xE3, 0x81], [0xE2, 0xB0], [0xEF, 0xBC], [0xF0, 0x9F],
        ]
        for _ in 0..<3_000 {
            texts.append((0..<9).map { _ in bytes.randomElement(using: &random) ?? 0x41 })
        }
        for text in texts {
            var tokenizer = NameTokenizer()
            for end in 0...text.count {
                tokenizer.run(text.span, in: 0..<end)
                var place = 0
                for token in tokenizer.tokens {
                    #expect(token.bytes.lowerBound >= place && !token.bytes.isEmpty)
                    place = token.bytes.upperBound
                }
            }
        }
    }

    /// The first token of each.
    static let same: [(String, String)] = [
        ("ZOË", "zoe"), ("Łukasz", "lukasz"), ("Ærø", "aero"), ("Siân", "SIAN"), ("O’Hara", "o'hara"),
        ("Zoe\u{308}", "zoe"), ("Z o e y", "zoey"),
        ("Šimon", "simon"), ("ŽANETA", "zaneta"), ("ß", "SS"),
    ]

    @Test(arguments: same)
    func `has one key however it is written`(one: String, other: String) {
        func key(_ text: String) -> UInt64? {
            var tokenizer = NameTokenizer()
            tokenizer.run(Array(text.utf8).span, in: 0..<text.utf8.count)
            return tokenizer.tokens.first?.key
        }
        #expect(key(one) == key(other))
        #expect(key(one) != key(other + "x"))
    }

    static let shapes: [(String, NameToken.Shape)] = [
        ("jo", .small), ("Jo", .capitalized), ("JO", .capitals), ("J", .oneCapital), ("McKos", .inner),
        ("iPad", .inner),
        ("ÉLODIE", .capitals), ("Élodie", .capitalized), ("élodie", .small), ("9B", .none),
        ("O'HARA", .capitals),
    ]

    @Test(arguments: shapes)
    func `says how it is written`(text: String, shape: NameToken.Shape) {
        var tokenizer = NameTokenizer()
        tokenizer.run(Array(text.utf8).span, in: 0..<text.utf8.count)
        #expect(tokenizer.tokens.map(\.shape) == [shape])
    }
}

@Suite struct `A part of a text that is looked through for names` {
    private static func parts(_ text: String) -> [Int] {
        let bytes = Array(text.utf8)
        var ends: [Int] = []
        while let end = NameUnits.end(of: bytes.span, from: ends.last ?? 0, isLast: true) { ends.append(end) }
        return ends
    }

    @Test func `ends with a line, a sentence, a word or a character`() {
        #expect(Self.parts("short") == [5])
        #expect(Self.parts("") == [])
        let word = String(repeating: "abcd ", count: 200)
        #expect(Self.parts(word + "\n" + word) == [1_001, 2_001])
        #expect(Self.parts(word + "abcdefgh ijklmnop. qrst abcd.  xyz") == [1_030, 1_034])
        #expect(Self.parts(word + word)[0] == 1_540)
        #expect(Self.parts(String(repeating: "é", count: 1_500)) == [2_048, 3_000])
        #expect(Self.parts("x" + String(repeating: "é", count: 1_500)) == [2_047, 3_001])
    }

    @Test func `does not depend on how much of the text is there`() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<200 {
            let text = (0..<5_000).map { _ in Array("ab.\n   é".utf8).randomElement(using: &random) ?? 0 }
            var whole: [Int] = []
            while let end = NameUnits.end(of: text.span, from: whole.last ?? 0, isLast: true) {
                whole.append(end)
            }
            var parts: [Int] = []
            for count in stride(from: 0, through: text.count, by: 97) + [text.count] {
                let isLast = count == text.count
                while let end = NameUnits.end(
                    of: text.span.extracting(0..<count), from: parts.last ?? 0, isLast: isLast)
                {
                    parts.append(end)
                }
            }
            #expect(parts == whole)
        }
    }
}

@Suite struct `A name model` {
    private static func model() -> NameModel {
        var weights = [Int8](repeating: 0, count: NameFeatures.tableCount * NameLabel.count)
        weights[7] = -5
        return NameModel(
            lexicon: NameLexicon([1: .init(bits: 3), 2: .init(bits: 0x40)]), weights: weights, scale: 0.5,
            transitions: (0..<25).map { Float($0) / 10 }, threshold: 0.4)
    }

    @Test func `reads back what was written`() throws {
        let model = Self.model()
        let read = try #require(NameModel(file: model.file))
        #expect(read.weights == model.weights && read.transitions == model.transitions)
        #expect(read.scale == 0.5 && read.threshold == 0.4)
        #expect(read.lexicon[1].forename == 3 && read.lexicon[2].has(.place) && read.lexicon[3].bits == 0)
    }

    @Test func `refuses a file that is none or not whole`() {
        let file = Self.model().file
        #expect(NameModel(file: []) == nil)
        #expect(NameModel(file: Array(file.dropLast())) == nil)
        #expect(NameModel(file: file + [0]) == nil)
        #expect(NameModel(file: Array("CRNM2".utf8) + file.dropFirst(5)) == nil)
        for count in [3, 20, 100, 5_000, file.count - 7] {
            #expect(NameModel(file: Array(file.prefix(count))) == nil)
        }
    }
}
