import Foundation
import TestSupport
import Testing

@testable import Detection
@testable import Rules

/// The findings of the shipped rules, for texts that arrive in pieces.
@Suite struct `A text in pieces` {
    private static func library() throws -> RuleLibrary {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try RuleLibrary.load(from: root.appending(path: "rules").path, today: CalendarDay(Date()))
    }

    /// `eagerly` makes the scanner search after every piece, however small.
    private static func findings(
        _ pieces: [[UInt8]],
        _ rules: CompiledRules,
        eagerly: Bool = true
    ) throws -> [Finding] {
        var findings: [Finding] = []
        var scanner = eagerly ? Scanner(rules: rules, passByteCountMin: 1) : Scanner(rules: rules)
        for piece in pieces { try scanner.feed(piece.span, into: &findings) }
        try scanner.finish(into: &findings)
        return findings
    }

    private static let values = [
        "UPN Z000000026001 ", "NHS number 999 000 0018, ", "phone 07700 900123 ", "jo.bloggs@school.example ",
        "4242424242424242 ",
        "NI number AB123456C ",
    ]

    /// Examples of all rules and values in all disguises, in any order, with prose between them.
    private static func text(_ random: inout SplitMix64, _ examples: [[UInt8]], pieceCount: Int) -> [UInt8] {
        (0..<pieceCount).flatMap { _ -> [UInt8] in
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return examples.randomElement(using: &random) ?? []
            case 1:
                let disguise = Disguise.all.randomElement(using: &random)
                return Array((disguise?.apply(values.randomElement(using: &random) ?? "") ?? "").utf8) + [
                    0x0A
                ]
            default: return Array("The class read a story together, and then it rained. ".utf8)
            }
        }
    }

    @Test func `cut once at any place is found the same`() throws {
        let library = try Self.library()
        var random = SplitMix64(seed: 21)
        let examples = library.packs.flatMap(\.rules).flatMap(\.examples).map(\.text)
        let filler = Array(String(repeating: "The rain went on until the lesson ended. ", count: 300).utf8)
        let text = Self.text(&random, examples, pieceCount: 12)
        let whole = try Self.findings([text], library.rules)
        #expect(!whole.isEmpty)
        for pieces in everySplit(of: text) { #expect(try Self.findings(pieces, library.rules) == whole) }
        // And where the rest is far enough away that the first piece is searched without it.
        let long = text + filler
        let wholeOfLong = try Self.findings([long], library.rules)
        for at in text.indices {
            #expect(
                try Self.findings([Array(long[..<at]), Array(long[at...])], library.rules) == wholeOfLong)
        }
    }

    @Test(arguments: 1...4)
    func `cut anywhere is found the same`(seed: Int) throws {
        let library = try Self.library()
        var random = SplitMix64(seed: UInt64(seed))
        let examples = library.packs.flatMap(\.rules).flatMap(\.examples).map(\.text)
        // Long enough for several blocks of views.
        let text = Self.text(&random, examples, pieceCount: 1_000)
        let whole = try library.rules.findings(in: text.span)
        #expect(whole.count > 200)
        for size in [1, 63, 1_000, 4_096, 20_000] {
            for _ in 0..<(size == 1 ? 1 : 12) {
                var pieces: [[UInt8]] = []
                var at = 0
                while at < text.count {
                    let end = min(text.count, at + Int.random(in: 1...max(1, 2 * size), using: &random))
                    pieces.append(Array(text[at..<end]))
                    at = end
                }
                #expect(
                    try Self.findings(pieces, library.rules, eagerly: size > 1) == whole,
                    "seed \(seed), pieces of about \(size)")
            }
        }
    }

    @Test func `that is an example or a fixture is found the same cut at every place`() throws {
        let library = try Self.library()
        for example in library.packs.flatMap(\.rules).flatMap(\.examples) {
            let whole = try library.rules.findings(in: example.text.span)
            for at in example.text.indices {
                let pieces = [Array(example.text[..<at]), Array(example.text[at...])]
                #expect(try Self.findings(pieces, library.rules) == whole)
            }
        }
    }
}
