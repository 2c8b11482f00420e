import Audit
import Foundation
import Testing

@testable import cloakroom

@Suite(.timeLimit(.minutes(2))) struct `The evidence's keys` {
    private static let passphrase = "umbrella gravel tuesday"

    /// Makes a key and gives its public line.
    private func makeKey(_ program: Program, _ name: String, _ kind: String = "xwing") throws -> String {
        let made = try program.run(
            "evidence", "keygen", "--name", name, "--out", "\(name).key", "--kind", kind,
            input: Self.passphrase + "\n")
        try #require(made.status == 0, "\(made.errors)")
        return made.output
    }

    @Test(arguments: ["xwing", "x25519"])
    func `are made, and told what to do with`(kind: String) throws {
        let program = try Program()
        defer { program.remove() }
        let made = try program.run(
            "evidence", "keygen", "--name", "dpo", "--out", "dpo.key", "--kind", kind,
            input: Self.passphrase + "\n")
        #expect(made.status == 0)
        #expect(made.output.hasPrefix("cloakroom-evidence-key1:\(kind):dpo:"))
        #expect(made.output.hasSuffix("\n") && made.output.split(separator: "\n").count == 1)
        #expect(made.errors.contains("nobody can bring it back"))
        #expect(!(made.output + made.errors).contains("umbrella"))
        let path = program.folder.appending(path: "dpo.key").path
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let shown = try program.run("evidence", "key", "show", "dpo.key")
        #expect(shown.status == 0 && shown.output == made.output)
        let id = try #require(made.output.split(separator: ":").dropFirst(3).first)
        #expect(shown.errors == "dpo (\(kind)): \(id)\n")
        let listed = try program.run(
            "evidence", "key", "show", program.write("# all\n" + made.output, to: "recipients"))
        #expect(listed.output == made.output)
    }

    @Test func `open what was sealed to them, and only that`() throws {
        let program = try Program()
        defer { program.remove() }
        let fixtures = Program.root.appending(path: "fixtures/evidence")
        let sealed = try Data(contentsOf: fixtures.appending(path: "CR-7F3K2Q9D.sealed"))
        let text = #"{"messages":[{"role":"user","content":"invented: é ☂ 08:15"}]}"#
        _ = try program.write(Self.passphrase + "\n", to: "phrase")
        let parcel = program.folder.appending(path: "parcel")
        func open(_ bytes: Data, _ key: String, _ more: String..., phrase: String = "phrase") throws
            -> Program.Result
        {
            try bytes.write(to: parcel)
            return try program.run(
                arguments: [
                    "evidence", "open", "parcel", "--passphrase-file", phrase, "--key",
                    fixtures.appending(path: key).path,
                ] + more)
        }
        for key in ["dpo.key", "deputy.key"] {
            let opened = try open(sealed, key)
            #expect(opened.status == 0 && opened.output == text && opened.errors.isEmpty)
        }
        #expect(try open(sealed, "dpo.key", "--out", "prompt.json").output.isEmpty)
        let written = program.folder.appending(path: "prompt.json")
        #expect(try Data(contentsOf: written) == Data(text.utf8))
        let mode = try FileManager.default.attributesOfItem(atPath: written.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try open(sealed, "dpo.key", "--out", "prompt.json").status == 3)

        var moved = sealed
        moved.replaceSubrange(
            try #require(moved.firstRange(of: Data("7F3K2Q9D".utf8))), with: Data("7F3K2Q9E".utf8))
        _ = try program.write("umbrella gravel friday", to: "wrong")
        let refused: [(Program.Result, String)] = [
            (try open(moved, "dpo.key"), "belongs to another exchange"),
            (try open(sealed, "dpo.key", phrase: "wrong"), "This passphrase does not open the key."),
            (try open(sealed.prefix(900), "dpo.key"), "This sealed original is damaged."),
            (try open(Data(), "dpo.key"), "This is not a sealed original."),
            (try open(try sealedToAnother(), "dpo.key"), "This original is sealed to others"),
        ]
        for (result, message) in refused {
            #expect(result.status == 3 && result.output.isEmpty)
            #expect(result.errors.contains(message), "\(result.errors)")
        }
    }

    private func sealedToAnother() throws -> Data {
        let recipients = try #require(Recipients([EvidenceKey(.x25519).recipient(named: "another")]))
        let context = SealingContext(origin: "a/b", exchange: ExchangeRef(), rulesDigest: "aa")
        let original = try SealedOriginal(sealing: Data("text".utf8), to: recipients, context: context)
        return SealedParcel(original, context: context).bytes
    }

    @Test func `do not let a prompt steer the terminal`() {
        let text = "{\"content\":\"é \u{1B}[31m\u{202E}\u{9B}\"}\n\tend"
        #expect(Terminal.harmless(text.utf8) == "{\"content\":\"é \\u{1B}[31m\\u{202E}\\u{9B}\"}\n\tend")
    }

    @Test func `are not made where that would do harm`() throws {
        let program = try Program()
        defer { program.remove() }
        _ = try program.write("precious", to: "there.key")
        let table: [([String], String, String)] = [
            (
                ["--name", "dpo", "--out", "there.key"], Self.passphrase,
                "There is a file at there.key already."
            ),
            (["--name", "d po", "--out", "a.key"], Self.passphrase, "A key's name is"),
            (["--name", "dpo", "--out", "a.key"], "short\n", "it needs 12"),
            (["--name", "dpo", "--out", "a.key"], "abcdefghijklmnop\n", "goes up a row"),
            (["--name", "dpo", "--out", "a.key"], "", "There is no passphrase."),
            (
                ["--name", "dpo", "--out", "nowhere/a.key"], Self.passphrase,
                "nowhere/a.key cannot be written"
            ),
            (["--name", "dpo", "--out", "a.key", "--passphrase-file", "none"], "", "none cannot be read"),
        ]
        for (arguments, input, message) in table {
            let result = try program.run(arguments: ["evidence", "keygen"] + arguments, input: input)
            #expect(result.status == 3 && result.output.isEmpty)
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(result.errors.contains("\n    hint: "))
        }
        #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "a.key").path))
        #expect(
            try String(contentsOf: program.folder.appending(path: "there.key"), encoding: .utf8) == "precious"
        )
        #expect(
            try program.run("evidence", "keygen", "--name", "a", "--out", "a", "--kind", "rsa").status == 64)
        #expect(try program.run("evidence", "key", "show", "nowhere.key").status == 3)
    }

    @Test func `are read when the gateway starts, or it does not start`() throws {
        let program = try Program()
        defer { program.remove() }
        let line = try makeKey(program, "dpo", "x25519")
        _ = try program.write(
            "rules: \(try program.copyFewRules().path)\nevidence_keys: recipients\n", to: "cloakroom.yaml")
        #expect(
            try program.run("config", "show").output.contains("evidence_keys\trecipients\tfile\n"))
        let missing = try program.run("serve", "--listen", "127.0.0.1:0")
        #expect(missing.status == 3)
        #expect(
            missing.errors.contains(
                "recipients: The recipients' file cannot be read.\n    hint: Check the path in evidence_keys")
        )
        _ = try program.write("# reviewers\n" + line.replacing(":dpo:", with: ":dpo:0"), to: "recipients")
        let broken = try program.run("serve", "--listen", "127.0.0.1:0")
        #expect(broken.status == 3)
        #expect(broken.errors.contains("recipients:2: This key and its id do not belong together."))
        let key = try String(contentsOf: program.folder.appending(path: "dpo.key"), encoding: .utf8)
        _ = try program.write(key, to: "recipients")
        let secret = try program.run("config", "check")
        #expect(secret.status == 3 && secret.errors.contains("recipients:1: This is a private key."))
        _ = try program.write(line, to: "recipients")
        let good = try program.run("config", "check")
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.errors.contains("Originals of blocked prompts are sealed to dpo, "))
        #expect(good.errors.contains("warning: evidence_keys has one key only"))
    }

    @Test func `are recorded whenever the gateway starts`() throws {
        let program = try Program()
        defer { program.remove() }
        var expected: [String] = []
        for name in ["dpo", "stranger"] {
            let line = try makeKey(program, name, "x25519")
            _ = try program.write(line, to: "recipients")
            _ = try program.write("evidence_keys: recipients\n", to: "cloakroom.yaml")
            let (process, _) = try program.serve("serve", "--listen", "127.0.0.1:0")
            process.terminate()
            process.waitUntilExit()
            expected.append(try #require(line.split(separator: ":").dropFirst(3).first.map(String.init)))
        }
        let events = try program.run("audit", "export", "--format", "jsonl").output.split(separator: "\n")
            .filter { $0.contains(#""Operation":"RecipientsSet""#) }
        #expect(events.count == 2)
        for (event, id) in zip(events, expected) { #expect(event.contains(#""Keys":["\#(id)"]"#)) }
    }
}

@Suite(.timeLimit(.minutes(2))) struct `The gateway's memory` {
    @Test func `stays out of core dumps and crash reports`() throws {
        let program = try Program()
        defer { program.remove() }
        let (process, _) = try program.serve("serve", "--listen", "127.0.0.1:0")
        defer { process.terminate() }
        let folder = "/proc/\(process.processIdentifier)"
        let limits = try String(contentsOfFile: folder + "/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(line.firstMatch(of: /size\s+0\s+0\s/) != nil, "\(line)")
        // Where the kernel has it: what would be left of a dump has no memory in it.
        if let filter = try? String(contentsOfFile: folder + "/coredump_filter", encoding: .utf8) {
            #expect(filter.trimmingCharacters(in: .whitespacesAndNewlines) == "00000000")
        }
        if geteuid() != 0 {
            // Not dumpable: what belongs to the process in /proc is root's.
            #expect(try FileManager.default.attributesOfItem(atPath: folder)[.ownerAccountID] as? Int == 0)
        }
        kill(process.processIdentifier, SIGSEGV)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        // Swift's own report would show memory behind registers.
        let said = (process.standardError as? Pipe)?.fileHandleForReading.availableData ?? Data()
        #expect(said.isEmpty, "\(String(decoding: said, as: UTF8.self))")
        let files = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
        #expect(!files.contains { $0.hasPrefix("core") }, "\(files)")
    }
}
