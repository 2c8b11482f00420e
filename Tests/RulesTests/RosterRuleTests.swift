import Foundation
import Testing

@testable import Detection
@testable import Rules

/// A roster together with the shipped rules, the name model and the lists of public names.
@Suite struct `A roster among the rules` {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "rules").path

    private static let library = Result { () throws -> RuleLibrary in
        var builder = RosterBuilder(keys: try #require(RosterKeys(Array(0..<32))))
        let names = [
            ("Anne", "Frank"), ("Tom", "Newton"), ("Will", "May"), ("Grace", "Long"), ("Rose", "French"),
            ("Kasia", "Wójcik"),
        ]
        for (forename, surname) in names {
            _ = builder.add(RosterPerson(role: .pupil, forenames: [forename], surnames: [surname]))
        }
        _ = builder.add(RosterPerson(role: .staff, forenames: ["Ines"], surnames: ["Whitlock"]))
        return try RuleLibrary.load(
            from: folder, roster: LoadedRoster(roster: builder.build(), digest: "d"),
            today: CalendarDay(Date()))
    }

    /// What the roster's rule finds.
    private static func listed(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        return try library.get().rules.findings(in: bytes.span)
            .filter { $0.rule == RuleID("general.names.roster") }
            .map { "\($0.entity.rawValue)=\(String(decoding: bytes[$0.bytes], as: UTF8.self))" }
    }

    @Test(arguments: [
        "Plan a Year 9 lesson on Anne Frank and her diary.", "Read Anne Frank with 20 pupils.",
        "Newton's second law says that force is mass times acceleration.",
        "Isaac Newton was born in 1642. Newton studied in Cambridge.", "You may will it so.",
        "Long division in Year 6", "The Year 7 French class meets in May.", "Grace and Rose came.",
        "How long may it take, and will May be better?",
    ])
    func `leaves what every lesson speaks of`(text: String) throws {
        #expect(try Self.listed(text) == [])
    }

    @Test(arguments: [
        ("Anne Frank (8R) was late.", ["PUPIL=Anne Frank"]), ("Anne Frank's mum rang.", ["PUPIL=Anne Frank"]),
        ("My pupil Anne Frank was late.", ["PUPIL=Anne Frank"]),
        ("Anne Frank, date of birth 03/09/2014", ["PUPIL=Anne Frank"]),
        ("Mr Newton rang about Tom Newton.", ["PUPIL=Newton", "PUPIL=Tom Newton"]),
        ("will may was late", []), ("Will May was late", ["PUPIL=Will May"]),
        ("Rose French was late for French.", ["PUPIL=Rose French"]),
        ("Dear Mrs Whitlock, thank you.", ["STAFF=Whitlock"]),
    ])
    func `finds a pupil who has such a name where the text is about one`(text: String, found: [String]) throws
    {
        let listed = try Self.listed(text)
        // More than the first would be a later `French`.
        #expect(Array(listed.prefix(found.count)) == found)
        #expect(!found.isEmpty || listed.isEmpty)
    }

    @Test func `changes the digest of the rules, and none of their examples`() throws {
        let library = try Self.library.get()
        #expect(ExampleRun(of: library).failures.isEmpty)
        let without = try RuleLibrary.load(from: Self.folder, today: CalendarDay(Date()))
        #expect(library.digest != without.digest)
        #expect(library.rules.rules.count == without.rules.rules.count + 1)
        #expect(without.packs.flatMap(\.rules).contains { $0.rule.id == RuleID("general.names.roster") })
    }
}
