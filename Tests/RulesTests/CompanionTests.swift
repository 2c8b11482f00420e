import Detection
import Testing

@testable import Rules

/// `all_of`: what must stand near a match as well.
@Suite struct `A rule with companions` {
    private static let account = pack([
        "entity": "BANK_ACCOUNT", "pattern": "'\\d{8}'",
        "all_of": "{ patterns: ['\\d{2}-\\d{2}-\\d{2}', '(?i)acc'], within: 20 }",
        "examples": "{ find: ['acc 10-20-30 «12345678»'], skip: ['acc 12345678'] }",
    ])

    private static func rules(_ folder: RulesFolder) throws -> CompiledRules {
        try folder.write(account, to: "packs/test/one.yaml")
        return try RuleLibrary.load(from: folder.path, today: #require(RulesFolder.today)).rules
    }

    static let texts: [(String, Int)] = [
        ("acc 10-20-30 12345678", 1), ("12345678, sort code 10-20-30 (acc)", 0),
        ("12345678 (10-20-30 acc)", 1), ("10-20-30 12345678 acc", 1), ("10-20-30 12345678", 0),
        // Twenty bytes away, then twenty-one.
        ("acc 10-20-30            12345678 acc", 1), ("10-20-30             12345678 acc", 0),
        // Cut by the twentieth byte: part of a longer number is no companion.
        ("110-20-30 12345678 acc", 0), ("12345678 acc    10-20-30", 1), ("12345678 acc     10-20-301", 0),
    ]

    @Test(arguments: texts)
    func `is found with all of them and not with some`(text: String, count: Int) throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        let rules = try Self.rules(folder)
        let bytes = Array(text.utf8)
        let whole = try rules.findings(in: bytes.span)
        #expect(whole.count == count)
        for cut in bytes.indices {
            var parts: [Finding] = []
            var scanner = Scanner(rules: rules)
            try scanner.feed(bytes.span.extracting(0..<cut), into: &parts)
            try scanner.feed(bytes.span.extracting(cut..<bytes.count), into: &parts)
            try scanner.finish(into: &parts)
            #expect(parts == whole, "cut at \(cut)")
        }
    }

    @Test func `says which step failed`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        let steps = try Self.rules(folder).explanations(of: Array("10-20-30 12345678".utf8).span).map(\.steps)
        #expect(steps == [[.companions(areThere: false)]])
    }
}
