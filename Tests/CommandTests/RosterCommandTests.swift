import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct `The roster's commands` {
    private static let pupils = """
        Legal Forename,Preferred Forename,Surname,DOB,Form,Contact 1 Name,Shoe size
        Katarzyna,Kasia,Wójcik,03/09/2014,8R,Mrs Ines Wójcik,4
        Tomasz,,Wójcik,31/01/2016,7B,,5
        Osian,,Gwilym,01/02/2015,7B,,6
        Secretive,,,01/02/2015,7B,,6
        """
    private static let staff = "Title,Forename,Surname,Staff Code\nMrs,Katherine,Beddoes,KBE\n"

    @Test func `build a roster, show it, and find people with it`() throws {
        let program = try Program()
        defer { program.remove() }
        let pupils = try program.write(Self.pupils, to: "pupils.csv")
        let staff = try program.write(Self.staff, to: "staff.csv")
        let built = try program.run(
            "roster", "build", "--pupils", pupils, "--staff", staff, "--roster-key", "key", "--make-key",
            "--roster", "people.roster")
        #expect(built.status == 0, "\(built.errors)")
        #expect(built.output.contains("people: 3 pupil, 1 parent, 1 staff; rows left out: 1"))
        #expect(built.output.contains("not used, because nothing is known of: Shoe size"))
        let rejects = try String(
            contentsOf: program.folder.appending(path: "people.roster.rejects.csv"), encoding: .utf8)
        #expect(rejects.contains("pupils.csv\",5,\"It has no surname.\""))
        for text in [built.output, built.errors, rejects] {
            for name in ["Kasia", "Wójcik", "Gwilym", "Beddoes", "Secretive"] {
                #expect(!text.contains(name))
            }
        }
        let info = try program.run("roster", "info", "people.roster")
        #expect(info.status == 0)
        #expect(info.output.contains("pupil\t3\nparent\t1\nstaff\t1\n"))
        let text = "Kasia Wójcik told Mrs Beddoes. Then Kasia left.\n"
        let redacted = try program.run(
            "redact", "-", "--roster", "people.roster", "--roster-key", "key", input: text)
        #expect(redacted.status == 0, "\(redacted.errors)")
        #expect(redacted.output.hasPrefix("[PUPIL_1] told Mrs [STAFF_1]. Then [PUPIL_"))
        let configured = try program.write("roster: people.roster\nroster_key: key\n", to: "cloakroom.yaml")
        let scanned = try program.run(
            "scan", "--jsonl", "--config", configured, input: #"{"id":1,"text":"Kasia Wójcik"}"#)
        #expect(scanned.output.contains(#""entity":"PUPIL","person":1,"rule":"general.names.roster""#))
    }

    @Test func `write nothing in a dry run, and refuse what shrank`() throws {
        let program = try Program()
        defer { program.remove() }
        let pupils = try program.write(Self.pupils, to: "pupils.csv")
        let dry = try program.run(
            "roster", "build", pupils, "--dry-run", "--roster-key", "key", "--make-key")
        #expect(dry.status == 0)
        #expect(dry.output.contains("Surname → surname"))
        let files = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
        #expect(Set(files) == ["pupils.csv", "in", "out", "err"])
        func build(_ file: String, _ more: String...) throws -> Program.Result {
            try program.run(arguments: ["roster", "build", file, "--roster-key", "key", "--make-key"] + more)
        }
        #expect(try build(pupils).status == 0)
        let fewer = try program.write("Forename,Surname\nOsian,Gwilym\n", to: "fewer.csv")
        let refused = try build(fewer)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("over a fifth less") && refused.errors.contains("--allow-shrink"))
        #expect(try build(fewer, "--allow-shrink").status == 0)
        #expect(try build(fewer, "--map", "Forename=ignore").status == 0)
        #expect(try build(fewer, "--map", "Forename=nothing").errors.contains("There is no field “nothing”."))
        #expect(try build(fewer, "--preview").status == 64)
    }

    @Test func `say what is wrong, and scan nothing without the roster`() throws {
        let program = try Program()
        defer { program.remove() }
        let missing = try program.run("scan", "--roster", "none", "--roster-key", "env:NONE", input: "x")
        #expect(missing.status == 2)
        let checked = try program.run(
            "rules", "check", "--format", "json", "--roster", "none", "--roster-key", "env:NONE")
        #expect(checked.status == 2)
        #expect(missing.errors.contains("The roster's key is not at env:NONE."))
        let file = try program.write("no roster", to: "people.roster")
        let key = try program.write(String(repeating: "0a", count: 32), to: "key")
        let wrong = try program.run("scan", "--roster", file, "--roster-key", key, input: "x")
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("is no roster of this version"))
    }
}
