import Audit
import Foundation
import Testing

@Suite struct `Exports and reports on the command line` {
    private func withLog(_ body: (Program) throws -> Void) async throws {
        let program = try Program()
        defer { program.remove() }
        let log = try AuditLog(path: program.folder.appending(path: "var/audit.sqlite").path)
        var evidence = Evidence(
            exchange: ExchangeRef(), caller: "key-<b>", profile: "teacher", route: "/v1/chat/completions",
            verdict: .block, rulesDigest: "r", policyDigest: "p")
        evidence.school = "=Oak"
        try await log.block(evidence)
        log.close()
        try body(program)
    }

    @Test func `write every format, also into a file`() async throws {
        try await withLog { program in
            let beginnings = [
                "jsonl": "{\"Id\"", "csv": "\"Sequence\"", "ocsf": "{\"category_uid\":2", "cef": "CEF:0|",
            ]
            for (format, beginning) in beginnings {
                let printed = try program.run("audit", "export", "--format", format)
                #expect(printed.status == 0 && printed.output.hasPrefix(beginning), "\(printed.errors)")
                #expect(printed.errors == "1 record\n")
                // Twice: the second one takes the first one's place.
                for _ in 0..<2 {
                    let written = try program.run("audit", "export", "--format", format, "--out", "export")
                    #expect(written.status == 0 && written.output.isEmpty)
                }
                let file = program.folder.appending(path: "export")
                #expect(try String(contentsOf: file, encoding: .utf8) == printed.output)
                let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
                #expect(mode as? Int == 0o600)
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
            #expect(!files.contains { $0.hasSuffix(".part") })
        }
    }

    @Test func `keep to their period`() async throws {
        try await withLog { program in
            let cases = [
                (["--to", "2020-01-01"], 0), (["--from", "2020-01-01"], 1),
                (["--from", "2999-01-01T00:00:00Z"], 0),
            ]
            for (arguments, count) in cases {
                let result = try program.run(arguments: ["audit", "export"] + arguments)
                #expect(result.output.split(separator: "\n").count == count)
            }
            for arguments in [["--from", "yesterday"], ["--from", "2026-02-01", "--to", "2026-01-01"]] {
                #expect(try program.run(arguments: ["audit", "export"] + arguments).status == 64)
            }
        }
    }

    @Test func `write pages, and a table to a file`() async throws {
        try await withLog { program in
            for audience in ["board", "leadership", "dpo"] {
                let page = try program.run("audit", "report", audience)
                #expect(page.status == 0 && page.output.hasPrefix("<!DOCTYPE html>"), "\(page.errors)")
                #expect(page.output.contains("=Oak") && !page.output.contains("key-"))
                let tables = try program.run(
                    "audit", "report", audience, "--format", "csv", "--out", "tables")
                #expect(tables.status == 0)
                let schools = program.folder.appending(path: "tables/\(audience)-schools.csv")
                #expect(try String(contentsOf: schools, encoding: .utf8).contains("\"'=Oak\","))
            }
            #expect(try program.run("audit", "report", "board", "--format", "csv").status == 64)
        }
    }

    @Test func `say what is wrong and leave nothing half done`() throws {
        let program = try Program()
        defer { program.remove() }
        for arguments in [["export", "--out", "file"], ["report", "board", "--out", "file"]] {
            let result = try program.run(arguments: ["audit"] + arguments)
            #expect(result.status == 2 && result.errors.contains("There is no audit log"))
            #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "file").path))
        }
    }

    @Test func `that need a log make none`() throws {
        let program = try Program()
        defer { program.remove() }
        let review = ["review", "CR-7F3K2Q9D", "--by", "dpo", "--ruling", "training"]
        for arguments in [review, ["proof", "CR-7F3K2Q9D"]] {
            let result = try program.run(arguments: ["audit"] + arguments)
            #expect(result.status == 2 && result.errors.contains("There is no audit log"))
            let path = program.folder.appending(path: "var/audit.sqlite").path
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `say when a file cannot be written`() async throws {
        try await withLog { program in
            let result = try program.run("audit", "export", "--out", "nowhere/file")
            #expect(result.status == 2 && result.errors.contains("nowhere/file cannot be written."))
        }
    }
}
