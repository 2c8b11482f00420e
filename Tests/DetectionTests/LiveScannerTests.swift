import TestSupport
import Testing

@testable import Detection

@Suite struct `A live scanner` {
    /// Rules that look at what follows: words for and against, ends of words and lines, other rules.
    private static func rules() throws -> CompiledRules {
        try CompiledRules(
            compiling: watchfulToyRules + [
                toy("key", .secret, pattern: #"BEGIN [a-z ]{0,2000}END"#),
                toy(
                    "cell", .secret,
                    pattern: #"[a-z]{2,8} {0,4}\| ?(?<find>[A-Z][a-z]{2,9}\d)(?= ?\|?)"#),
                toy("phrase", .secret, words: ["open sesame", "open"]),
                toy(
                    "long", .username, pattern: #"[A-Z][a-z]{2,9} (?:Road|Lane),? ?(?:X\d{3})?"#,
                    confidence: 60),
            ])
    }

    private static let kinds: Set<EntityType> = [.upn, .uln, .phone, .trn, .secret, .caseRef]

    private static let pieces = [
        "X123 ", "number ", "12345 ", " uln: ", "0123456 ", "order ", "Mr Ané ", "Mr Bloggs ",
        "\nref: ab12\n",
        "t=42; ", " ill ", "BEGIN some key ", "END ", "open ", "sesame ",
        "free school\nmeals ", "Mill Lane, X777 ", "plain words and more of them ", "é😀 ", "Xx12 ", "\n",
        "learner ", ". ", "at one ", "seven oh ", "school.example ",
    ]
    private static let disguised = [
        "X１23 ", "X 1 2 3 ", "1 2 3 4 5 6 ", "seven oh two five three ", "&#88;123 ", "WDEyMyBYMTIz ",
        "n.umber ",
        "X**123** ", "0 1 2 3 4 5 6 ", "u l n ", "reversed ", "jo at school dot example ", "X\u{200B}123 ",
    ]
    private static let cells = [
        "jb | Conker8 ", "| ", "jb ", "Conker9 | ", "jb ｜ Conker8 ", "jb | C o n k e r 8 ",
        "jb &#124; Conker8 ",
        "jb\u{200B}|Conker8 ", "X123 ", "plain words and more of them ", "at one ", "of ",
        "&#99;onker | Conker7 ",
    ]

    private static func text(
        _ random: inout SplitMix64,
        _ pieces: [String] = pieces,
        pieceCount: Int
    ) -> [UInt8] {
        (0..<pieceCount).flatMap { _ in Array((pieces.randomElement(using: &random) ?? "").utf8) }
    }

    private static func chunks(of text: [UInt8], _ random: inout SplitMix64, size: Int) -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var at = 0
        while at < text.count {
            let end = min(text.count, at + Int.random(in: 1...size, using: &random))
            chunks.append(Array(text[at..<end]))
            at = end
        }
        return chunks
    }

    /// All findings, in order, and those of held kinds of which something could be seen before.
    private static func scan(
        _ chunks: [[UInt8]],
        _ rules: CompiledRules,
        _ held: Set<EntityType>
    ) throws -> (findings: [Finding], late: [Finding]) {
        var scanner = LiveScanner(rules: rules, held: held)
        var (findings, late): ([Finding], [Finding]) = ([], [])
        var (settled, fed) = (0, 0)
        for chunk in chunks {
            let known = findings.count
            try scanner.feed(chunk.span, into: &findings)
            late += findings[known...].filter { held.contains($0.entity) && $0.bytes.lowerBound < settled }
            fed += chunk.count
            #expect(scanner.settledByteCount >= settled && scanner.settledByteCount <= fed)
            settled = scanner.settledByteCount
        }
        let known = findings.count
        try scanner.finish(into: &findings)
        late += findings[known...].filter { held.contains($0.entity) && $0.bytes.lowerBound < settled }
        return (findings.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }, late)
    }

    @Test func `finds the same for every cut, and shows nothing before it is found`() throws {
        let rules = try Self.rules()
        let text = Array(
            "Mr Ané is ill. number X123, uln 12345\nref: ab\nMill Lane, X777 order 0123456 é open sesame".utf8
        )
        let whole = try rules.findings(in: text.span)
        #expect(whole.count >= 6)
        for chunks in everySplit(of: text) {
            for held in [Self.kinds, [], Set(EntityType.allCases)] {
                let scan = try Self.scan(chunks, rules, held)
                #expect(scan.findings == whole)
                #expect(scan.late == [])
            }
        }
    }

    @Test(arguments: 1...48)
    func `shows nothing of a cell before it is found`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let rules = try Self.rules()
        let text = Self.text(&random, Self.cells, pieceCount: 60)
        for size in [1, 4, 20] {
            let scan = try Self.scan(Self.chunks(of: text, &random, size: size), rules, Self.kinds)
            #expect(scan.late == [], "seed \(seed), chunks of up to \(size)")
        }
    }

    @Test func `shows a word before a bar that is not there yet`() throws {
        let rules = try Self.rules()
        var scanner = LiveScanner(rules: rules, held: Self.kinds)
        var findings: [Finding] = []
        try scanner.feed(Array("We put".utf8).span, into: &findings)
        #expect(scanner.settledByteCount == 3)
        try scanner.feed(Array(" | Conker8 ".utf8).span, into: &findings)
        #expect(scanner.settledByteCount <= 9)
        try scanner.finish(into: &findings)
        #expect(findings.map(\.bytes) == [9..<16])
    }

    @Test(arguments: 1...24)
    func `finds the same however a long text arrives`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let rules = try Self.rules()
        let text = Self.text(&random, pieceCount: 150)
        let whole = try rules.findings(in: text.span)
        for size in [1, 4, 60, 5_000] {
            let chunks = Self.chunks(of: text, &random, size: size)
            for held in [Self.kinds, Set(EntityType.allCases)] {
                let scan = try Self.scan(chunks, rules, held)
                #expect(scan.late == [], "seed \(seed), chunks of up to \(size)")
                #expect(scan.findings == whole, "seed \(seed), chunks of up to \(size)")
            }
        }
    }

    @Test(arguments: 1...24)
    func `finds the same in disguises however they arrive`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let rules = try Self.rules()
        let text = Self.text(&random, Self.pieces + Self.disguised, pieceCount: 150)
        for held in [Self.kinds, Set(EntityType.allCases)] {
            let whole = try Self.scan([text], rules, held)
            #expect(!whole.findings.isEmpty)
            for size in [1, 4, 60] {
                let scan = try Self.scan(Self.chunks(of: text, &random, size: size), rules, held)
                #expect(scan.late == [], "seed \(seed), chunks of up to \(size)")
                #expect(scan.findings == whole.findings, "seed \(seed), chunks of up to \(size)")
            }
        }
    }

    /// A text, and what of it may be shown when it has arrived so far.
    static let shown: [(text: String, shown: String)] = [
        ("It rained until the lesson ", "It rained until the "),
        // A word that goes on may be anything.
        ("It rained until the lesson", "It rained until the "),
        // Five digits may still get their word, and no others.
        ("Buy paper for 12345 ", "Buy paper "),
        ("Buy paper for 12345 pupils of the school ", "Buy paper for "),
        ("Buy paper for 1066 pupils ", "Buy paper for 1066 "),
        (
            "Buy paper for 12345 pupils and for all the teachers of the school ",
            "Buy paper for 12345 pupils and for all the teachers of the "
        ),
        // What may be found stays back until a veto is too far away.
        ("Ring 0123456 today ", "Ring "),
        // A pattern that may be long stays open as long as it may match, and not longer.
        ("A key: BEGIN with some words and ", "A key: "),
        ("A key: BEGIN with some words; and then others ", "A key: BEGIN with some words; and then "),
        // Parts of one value, perhaps.
        ("Then write seven oh two ", "Then write "), ("Then write X 1 2 ", "Then "),
    ]

    @Test(arguments: shown)
    func `holds back where something may have begun`(text: String, shown: String) throws {
        var scanner = LiveScanner(rules: try Self.rules(), held: [.upn, .uln, .phone, .secret])
        var findings: [Finding] = []
        for byte in text.utf8 { try scanner.feed([byte].span, into: &findings) }
        let settled = scanner.settledByteCount
        #expect(String(decoding: Array(text.utf8)[..<settled], as: UTF8.self) == shown)
    }

    @Test func `keeps no secret of what only a word behind it makes readable`() throws {
        let text = Array(
            "t=42; \nlearner t=42; END X123 Mr Bloggs Xx12 12345 plain words and more of them open Mill Lane, X777 reversed "
                .utf8)
        let rules = try Self.rules()
        let whole = try rules.findings(in: text.span)
        let scan = try Self.scan(text.map { [$0] }, rules, Self.kinds)
        #expect(scan.findings == whole)
        #expect(scan.late.map(\.bytes) == [45..<50])
    }

    @Test func `reports what was found as soon as nothing can change it`() throws {
        var scanner = LiveScanner(rules: try Self.rules(), held: [.trn])
        var findings: [Finding] = []
        try scanner.feed(Array("It says t=42; and the lesson ended there ".utf8).span, into: &findings)
        #expect(findings.map(\.rule.rawValue) == ["look"])
        #expect(scanner.settledByteCount > 30)
    }

    @Test func `keeps a bounded part of an endless text`() throws {
        var scanner = LiveScanner(rules: try Self.rules(), held: Self.kinds)
        var random = SplitMix64(seed: 3)
        var findings: [Finding] = []
        var byteCount = 0
        for _ in 0..<60 {
            let text = Self.text(&random, pieceCount: 100)
            byteCount += text.count
            try scanner.feed(text.span, into: &findings)
            #expect(byteCount - scanner.settledByteCount < 8_000)
            #expect(scanner.keptByteCount < 32 << 10)
        }
    }

    @Test func `stops when its time is over`() throws {
        var scanner = LiveScanner(rules: try Self.rules(), held: Self.kinds, until: .at(.now))
        var findings: [Finding] = []
        do throws(ScanError) {
            try scanner.feed(Array("X123 number".utf8).span, into: &findings)
            try scanner.finish(into: &findings)
            Issue.record("a scan that was given up was taken for a clean text")
        } catch {
            #expect(error == .deadline)
        }
    }
}
