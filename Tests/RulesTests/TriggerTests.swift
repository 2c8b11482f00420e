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
                var window = TextWindow()
                window.bytes = text
                for place in text.indices {
                    let triggered = rules.triggers.map { $0.candidates(in: text.span, at: place) }
                    for (index, recognizer) in rules.recognizers.enumerated() {
                        guard let match = try recognizer.match(in: window, at: place, using: scratch) else {
                            continue
                        }
                        matchCount += 1
                        let table = index / TriggerTable.ruleCountMax
                        let bit = UInt64(index % TriggerTable.ruleCountMax)
                        #expect(triggered[table] >> bit & 1 == 1, "\(recognizer.rule.id) at \(place)")
                        if let required = rules.requiredBytes[index] {
                            let reach = text[match.whole.lowerBound..<text.count].prefix(
                                required.distance.upperBound + 1
                            )
                            .dropFirst(required.distance.lowerBound)
                            #expect(reach.contains(required.byte), "\(recognizer.rule.id) at \(place)")
                        }
                    }
                }
            }
        }
        #expect(matchCount > 1_000)
    }

    /// The text as it is, in capitals, in small letters, and cut off at the end of each word.
    private func variants(of text: [UInt8]) -> [[UInt8]] {
        [text, text.map(\.asciiUppercased), text.map(\.asciiLowercased)]
            + text.indices.filter { text[$0] == UInt8(ascii: " ") }.map { Array(text[..<$0]) }
    }

    @Test func `is there for every rule`() throws {
        for recognizer in try library().rules.recognizers {
            #expect(recognizer.start.isUsable, "\(recognizer.rule.id) could match nearly anywhere")
        }
    }
}
