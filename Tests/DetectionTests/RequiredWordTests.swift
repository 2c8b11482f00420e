import Testing

@testable import Detection

@Suite struct `Words that a match must hold` {
    private func words(of source: String) throws -> (keys: [String], distance: ClosedRange<Int>)? {
        let words = RequiredWords(of: try PatternParser.parse(source), asking: CharacterTable())
        return words.map { words in
            let names = words.keys.map { key in
                String(
                    decoding: (0..<8).map { UInt8(truncatingIfNeeded: key >> UInt64(8 * $0)) }.filter {
                        $0 != 0
                    },
                    as: UTF8.self)
            }
            return (names.sorted(), words.distance)
        }
    }

    static let patterns: [(String, [String], ClosedRange<Int>)] = [
        (#"\d{1,3} [A-Z][a-z]{2,9} (?:Street|Road)"#, ["road", "street"], 6...15),
        ("(?i)[a-z]{2,9} was arrested", ["arrested"], 7...14),
        ("[a-z]{2,9} (?:was cautioned|is on bail)", ["bail", "cautione"], 7...16),
        ("[a-z]{1,5} (?:street ){1,3}[a-z]{1,5}", ["street"], 2...6),
        ("[a-z]{1,5}(?= street )", ["street"], 2...6),
        ("[a-z]{1,5} Streets?", ["street", "streets"], 2...6),
        ("[a-z]{1,5} (?:old )?Street", ["street"], 2...10),
        ("[a-z]{1,5} Müllerstreet", ["llerstre"], 5...9),
    ]

    @Test(arguments: patterns)
    func `are found in the pattern`(source: String, keys: [String], distance: ClosedRange<Int>) throws {
        let found = try #require(try words(of: source))
        #expect(found.keys == keys && found.distance == distance, "\(source)")
    }

    @Test(arguments: [
        // May go on, may follow a letter, may be missing, is one of too many.
        "[a-z]{1,5} Street[a-z]{0,5}", "[a-z]{1,5}Street", "[a-z]{1,5}(?: Street)?", "[a-z]{1,5} [a-z]{1,5}",
        "[a-z]{1,5} ?Street", "[a-z]{1,5}(?= Street)", "[a-z]{1,5}(?! Street) ", "[a-z]{1,5}(?:a Street|b)",
    ])
    func `are not made up`(source: String) throws {
        #expect(try words(of: source) == nil)
    }

    private func rule(requiring words: [String], isRequired: Bool = true) -> Rule {
        Rule(
            id: RuleID("test"), title: "test", entity: .upn, matcher: .pattern("x"), confidence: 50,
            context: Rule.Context(words: words, within: 40, boost: 0, isRequired: isRequired))
    }

    /// A context word may stand before the match or behind it.
    @Test func `are the first words of a context that a rule requires`() throws {
        let words = try #require(RequiredWords(around: rule(requiring: ["exam no", "uci"]), width: 4...9))
        #expect(words.keys.count == 2)
        // A space stands for up to four bytes.
        #expect(words.distance == -50...49)
        #expect(RequiredWords(around: rule(requiring: ["uci"], isRequired: false), width: 4...9) == nil)
        #expect(RequiredWords(around: rule(requiring: ["uci", "<td>"]), width: 4...9) == nil)
    }
}
