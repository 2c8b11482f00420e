import Detection
import Foundation
import Testing

@testable import Rules

/// Schools' exports, as they come.
@Suite struct `An export` {
    private func rows(_ bytes: Data) throws -> [[String]] {
        try CSVReader.rows(of: bytes, path: "x").map(\.cells)
    }

    private func rows(_ text: String) throws -> [[String]] { try rows(Data(text.utf8)) }

    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a;b\n1;2,5\n", [["a", "b"], ["1", "2,5"]]),
        ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        ("\"a,x\",b\n\"say \"\"hi\"\"\",\"two\nlines\"\n", [["a,x", "b"], ["say \"hi\"", "two\nlines"]]),
        ("a,b\n\n , \n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\nO'Neil, 2 \n", [["a", "b"], ["O'Neil", "2"]]),
        ("a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]),
        ("", []),
    ])
    func `is read in every form`(text: String, expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test func `is read in every encoding`() throws {
        let text = "Forename,Surname\nSeán,Wójcik\n"
        let expected = [["Forename", "Surname"], ["Seán", "Wójcik"]]
        #expect(try rows(Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)) == expected)
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        #expect(try rows(Data([0xFF, 0xFE] + little)) == expected)
        #expect(try rows(Data([0xFE, 0xFF] + big)) == expected)
        let western = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(try rows(Data(western)) == expected)
        #expect(try rows(Data("a\n".utf8 + [0x8A, 0x92])) == [["a"], ["Š’"]])
    }

    @Test func `with a quotation mark that is never closed is refused by its row`() {
        #expect(throws: RosterError.unclosedQuote(path: "x", row: 2)) { try rows("a,b\n\"1,2\n3,4\n") }
    }

    // MARK: - Columns

    private func columns(
        _ header: String, _ mapping: [String: RosterField] = [:], role: RosterPerson.Role = .pupil
    ) throws
        -> RosterColumns
    {
        try RosterColumns(
            header: header.split(separator: ",").map(String.init), mapping: mapping, role: role, path: "x")
    }

    @Test func `has its columns known by their names`() throws {
        let known = try columns(
            "Id,UPN,ULN,AD Username,Exam Candidate Number,UCI,Title,Legal Forename,Middle Name(s),Legal Surname,Preferred Name,DOB,Form,NC Year,E-mail,Contact 1 Name,Contact 1 Relationship,Contact 2 Forename,Contact 2 Surname,Shoe size"
        )
        let fields = Dictionary(known.used.map { ($0.name, $0.field) }) { $1 }
        #expect(fields["Legal Forename"] == .forename)
        #expect(fields["Middle Name(s)"] == .middleNames)
        #expect(fields["Preferred Name"] == .preferredForename)
        #expect(fields["Exam Candidate Number"] == .candidateNumber)
        #expect(fields["E-mail"] == .email)
        #expect(fields["Contact 1 Name"] == .contactName)
        #expect(fields["Contact 2 Surname"] == .contactSurname)
        #expect(known.used.first { $0.name == "Contact 1 Name" }?.contact == 1)
        #expect(known.used.first { $0.name == "Contact 2 Surname" }?.contact == 2)
        #expect(known.unmapped == ["Shoe size"])
    }

    @Test func `takes what somebody says of its columns`() throws {
        let mapped = try columns(
            "Given,Family,Email", ["given": .forename, "FAMILY": .surname, "Email": .ignore])
        #expect(mapped.used.map(\.field) == [.forename, .surname, .ignore])
        #expect(throws: RosterError.unknownColumn(path: "x", column: "Kin")) {
            try columns("Surname", ["Kin": .forename])
        }
        #expect(throws: RosterError.noNameColumn(path: "x")) { try columns("Forename,UPN") }
    }

    // MARK: - People

    private func read(_ text: String, role: RosterPerson.Role = .pupil) throws -> RosterImport {
        let file = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try RosterImport([.init(path: file.path, role: role)])
    }

    @Test func `gives pupils, and their parents once`() throws {
        let found = try read(
            """
            Legal Forename,Preferred Forename,Surname,DOB,UPN,Contact 1 Name,Contact 2 Forename,Contact 2 Surname
            Katarzyna,Kasia,Wójcik,03/09/2014,Z000000026001,Mrs Ines Wójcik,Luuk,van der Berg
            Tomasz,,Wójcik,2016-01-31,,"Wójcik, Ines",,
            """)
        #expect(found.counts == [.pupil: 2, .parent: 2])
        let first = try #require(found.people.first)
        #expect(first.forenames == ["Katarzyna", "Kasia"])
        #expect(first.birthDate == 20_140_903)
        #expect(first.values == [.init(kind: .upn, text: "Z000000026001")])
        #expect(found.people.filter { $0.role == .parent }.map(\.surnames) == [["Wójcik"], ["van der Berg"]])
        #expect(found.rejects.isEmpty)
    }

    @Test func `tells which rows say nothing, and holds nothing of them`() throws {
        let found = try read("Forename,Surname,Form\nJo,Kos,7B\nAl,Kos\n,,8R\nSam,,8R\nSecret,Kos,7B,1\n")
        #expect(found.people.count == 1)
        #expect(found.rejects.map(\.row) == [3, 4, 5, 6])
        #expect(found.rejects.map(\.reason) == [.ragged, .noName, .noSurname, .ragged])
        #expect(!found.rejectsFile.contains("Secret"))
        #expect(found.rejectsFile.hasPrefix("file,row,reason\n"))
    }

    @Test func `without anybody, or that is not there, is refused`() {
        #expect(throws: RosterError.nobody) { try read("Forename,Surname\n") }
        #expect(throws: RosterError.self) { try read("") }
        #expect(throws: RosterError.sourceUnreadable(path: "none.csv")) {
            try RosterImport([.init(path: "none.csv", role: .staff)])
        }
    }

    @Test(arguments: [
        ("03/09/2014", 20_140_903), ("3.9.14", 20_140_903), ("2014-09-03", 20_140_903),
        ("3 September 2014", 20_140_903), ("03-Sep-2014", 20_140_903), ("2014-09-03T00:00:00", 20_140_903),
        ("03/09/2014 00:00", 20_140_903), ("31/12/98", 19_981_231), ("unknown", nil), ("3/13/2014", nil),
    ])
    func `has birth dates in every form`(text: String, date: Int?) {
        #expect(BirthDate.number(text) == date)
    }
}
