import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct `The command line` {
    @Test func `scans a text and shows no value`() throws {
        let program = try Program()
        defer { program.remove() }
        let found = try program.run("scan", "-", input: "Her UPN is Z000000026001.\nAsk Mrs Whitlock.\n")
        #expect(found.status == 1)
        #expect(found.output.contains("-:1:12: UPN uk.schools.upn"))
        #expect(found.output.contains("-:2:9: PERSON general.names.after_title"))
        #expect(!found.output.contains("Z000000026001") && !found.output.contains("Whitlock"))
        #expect(try program.run("scan", input: "nothing").status == 0)
    }

    @Test func `scans documents line by line`() throws {
        let program = try Program()
        defer { program.remove() }
        let lines = #"{"id":"a","text":"é UPN Z000000026001"}"# + "\n" + #"{"id":7,"text":"none"}"# + "\n"
        let result = try program.run("scan", "--jsonl", input: lines)
        #expect(result.status == 0)
        #expect(
            result.output
                == #"{"findings":[{"bytes":[7,20],"confidence":99,"entity":"UPN","rule":"uk.schools.upn"}],"id":"a","verdict":"redact"}"#
                + "\n" + #"{"findings":[],"id":7,"verdict":"allow"}"# + "\n"
        )
    }

    @Test func `redacts a text, or says why not`() throws {
        let program = try Program()
        defer { program.remove() }
        let redacted = try program.run("redact", "-", input: "Dear Mrs Whitlock, ring 07700 900123.\n")
        #expect(redacted.status == 0)
        #expect(redacted.output == "Dear Mrs [PERSON_1], ring [PHONE_1].\n")
        let blocked = try program.run("redact", input: "password: purplefox41")
        #expect(blocked.status == 1 && blocked.output.isEmpty)
        #expect(blocked.errors.contains("The policy blocks this text: password."))
    }

    static let failures: [([String], String, Int32, String)] = [
        (["scan", "nowhere.txt"], "", 3, "nowhere.txt cannot be read."),
        (["scan", "--jsonl"], "{\"id\":1}\n", 3, "line 1 is not a document."),
        (["scan", "--rules", "nowhere"], "", 5, "R018 There are no rule packs here."),
        (["scan", "--policy", "none"], "", 5, "R001 The policy file cannot be read."),
        (["scan", "--config", "none.yaml"], "", 5, "R001 The configuration cannot be read."),
        (["scan", "--format", "xml"], "", 64, "--format"),
        (["nonsense"], "", 64, "nonsense"),
        (["audit", "list"], "", 2, "There is no audit log at var/audit.sqlite."),
        (["audit", "list", "XX"], "", 64, "A reference looks like CR-7F3K2Q9D."),
        (["audit", "list", "--database", "env:NONE"], "", 64, "Give --origin."),
        (["audit", "verify", "--database", "env:NONE"], "", 64, "Give --origin or --all."),
        (["audit", "origins"], "", 3, "No database is named."),
        (
            ["audit", "origins", "--database", "postgresql://a:b@db.example/c"], "", 2,
            "has a password in it, for all to read."
        ),
        (["keys", "revoke", "key-none"], "", 3, "There is no key key-none."),
        (["keys", "issue", ""], "", 64, "A label is one line"),
        (["serve", "--endpoints", "none.yaml"], "", 5, "R001 The endpoint register cannot be read."),
        (["serve", "--listen", "here"], "", 5, "R006 This is not an address to listen on."),
        (["stand-in", "--port", "99999"], "", 64, "--port is from 0 to 65535."),
    ]

    @Test(arguments: failures)
    func `fails with its number and a remedy`(
        arguments: [String],
        input: String,
        status: Int32,
        message: String
    ) throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(arguments: arguments, input: input)
        #expect(result.status == status)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test func `tells bad bytes from a clean text`() throws {
        let program = try Program()
        defer { program.remove() }
        let file = program.folder.appending(path: "latin1.txt")
        try Data([0x4D, 0xFC, 0x6C]).write(to: file)
        let result = try program.run("scan", file.path)
        #expect(result.status == 3 && result.errors.contains("is not UTF-8 text."))
    }

    @Test func `checks, tests and lists rules`() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run("rules", "check").output.hasSuffix("rules: no errors\n"))
        #expect(try program.run("rules", "test").output.hasSuffix("examples: all passed\n"))
        #expect(
            try program.run("rules", "list").output.contains(
                "uk.schools.upn\tUPN\ton\tredact\ttrust\t-\tUnique Pupil Number (UPN)\n"))
        #expect(try program.run("config", "check").status == 0)
        #expect(try program.run("config", "show").output.contains("listen\t127.0.0.1:8080\tdefault\n"))
    }

    @Test func `does not serve without the database that its configuration names`() throws {
        let program = try Program()
        defer { program.remove() }
        _ = try program.write("audit_database: postgresql://db.example/evidence\n", to: "cloakroom.yaml")
        for command in [["config", "check"], ["serve"]] {
            let result = try program.run(arguments: command)
            #expect(result.status == 3)
            #expect(result.errors.contains("This build of Cloakroom has no PostgreSQL in it."))
        }
    }

    @Test func `does not serve with rules that fail their examples`() throws {
        let program = try Program()
        defer { program.remove() }
        let rule = """
            pack: bad
            version: 1
            review_by: 2099-01-01
            source: none
            rules:
              - { id: bad.one, title: t, why: w, entity: UPN, pattern: 'X', confidence: 1, examples: { find: ['«Y»'], skip: ['a'] } }
            """
        _ = try program.write(rule, to: "rules/packs/bad.yaml")
        try FileManager.default.copyItem(
            at: Program.root.appending(path: "rules/policies"),
            to: program.folder.appending(path: "rules/policies")
        )
        let result = try program.run("serve", "--rules", "rules")
        #expect(result.status == 7)
        #expect(result.errors.contains("R011") && result.errors.contains("1 of 2 rule examples failed."))
        #expect(try program.run("rules", "test", "--rules", "rules").status == 7)
    }

    @Test func `says so when the port or the evidence is taken`() throws {
        let program = try Program()
        defer { program.remove() }
        let (first, base) = try program.serve("serve", "--listen", "127.0.0.1:0")
        defer { first.terminate() }
        let port = try #require(URL(string: base)?.port)
        let other = try Program()
        defer { other.remove() }
        let result = try other.run("serve", "--listen", "127.0.0.1:\(port)")
        #expect(result.status == 2)
        #expect(result.errors.contains("127.0.0.1:\(port) is taken by another program."))
        let same = try program.run("serve", "--listen", "127.0.0.1:0")
        #expect(same.status == 2)
        #expect(same.errors.contains("Another Cloakroom writes the audit log var/audit.sqlite."))
        first.terminate()
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
    }

    @Test func `shows the demo from all sides`() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run("demo", "--once", "--listen", "127.0.0.1:0")
        #expect(result.status == 0)
        for line in [
            "What the person wrote", "UPN [UPN_1], dob [DATE_OF_BIRTH_1]", "What the person got back",
        ] {
            #expect(result.output.contains(line))
        }
        #expect(result.output.contains("Dear Mrs Whitlock-Hughes, a coat was left"))
    }
}
