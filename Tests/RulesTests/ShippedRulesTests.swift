import Detection
import Foundation
import Redaction
import Testing

@testable import Rules

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite struct `The rules that come with Cloakroom` {
    private func library() throws -> RuleLibrary {
        try RuleLibrary.load(from: root.appending(path: "rules").path, today: CalendarDay(Date()))
    }

    @Test func `find and skip what their examples say`() throws {
        let run = ExampleRun(of: try library())
        #expect(run.failures.map(\.description) == [])
        #expect(run.count >= 2_000)
    }

    @Test func `have five examples of each sort at least`() throws {
        // But for the roster's, which finds nobody whom every school has.
        for rule in try library().packs.flatMap(\.rules) where rule.rule.matcher != .roster {
            #expect(rule.examples.count { !$0.isSkip } >= 5, "\(rule.rule.id)")
            #expect(rule.examples.count { $0.isSkip } >= 5, "\(rule.rule.id)")
        }
    }

    @Test(arguments: ["default", "strict"])
    func `are covered by each policy`(name: String) throws {
        let file = root.appending(path: "rules/policies/\(name).yaml").path
        let loaded = try LoadedPolicy.load(from: file, today: CalendarDay(Date()))
        #expect(loaded.policy.name == name)
        #expect(loaded.policy.treatment(of: .secret).verdict(inFullMosaic: true) >= .redact)
        #expect(loaded.policy.treatment(of: .sensitive) == .block)
        #expect(loaded.policy.treatment(of: .confidential) == .block)
    }

    @Test func `give one digest for one set of files`() throws {
        #expect(try library().digest == library().digest)
        #expect(try library().digest.count == 64)
    }
}

@Suite struct `A policy file` {
    private func diagnostics(_ change: (String) -> String) throws -> [String] {
        let source = try String(
            contentsOf: root.appending(path: "rules/policies/default.yaml"), encoding: .utf8)
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(change(source), to: "p.yaml")
        do throws(RuleDiagnostics) {
            return try LoadedPolicy.load(from: folder.path + "/p.yaml", today: CalendarDay(Date())).warnings
                .map(\.description)
        } catch {
            return error.diagnostics.map { $0.description.replacing(folder.path, with: "…") }
        }
    }

    @Test func `must say what happens to every kind`() throws {
        let found = try diagnostics {
            $0.replacing("  UPN: { verdict: redact, operator: pseudonymize }\n", with: "")
        }
        #expect(found.count == 1 && found[0].contains("R015 The policy does not say what happens to UPN."))
    }

    @Test(arguments: [
        ("UPN: { verdict: redact }", "R003"), ("UPN: { verdict: forward }", "R005"),
        ("UPN: { verdict: allow, operator: remove }", "R002"),
        ("UPN: { verdict: redact, operator: mask }", "R003"),
        ("UPN: { verdict: redact, operator: mask, keep_last: 9 }", "R006"),
        ("UPN: { verdict: redact, operator: hide }", "R005"), ("UPM: { verdict: block }", "R002"),
    ])
    func `with a wrong verdict is refused`(line: String, code: String) throws {
        let found = try diagnostics {
            $0.replacing("UPN: { verdict: redact, operator: pseudonymize }\n", with: line + "\n")
        }
        #expect(found.contains { $0.contains(": \(code) ") }, "\(found)")
    }

    @Test func `says what becomes of texts to embed`() throws {
        let wrong = try diagnostics { $0.replacing("embeddings: block", with: "embeddings: allow") }
        #expect(wrong.count == 1 && wrong[0].contains("p.yaml:10:13: R005 "), "\(wrong)")
        let misspelt = try diagnostics { $0.replacing("embeddings: block", with: "embedings: block") }
        #expect(misspelt.count == 1 && misspelt[0].contains("Did you mean `embeddings`?"), "\(misspelt)")
    }

    @Test(arguments: [
        ("", "", Policy.BlockStyle.error, nil),
        ("block_style: assistant_message", "", .assistantMessage, nil),
        ("block_style: assistant_message", "block_style: error", .error, nil),
        ("footer: trust", "block_style: assistant_message", .assistantMessage, "trust"),
        ("footer: trust", "footer: ' school '", .error, "school"),
    ])
    func `of a school may tell of blocks, and label answers, in its own way`(
        trust: String, school: String, style: Policy.BlockStyle, footer: String?
    ) throws {
        let source = try String(
            contentsOf: root.appending(path: "rules/policies/default.yaml"), encoding: .utf8)
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(source + "\n" + trust, to: "p.yaml")
        try folder.write("policy: default\nversion: 1\nreview_by: 2099-07-31\n" + school, to: "s.yaml")
        let today = CalendarDay(Date())
        let policy = try LoadedPolicy.load(from: folder.path + "/p.yaml", today: today)
            .tightened(by: folder.path + "/s.yaml", today: today).policy
        #expect(policy.blockStyle == style)
        #expect(policy.footer == footer.flatMap { AnswerFooter($0) })
    }

    @Test(arguments: [
        ("block_style: message", "R005"), ("footer: ' '", "R006"), ("footer: ''", "R004"),
        ("footer: [a]", "R004"), ("footer: \(String(repeating: "x", count: 501))", "R006"),
    ])
    func `with a wrong way to tell is refused`(line: String, code: String) throws {
        let found = try diagnostics { $0 + "\n" + line }
        #expect(found.count == 1 && found[0].contains(": \(code) "), "\(found)")
    }

    @Test(arguments: [
        ("block", "", Policy.VectorTreatment.block), ("redact", "", .redact), ("", "", .block),
        ("redact", "block", .block), ("redact", "redact", .redact),
    ])
    func `of a school may block texts to embed that the trust's redacts`(
        trust: String, school: String, expected: Policy.VectorTreatment
    ) throws {
        let source = try String(
            contentsOf: root.appending(path: "rules/policies/default.yaml"), encoding: .utf8)
        let folder = RulesFolder()
        defer { folder.remove() }
        let line = trust.isEmpty ? "" : "embeddings: \(trust)"
        try folder.write(source.replacing("embeddings: block", with: line), to: "p.yaml")
        let own = school.isEmpty ? "" : "embeddings: \(school)\n"
        try folder.write("policy: default\nversion: 1\nreview_by: 2099-07-31\n" + own, to: "s.yaml")
        let today = CalendarDay(Date())
        let policy = try LoadedPolicy.load(from: folder.path + "/p.yaml", today: today)
            .tightened(by: folder.path + "/s.yaml", today: today)
        #expect(policy.policy.vectors == expected)
        guard trust == "block" else { return }
        try folder.write(
            "policy: default\nversion: 1\nreview_by: 2099-07-31\nembeddings: redact\n", to: "s.yaml")
        #expect(throws: RuleDiagnostics.self) {
            try policy.tightened(by: folder.path + "/s.yaml", today: today)
        }
    }

    @Test func `that is not there is an error`() {
        #expect(throws: RuleDiagnostics.self) {
            try LoadedPolicy.load(from: "/nowhere.yaml", today: CalendarDay(Date()))
        }
    }
}

@Suite struct `The endpoint register` {
    private func load(_ change: (String) -> String) throws -> (endpoints: [Endpoint], problems: [String]) {
        let source = try String(
            contentsOf: root.appending(path: "rules/endpoints.example.yaml"), encoding: .utf8)
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(change(source), to: "e.yaml")
        guard let today = RulesFolder.today else { return ([], ["no day"]) }
        do throws(RuleDiagnostics) {
            return (try EndpointRegister.load(from: folder.path + "/e.yaml", today: today).endpoints, [])
        } catch {
            return ([], error.diagnostics.map(\.description))
        }
    }

    @Test func `reads the example`() throws {
        let (endpoints, problems) = try load { $0 }
        #expect(problems == [])
        #expect(endpoints.map(\.id) == ["azure-uk"])
        #expect(endpoints[0].models == ["gpt-4.1", "gpt-4.1-mini"])
        #expect(endpoints[0].keySource == .environment("CLOAKROOM_KEY_AZURE_UK"))
    }

    static let refused: [(String, String, String)] = [
        ("no_training: true ", "no_training: false ", "R016"),
        ("review_by: 2027-07-31", "review_by: 2025-07-31", "R016"),
        ("    dpia_ref: DPIA-2026-014\n", "", "R003"),
        ("    owner: Head of IT\n", "", "R003"),
        ("https://trust", "http://trust", "R006"),
        ("https://trust", "https://user:pw@trust", "R006"),
        ("/openai/v1 ", "/openai/v1?x=1 ", "R006"),
        ("[gpt-4.1, gpt-4.1-mini]", "[]", "R003"),
        ("id: azure-uk", "id: Azure UK", "R006"),
        ("{ env: CLOAKROOM_KEY_AZURE_UK }", "sk-123", "R004"),
        ("{ env: CLOAKROOM_KEY_AZURE_UK }", "{ credential: ../x }", "R006"),
        ("connect: 5", "connect: 5000", "R006"),
        ("timeouts:", "timeout:", "R002"),
        ("api: openai ", "api: openapi ", "R006"),
        ("api: openai ", "api: azure ", "R003"),
        ("    api: openai ", "    api_version: 2024-10-21\n    api: openai ", "R006"),
        ("    api: openai ", "    api_version: 2024/10\n    api: azure ", "R006"),
    ]

    @Test(arguments: refused)
    func `approves nothing by accident`(old: String, new: String, code: String) throws {
        let (endpoints, problems) = try load { $0.replacing(old, with: new) }
        #expect(endpoints.isEmpty)
        #expect(problems.contains { $0.contains(": \(code) ") }, "\(problems)")
    }
}

@Suite struct `The configuration` {
    @Test func `takes flags before the environment before the file before defaults`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write("listen: 127.0.0.1:1111\npolicy: strict\nconnections: 9\n", to: "c.yaml")
        let configuration = try Configuration.load(
            file: folder.path + "/c.yaml",
            environment: ["CLOAKROOM_LISTEN": "127.0.0.1:2222", "CLOAKROOM_POLICY": "a"],
            flags: [.listen: "[::1]:3333"]
        )
        #expect(configuration.listenAddress.host == "::1" && configuration.listenAddress.port == 3333)
        #expect(configuration.values[.policy]?.origin == .environment)
        #expect(configuration.number(.connections) == 9)
        #expect(configuration.values[.audit]?.origin == .preset)
    }

    static let wrong: [(String, [String: String], String)] = [
        ("listen: 8080\n", [:], "c.yaml:1:9: R006 This is not an address to listen on."),
        (
            "lisen: x\n", [:],
            "c.yaml:1:1: R002 The configuration has no key `lisen`.\n    hint: Did you mean `listen`?"
        ),
        ("request_bytes: 1\n", [:], "c.yaml:1:16: R006 The largest request is not from 1024"),
        ("log_level: loud\n", [:], "c.yaml:1:12: R006 There is no such log level."),
        ("policy: ../x\n", [:], "c.yaml:1:9: R006 A policy is a name, not a path."),
        (
            "listen: 127.0.0.1:1\n", ["CLOAKROOM_EVIDENCE_KEYS": ""],
            "CLOAKROOM_EVIDENCE_KEYS: R006 This setting is empty."
        ),
        (
            "listen: 127.0.0.1:1\n", ["CLOAKROOM_LISTN": "x"],
            "CLOAKROOM_LISTN: R006 There is no such setting."
        ),
        ("listen: 127.0.0.1:1\n", ["CLOAKROOM_LISTEN": "x"], "CLOAKROOM_LISTEN: R006 This is not an address"),
    ]

    @Test(arguments: wrong)
    func `that is wrong says where`(text: String, environment: [String: String], expected: String) throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(text, to: "c.yaml")
        do throws(RuleDiagnostics) {
            _ = try Configuration.load(file: folder.path + "/c.yaml", environment: environment, flags: [:])
            Issue.record("nothing was wrong")
        } catch {
            let shown = error.diagnostics.map { $0.description.replacing(folder.path + "/", with: "") }
            #expect(shown.contains { $0.hasPrefix(expected) }, "\(shown)")
        }
    }
}
