import Foundation
import Testing

@testable import Detection
@testable import Rules

/// Triggers make scanning fast by not trying most rules at most places.
///
/// They must never be why a rule misses.
@Suite struct `A trigger` {
    private func library() throws -> RuleLibrary {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try RuleLibrary.load(from: root.appending(path: "rules").path, today: CalendarDay(Date()))
    }

    @Test func `lets through every place where a rule matches`() throws {
        let library = try library()
        let rules = library.rules
        let scratch = PatternScratch()
        var matchCount = 0
        for example in library.packs.flatMap(\.rules).flatMap(\.examples) {
            for text in variants(of: example.text) {
                var rareBytes = RareBytes()
                for place in text.indices where text.span.isWordStart(place) {
                    let triggered = Self.triggered(in: text, at: place, by: rules.triggers)
                    for (index, recognizer) in rules.recognizers.enumerated() {
                        let match = try rules.matchers[index]?.firstMatch(
                            in: text.span, from: place, isTextStart: true, using: scratch)
                        guard match != nil, let starts = recognizer.pattern?.starts else { continue }
                        matchCount += 1
                        if let gate = recognizer.pattern?.gate {
                            let isOpen = Self.opens(gate, in: text.span, at: place)
                            #expect(isOpen, "\(recognizer.rule.id) at \(place)")
                            continue
                        }
                        #expect(triggered.contains(index), "\(recognizer.rule.id) at \(place)")
                        let digits = DigitCounts.ends(in: text.span, at: place)
                        let isLetThrough = starts.contains { start in
                            let next = start.required.map {
                                rareBytes.next($0.byte, in: text.span, from: place)
                            }
                            return next ?? 0 <= place + (start.required?.distance.upperBound ?? 0)
                                && (start.digitCounts == nil || (start.digitCounts ?? 0) & digits != 0)
                        }
                        #expect(isLetThrough, "\(recognizer.rule.id) at \(place)")
                    }
                }
            }
        }
        #expect(matchCount > 1_000)
    }

    /// Whether one of the gate's words stands where a match that starts at `place` would hold it.
    private static func opens(
        _ gate: (start: PatternStart, words: RequiredWords), in text: Span<UInt8>, at place: Int
    ) -> Bool {
        let eight = text.eightBytes(at: place)
        let starts = gate.start.bytes.indices.allSatisfy {
            gate.start.bytes[$0].contains(UInt8(truncatingIfNeeded: eight >> UInt64(8 * $0)))
        }
        // A word of the context may be missing: then the match counts for nothing.
        guard starts, gate.words.distance.lowerBound >= 0 else { return starts }
        return
            gate.words.distance.contains { distance in
                let word = place + distance
                guard word < text.count, text[word].isASCIILetterOrDigit, text.isWordStart(word) else {
                    return false
                }
                let key = TermSet.key(text.eightBytes(at: word), byteCount: text.wordByteCount(at: word))
                return gate.words.keys.contains(key)
            }
    }

    private static func triggered(in text: [UInt8], at place: Int, by triggers: Triggers) -> Set<Int> {
        let eight = text.span.eightBytes(at: place)
        var found: Set<Int> = []
        for group in 0..<triggers.shapedCount {
            note(triggers.shaped(group, eight, live: .max), of: group, triggers, in: &found)
        }
        guard Triggers.answer(to: eight, triggers.prefixes.words.span) == 1 else { return found }
        for use in triggers.prefixUses(eight) ?? 0..<0 {
            let (group, patterns) = triggers.prefixed(use, eight)
            note(patterns, of: triggers.shapedCount + group, triggers, in: &found)
        }
        return found
    }

    private static func note(
        _ patterns: UInt64, of group: Int, _ triggers: Triggers, in found: inout Set<Int>
    ) {
        for bit in 0..<Triggers.groupCountMax where patterns >> UInt64(bit) & 1 == 1 {
            found.insert(triggers.members[group * Triggers.groupCountMax + bit].recognizer)
        }
    }

    /// The text as it is, in capitals, in small letters, and cut off at the end of each word.
    private func variants(of text: [UInt8]) -> [[UInt8]] {
        [text, text.map(\.asciiUppercased), text.map(\.asciiLowercased)]
            + text.indices.filter { text[$0] == UInt8(ascii: " ") }.map { Array(text[..<$0]) }
    }

    @Test func `is there for every rule`() throws {
        for recognizer in try library().rules.recognizers {
            #expect(
                recognizer.pattern?.hasUsableStart ?? true,
                "\(recognizer.rule.id) could match nearly anywhere")
        }
    }
}
