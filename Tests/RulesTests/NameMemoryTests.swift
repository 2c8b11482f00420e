import Foundation
import TestSupport
import Testing
import Wire

@testable import Detection
@testable import Redaction
@testable import Rules

/// Names that were found once and are found again in part, with the rules that come with Cloakroom.
@Suite struct `A name that was found` {
    private static let library = Result {
        try RuleLibrary.load(
            from: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "rules").path, today: CalendarDay(Date()))
    }

    private static func persons(in text: String, _ rules: CompiledRules, recalls: Bool) throws -> [String] {
        let bytes = Array(text.utf8)
        var findings = try rules.findings(in: bytes.span)
        if recalls {
            var memory = NameMemory()
            rules.remember(findings, in: bytes.span, into: &memory)
            findings = try rules.recalling(memory, besides: findings, in: bytes.span)
        }
        #expect(zip(findings, findings.dropFirst()).allSatisfy { $0.bytes.upperBound <= $1.bytes.lowerBound })
        return findings.filter { $0.entity == .person }.map {
            String(decoding: bytes[$0.bytes], as: UTF8.self)
        }
    }

    /// What is missed without the memory stands in `‹…›`.
    static let again = [
        "«Aisha Khan» was late. Please tell ‹khan›'s mum that «aisha» can sit by the window.",
        "Please tell ‹khan›'s mum. «Aisha Khan» was late.",
        "«Kacper Nowak»'s coat is here. Tell ‹kacpers› dad.",
        "«jayden» wont sit near the window, «poppy» cant see the board, «ismail» talks to «poppy».",
        "its from ‹lincolns› nan. my grandson «lincoln mcbride» is cold",
        "Zainab: so book looks. «Marcus» you did year eight? M. Pritchard: did 8A1. OK so decision, «Marcus» writes to SLT",
    ]

    @Test(arguments: again)
    func `is found again in part, before and behind`(marked: String) throws {
        let rules = try Self.library.get().rules
        let text = marked.filter { !"«»‹›".contains($0) }
        let all = marked.split(whereSeparator: { "«»‹›".contains($0) }).map(String.init)
        #expect(text == all.joined())
        func between(_ open: Character, _ close: Character) -> [String] {
            marked.split(separator: open).dropFirst().compactMap {
                $0.split(separator: close).first.map(String.init)
            }
        }
        let without = try Self.persons(in: text, rules, recalls: false)
        let with = try Self.persons(in: text, rules, recalls: true)
        for missed in between("‹", "›") {
            #expect(
                with.filter { $0 == missed }.count == without.filter { $0 == missed }.count + 1, "\(missed)")
        }
        for found in between("«", "»") { #expect(with.contains(found), "\(found)") }
    }

    static let otherwise = [
        "Mark Okoro did well. Please mark the books. mark scheme attached.",
        "Rose Adeyemi is ill. A rose is a rose.",
        "Spoke to May Osei. In May we go to Kew. It may rain.",
        "Grace Whitlock said: grace is a virtue, by the grace of god.",
        "Lincoln McBride is cold. We drove to Lincoln. lincoln is a city.",
        "Will Okafor was late. will he come? I will ask.",
        "Poppy Green wore a poppy, and the field was green.",
        "Ask Oluwaseun Adebayo about the adebayo-led choir and q=oluwaseun+choir.",
    ]

    @Test(arguments: otherwise)
    func `is not found where its words are ordinary ones`(text: String) throws {
        let rules = try Self.library.get().rules
        let without = try Self.persons(in: text, rules, recalls: false)
        #expect(!without.isEmpty)
        #expect(try Self.persons(in: text, rules, recalls: true) == without)
    }

    @Test func `is not found among those whom everybody may name, nor in a lesson`() throws {
        let rules = try Self.library.get().rules
        var memory = NameMemory()
        let note = Array("Estella Dickens and Duncan Banks were late.".utf8)
        rules.remember(try rules.findings(in: note.span), in: note.span, into: &memory)
        #expect(!memory.isEmpty)
        for text in [
            "Explain how Dickens presents Miss Havisham, Magwitch and Jaggers. How does Estella change Pip?",
            "Compare how Shakespeare presents Macbeth and Lady Macbeth in Act 1, and how Duncan and Banquo see them.",
        ] {
            let bytes = Array(text.utf8)
            let found = try rules.findings(in: bytes.span)
            #expect(try rules.recalling(memory, besides: found, in: bytes.span) == found)
        }
    }

    @Test func `is looked for until the deadline and no longer`() throws {
        let rules = try Self.library.get().rules
        let text = Array("Aisha Khan was late. Tell khan's mum.".utf8)
        var memory = NameMemory()
        let found = try rules.findings(in: text.span)
        rules.remember(found, in: text.span, into: &memory)
        #expect(throws: ScanError.deadline) {
            try rules.recalling(memory, besides: found, in: text.span, until: .at(.now))
        }
    }

    private static func sent(_ messages: [String]) throws -> [String] {
        let list = messages.map { #"{"role":"user","content":"\#($0)"}"# }.joined(separator: ",")
        let request = try APIRequest(
            Array(#"{"model":"m","messages":[\#(list)]}"#.utf8), to: .chatCompletions, limits: JSONLimits())
        let library = try library.get()
        let policy = Policy(
            name: "names", version: 1,
            treatments: Dictionary(
                uniqueKeysWithValues: EntityType.allCases.map {
                    ($0, $0 == .person ? .redact(.pseudonymize) : .allow)
                }))
        let body = try Inspector(rules: library.rules, policy: policy).inspect(request).body
        let again = try APIRequest(try #require(body).bytes, to: .chatCompletions, limits: JSONLimits())
        return again.segments.map { String(decoding: $0.text, as: UTF8.self) }
    }

    @Test func `is found again in every message, and shares its number`() throws {
        #expect(
            try Self.sent([
                "Please tell khan's mum.", "Aisha Khan was late again.", "Did khan come?",
            ]) == [
                "Please tell [PERSON_1]'s mum.", "[PERSON_1_FULL_NAME] was late again.",
                "Did [PERSON_1] come?",
            ])
        // Without the message that says so it is not found: the test above proves something.
        #expect(try Self.sent(["Please tell khan's mum."]) == ["Please tell khan's mum."])
    }

    static let forms: [([String], [String])] = [
        (
            ["Aisha Khan was late. Her mother Mrs Khan rang. Aisha cried."],
            ["[PERSON_1] was late. Her mother Mrs [PERSON_2] rang. [PERSON_1_FORENAME] cried."]
        ),
        (
            ["Rebecca Moss hit Jake Okoro.", "Tell Becky's mum, and Jake's dad Mr Okoro."],
            [
                "[PERSON_1] hit [PERSON_2].",
                "Tell [PERSON_1_NICKNAME]'s mum, and [PERSON_2_FORENAME]'s dad Mr [PERSON_3].",
            ]
        ),
        (
            ["Zainab Begum and her brother Yusuf Begum were off. Zainab is back."],
            ["[PERSON_1] and her brother [PERSON_2] were off. [PERSON_1_FORENAME] is back."]
        ),
        (
            ["Ask Mrs Folasade Oyelaran. Mrs Oyelaran knows."],
            ["Ask Mrs [PERSON_1]. Mrs [PERSON_1_SURNAME] knows."]
        ),
    ]

    @Test(arguments: forms)
    func `is replaced by the person's number`(messages: [String], expected: [String]) throws {
        let sent = try Self.sent(messages)
        #expect(sent == expected)
        // What was sent holds nothing more to find.
        #expect(try Self.sent(sent) == sent)
    }

    @Test func `is not found by a model that is on trial`() throws {
        let rules = try Self.library.get().rules
        let text = Array("Spoke to Zanele Dube.".utf8)
        let names = try #require(rules.names)
        let trial = try CompiledRules(
            compiling: [
                Rule(
                    id: RuleID("toy.names"), title: "names", entity: .person, matcher: .names, confidence: 60,
                    isOnTrial: true)
            ], names: names.finder)
        var memory = NameMemory()
        trial.remember(try rules.findings(in: text.span), in: text.span, into: &memory)
        #expect(memory.isEmpty)
    }
}
