import Foundation
import TestSupport
import Testing

@testable import Detection
@testable import Rules

/// The shipped rules on texts that somebody reads while they arrive.
@Suite struct `A text read while it arrives` {
    static let numbered: Set<EntityType> = [
        .secret, .upn, .uln, .uci, .trn, .nhsNumber, .nino, .passport, .drivingLicence, .dbsNumber, .utr,
        .candidateNumber, .bankAccount, .iban, .paymentCard,
    ]

    private static let library = Result {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try RuleLibrary.load(from: root.appending(path: "rules").path, today: CalendarDay(Date()))
    }

    private static var examples: [[UInt8]] {
        get throws { try library.get().packs.flatMap(\.rules).flatMap(\.examples).map(\.text) }
    }

    /// Feeds a text piece by piece and tells what was found, and which held findings came after they could be seen.
    private static func scan(
        _ pieces: [[UInt8]],
        _ rules: CompiledRules,
        _ held: Set<EntityType>
    ) throws -> (findings: [Finding], late: [Finding]) {
        var scanner = LiveScanner(rules: rules, held: held)
        var findings: [Finding] = []
        var late: [Finding] = []
        var settled = 0
        for piece in pieces {
            let known = findings.count
            try scanner.feed(piece.span, into: &findings)
            late += findings[known...].filter { isHeld($0, held) && $0.bytes.lowerBound < settled }
            #expect(scanner.settledByteCount >= settled)
            settled = scanner.settledByteCount
        }
        let known = findings.count
        try scanner.finish(into: &findings)
        late += findings[known...].filter { isHeld($0, held) && $0.bytes.lowerBound < settled }
        return (findings, late)
    }

    private static func isHeld(_ finding: Finding, _ held: Set<EntityType>) -> Bool {
        held.contains(finding.entity) && !finding.isOnTrial
    }

    /// In one order, whatever came first.
    private static func sorted(_ findings: [Finding]) -> [Finding] {
        findings.sorted {
            ($0.bytes.lowerBound, $0.bytes.upperBound, $0.rule.rawValue, $0.isOnTrial ? 1 : 0)
                < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.rule.rawValue, $1.isOnTrial ? 1 : 0)
        }
    }

    private static let prose = Array(
        " The class read a story together, and then it rained until the lesson ended.".utf8)

    private static func pieces(of text: [UInt8], _ random: inout SplitMix64, size: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var at = 0
        while at < text.count {
            let end = min(text.count, at + Int.random(in: 1...size, using: &random))
            pieces.append(Array(text[at..<end]))
            at = end
        }
        return pieces
    }

    @Test(arguments: [false, true])
    func `shows nothing of what the examples find before it is found`(goesOn: Bool) throws {
        let rules = try Self.library.get().rules
        for example in try Self.examples {
            let text = goesOn ? example + Self.prose + Self.prose + Self.prose + Self.prose : example
            let scan = try Self.scan(text.map { [$0] }, rules, Self.numbered)
            #expect(scan.late == [], "\(String(decoding: text, as: UTF8.self))")
            #expect(try Self.sorted(scan.findings) == Self.sorted(rules.findings(in: text.span)))
        }
    }

    @Test func `shows nothing of what a strict policy holds back before it is found`() throws {
        let rules = try Self.library.get().rules
        for example in try Self.examples.enumerated().filter({ $0.offset % 8 == 0 }).map(\.element) {
            let text = example + Self.prose
            let scan = try Self.scan(text.map { [$0] }, rules, Set(EntityType.allCases))
            #expect(scan.late == [], "\(String(decoding: text, as: UTF8.self))")
            #expect(try scan.findings == rules.findings(in: text.span))
        }
    }

    private static let values = [
        "UPN Z000000026001", "NHS number 999 000 0018", "phone 07700 900123", "jo.bloggs@school.example",
        "card 4242424242424242", "NI number AB123456C", "the password is hunter2Zebra",
    ]

    @Test func `shows nothing of what is disguised before it is found`() throws {
        let rules = try Self.library.get().rules
        let held = Self.numbered.union([.email, .phone])
        for disguise in Disguise.all {
            for value in Self.values {
                let text = Self.prose + [0x20] + Array(disguise.apply(value).utf8) + Self.prose
                let scan = try Self.scan(text.map { [$0] }, rules, held)
                #expect(scan.late == [], "\(disguise): \(String(decoding: text, as: UTF8.self))")
                #expect(
                    try Self.sorted(scan.findings) == Self.sorted(rules.findings(in: text.span)),
                    "\(disguise): \(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    @Test(arguments: 1...3)
    func `is found the same however it arrives`(seed: Int) throws {
        let rules = try Self.library.get().rules
        var random = SplitMix64(seed: UInt64(seed))
        let examples = try Self.examples
        let text = (0..<120).flatMap { index in
            index % 3 == 0 ? examples.randomElement(using: &random) ?? [] : Self.prose
        }
        let whole = try rules.findings(in: text.span)
        #expect(whole.count > 10)
        for size in [1, 8, 100, 9_000] {
            let scan = try Self.scan(Self.pieces(of: text, &random, size: size), rules, Self.numbered)
            #expect(scan.late == [], "seed \(seed), pieces of up to \(size)")
            #expect(Self.sorted(scan.findings) == Self.sorted(whole), "seed \(seed), pieces of up to \(size)")
        }
        let strict = try Self.scan(
            Self.pieces(of: text, &random, size: 50), rules, Set(EntityType.allCases))
        #expect(strict.late == [])
        #expect(strict.findings == whole)
    }

    /// Texts, and how far behind their end may be shown at most, in bytes.
    static let clean: [(text: String, behindMax: Int)] = [
        (
            "The class wrote about the sea, and they drew what they’d seen there. “Look,” said one of the others. ",
            32
        ),
        // Four digits may be a PIN, if the word follows.
        ("In 1066, the Normans came over the sea; the children know the story of how it went on. ", 100),
    ]

    @Test(arguments: clean)
    func `is shown within a few words where it is clean`(sentence: String, behindMax: Int) throws {
        var scanner = LiveScanner(rules: try Self.library.get().rules, held: Self.numbered)
        var findings: [Finding] = []
        var behind = 0
        for (index, byte) in String(repeating: sentence, count: 20).utf8.enumerated() {
            try scanner.feed([byte].span, into: &findings)
            behind = max(behind, index + 1 - scanner.settledByteCount)
        }
        #expect(behind <= behindMax)
        try scanner.finish(into: &findings)
    }
}
