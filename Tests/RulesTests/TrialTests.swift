import Detection
import Testing

@testable import Rules

/// `mode: shadow`: a rule that runs and is counted, and changes nothing.
@Suite struct `A rule in shadow` {
    private static let names = pack(
        [
            "id": "test.two.name", "entity": "PERSON", "pattern": "'Jo \\w{3,9}'", "mode": "shadow",
            "confidence": "99", "examples": "{ find: ['«Jo Bloggs»'], skip: ['Joe'] }",
        ], head: ["pack": "test.two"])

    private static func library(_ folder: RulesFolder, _ packs: [String: String]) throws -> RuleLibrary {
        for (file, text) in packs { try folder.write(text, to: file) }
        return try RuleLibrary.load(from: folder.path, today: #require(RulesFolder.today))
    }

    @Test func `is found apart and takes nothing from the others`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        let number = pack(["pattern": "'Bloggs\\d'", "examples": "{ find: ['«Bloggs1»'], skip: ['B1'] }"])
        let library = try Self.library(
            folder, ["packs/test/one.yaml": number, "packs/test/two.yaml": Self.names])
        let found = try library.rules.findings(in: Array("ask Jo Bloggs1 today".utf8).span)
        #expect(library.rules.hasTrials)
        #expect(found.filter { !$0.isOnTrial }.map(\.bytes) == [7..<14])
        #expect(found.filter(\.isOnTrial).map(\.bytes) == [4..<14])
        #expect(found.filter(\.isOnTrial).map(\.rule.rawValue) == ["test.two.name"])
    }

    @Test func `is no person that a sensitive word could be about`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        let health = pack([
            "entity": "SENSITIVE", "pattern": "'asthma'", "links": "person",
            "examples": "{ find: [' «asthma» of Jo Bloggs'], skip: ['astma'] }",
        ])
        let text = Array("Jo Bloggs has asthma".utf8)
        let onTrial = try Self.library(
            folder, ["packs/test/one.yaml": health, "packs/test/two.yaml": Self.names])
        #expect(try onTrial.rules.findings(in: text.span).map(\.isOnTrial) == [true])
        let on = try Self.library(
            folder, ["packs/test/two.yaml": Self.names.replacing("shadow", with: "on")])
        #expect(try on.rules.findings(in: text.span).map(\.bytes) == [0..<9, 14..<20])
    }

    @Test func `has to pass its examples all the same`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        let library = try Self.library(
            folder, ["packs/test/two.yaml": Self.names.replacing("['Joe']", with: "['Joe', 'Jo Kos is in']")])
        let run = ExampleRun(of: library)
        #expect(run.count == 3)
        #expect(run.failures.map(\.code) == [.foundInSkip])
    }
}
