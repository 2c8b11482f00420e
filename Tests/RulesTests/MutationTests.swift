import Foundation
import Testing

@testable import Detection
@testable import Rules

/// Numbers with check digits, changed a little: what a typing error makes of them is nobody's number.
@Suite struct `A number with check digits` {
    private struct Mutant {
        let text: [UInt8]
        let number: Range<Int>
        let sort: String
    }

    /// One digit changed, the last character cut off, a letter glued on.
    private static func mutants(of number: Range<Int>, in text: [UInt8]) -> [Mutant] {
        var mutants: [Mutant] = []
        for place in number where text[place].isASCIIDigit {
            var changed = text
            changed[place] = 0x30 + (text[place] - 0x30 + 1) % 10
            mutants.append(Mutant(text: changed, number: number, sort: "digit changed"))
        }
        // A letter at the end may be one that need not be there, as a UTR's K.
        if text[number.upperBound - 1].isASCIIDigit {
            var cut = text
            cut.remove(at: number.upperBound - 1)
            mutants.append(Mutant(text: cut, number: number.lowerBound..<number.upperBound - 1, sort: "cut"))
        }
        for (place, letter) in [(number.upperBound, "x"), (number.lowerBound, "q")] {
            var glued = text
            glued.insert(contentsOf: Array(letter.utf8), at: place)
            mutants.append(
                Mutant(
                    text: glued, number: number.lowerBound..<number.upperBound + 1, sort: "letter glued on"))
        }
        return mutants
    }

    @Test func `is not found when it is changed`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let library = try RuleLibrary.load(
            from: root.appending(path: "rules").path, today: CalendarDay(Date()))
        var mutantCount = 0
        for authored in library.packs.flatMap(\.rules) where authored.rule.validator?.provesNumber == true {
            // Alone, so that no other rule takes the number over.
            let rules = try CompiledRules(compiling: [authored.rule])
            var found: [String: Int] = [:]
            var count: [String: Int] = [:]
            for example in authored.examples {
                for number in example.finds {
                    for mutant in Self.mutants(of: number, in: example.text) {
                        count[mutant.sort, default: 0] += 1
                        let isFound = try rules.findings(in: mutant.text.span).contains {
                            $0.bytes.clamped(to: mutant.number).count * 2 > mutant.number.count
                        }
                        if isFound { found[mutant.sort, default: 0] += 1 }
                    }
                }
            }
            mutantCount += count.values.reduce(0, +)
            for (sort, number) in count {
                // In some schemes two remainders share a check digit (a UTR's 2 and 1): such a rule needs context as well.
                // And beside a context word other readings are tried: one changed UCI in seventeen is right in rot13.
                let share = authored.rule.context?.isRequired == true ? 4 : 12
                #expect(
                    found[sort, default: 0] * share <= number,
                    "\(authored.rule.id): \(sort), \(found[sort, default: 0]) of \(number)")
            }
        }
        #expect(mutantCount > 300)
    }
}
