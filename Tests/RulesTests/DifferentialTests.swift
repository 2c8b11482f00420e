import Foundation
import TestSupport
import Testing

@testable import Detection
@testable import Rules

/// The search with triggers beside PCRE2 on its own, which tries every pattern at every byte.
@Suite struct `The search` {
    /// `CLOAKROOM_TEXTS` generates as many texts as it says; `make differential` a hundred thousand.
    private static let textCount =
        ProcessInfo.processInfo.environment["CLOAKROOM_TEXTS"].flatMap { Int($0) } ?? 20_000

    /// A rule's place, its pattern without triggers, and what judges the matches.
    private struct Oracle {
        let index: Int
        let recognizer: Recognizer
        let pattern: Pattern

        /// Every match that counts, from left to right, as the search promises them.
        func matches(in text: Span<UInt8>, using scratch: PatternScratch) throws -> [Range<Int>] {
            var all: [Range<Int>] = []
            var start = 0
            while start < text.count,
                let match = try pattern.matcher.firstMatch(
                    in: text, from: start, isTextStart: true, using: scratch)
            {
                guard let found = recognizer.extended(match, in: text),
                    recognizer.judge(
                        found, in: text,
                        isNear: { recognizer.distance($0, to: found.whole, in: text) != nil }) != nil
                else {
                    start = match.whole.lowerBound + 1
                    continue
                }
                // Read on its own, where the search goes on from what it read for another rule.
                var reader = StatementReader()
                let core = text.wholeCharacters(found.found)
                all.append(
                    text.wholeCharacters(recognizer.passage(around: core, in: text, with: &reader)))
                start = found.whole.upperBound
            }
            return all
        }
    }

    @Test func `finds what each pattern finds on its own`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let library = try RuleLibrary.load(
            from: root.appending(path: "rules").path, today: CalendarDay(Date()))
        let rules = library.rules
        let oracles = try rules.recognizers.enumerated().compactMap { index, recognizer -> Oracle? in
            guard recognizer.pattern != nil else { return nil }
            let pattern = try Pattern(recognizer.rule.patternNode, isBounded: true)
            return Oracle(index: index, recognizer: recognizer, pattern: pattern)
        }
        let examples = library.packs.flatMap(\.rules).flatMap(\.examples).map(\.text)
        let scratch = PatternScratch()
        var random = SplitMix64(seed: 31)
        var search = RuleSearch()
        var matchCount = 0
        for number in 0..<Self.textCount {
            let text = Self.text(&random, examples)
            search.reset(for: rules)
            var hits = SearchHits()
            try search.run(
                rules, over: text.span, in: text.indices, of: RuleSearch.Part(), using: scratch, into: &hits)
            for oracle in oracles {
                let expected = try oracle.matches(in: text.span, using: scratch)
                let found = hits.candidates.filter { $0.recognizer == oracle.index }.map(\.bytes)
                #expect(found == expected, "\(oracle.recognizer.rule.id), text \(number)")
                matchCount += expected.count
            }
        }
        #expect(matchCount > Self.textCount / 2)
    }

    private static let alphabet = Array("0123456789 0123456789-./ABCXYZabcxyz@:=|,;()+'\"\n\t£é–".utf8)

    /// Pieces of examples, glued, cut and changed here and there.
    private static func text(_ random: inout SplitMix64, _ examples: [[UInt8]]) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let example = examples.randomElement(using: &random) ?? []
            let isWhole = Int.random(in: 0..<3, using: &random) > 0
            let start = isWhole ? 0 : Int.random(in: 0...example.count / 2, using: &random)
            text += example[start...].prefix(isWhole ? .max : Int.random(in: 10...120, using: &random))
            if Bool.random(using: &random) { text += [alphabet.randomElement(using: &random) ?? 0x20] }
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) where !text.isEmpty {
            let place = text.indices.randomElement(using: &random) ?? 0
            let byte = alphabet.randomElement(using: &random) ?? 0x20
            if Bool.random(using: &random) { text[place] = byte } else { text.insert(byte, at: place) }
        }
        return text
    }
}
