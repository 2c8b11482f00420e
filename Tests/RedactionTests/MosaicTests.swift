import Detection
import Testing
import Wire

@testable import Redaction

/// Pieces that say little alone: replaced from a sum on.
@Suite struct `A mosaic` {
    private static func inspector() throws -> Inspector {
        func rule(_ name: String, _ entity: EntityType, _ pattern: String, isOnTrial: Bool = false) -> Rule {
            Rule(
                id: RuleID(name), title: name, entity: entity, matcher: .pattern(pattern), confidence: 90,
                isOnTrial: isOnTrial)
        }
        let rules = try CompiledRules(compiling: [
            rule("age", .age, #"aged \d{1,2}"#), rule("name", .person, #"Jo Bloggs|Al Kos"#),
            rule("birthday", .dateOfBirth, #"\d{2}/\d{2}/\d{4}"#),
            rule("trial", .upn, #"secret"#, isOnTrial: true),
        ])
        let mosaic = Mosaic(limit: 12, weights: [.person: 6, .dateOfBirth: 3, .age: 3, .upn: 10])
        return Inspector(
            rules: rules,
            policy: Policy(
                name: "toy", version: 1, mosaic: mosaic,
                treatments: [
                    .age: .mosaic(.pseudonymize), .person: .redact(.pseudonymize), .dateOfBirth: .allow,
                    .upn: .block,
                ]))
    }

    static let texts: [(String, Verdict, String)] = [
        ("a child aged 8", .allow, "a child aged 8"),
        ("aged 8, aged 9, aged 10, aged 11, aged 12", .allow, "aged 8, aged 9, aged 10, aged 11, aged 12"),
        ("Jo Bloggs, aged 8", .redact, "[PERSON_1], aged 8"),
        ("Jo Bloggs and Al Kos, aged 8", .redact, "[PERSON_1] and [PERSON_2], aged 8"),
        ("Jo Bloggs, aged 8, 01/02/2018", .redact, "[PERSON_1], [AGE_1], 01/02/2018"),
    ]

    @Test(arguments: texts)
    func `replaces the rest when the sum is reached`(text: String, verdict: Verdict, redacted: String) throws
    {
        let inspection = try Self.inspector().inspect(text: Array(text.utf8))
        #expect(inspection.verdict == verdict)
        #expect(String(decoding: inspection.redacted, as: UTF8.self) == redacted)
    }

    @Test func `is one for the whole request`() throws {
        let inspection = try Self.inspector().inspect(chat(saying: "Jo Bloggs, 01/02/2018", "aged 8"))
        let verdicts = inspection.findings.map(\.verdict)
        #expect(verdicts == [.redact, .allow, .redact])
        let sent = try chat(inspection.body?.bytes.string ?? "")
        #expect(sent.segments.map { $0.text.string } == ["[PERSON_1], 01/02/2018", "[AGE_1]"])
    }

    @Test func `is not filled by a rule on trial, which changes nothing`() throws {
        let text = Array("secret, aged 8".utf8)
        let inspection = try Self.inspector().inspect(text: text)
        #expect(inspection.verdict == .allow)
        #expect(inspection.redacted == text)
        #expect(inspection.findings.map(\.rule.rawValue) == ["age"])
        #expect(inspection.trials.map(\.rule.rawValue) == ["trial"])
    }
}
