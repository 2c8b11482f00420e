import Testing

@testable import Detection

@Suite struct `A pattern` {
    static let accepted: [(String, ClosedRange<Int>, Int, Int)] = [
        ("abc", 3...3, 0, 0), ("a?", 0...1, 0, 0), ("a{2,5}", 2...5, 0, 0), ("a{3}", 3...3, 0, 0),
        ("(?:ab|c)d", 2...3, 0, 0),
        ("(ab){2}", 4...4, 0, 0), ("é", 2...2, 0, 0), ("é?", 0...2, 0, 0), ("[aé]", 1...2, 0, 0),
        ("[é€]", 2...3, 0, 0),
        ("[^a]", 1...1, 0, 0), ("[a-]", 1...1, 0, 0), (#"[\]\\]"#, 1...1, 0, 0), (#"\x41\n"#, 2...2, 0, 0),
        (".", 1...1, 0, 0),
        ("(?i)ab", 2...2, 0, 0), ("(?i:ab)c", 3...3, 0, 0), (#"\bab\b"#, 2...2, 1, 1), ("^a$", 1...1, 1, 2),
        ("(?<=abc)d", 1...1, 3, 0), ("d(?!e{2,4})", 1...1, 0, 4), ("(?<find>ab)c", 3...3, 0, 0),
        ("a{0,3}?", 0...3, 0, 0),
        ("a{1,3}+", 1...3, 0, 0), ("[[]", 1...1, 0, 0), ("]", 1...1, 0, 0), ("}", 1...1, 0, 0),
    ]

    @Test(arguments: accepted)
    func `knows how far it reaches`(source: String, width: ClosedRange<Int>, behind: Int, ahead: Int) throws {
        let node = try PatternParser.parse(source)
        #expect(node.reach == PatternReach(width: width, behind: behind, ahead: ahead))
        _ = try Pattern(node, isBounded: true)
    }

    static let refused: [(String, PatternSyntaxError.Problem, Int)] = [
        ("", .empty, 0), ("a*", .unbounded, 1), ("a+", .unbounded, 1), ("a{2,}", .unbounded, 1),
        ("*a", .unexpected, 0),
        ("a{3,2}", .badCount, 1), ("a{x}", .badCount, 1), ("a{,3}", .badCount, 1), ("a{0}", .badCount, 1),
        ("a{12345}", .badCount, 1), ("a**", .unbounded, 1), ("a??b?*", .unexpected, 5), ("(a", .unclosed, 0),
        ("a)", .unexpected, 1),
        ("[a", .unclosed, 0), ("[]", .unexpected, 1), (#"a\"#, .unexpected, 1),
        (#"\1"#, .unsupported(#"The escape \1"#), 0),
        (#"\p{L}"#, .unsupported(#"The escape \p"#), 0), (#"\K"#, .unsupported(#"The escape \K"#), 0),
        (#"\xZZ"#, .unsupported(#"\x without two hexadecimal digits"#), 0),
        ("(?>a)", .unsupported("An atomic group"), 0),
        ("(?R)", .unsupported("This kind of group"), 0), ("(?1)", .unsupported("This kind of group"), 0),
        ("(*FAIL)", .unsupported("A verb such as (*…)"), 0),
        ("(?<x>a)", .unsupported("A group with a name other than `find`"), 0),
        ("(?#c)", .unsupported("A comment"), 0), ("[[:alpha:]]", .unsupported("A POSIX class"), 1),
        ("[^é]", .nonASCIIInClass, 2),
        ("[a-é]", .nonASCIIInClass, 3), ("[é-ü]", .nonASCIIInClass, 1), ("^{2}", .unexpected, 0),
        ("(?=a)?", .unexpected, 0),
        (String(repeating: "(", count: 40), .tooDeep(depthMax: 32), 32),
        (String(repeating: "a", count: 5_000), .tooLong(byteCountMax: 4_000), 4_000),
    ]

    @Test(arguments: refused)
    func `that could run away or means something else is refused`(
        source: String,
        problem: PatternSyntaxError.Problem,
        offset: Int
    ) {
        #expect(throws: PatternSyntaxError(problem, at: offset)) { try PatternParser.parse(source) }
        let error = PatternSyntaxError(problem, at: offset)
        #expect(error.message.hasSuffix(".") && error.hint.hasSuffix("."))
    }

    @Test func `with counts in counts is refused, not run over`() throws {
        var source = "a"
        for _ in 0..<10 { source = "(?:\(source)){1,9999}" }
        #expect(throws: RuleErrors.self) { try CompiledRules(compiling: [toy("r", pattern: source)]) }
    }

    static let separated: [(String, [String], [String])] = [
        (#"\d{4}"#, ["1234", "1 2 3 4", "12-34"], ["1  234", "12.34"]),
        ("AB", ["AB", "A B", "A-B"], ["A--B"]),
        (#"A\d{1,2}B?"#, ["A1", "A 1-2", "A12 B"], ["A"]),
        ("(?:AB|C)D", ["ABD", "A B D", "C-D"], ["AD"]),
        (#"[é1]\d"#, ["é2", "1 2", "é-2"], ["é  2"]),
        (#"\d{0,2}X"#, ["X", "1X", "1 2 X"], ["1  X2"]),
    ]

    @Test(arguments: separated)
    func `takes one separator between any two characters`(source: String, hits: [String], misses: [String])
        throws
    {
        let rules = try CompiledRules(compiling: [toy("r", pattern: source, separators: " -")])
        for text in hits { #expect(try found(text, by: rules) == ["r=\(text)"], "\(text)") }
        for text in misses { #expect(try found(text, by: rules) != ["r=\(text)"], "\(text)") }
    }

    private static let led: [(pattern: String, byte: String?)] = [
        (#"[a-z]{2,9} {0,8}\|(?<find>\w{4})"#, "|"), (#"(?:a:|b:)(?<find>\d)"#, ":"),
        (#"a@(?<find>b)|c"#, nil),
        (#"a=b"#, nil), (#"a=?(?<find>b)"#, nil), (#"(?<find>a)=b"#, nil), (#"(?:a=|b)(?<find>c)"#, nil),
        (#"(?:x=){1,3}y(?<find>c)"#, "="), (#"a=(?:(?<find>b)){0,1}c"#, nil),
    ]

    @Test(arguments: led)
    func `has a byte before what it finds`(_ pattern: String, _ byte: String?) throws {
        #expect(try PatternParser.parse(pattern).leadingByte == byte?.utf8.first)
    }

    @Test func `reports only the part that is named`() throws {
        #expect(
            try found("Mr Abc, Mr Def", by: [toy("r", pattern: "Mr (?<find>[A-Z][a-z]{2})")]) == [
                "r=Abc", "r=Def",
            ])
    }

    @Test func `that matches inside what was refused is found`() throws {
        // The first match fails its check; a valid number starts inside it.
        let rule = toy("r", pattern: #"[\d ]{13,16}"#, validator: .upn)
        #expect(
            try found("1 Z000000026001", by: [toy("s", pattern: #"[Z\d ]{13,16}"#, validator: .upn), rule])
                .count == 1)
    }

    static let wrong: [(Rule, RuleError.Part)] = [
        (toy("r", pattern: "a", confidence: 101), .confidence),
        (toy("r", pattern: "a", separators: "é"), .separators),
        (
            toy("r", pattern: "a", context: .init(words: ["x"], within: 5_000, boost: 1, isRequired: false)),
            .context
        ),
        (toy("r", pattern: "a?"), .pattern), (toy("r", pattern: "a{9000}"), .pattern),
        (toy("r", words: []), .words),
        (toy("r", pattern: "(?<find>a)|(?<find>b)"), .pattern),
    ]

    @Test(arguments: wrong)
    func `of a rule that is wrong names the part`(rule: Rule, part: RuleError.Part) {
        do throws(RuleErrors) {
            _ = try CompiledRules(compiling: [rule])
            Issue.record("compiled")
        } catch {
            #expect(error.errors.map(\.part) == [part])
        }
    }
}
