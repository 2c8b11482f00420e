import TestSupport
import Testing

@testable import Detection

@Suite struct `A passage` {
    /// Where the marked words stand, and the text without the marks.
    private static func match(in marked: String) -> (text: [UInt8], match: Range<Int>) {
        let parts = Array(marked.utf8).split(separator: UInt8(ascii: "^"), omittingEmptySubsequences: false)
        return (Array(parts.joined()), parts[0].count..<parts[0].count + parts[1].count)
    }

    /// What is read around the marked words.
    private static func passage(in marked: String, _ kind: FindingExtension) -> String? {
        let (text, match) = match(in: marked)
        var reader = StatementReader()
        return kind.finding(for: match, in: text.span, with: &reader).map {
            String(decoding: text[$0], as: UTF8.self)
        }
    }

    static let statements: [(String, String)] = [
        ("Ann said she ^hadnt eaten^ since Friday because mum slept", "she hadnt eaten since Friday"),
        ("told me her dad ^came in her room^ and she hid. What now?", "her dad came in her room and she hid"),
        ("he ^was hit^ and my mum knows", "he was hit"), ("he ^was hit^ so I rang", "he was hit"),
        ("he ^was hit^, bruised, crying, she left", "he was hit, bruised, crying"),
        ("he ^was hit^, Mr Osman says", "he was hit"),
        ("cut (twice) and ^was hit^ (in May), hard", "was hit (in May), hard"),
        ("Facts: he ^was hit^; no more", "he was hit"), ("- ^was hit^ – at 3.15", "was hit"),
        ("| Ann | ^was hit^ twice | bag |", "was hit twice"),
        ("“he ^was hit^ twice” she wrote", "he was hit twice"),
        ("one\nhe ^was hit^ at 4:06 by 2.5 m\ntwo", "he was hit at 4:06 by 2.5 m"), ("^was hit^", "was hit"),
        ("he ^was hit^ and", "he was hit"), ("he ^was hit^ (and no bracket closes it", "he was hit"),
    ]

    @Test(arguments: statements)
    func `of what is told goes to the ends of the clause`(marked: String, expected: String) {
        #expect(Self.passage(in: marked, .statement) == expected)
    }

    static let particulars: [(String, String)] = [
        ("Condition: type 1 ^diabetes^ (since May), pump. Next", "diabetes (since May), pump"),
        ("he has ^asthma^ and we went", "asthma"), ("Jo has ^asthma^", "asthma"),
    ]

    @Test(arguments: particulars)
    func `of particulars starts with the match`(marked: String, expected: String) {
        #expect(Self.passage(in: marked, .particulars) == expected)
    }

    static let markings: [(String, String)] = [
        ("**^CONFIDENTIAL^ – HR file**\nDear all", "CONFIDENTIAL – HR file"),
        ("Staff file, ^private^, heads only.\n", "Staff file, private, heads only."),
        ("See below. ^RESTRICTED^: for one purpose\nChild", "RESTRICTED: for one purpose"),
        ("^Private^. " + String(repeating: "And so on, ", count: 14), "Private"),
    ]

    @Test(arguments: markings)
    func `of a marking is its line, or its sentence in a long one`(marked: String, expected: String) {
        #expect(Self.passage(in: marked, .marking) == expected)
    }

    @Test func `is the same whatever was read before it`() {
        var random = SplitMix64(seed: 11)
        let words = [
            "was hit", "and", "he", "they", "because", ", ", ". ", " (", ") ", "mum", "says", "\n", "at 3.15",
            "Ann", " – ", "told me",
        ]
        for _ in 0..<200 {
            var text: [UInt8] = []
            var matches: [Range<Int>] = []
            for _ in 0..<60 {
                let word = Array(words[Int.random(in: 0..<words.count, using: &random)].utf8)
                if Bool.random(using: &random), word[0] != 0x20 {
                    matches.append(text.count..<text.count + word.count)
                }
                text += word + [0x20]
            }
            var shared = StatementReader()
            for match in matches where text[match.lowerBound] != 0x2C {
                var fresh = StatementReader()
                #expect(shared.start(of: match, in: text.span) == fresh.start(of: match, in: text.span))
                #expect(shared.end(of: match, in: text.span) == fresh.end(of: match, in: text.span))
            }
        }
    }

    @Test func `gives way to other findings and joins those of its kind`() throws {
        let rules = try CompiledRules(compiling: [
            Rule(
                id: RuleID("test.hit"), title: "", entity: .sensitive,
                matcher: .words(["was hit", "hungry"], caseSensitive: false),
                findingExtension: .statement, confidence: 80),
            toy("test.name", .person, words: ["Ann Other"], confidence: 30),
        ])
        let text = "then Ann Other's boy was hit and hungry at Ann Other's house. Fine."
        let found = try rules.findings(in: Array(text.utf8).span).map {
            String(decoding: Array(text.utf8)[$0.bytes], as: UTF8.self)
        }
        #expect(found == ["Ann Other", "boy was hit and hungry at", "Ann Other"])
    }
}
