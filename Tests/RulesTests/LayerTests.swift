import Detection
import Redaction
import Testing

@testable import Rules

/// A school's folder on top of the trust's: it may only tighten.
@Suite struct `A school's layer` {
    private static let code = pack(
        [
            "id": "school.code", "entity": "AGE", "pattern": "'a X\\d{3}|Z\\d'", "confidence": "100",
            "examples": "{ find: ['«Z1»'], skip: ['Z'] }",
        ], head: ["pack": "school"])

    @Test func `adds rules that take nothing from the trust's`() throws {
        let (trust, school) = (RulesFolder(), RulesFolder())
        defer { [trust, school].forEach { $0.remove() } }
        try trust.write(pack(), to: "packs/test/one.yaml")
        try school.write(Self.code, to: "packs/school.yaml")
        let today = try #require(RulesFolder.today)
        let alone = try RuleLibrary.load(from: trust.path, today: today)
        let both = try RuleLibrary.load(from: trust.path, school: school.path, today: today)
        let text = Array("Z1 and a X123".utf8)
        #expect(try alone.rules.findings(in: text.span).map(\.bytes) == [9..<13])
        let found = try both.rules.findings(in: text.span)
        #expect(found.map(\.bytes) == [0..<2, 7..<9, 9..<13])
        #expect(found.map(\.rule.rawValue) == ["school.code", "school.code", "test.one.code"])
        #expect(alone.digest != both.digest)
    }

    @Test func `cannot take a trust's rule away by its name`() throws {
        let (trust, school) = (RulesFolder(), RulesFolder())
        defer { [trust, school].forEach { $0.remove() } }
        try trust.write(pack(), to: "packs/test/one.yaml")
        try school.write(pack(["mode": "off"]), to: "packs/test/one.yaml")
        let today = try #require(RulesFolder.today)
        let error = try #require(throws: RuleDiagnostics.self) {
            try RuleLibrary.load(from: trust.path, school: school.path, today: today)
        }
        #expect(error.diagnostics.map(\.code) == [.duplicateID])
    }

    private static let head = "policy: default\nversion: 1\nreview_by: 2027-07-31\n"

    private static func policy(
        _ school: String?,
        trust entities: [String: String] = [:]
    ) throws -> LoadedPolicy {
        let folder = RulesFolder()
        defer { folder.remove() }
        let all = EntityType.allCases.map { entity in
            "  \(entity.rawValue): \(entities[entity.rawValue] ?? "{ verdict: redact, operator: mask, keep_last: 2 }")"
        }
        try folder.write(head + "table_rows: 3\nentities:\n" + all.joined(separator: "\n"), to: "trust.yaml")
        if let school { try folder.write(head + school, to: "school.yaml") }
        let today = try #require(RulesFolder.today)
        return try LoadedPolicy.load(from: folder.path + "/trust.yaml", today: today)
            .tightened(by: folder.path + "/school.yaml", today: today)
    }

    @Test func `tightens a policy`() throws {
        let without = try Self.policy(nil)
        let with = try Self.policy("table_rows: 2\nentities: { UPN: { verdict: block } }")
        #expect(without.policy.treatment(of: .upn) == .redact(.mask(keepLast: 2)))
        #expect(with.policy.treatment(of: .upn) == .block)
        #expect(with.policy.treatment(of: .uln) == .redact(.mask(keepLast: 2)))
        #expect(with.policy.tableRowCountMin == 2)
        #expect(with.digest != without.digest)
    }

    static let looser = [
        "table_rows: 4", "entities: { UPN: { verdict: allow } }",
        "entities: { UPN: { verdict: redact, operator: mask, keep_last: 3 } }",
    ]

    @Test(arguments: looser)
    func `cannot loosen one`(school: String) throws {
        let error = try #require(throws: RuleDiagnostics.self) { try Self.policy(school) }
        #expect(error.diagnostics.map(\.code) == [.looser])
    }

    @Test func `cannot use a verdict that allows where the trust blocks`() throws {
        let error = try #require(throws: RuleDiagnostics.self) {
            try Self.policy(
                "entities: { UPN: { verdict: redact, operator: remove }, ULN: { verdict: block } }",
                trust: ["UPN": "{ verdict: block }"])
        }
        #expect(error.diagnostics.map(\.line) == [4])
    }
}
