import Detection
import Foundation
import TestSupport
import Testing
import Wire

@testable import Redaction

/// Finds what stands in `«…»`, so that the tables say what is a name; the marks go.
private struct Marked {
    let text: [UInt8]
    let ranges: [Range<Int>]

    init(_ marked: String) {
        var (text, ranges, start): ([UInt8], [Range<Int>], Int) = ([], [], 0)
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«": start = text.count
            case "»": ranges.append(start..<text.count)
            default: text += Array(String(scalar).utf8)
            }
        }
        (self.text, self.ranges) = (text, ranges)
    }

    var mentions: [PersonMention] {
        ranges.map {
            PersonMention(entity: .person, value: Array(text[$0]), name: PersonName(at: $0, in: text.span))
        }
    }
}

/// The texts with their names replaced, one after the other.
private func redacted(_ texts: [String]) -> [String] {
    var vault = Vault()
    return redacted(texts, into: &vault)
}

private func redacted(_ texts: [String], into vault: inout Vault) -> [String] {
    let parts = texts.map(Marked.init)
    for part in parts { vault.reserve(placeholdersIn: part.text) }
    var out: [String] = []
    for part in parts {
        var (sent, at): ([UInt8], Int) = ([], 0)
        for (range, placeholder) in zip(part.ranges, vault.placeholders(for: part.mentions)) {
            sent += part.text[at..<range.lowerBound] + placeholder.text
            at = range.upperBound
        }
        out.append((sent + part.text[at...]).string)
    }
    return out
}

@Suite struct `The names of one person` {
    /// `P1` stands for `[PERSON_1]`, `P1_FORENAME` for `[PERSON_1_FORENAME]`.
    private static func expanded(_ text: String) -> String {
        text.replacing(/P(\d[0-9A-Z_]*)/) { "[PERSON_\($0.output.1)]" }
    }

    /// With the number that the roster gives each name, 0 for none.
    static let listed: [(String, [Int], String)] = [
        ("«Aisha Khan» and «Bilal Khan». «Khan» was late.", [1, 2, 2], "P1 and P2. P2_SURNAME was late."),
        (
            "«Aisha Khan» in 7A, «Aisha Khan» in 9B, «Aisha» is ill.", [1, 2, 0],
            "P1 in 7A, P2 in 9B, P3 is ill."
        ),
        ("«Khan» rang. «Aisha Khan» is ill.", [3, 1], "P1 rang. P2 is ill."),
        (
            "«Aisha Khan» is ill, says «Mrs Khan» of «Aisha».", [1, 3, 1],
            "P1 is ill, says P2 of P1_FORENAME."
        ),
        ("«Tammy» is late. «Bao Tram Nguyen» is «Tammy».", [4, 4, 4], "P1_NAME is late. P1 is P1_NAME."),
    ]

    @Test(arguments: listed)
    func `are told apart by the roster where it knows them`(marked: String, numbers: [Int], expected: String)
    {
        let part = Marked(marked)
        let mentions = zip(part.mentions, numbers).map { mention, number in
            PersonMention(
                entity: mention.entity, value: mention.value, name: mention.name,
                person: number == 0 ? nil : PersonRef(number: number))
        }
        var vault = Vault()
        var (sent, at): ([UInt8], Int) = ([], 0)
        for (range, placeholder) in zip(part.ranges, vault.placeholders(for: mentions)) {
            sent += part.text[at..<range.lowerBound] + placeholder.text
            at = range.upperBound
        }
        #expect((sent + part.text[at...]).string == Self.expanded(expected))
    }

    static let oneNumber: [(String, String)] = [
        ("«Aisha Khan», then «Aisha».", "P1, then P1_FORENAME."),
        ("«Aisha», who is «Aisha Khan»", "P1_FORENAME, who is P1"),
        ("«Aisha Khan» and again «Aisha Khan»", "P1 and again P1"),
        ("«Aisha Khan» | «Khan»", "P1 | P1_SURNAME"),
        ("«Khan, Aisha» | «Aisha Khan»", "P1 | P1_FULL_NAME"),
        ("«Aisha Khan» | «A. Khan» | «A Khan»", "P1 | P1_SHORT_NAME | P1_SHORT_NAME_2"),
        ("«Aisha Khan» | «Aisha K» | «Aisha K.»", "P1 | P1_SHORT_NAME | P1_SHORT_NAME_2"),
        ("«Aisha Khan» | «AK» | «A.K.»", "P1 | P1_INITIALS | P1_INITIALS_2"),
        (
            "«Aisha Noor Khan» | «ANK» | «AK» | «Aisha Khan»",
            "P1 | P1_INITIALS | P1_INITIALS_2 | P1_FULL_NAME"
        ),
        ("«Thomas Reed» | «Tom» | «Tommy» | «Tom Reed»", "P1 | P1_NICKNAME | P1_NICKNAME_2 | P1_FULL_NAME"),
        ("«Becky» is «Rebecca Moss»", "P1_NICKNAME is P1"),
        ("«Mo» is «Mohammed Aziz»", "P1_NICKNAME is P1"),
        ("«Aisha Khan» | «aisha» | «AISHA KHAN»", "P1 | P1_FORENAME | P1_FULL_NAME"),
        ("«Siobhán O’Brien» | «Siobhan O'Brien» | «OBrien»", "P1 | P1_FULL_NAME | P1_SURNAME"),
        ("«Bethan Rhys-Pugh» | «Bethan Rhys Pugh» | «Rhys-Pugh»", "P1 | P1_FULL_NAME | P1_SURNAME"),
        ("«Aisha's» bag, «Aisha Khan»", "P1_FORENAME bag, P1"),
        ("«Kacper Nowak», «kacpers» dad, «Nowaks»", "P1, P1_FORENAME dad, P1_SURNAME"),
        ("«Zoë Łuczak» | «zoe» | «Luczak»", "P1 | P1_FORENAME | P1_SURNAME"),
        ("Mrs «Sara Khan» … Mrs «Khan»", "Mrs P1 … Mrs P1_SURNAME"),
        ("Dr. «Kofi Mensah», Dr «Mensah», Dr «K. Mensah»", "Dr. P1, Dr P1_SURNAME, Dr P1_SHORT_NAME"),
        ("Mr «van der Berg», Mr «Jan van der Berg»", "Mr P1_SURNAME, Mr P1"),
        ("Mr «Bloggs» … «Bloggs»", "Mr P1 … P1"),
        ("«Aisha K» … «Aisha»", "P1 … P1_FORENAME"),
        ("«bloggs» «Bloggs»", "P1 P1_NAME"),
    ]

    static let two: [(String, String)] = [
        // A part that fits two persons belongs to neither.
        ("«Aisha Khan», «Omar Khan»; «Khan»", "P1, P2; P3"),
        ("«Khan» said «Aisha Khan» hit «Omar Khan»", "P1 said P2 hit P3"),
        ("«Aisha Khan», «Aisha Patel»: «Aisha», «Khan»", "P1, P2: P3, P1_SURNAME"),
        ("«Aisha Khan», «Adil Khan»: «A. Khan», «AK», «Omar»", "P1, P2: P3, P4, P5"),
        ("«Aisha Khan», «Aisha Kaya»: «Aisha K», «AK»", "P1, P2: P3, P4"),
        ("«Alex Smith», «Alexander Smith», «Alexandra Smith»", "P1, P2, P3"),
        ("«Tom Smith», «Thomas Jones»: «Tom»", "P1, P2: P3"),
        ("«James Smith», «Olivia James»: «James»", "P1, P2: P3"),
        ("«Aisha Khan», «Aisha Noor Khan», «Aisha Zara Khan»", "P1, P2, P3"),
        // Siblings.
        (
            "«Aisha Khan» and her brother «Omar Khan». «Aisha» cried.",
            "P1 and her brother P2. P1_FORENAME cried."
        ),
        ("«Mohammed Ali», «Muhammad Ali»", "P1, P2"),
        ("«Robert Reed», «Eve Roberts»; «Roberts»", "P1, P2; P3"),
        // A mother and her daughter.
        ("«Aisha Khan» was late. Mrs «Khan» rang.", "P1 was late. Mrs P2 rang."),
        ("Mrs «Khan», mother of «Aisha Khan»; «Khan»", "Mrs P1, mother of P2; P3"),
        ("«Aisha Khan», Mrs «A Khan»", "P1, Mrs P2"),
        ("Mr «Khan» and Mrs «Khan»", "Mr P1 and Mrs P2"),
        ("Mrs «Khan», Miss «Khan»", "Mrs P1, Miss P2"),
        ("Mr «Sam Khan», Mrs «Sam Khan»", "Mr P1, Mrs P2"),
        ("Mr and Mrs «Khan», Mrs «Khan», Mrs «Sara Khan»", "Mr and Mrs P1, Mrs P2_SURNAME, Mrs P2"),
        ("Mr & Mrs «Khan»; Mrs «Khan»", "Mr & Mrs P1; Mrs P2"),
        ("Mrs «Sara Khan», «Aisha Khan»; Mrs «Khan», «Khan»", "Mrs P1, P2; Mrs P1_SURNAME, P3"),
        // Nothing tells that two short names are one.
        ("«Tom» and «Thomas»", "P1 and P2"),
        ("«Aisha» and «Khan»", "P1 and P2"),
        ("«AK» and «Aisha»", "P1 and P2"),
    ]

    @Test(arguments: oneNumber + two)
    func `share a number, and nobody else has it`(text: String, expected: String) {
        #expect(redacted([text]) == [Self.expanded(expected)])
    }

    static let turns: [([String], [String])] = [
        (["«Aisha Khan» is ill", "Ask «Aisha»"], ["P1 is ill", "Ask P1_FORENAME"]),
        (
            ["«Aisha» is ill", "«Aisha Khan», I mean", "«Aisha»"],
            ["P1 is ill", "P1_FULL_NAME, I mean", "P1"]
        ),
        (["«Aisha» is ill", "«Aisha Khan», «Aisha Patel»", "«Aisha Roy»"], ["P1 is ill", "P2, P3", "P4"]),
        (["«Aisha Khan»; «Khan»", "«Omar Khan»", "«Khan»"], ["P1; P1_SURNAME", "P2", "P3"]),
        (["«Aisha», «Khan»", "«Aisha Khan»", "«Aisha», «Aisha Khan»"], ["P1, P2", "P3", "P3_FORENAME, P3"]),
        (["Mrs «Khan»", "«Aisha Khan»", "Mrs «Sara Khan»"], ["Mrs P1", "P2", "Mrs P1_FULL_NAME"]),
        (["«Tom» hit «Ben»", "«Thomas Reed»", "«Ben»"], ["P1 hit P2", "P1_FULL_NAME", "P2"]),
        (
            ["«Alexander Smith»", "«Alex Smith»", "«Alexandra Smith»", "«Alex Smith»"],
            ["P1", "P1_FULL_NAME", "P2", "P3"]
        ),
        (["see [PERSON_1_FORENAME]", "«Aisha Khan»"], ["see [PERSON_1_FORENAME]", "P2"]),
        (["«Bo Li»", "[PERSON_2_SURNAME_7] «Cy Ro» «Ro»"], ["P1", "[PERSON_2_SURNAME_7] P3 P3_SURNAME"]),
    ]

    @Test(arguments: turns)
    func `share it over all messages`(texts: [String], expected: [String]) {
        #expect(redacted(texts) == expected.map(Self.expanded))
    }

    @Test(arguments: turns.map(\.0))
    func `keep their placeholders when the conversation goes on`(texts: [String]) {
        let all = redacted(texts)
        for count in 1..<texts.count where !texts[count...].contains(where: { $0.contains("[PERSON") }) {
            #expect(redacted(Array(texts[..<count])) == Array(all[..<count]))
        }
    }

    @Test func `come back as they were written, whatever the cut`() {
        let channel = AnswerChannel(output: 0, field: "content")
        for (texts, _) in Self.turns + (Self.oneNumber + Self.two).map({ ([$0.0], [$0.1]) }) {
            let sent = redacted(texts).joined(separator: "\n")
            let original = texts.joined(separator: "\n").filter { $0 != "«" && $0 != "»" }
            for pieces in everySplit(of: Array(sent.utf8)) {
                var vault = Vault()
                _ = redacted(texts, into: &vault)
                var restorer = Restorer(vault: vault)
                var shown: [UInt8] = []
                for piece in pieces { shown += restorer.feed(piece, on: channel) }
                shown += restorer.finish(channel)
                #expect(shown.string == original)
            }
        }
    }

    /// With each compared with each other it would take minutes.
    @Test func `are told apart however many there are`() {
        let text = (1...10_000).map { "«Aisha K\(String(repeating: "x", count: $0 % 20))\($0) Khan» «Aisha»" }
            .joined(separator: " ")
        let sent = redacted([text])[0]
        #expect(sent.contains("[PERSON_10001]") && !sent.contains("[PERSON_10002]"))
        #expect(sent.split(separator: " ").filter { $0 == "[PERSON_2]" }.count == 10_000)
    }
}
