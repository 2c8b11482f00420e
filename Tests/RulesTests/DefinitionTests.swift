import Detection
import Foundation
import Testing

@testable import Rules

/// What several rules share: parts of patterns and lists of words.
@Suite struct `A definition` {
    private static let head = "version: 1\nreview_by: 2027-07-31\nsource: a standard\n"

    private static func findings(in text: String, of folder: RulesFolder) throws -> [String] {
        let library = try RuleLibrary.load(from: folder.path, today: #require(RulesFolder.today))
        return try library.rules.findings(in: Array(text.utf8).span).map {
            String(decoding: Array(text.utf8)[$0.bytes], as: UTF8.self)
        }
    }

    @Test func `of a pack or of the shared one is written out in its rules`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        let shared = "define: { day: '\\d{1,2}', month: 'may|june' }\nlists: { teaching: [lesson, topic] }\n"
        try folder.write("pack: shared\n" + Self.head + shared, to: "packs/shared.yaml")
        try folder.write(
            pack(
                [
                    "pattern": "'(?i)(?&date)|\\(?&z'", "unless": "[<teaching>, <own>]",
                    "examples": "{ find: ['«3 May»'], skip: ['lesson 3 May'] }",
                ], head: ["define": "{ date: '(?&day) (?&month)' }", "lists": "{ own: [<teaching>, novel] }"]),
            to: "packs/test/one.yaml")
        #expect(try Self.findings(in: "on 12 June", of: folder) == ["12 June"])
        #expect(try Self.findings(in: "topic: 12 June", of: folder) == [])
        #expect(try Self.findings(in: "a novel of 12 June", of: folder) == [])
    }

    @Test func `of another pack is not seen`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(pack(head: ["define": "{ date: 'x' }"]), to: "packs/test/one.yaml")
        let other = pack(["id": "test.two.code", "pattern": "'X(?&date)'"], head: ["pack": "test.two"])
        try folder.write(other, to: "packs/test/two.yaml")
        #expect(
            folder.diagnostics() == [
                "…/packs/test/two.yaml:10:14: R005 `(?&date)` names a pattern that is not defined.\n    hint: Define it above under `define`, or in packs/shared.yaml."
            ])
    }

    static let mistakes: [(String, [String])] = [
        (
            pack(["pattern": "'X(?&dat)'"], head: ["define": "{ date: 'x' }"]),
            [
                "…/packs/test/one.yaml:11:14: R005 `(?&dat)` names a pattern that is not defined.\n    hint: Did you mean `date`?"
            ]
        ),
        (
            pack(["unless": "[<teaching>]"]),
            [
                "…/packs/test/one.yaml:13:13: R005 `<teaching>` names a list that is not defined.\n    hint: Define it above under `lists`, or in packs/shared.yaml."
            ]
        ),
        (
            pack(head: ["define": "[a]"]),
            [
                "…/packs/test/one.yaml:5:9: R004 `define` must be names and what they stand for.\n    hint: Write `day: '\\d{1,2}'`."
            ]
        ),
        (
            pack(head: ["lists": "{ Big List: [a] }"]),
            [
                "…/packs/test/one.yaml:5:10: R005 `Big List` cannot be the name of a definition.\n    hint: Use small letters, digits and _."
            ]
        ),
        (
            pack(head: ["lists": "{ none: [] }"]),
            [
                "…/packs/test/one.yaml:5:16: R004 This list is empty.\n    hint: Write at least one word, or leave the key out."
            ]
        ),
        // A definition may use those above it, never itself.
        (
            pack(head: ["define": "{ date: '(?&date)' }"]),
            [
                "…/packs/test/one.yaml:5:17: R005 `(?&date)` names a pattern that is not defined.\n    hint: Define it above under `define`, or in packs/shared.yaml."
            ]
        ),
    ]

    @Test(arguments: mistakes)
    func `that is wrong is shown with its place and a remedy`(text: String, expected: [String]) throws {
        #expect(try diagnostics(ofPack: text) == expected)
    }
}
