import Detection
import Foundation
import Testing

@testable import Rules

/// What a roster's file promises.
@Suite struct `A roster's file` {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID().uuidString)")
    private let keys: RosterKeys
    private let path: String

    private static let names = ["Katarzyna", "Kasia", "Wójcik", "Oyelaran"]

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        keys = try #require(RosterKeys(Array(0..<32)))
        path = folder.appending(path: "people.roster").path
    }

    private func write(_ pupilCount: Int = 2) throws {
        var builder = RosterBuilder(keys: keys)
        for number in 0..<pupilCount {
            let person = RosterPerson(
                role: .pupil, forenames: ["Katarzyna", "Kasia"], surnames: ["Wójcik", "Oyelaran"],
                values: [.init(kind: .upn, text: "Z00000002600\(number)")])
            _ = builder.add(person)
        }
        try RosterFile.write(builder.build(), keys: keys, to: path, at: Date(timeIntervalSince1970: 0))
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    @Test func `comes back with its key`() throws {
        defer { remove() }
        try write()
        let file = try RosterFile(path: path)
        #expect(file.header.people == ["pupil": 2])
        #expect(file.header.built == "1970-01-01T00:00:00Z")
        #expect(file.header.key == keys.id)
        #expect(try file.open(keys).personCount == 2)
    }

    @Test func `can be read by its owner only, also when it is written again`() throws {
        defer { remove() }
        for _ in 0..<2 {
            try write()
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["people.roster"])
    }

    @Test func `holds no name, no identifier and no hash that can be made without the key`() throws {
        defer { remove() }
        try write()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for name in Self.names + ["Z000000026000"] {
            for form in [name, name.lowercased(), name.uppercased()] {
                #expect(bytes.range(of: Data(form.utf8)) == nil)
            }
        }
        // The same people under the same key: nothing in the two files shows it.
        try write()
        let again = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(Set(bytes.suffix(64)) != Set(again.suffix(64)))
    }

    @Test func `is refused with another key`() throws {
        defer { remove() }
        try write()
        let other = try #require(RosterKeys(Array(1..<33)))
        #expect(throws: RosterError.wrongKey(path: path)) { try RosterFile(path: path).open(other) }
    }

    @Test func `is refused when it was cut or changed anywhere`() throws {
        defer { remove() }
        try write()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        func error(_ changed: Data) -> RosterError? {
            do {
                try changed.write(to: URL(fileURLWithPath: path))
                _ = try RosterFile(path: path).open(keys)
                return nil
            } catch { return error as? RosterError }
        }
        for count in [0, 4, 8, 40, bytes.count / 2, bytes.count - 1] {
            #expect(error(bytes.prefix(count)) != nil, "\(count) bytes")
        }
        for place in stride(from: 0, to: bytes.count, by: 97) {
            var changed = bytes
            changed[place] ^= 1
            #expect(error(changed) != nil, "byte \(place)")
        }
        #expect(error(bytes) == nil)
    }

    @Test func `refuses one that shrank by more than a fifth`() throws {
        defer { remove() }
        try write(10)
        let file = try RosterFile(path: path)
        try file.checkShrink(to: [.pupil: 8])
        #expect(throws: RosterError.shrank(role: .pupil, from: 10, to: 7)) {
            try file.checkShrink(to: [.pupil: 7])
        }
        #expect(throws: RosterError.shrank(role: .pupil, from: 10, to: 0)) {
            try file.checkShrink(to: [.staff: 90])
        }
    }

    @Test func `needs a key that is there and is one`() throws {
        defer { remove() }
        let key = folder.appending(path: "key").path
        let place = RosterKeyPlace(key)
        #expect(throws: RosterError.keyMissing(place: key)) { try place.keys(environment: [:]) }
        try place.make()
        #expect(throws: RosterError.keyExists(path: key)) { try place.make() }
        let made = try place.keys(environment: [:])
        let text = try String(contentsOfFile: key, encoding: .utf8)
        #expect(text.count == 65)
        #expect(try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int == 0o600)
        #expect(try RosterKeyPlace("env:K").keys(environment: ["K": text]).id == made.id)
        #expect(
            try RosterKeyPlace("credential:key").keys(environment: ["CREDENTIALS_DIRECTORY": folder.path]).id
                == made.id)
        #expect(throws: RosterError.keyMalformed(place: "env:K")) {
            try RosterKeyPlace("env:K").keys(environment: ["K": "12"])
        }
        #expect(throws: RosterError.keyUnwritable(path: "env:K")) { try RosterKeyPlace("env:K").make() }
    }

    @Test(arguments: [
        RosterError.sourceUnreadable(path: "p"), .sourceTooLarge(path: "p", byteCountMax: 1 << 20),
        .unclosedQuote(path: "p", row: 1), .noHeader(path: "p"), .noNameColumn(path: "p"),
        .unknownColumn(path: "p", column: "c"), .unknownField("f"), .nobody, .tooManyPeople(countMax: 1),
        .shrank(role: .pupil, from: 2, to: 1), .keyMissing(place: "p"), .keyMalformed(place: "p"),
        .keyUnwritable(path: "p"), .keyExists(path: "p"), .fileUnreadable(path: "p"), .fileDamaged(path: "p"),
        .fileVersion(path: "p"), .wrongKey(path: "p"), .fileUnwritable(path: "p"),
    ])
    func `explains every error`(error: RosterError) {
        #expect(error.problem.hasSuffix(".") || error.problem.hasSuffix("”."))
        #expect(error.hint.hasSuffix("."))
        #expect(error.label.hasPrefix("roster_"))
    }
}
