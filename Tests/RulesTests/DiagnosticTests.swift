import Foundation
import Testing

@testable import Rules

/// A rules folder that exists for one test.
struct RulesFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)").path
    static let today = CalendarDay("2026-11-24")

    func write(_ text: String, to file: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(file)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// The diagnostics of loading, with the folder's path shown as `…`.
    func diagnostics() -> [String] {
        guard let today = Self.today else { return ["no day"] }
        let found: [RuleDiagnostic]
        do throws(RuleDiagnostics) {
            found = try RuleLibrary.load(from: path, today: today).warnings
        } catch {
            found = error.diagnostics
        }
        return found.map { $0.description.replacing(path, with: "…") }
    }
}

/// The diagnostics of loading one pack, `test.one`, and nothing else.
func diagnostics(ofPack text: String) throws -> [String] {
    let folder = RulesFolder()
    defer { folder.remove() }
    try folder.write(text, to: "packs/test/one.yaml")
    return folder.diagnostics()
}

/// A pack with one rule whose lines can be replaced or added to.
func pack(
    _ changes: [String: String?] = [:],
    head: [String: String?] = [:]
) -> String {
    var lines = [
        ("pack", "test.one"), ("version", "1"), ("review_by", "2027-07-31"), ("source", "a standard"),
    ].map { ($0.0, Optional($0.1)) }
    var rule: [(String, String?)] = [
        ("id", "test.one.code"), ("title", "code"), ("why", "because"), ("entity", "UPN"),
        ("pattern", "'X\\d{3}'"),
        ("confidence", "90"), ("examples", "{ find: ['a «X123»'], skip: ['X12'] }"),
    ]
    func apply(_ changes: [String: String?], to lines: inout [(String, String?)]) {
        for (key, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let index = lines.firstIndex(where: { $0.0 == key }) {
                lines[index].1 = value
            } else {
                lines.append((key, value))
            }
        }
    }
    apply(head, to: &lines)
    apply(changes, to: &rule)
    var text = lines.compactMap { key, value in value.map { "\(key): \($0)\n" } }.joined()
    text += "rules:\n"
    for (index, (key, value)) in rule.filter({ $0.1 != nil }).enumerated() {
        text += (index == 0 ? "  - " : "    ") + "\(key): \(value ?? "")\n"
    }
    return text
}

@Suite struct `A mistake in a rule file` {
    static let mistakes: [(String, [String])] = [
        (pack(), []),
        (
            pack(["patern": "'x'", "pattern": nil]),
            [
                "…/packs/test/one.yaml:12:5: R002 A rule has no key `patern`.\n    hint: Did you mean `pattern`?",
                "…/packs/test/one.yaml:6:5: R003 A rule needs the key `pattern` or `words`.",
            ]
        ),
        (
            pack(["model": "rooster", "pattern": nil]),
            [
                "…/packs/test/one.yaml:12:12: R005 There is no model `rooster`.\n    hint: Did you mean `roster`?"
            ]
        ),
        (
            pack(["entity": "UPM"]),
            ["…/packs/test/one.yaml:9:13: R005 There is no entity `UPM`.\n    hint: Did you mean `UPN`?"]
        ),
        (
            pack(["validator": "nsh"]),
            ["…/packs/test/one.yaml:13:16: R005 There is no validator `nsh`.\n    hint: Did you mean `nhs`?"]
        ),
        (
            pack(["confidence": "900"]),
            ["…/packs/test/one.yaml:11:17: R006 900 is not from 0 to 100."]
        ),
        (
            pack(["confidence": "high"]),
            ["…/packs/test/one.yaml:11:17: R004 A whole number must stand here."]
        ),
        (
            pack(["pattern": "'X\\d+'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: This repeats without an end. (byte 3 of the pattern)\n    hint: Give a most: {1,40} in place of +, {0,40} in place of *."
            ]
        ),
        (
            pack(["pattern": "'(X\\d{3}'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: A group or class is opened here and never closed. (byte 0 of the pattern)\n    hint: Close it, or put \\ before it if you mean the character."
            ]
        ),
        (
            pack(["pattern": "'[^ ]{2,4}3'"]),
            [
                "…/packs/test/one.yaml:10:14: warning: R019 Rule `test.one.code` can start with nearly anything, so it is tried nearly everywhere.\n    hint: Let its first characters be fewer: [A-Z] in place of a dot, \\d in place of \\w."
            ]
        ),
        (
            pack(head: ["pack": "test.two"]),
            [
                "…/packs/test/one.yaml:1:7: R008 The pack is called `test.two` but its path says `test.one`.\n    hint: Rename one of them."
            ]
        ),
        (
            pack(["examples": "{ find: ['a «X123'], skip: ['X12'] }"]),
            [
                "…/packs/test/one.yaml:12:24: R010 A find example needs «…» marks, in pairs.\n    hint: Mark exactly what must be found, in `find` only."
            ]
        ),
        (
            pack(["examples": "{ find: ['a «X123»'] }"]),
            [
                "…/packs/test/one.yaml:12:15: R013 The examples have no `skip` list.\n    hint: Add a text that looks similar."
            ]
        ),
        (
            pack(head: ["review_by": "2026-01-31"]),
            [
                "…/packs/test/one.yaml:3:12: warning: R014 This pack was to be reviewed by 2026-01-31.\n    hint: Check it against its source, then move the date."
            ]
        ),
        (
            pack(head: ["review_by": "soon"]),
            [
                "…/packs/test/one.yaml:3:12: R004 A date must stand here.\n    hint: Write it as year-month-day: 2027-07-31."
            ]
        ),
        (
            pack(["all_of": "{ patterns: [], within: 40 }"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: `all_of` goes with a pattern and names at least one other.\n    hint: Add all_of: { patterns: [...], within: 60 } to a rule with `pattern`."
            ]
        ),
        (
            pack(["all_of": "{ patterns: ['X*'], within: 40 }"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: This repeats without an end. (byte 1 of the pattern)\n    hint: Give a most: {1,40} in place of +, {0,40} in place of *."
            ]
        ),
        (
            pack(["all_of": "{ patterns: ['X'], within: 4000 }"]),
            [
                "…/packs/test/one.yaml:13:40: R006 4000 is not from 1 to 1000."
            ]
        ),
        (
            pack(["requires": "context"]),
            [
                "…/packs/test/one.yaml:13:15: R003 `requires: context` needs the key `context`.\n    hint: Add context: { words: [...], within: 40, boost: 0 }."
            ]
        ),
        (
            pack(["words": "[a, b]"]),
            [
                "…/packs/test/one.yaml:13:12: R002 A rule has a pattern or words, not both.\n    hint: Make it two rules."
            ]
        ),
        (
            "pack: test.one\n  version: 1\n",
            [
                "…/packs/test/one.yaml:2:10: R001 This is not YAML: mapping values are not allowed in this context.\n    hint: Check the indentation, and put patterns in single quotes."
            ]
        ),
        (
            pack() + "version: 2\n",
            [
                "…/packs/test/one.yaml:2:1: R001 A key stands here and again further down: version.\n    hint: Keep one of them."
            ]
        ),
        (
            pack(["exclude": "[{ values: [X123], owner: IT, reason: ours, expires: 2026-01-31 }]"]),
            [
                "…/packs/test/one.yaml:13:67: warning: R021 This exclusion ran out on 2026-01-31 and excludes nothing any more.\n    hint: Check that it is still needed, then move the date; or remove it."
            ]
        ),
        (
            pack(["exclude": "[{ values: [X123], reason: ours, expires: 2099-01-31 }]"]),
            [
                "…/packs/test/one.yaml:13:15: R003 An exclusion needs the key `owner`.\n    hint: Say who answers for it."
            ]
        ),
        (
            pack(["exclude": "[{ pattern: 'X', owner: IT, reason: ours, expires: 2099-01-31 }]"]),
            [
                "…/packs/test/one.yaml:13:17: R002 An exclusion has no key `pattern`.\n    hint: Known keys: values, owner, reason, expires.",
                "…/packs/test/one.yaml:13:15: R003 An exclusion needs the key `values`.",
            ]
        ),
        (
            pack(["exclude": "[{ values: ['--'], owner: IT, reason: ours, expires: 2099-01-31 }]"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: An excluded value holds no letter and no digit.\n    hint: Write the value that must not be reported."
            ]
        ),
        (
            pack(["exclude": "X123"]),
            [
                "…/packs/test/one.yaml:13:14: R004 A list must stand here.\n    hint: Write `[a, b]` or one `- item` a line."
            ]
        ),
        (
            pack(["exclude": "[{ values: [X123], owner: IT, reason: ours }]"]),
            ["…/packs/test/one.yaml:13:15: R003 An exclusion needs the key `expires`."]
        ),
        (
            pack(["exclude": "[{ values: [X123], owner: IT, reason: ours, expires: never }]"]),
            [
                "…/packs/test/one.yaml:13:67: R004 A date must stand here.\n    hint: Write it as year-month-day: 2027-07-31."
            ]
        ),
        ("", ["…/packs/test/one.yaml: R001 The file is empty.\n    hint: Fill it or remove it."]),
    ]

    @Test(arguments: mistakes)
    func `is shown with its place and a remedy`(text: String, expected: [String]) throws {
        #expect(try diagnostics(ofPack: text) == expected)
    }

    @Test func `is shown together with all the others`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(pack(["entity": "UPM", "confidence": "900"]), to: "packs/test/one.yaml")
        try folder.write(pack(["pattern": "'*'"], head: ["pack": "test.two"]), to: "packs/test/two.yaml")
        #expect(folder.diagnostics().count == 3)
    }

    @Test func `of two rules with one id names both places`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(pack(), to: "packs/test/one.yaml")
        try folder.write(pack(head: ["pack": "test.two"]), to: "packs/test/two.yaml")
        #expect(
            folder.diagnostics() == [
                "…/packs/test/two.yaml:6:1: R009 The id `test.one.code` is taken by …/packs/test/one.yaml:6.\n    hint: Give each rule its own id."
            ]
        )
    }

    @Test func `as large as no rules at all is one`() {
        #expect(RulesFolder().diagnostics().first?.contains("R018 There are no rule packs here.") == true)
    }

    @Test func `in a file that is no UTF-8 or too large is one`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(pack(), to: "packs/test/one.yaml")
        let file = URL(fileURLWithPath: folder.path + "/packs/test/one.yaml")
        try Data([0x70, 0xFF]).write(to: file)
        #expect(folder.diagnostics().first?.contains("R001 The file is not UTF-8 text.") == true)
        try Data(repeating: 0x20, count: 2 << 20).write(to: file)
        #expect(folder.diagnostics().first?.contains("R001 The file is larger than") == true)
    }

    @Test func `in an example is shown when the examples run`() throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        let examples = "{ find: ['a «X12»3', 'b «X123»'], skip: ['c X999', 'd'] }"
        try folder.write(pack(["examples": examples]), to: "packs/test/one.yaml")
        guard let today = RulesFolder.today else { return }
        let run = ExampleRun(of: try RuleLibrary.load(from: folder.path, today: today))
        #expect(run.count == 4)
        #expect(
            run.failures.map { $0.description.replacing(folder.path, with: "…") } == [
                "…/packs/test/one.yaml:12:24: R011 Rule `test.one.code` should find bytes 2–5 and finds bytes 2–6.\n    hint: Check pattern, validator and context words.",
                "…/packs/test/one.yaml:12:56: R012 Rule `test.one.code` finds something at bytes 2–6.\n    hint: Make the pattern stricter, or add a validator, context or `unless`.",
            ]
        )
    }
}
