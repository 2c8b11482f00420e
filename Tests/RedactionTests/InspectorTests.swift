import Detection
import Redaction
import Testing
import Wire

@Suite struct `An inspection` {
    static let cases: [(String, Verdict, String?)] = [
        ("nothing here", .allow, "nothing here"),
        ("pupil X123", .redact, "pupil [UPN_1]"),
        ("X123 and X124 and X123", .redact, "[UPN_1] and [UPN_2] and [UPN_1]"),
        ("Mr Bloggs has X123", .redact, "Mr [PERSON_1] has [UPN_1]"),
        ("card 1234!", .redact, "card !"),
        ("tel 123456", .redact, "tel ••••56"),
        ("aged 9", .allow, "aged 9"),
        ("hush", .block, nil),
        ("X123 hush", .block, nil),
        ("[UPN_1] is X123", .redact, "[UPN_1] is [UPN_2]"),
        ("é😀X123é", .redact, "é😀[UPN_1]é"),
    ]

    @Test(arguments: cases)
    func `decides and rewrites as the policy says`(text: String, verdict: Verdict, sent: String?) throws {
        let inspection = try toyInspector().inspect(chat(saying: text))
        #expect(inspection.verdict == verdict)
        let body = try inspection.body.map { try chat($0.bytes.string).segments[0].text.string }
        #expect(body == sent)
    }

    @Test func `forwards a prompt without findings byte for byte`() throws {
        let text = "{ \"messages\":[{\"content\" : \"\\u0068i\", \"role\":\"user\"}],\n\"model\":\"m\" }"
        let inspection = try toyInspector().inspect(chat(text))
        #expect(inspection.body?.bytes == Array(text.utf8))
    }

    @Test func `numbers placeholders over all messages`() throws {
        let inspection = try toyInspector().inspect(chat(saying: "X123", "X124", "X123 Mr Bloggs"))
        let sent = try chat(inspection.body?.bytes.string ?? "")
        #expect(sent.segments.map { $0.text.string } == ["[UPN_1]", "[UPN_2]", "[UPN_1] Mr [PERSON_1]"])
    }

    @Test func `gives the same conversation the same placeholders`() throws {
        let inspector = try toyInspector()
        let first = try inspector.inspect(chat(saying: "X125 X124", "Mr Bloggs"))
        let longer = try inspector.inspect(chat(saying: "X125 X124", "Mr Bloggs", "X126"))
        let (short, long) = (first.body?.bytes.string ?? "-", longer.body?.bytes.string ?? "")
        #expect(long.hasPrefix(short.dropLast(2)))
    }

    @Test(arguments: [
        #""metadata":{"X123":"a"}"#, #""metadata":{"a":{"b":["X123"],"X9":1}}"#, #""user":"X123""#,
    ])
    func `sees every field`(field: String) throws {
        let inspection = try toyInspector().inspect(
            chat(#"{"model":"m","messages":[{"role":"user","content":"x"}],\#(field)}"#)
        )
        #expect(inspection.findings.count == 1)
        #expect(!(inspection.body?.bytes.string.contains("X123") ?? false))
    }

    @Test func `blocks what it would redact where nothing can be replaced`() throws {
        let inspection = try toyInspector().inspect(
            chat(#"{"model":"m","messages":[{"role":"user","content":"x"}],"metadata":{"X123":"a"}}"#)
        )
        #expect(inspection.verdict == .block)
        #expect(inspection.body == nil)
    }

    @Test(arguments: [
        ("/v1/embeddings", Surface.embeddings, #"{"model":"m","input":["a X123","b"],"user":"X124"}"#),
        ("/api/embed", .ollamaEmbed, #"{"model":"m","input":"a X123"}"#),
    ])
    func `replaces in texts that become vectors only where the policy says so`(
        path: String, surface: Surface, body: String
    ) throws {
        let request = try APIRequest(Array(body.utf8), to: surface, limits: JSONLimits())
        let blocked = try toyInspector().inspect(request)
        #expect(blocked.verdict == .block && blocked.body == nil)
        let inspector = Inspector(rules: try toyRules(), policy: toyPolicy(vectors: .redact))
        let sent = try #require(try inspector.inspect(request).body?.bytes.string)
        #expect(
            sent
                == body.replacing("X123", with: "[UPN_1]").replacing("X124", with: "[UPN_2]"))
    }

    @Test func `of what was sent finds nothing more to redact`() throws {
        let inspector = try toyInspector()
        for text in Self.cases.map(\.0) where !text.contains("hush") {
            let once = try inspector.inspect(chat(saying: text))
            let again = try inspector.inspect(chat(once.body?.bytes.string ?? ""))
            #expect(again.findings.allSatisfy { $0.verdict == .allow })
        }
    }

    @Test func `that cannot be finished blocks`() throws {
        let slow = Rule(
            id: RuleID("toy.slow"), title: "slow", entity: .upn,
            matcher: .pattern("(?:(?:a{1,30}){1,30}){1,8}[bc]!"), confidence: 90
        )
        let inspector = Inspector(rules: try CompiledRules(compiling: [slow]), policy: toyPolicy())
        let text = String(repeating: "a", count: 5_000) + "!"
        #expect(
            throws: InspectionError.scan(.matchLimit(rule: RuleID("toy.slow")), place: "messages[0].content")
        ) {
            _ = try inspector.inspect(chat(saying: text))
        }
    }

    @Test func `that takes too long blocks`() throws {
        let text = String(repeating: "it rained X12 ", count: 1_000)
        #expect(throws: InspectionError.scan(.deadline, place: "messages[0].content")) {
            _ = try toyInspector().inspect(chat(saying: text), until: .at(.now))
        }
    }

    @Test func `of a kind that the policy does not name blocks`() {
        let policy = Policy(name: "empty", version: 1, treatments: [:])
        for entity in EntityType.allCases { #expect(policy.treatment(of: entity) == .block) }
    }
}
