import Foundation
import Testing

/// `cloakroom rules explain|diff|bench`, as those who tune rules use them.
@Suite(.timeLimit(.minutes(2))) struct `The workbench` {
    private static let pack = """
        pack: toy
        version: 1
        review_by: 2027-07-31
        source: nothing
        rules:
          - id: toy.upn
            title: toy number
            why: For trying out.
            entity: UPN
            pattern: 'X\\d{3}'
            confidence: 80
            context: { words: [number], within: 20, boost: 10 }
            requires: context
            unless: [example]
            examples: { find: ['number «X123»'], skip: ['X123'] }
          - id: toy.special
            title: toy condition
            why: For trying out.
            entity: SENSITIVE
            words: [hiccups]
            confidence: 80
            links: person
            examples: { find: ['number X123 has «hiccups»'], skip: ['hiccups'] }
          - id: toy.nhs
            title: toy NHS number
            why: For trying out.
            entity: NHS_NUMBER
            pattern: '\\d{10}'
            validator: nhs
            confidence: 90
            examples: { find: ['«9990000018»'], skip: ['9990000019'] }
          - id: toy.ten
            title: ten digits
            why: For trying out.
            entity: PHONE
            pattern: '\\d{10}'
            confidence: 50
            examples: { find: ['«1234567890»'], skip: ['123456789'] }

        """

    /// A folder of rules with the pack, changed, and the shipped policies.
    private static func rules(_ program: Program, _ name: String, _ change: (String) -> String = { $0 })
        throws -> String
    {
        _ = try program.write(change(pack), to: "\(name)/packs/toy.yaml")
        let policy = try String(
            contentsOf: Program.root.appending(path: "rules/policies/default.yaml"), encoding: .utf8)
        _ = try program.write(policy, to: "\(name)/policies/default.yaml")
        return program.folder.appending(path: name).path
    }

    static let explained: [(String, [String])] = [
        (
            "the number X123 here",
            ["pattern     matches", "a word stands 1 byte away", "→ found: UPN, confidence 90, redact"]
        ),
        ("a X123 here", ["no word within 20 bytes, and one is needed", "→ not found", "verdict: allow"]),
        ("example number X123", ["a word that vetoes stands 8 bytes away", "→ not found"]),
        ("has hiccups", ["nothing within 200 bytes points at a person", "→ not found"]),
        (
            "number X123 has hiccups",
            ["something points at a person", "→ found: SENSITIVE, confidence 80, block"]
        ),
        ("9990000019", ["nhs refuses: wrong check digits or form", "→ found: PHONE"]),
        ("9990000018", ["nhs accepts", "lost to toy.nhs"]),
        ("number X\u{200B}123", ["is disguised", "→ found: UPN"]),
        (
            "a\tnumber X123\tb\na\tnumber X124\tb\na\tnumber X125\tb",
            ["a list of 3 people", "verdict: block"]
        ),
        ("nothing at all", ["No rule's pattern matches.", "verdict: allow"]),
    ]

    @Test(arguments: explained)
    func `explains why and why not`(text: String, expected: [String]) throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run("rules", "explain", text, "--rules", Self.rules(program, "rules"))
        #expect(result.status == 0)
        for line in expected { #expect(result.output.contains(line), "\(result.output)\(result.errors)") }
    }

    @Test func `explains one place, and which rules came near`() throws {
        let program = try Program()
        defer { program.remove() }
        let rules = try Self.rules(program, "rules")
        let result = try program.run("rules", "explain", "the number is X12", "--at", "15", "--rules", rules)
        #expect(result.output.contains("No rule's pattern matches at byte 15."))
        #expect(result.output.contains("their pattern does not match here:\n    toy.upn, 5 bytes away\n"))
        #expect(try program.run("rules", "explain", "x", "--at", "9", "--rules", rules).status == 3)
    }

    @Test func `tells what a change of rules would do`() throws {
        let program = try Program()
        defer { program.remove() }
        let old = try Self.rules(program, "old")
        let new = try Self.rules(program, "new") {
            $0.replacing("    requires: context\n", with: "").replacing(
                "[hiccups]", with: "[hiccups, sneezes]"
            )
            .replacing("skip: ['X123']", with: "skip: ['X12']")
        }
        let corpus = try program.write(
            #"{"id":"a","text":"X123 sneezes"}"# + "\n" + #"{"id":2,"text":"X123"}"# + "\n"
                + #"{"id":3,"text":"none"}"# + "\n", to: "corpus.jsonl")
        let result = try program.run("rules", "diff", old, new, "--corpus", corpus)
        #expect(result.output.contains("toy.special: newly found 1, no longer found 0"))
        #expect(result.output.contains("toy.upn: newly found 2, no longer found 0"))
        #expect(result.output.contains("verdict allow → block: 1  a\n"))
        #expect(result.output.contains("verdict allow → redact: 1  2\n"))
        #expect(result.output.hasSuffix("3 texts, 1 newly blocked\n"))
        #expect(result.status == 1)
        #expect(try program.run("rules", "diff", old, new, "--corpus", corpus, "--limit", "1").status == 0)
        #expect(
            try program.run("rules", "diff", old, old, "--corpus", program.folder.path + "/none").status == 3)
    }

    @Test func `puts a school's folder on top, which may only tighten`() throws {
        let program = try Program()
        defer { program.remove() }
        let rules = try Self.rules(program, "rules")
        let school = program.folder.path + "/school"
        let head = "policy: default\nversion: 1\nreview_by: 2027-07-31\n"
        _ = try program.write(
            """
            pack: hill
            version: 1
            review_by: 2027-07-31
            source: nothing
            rules:
              - id: hill.room
                title: room code
                why: For trying out.
                entity: SECRET
                pattern: 'room Q\\d'
                confidence: 90
                mode: shadow
                examples: { find: ['«room Q1»'], skip: ['room 1'] }

            """, to: "school/packs/hill.yaml")
        _ = try program.write(
            head + "entities: { UPN: { verdict: block } }\n", to: "school/policies/default.yaml")
        let text = try program.write("number X123, room Q7", to: "text.txt")
        let without = try program.run("scan", text, "--rules", rules)
        #expect(without.output.hasSuffix("redact, findings: 1\n"))
        let with = try program.run("scan", text, "--rules", rules, "--school", school)
        #expect(with.output.contains("SECRET hill.room (shadow: nothing is done)"))
        #expect(with.output.hasSuffix("block, findings: 1\n"))
        let list = try program.run(
            "rules", "list", "--rules", rules, "--school", school, "--config", "none.yaml")
        #expect(list.status != 0)
        let listed = try program.run("rules", "list", "--rules", rules, "--school", school)
        #expect(listed.output.contains("toy.upn\tUPN\ton\tblock\ttrust\t-\ttoy number\n"))
        #expect(listed.output.contains("hill.room\tSECRET\tshadow\tblock\tschool\t-\troom code\n"))
        _ = try program.write(
            head + "entities: { SECRET: { verdict: allow } }\n", to: "school/policies/default.yaml")
        let loose = try program.run("rules", "check", "--rules", rules, "--school", school)
        #expect(loose.errors.contains("R022 The trust's verdict for SECRET is stricter: block."))
        #expect(loose.status != 0)
        #expect(
            try program.run("scan", text, "--school", school + "2").errors.contains(
                "The school's folder is not there."))
    }

    @Test func `reads a folder of texts, too`() throws {
        let program = try Program()
        defer { program.remove() }
        let rules = try Self.rules(program, "rules")
        _ = try program.write("number X123", to: "texts/one/a.txt")
        _ = try program.write("nothing", to: "texts/b.txt")
        let result = try program.run(
            "rules", "diff", rules, rules, "--corpus", program.folder.path + "/texts")
        #expect(result.output == "2 texts, 0 newly blocked\n")
    }

    @Test func `measures each rule`() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run("rules", "bench", "--rules", Self.rules(program, "rules"))
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n").count == 4)
        #expect(result.output.contains(" MB/s  toy.upn"))
    }

    @Test func `reports to editors and build servers`() throws {
        let program = try Program()
        defer { program.remove() }
        let broken = try Self.rules(program, "broken") { $0.replacing("entity: UPN", with: "entity: UPM") }
        let json = try program.run("rules", "check", "--format", "json", "--rules", broken)
        #expect(json.status == 5)
        #expect(
            json.output.contains(#""code" : "R005""#) && json.output.contains(#""line" : 9"#),
            "\(json.output)")
        let sarif = try program.run("rules", "check", "--format", "sarif", "--rules", broken)
        #expect(sarif.output.contains(#""ruleId" : "R005""#) && sarif.output.contains(#""startLine" : 9"#))
        let failing = try Self.rules(program, "failing") { $0.replacing("number «X123»", with: "X123 «is»") }
        let junit = try program.run("rules", "test", "--format", "junit", "--rules", failing)
        #expect(junit.status == 7)
        #expect(junit.output.contains(#"tests="8" failures="1""#) && junit.output.contains(#"type="R011""#))
        #expect(
            try program.run("rules", "test", "--format", "json", "--rules", Self.rules(program, "good"))
                .output == "[\n\n]\n")
    }
}
