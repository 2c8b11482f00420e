import TestSupport
import Testing

@testable import Detection

@Suite struct `A scanner` {
    /// Rules that look at everything a scanner has to keep: neighbours, context, persons, lines, overlaps.
    private static func rules() throws -> CompiledRules {
        try CompiledRules(
            compiling: watchfulToyRules + [
                toy(
                    "long", .address, pattern: #"[A-Z][a-z]{2,9} (?:Road|Lane),? ?(?:X\d{3})?"#,
                    confidence: 60)
            ])
    }

    private static let pieces = [
        "X123", "number ", "12345", " uln: ", "0123456", "order ", "Mr Ané", "Mr Bloggs", "\nref: ab12\n",
        "t=42;", " ill ",
        "free school\nmeals", "Mill Lane, X777", "plain words and more of them ", "é😀 ", "Xx12 ", "\n",
        "learner ", ". ",
    ]

    private static func text(_ random: inout SplitMix64, pieceCount: Int) -> [UInt8] {
        (0..<pieceCount).flatMap { _ in Array((pieces.randomElement(using: &random) ?? "").utf8) }
    }

    private static func scan(_ chunks: [[UInt8]], _ rules: CompiledRules) throws -> [Finding] {
        var findings: [Finding] = []
        var scanner = Scanner(rules: rules)
        for chunk in chunks { try scanner.feed(chunk.span, into: &findings) }
        try scanner.finish(into: &findings)
        return findings
    }

    @Test func `finds the same for every cut of a short text`() throws {
        let rules = try Self.rules()
        let text = Array(
            "Mr Ané is ill. number X123, uln 12345\nref: ab\nMill Lane, X777 order 0123456 é".utf8)
        let whole = try Self.scan([text], rules)
        #expect(whole.count >= 6)
        for chunks in everySplit(of: text) { #expect(try Self.scan(chunks, rules) == whole) }
    }

    @Test(arguments: 1...12)
    func `finds the same for every cut of a long text`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let rules = try Self.rules()
        let text = Self.text(&random, pieceCount: 4_000)
        let whole = try Self.scan([text], rules)
        #expect(whole.count > 500)
        for size in [1, 7, 100, 4_095, 4_096, 9_000] {
            var chunks: [[UInt8]] = []
            var at = 0
            while at < text.count {
                let end = min(text.count, at + Int.random(in: 1...max(1, 2 * size), using: &random))
                chunks.append(Array(text[at..<end]))
                at = end
            }
            #expect(try Self.scan(chunks, rules) == whole, "seed \(seed), chunks of about \(size)")
        }
    }

    @Test func `gives findings in order, without overlap, on whole characters`() throws {
        var random = SplitMix64(seed: 99)
        let rules = try CompiledRules(compiling: [
            toy("dots", pattern: ".{1,5}x"), toy("not", .uln, pattern: "[^a-z]{2,6}"),
            toy("any", .trn, pattern: "é.{0,3}"),
        ])
        let letters = ["a", "x", "é", "😀", "€", " ", "1", "\n"]
        for _ in 0..<300 {
            let string = (0..<60).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
            let bytes = Array(string.utf8)
            var end = 0
            for finding in try rules.findings(in: bytes.span) {
                #expect(finding.bytes.lowerBound >= end)
                end = finding.bytes.upperBound
                #expect(String(validating: bytes[finding.bytes], as: UTF8.self) != nil)
            }
        }
    }

    @Test func `keeps a bounded part of an endless text`() throws {
        var scanner = Scanner(rules: try Self.rules())
        var findings: [Finding] = []
        var random = SplitMix64(seed: 3)
        var largest = 0
        for _ in 0..<400 {
            try scanner.feed(Self.text(&random, pieceCount: 500).span, into: &findings)
            largest = max(largest, scanner.keptByteCount)
        }
        #expect(largest < 64 << 10)
        try scanner.finish(into: &findings)
    }

    @Test func `stops when findings overlap without end`() throws {
        let rules = try CompiledRules(compiling: [
            // Their lengths have no common multiple below the limit, so no two of their borders ever meet.
            toy("one", pattern: "(?:ab ){39}ab"), toy("two", .uln, pattern: "(?:ab ){40}ab"),
            toy("three", .trn, pattern: "(?:ab ){42}ab"),
        ])
        let text = Array(String(repeating: "ab ", count: 100_000).utf8)
        #expect(throws: ScanError.overlapTooLong(byteCountMax: 65_536)) { try rules.findings(in: text.span) }
    }

    @Test func `never takes a pattern's giving up for a clean text`() throws {
        let rules = try CompiledRules(compiling: [toy("slow", pattern: "(?:(?:a{1,30}){1,30}){1,8}[bc]!")])
        let text = Array((String(repeating: "a", count: 5_000) + "!").utf8)
        #expect(throws: ScanError.matchLimit(rule: RuleID("slow"))) { try rules.findings(in: text.span) }
        var findings: [Finding] = []
        let plain = try CompiledRules(compiling: [toy("plain", pattern: "(?:a|b){1,40}c")])
        var hasty = Scanner(rules: plain, matchLimit: 1)
        try hasty.feed(Array("abababababab c".utf8).span, into: &findings)
        do throws(ScanError) {
            try hasty.finish(into: &findings)
            Issue.record("a pattern that gave up was taken for a clean text")
        } catch {
            #expect(error == .matchLimit(rule: RuleID("plain")))
        }
    }

    @Test func `stops when its time is over`() throws {
        let rules = try CompiledRules(compiling: [toy("plain", pattern: "X[0-9]{3}")])
        let long = Array(String(repeating: "it rained ", count: 1_000).utf8)
        for text in [long, Array("X12".utf8)] {
            #expect(throws: ScanError.deadline) { try rules.findings(in: text.span, until: .at(.now)) }
            #expect(try rules.findings(in: text.span, until: .at(.now + .seconds(600))).isEmpty)
        }
    }

    @Test(arguments: [
        ScanError.matchLimit(rule: RuleID("r")), .stackLimit(rule: RuleID("r")),
        .engine(rule: RuleID("r"), code: -44),
        .overlapTooLong(byteCountMax: 1), .deadline,
    ])
    func `explains each error`(error: ScanError) {
        #expect(error.problem.hasSuffix(".") && error.hint.hasSuffix(".") && !error.label.contains(" "))
    }
}

@Suite struct `A finding` {
    static let contexts: [(String, Bool)] = [
        ("uln 12345", true), ("ULN: 12345", true), ("12345 is her uln", true), ("ulna 12345", false),
        ("xuln 12345", false),
        ("unique\nlearner  number 12345", true), ("unique learner 12345", false), ("learner's 12345", true),
        ("learner’s 12345", true), ("uln\(String(repeating: ".", count: 20))12345", true),
        ("uln\(String(repeating: ".", count: 21))12345", false),
        ("12345\(String(repeating: ".", count: 20))uln", true),
        ("12345\(String(repeating: ".", count: 21))uln", false),
        ("12345\(String(repeating: ".", count: 20))ulna", false),
        ("12345", false),
    ]

    @Test(arguments: contexts)
    func `needs a whole context word within reach`(text: String, isFound: Bool) throws {
        let rule = toy(
            "r", pattern: #"\d{5}"#,
            context: .init(
                words: ["uln", "unique learner number", "learner's"], within: 20, boost: 10, isRequired: true)
        )
        #expect(try found(text, by: [rule]).count == (isFound ? 1 : 0))
    }

    @Test func `grows surer with a context word, and is vetoed by another`() throws {
        let context = Rule.Context(words: ["upn"], within: 20, boost: 15, isRequired: false)
        let rules = try CompiledRules(compiling: [
            toy("r", pattern: #"X\d"#, context: context, vetoes: ["order"])
        ])
        #expect(try rules.findings(in: Array("X1".utf8).span).map(\.confidence) == [80])
        #expect(try rules.findings(in: Array("upn X1".utf8).span).map(\.confidence) == [95])
        #expect(try rules.findings(in: Array("order upn X1".utf8).span).isEmpty)
    }

    static let links: [(Int, Bool)] = [(1, true), (199, true), (200, false), (400, false)]

    @Test(arguments: links)
    func `of a sensitive term needs a person near`(distance: Int, isFound: Bool) throws {
        let rules = [
            toy("term", .sensitive, words: ["ill"], linksPerson: true),
            toy("name", .person, pattern: "Mr [A-Z][a-z]{2}"),
        ]
        let gap = String(repeating: ".", count: distance)
        #expect(try found("Mr Abc\(gap)ill", by: rules).contains("term=ill") == isFound)
        #expect(try found("ill\(gap)Mr Abc", by: rules).contains("term=ill") == isFound)
        #expect(try found("ill", by: rules) == [])
    }

    static let overlaps: [(String, [Rule], [String])] = [
        // A check digit beats a shape that is surer of itself.
        (
            "Z000000026001",
            [
                toy("a", .caseRef, pattern: #"Z\d{12}"#, confidence: 99),
                toy("b", pattern: #"Z\d{12}"#, validator: .upn),
            ],
            ["b=Z000000026001"]
        ),
        (
            "X12",
            [toy("a", pattern: "X12", confidence: 70), toy("b", .uln, pattern: #"X\d\d"#, confidence: 80)],
            ["b=X12"]
        ),
        ("X 12", [toy("a", pattern: "X"), toy("b", .uln, pattern: "X 12")], ["b=X 12"]),
        ("X12", [toy("b", .uln, pattern: "X12"), toy("a", pattern: "X12")], ["a=X12"]),
        // What the winner leaves of the loser is reported too: it was found.
        (
            "ab cd ef", [toy("a", pattern: "ab cd", confidence: 90), toy("b", .uln, pattern: "cd ef")],
            ["a=ab cd", "b= ef"]
        ),
        (
            "ab cd ef", [toy("a", pattern: "cd", confidence: 90), toy("b", .uln, pattern: "ab cd ef")],
            ["b=ab ", "a=cd", "b= ef"]
        ),
        // … unless no letter or digit is left.
        (
            "ab cd --", [toy("a", pattern: "ab cd", confidence: 90), toy("b", .uln, pattern: "cd --")],
            ["a=ab cd"]
        ),
    ]

    @Test(arguments: overlaps)
    func `wins over another by evidence, confidence, length, place`(
        text: String,
        rules: [Rule],
        expected: [String]
    ) throws {
        #expect(try found(text, by: rules) == expected)
        #expect(try found(text, by: rules.reversed()) == expected)
    }

    @Test func `does not stand inside a longer word or number`() throws {
        let rule = [toy("r", pattern: #"\d{3}"#)]
        #expect(try found("123 1234 a123 123b _123_ (123) “123” é123", by: rule).count == 5)
    }

    @Test(arguments: [("01632 960123", 0), ("01632960123", 0), ("(01632) 960-123", 0), ("01632 960124", 1)])
    func `leaves out values that are excluded, however they are grouped`(value: String, count: Int) throws {
        let rule = Rule(
            id: RuleID("a"), title: "a", entity: .phone, matcher: .pattern("\\(?0\\d{4}\\)? ?\\d{3}-?\\d{3}"),
            confidence: 80, exclusions: ["01632-960 123"])
        let rules = try CompiledRules(compiling: [rule])
        #expect(try rules.findings(in: Array("ring \(value) now".utf8).span).count == count)
    }
}
