import Foundation
import Testing

@testable import Rules

/// What a mistake in each key of a pack is answered with, word for word.
@Suite struct `A mistake in a key` {
    static let mistakes: [(String, [String])] = [
        (
            pack(["unless": "none"]),
            [
                "…/packs/test/one.yaml:13:13: R004 A list must stand here.\n    hint: Write `[a, b]` or one `- item` a line."
            ]
        ),
        (
            pack(["context": "{ within: 40 }"]),
            [
                "…/packs/test/one.yaml:13:14: R003 The context needs the key `words`."
            ]
        ),
        (
            pack(["context": "{ words: [a] }"]),
            [
                "…/packs/test/one.yaml:13:14: R003 The context needs the key `within`."
            ]
        ),
        (
            pack(["context": "{ words: [a], within: 0 }"]),
            [
                "…/packs/test/one.yaml:13:36: R006 0 is not from 1 to 1000."
            ]
        ),
        (
            pack(["context": "{ words: [a], within: 40, boost: 101 }"]),
            [
                "…/packs/test/one.yaml:13:47: R006 101 is not from 0 to 100."
            ]
        ),
        (
            pack(["context": "{ words: [], within: 40 }"]),
            [
                "…/packs/test/one.yaml:13:23: R004 This list is empty.\n    hint: Write at least one word, or leave the key out."
            ]
        ),
        (
            pack(["context": "{ word: [a], within: 40 }"]),
            [
                "…/packs/test/one.yaml:13:16: R002 The context has no key `word`.\n    hint: Did you mean `words`?",
                "…/packs/test/one.yaml:13:14: R003 The context needs the key `words`.",
            ]
        ),
        (
            pack(["requires": "contxt"]),
            [
                "…/packs/test/one.yaml:13:15: R005 There is no requirement `contxt`.\n    hint: Did you mean `context`?"
            ]
        ),
        (
            pack(["links": "people"]),
            [
                "…/packs/test/one.yaml:13:12: R005 There is no link `people`.\n    hint: Known: person."
            ]
        ),
        (
            pack(["sensitivity": "secret"]),
            [
                "…/packs/test/one.yaml:13:18: R005 There is no sensitivity `secret`.\n    hint: Known: normal, special, criminal, safeguarding, confidential."
            ]
        ),
        (
            pack(["mode": "enabled"]),
            [
                "…/packs/test/one.yaml:13:11: R005 There is no mode `enabled`.\n    hint: Known: off, shadow, on."
            ]
        ),
        (
            pack(["case": "exact"]),
            [
                "…/packs/test/one.yaml:13:11: R002 `case` goes with `words`, not with `pattern`.\n    hint: Start the pattern with (?i) to match any case."
            ]
        ),
        (
            pack(["pattern": nil, "words": "[a]", "case": "upper"]),
            [
                "…/packs/test/one.yaml:12:11: R005 There is no case `upper`.\n    hint: Known: exact, any."
            ]
        ),
        (
            pack(["pattern": nil, "words": "[]"]),
            [
                "…/packs/test/one.yaml:12:12: R004 This list is empty.\n    hint: Write at least one word, or leave the key out."
            ]
        ),
        (
            pack(["pattern": nil, "words": "pupil"]),
            [
                "…/packs/test/one.yaml:12:12: R004 A list must stand here.\n    hint: Write `[a, b]` or one `- item` a line."
            ]
        ),
        (
            pack(["separators": "'é'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: A separator is not an ASCII character.\n    hint: Use spaces, hyphens, dots and the like."
            ]
        ),
        (
            pack(["confidence": nil]),
            [
                "…/packs/test/one.yaml:6:5: R003 A rule needs the key `confidence`."
            ]
        ),
        (
            pack(["id": nil]),
            [
                "…/packs/test/one.yaml:6:5: R003 A rule needs the key `id`."
            ]
        ),
        (
            pack(["title": nil]),
            [
                "…/packs/test/one.yaml:6:5: R003 A rule needs the key `title`.\n    hint: Staff read it in a block message."
            ]
        ),
        (
            pack(["why": nil]),
            [
                "…/packs/test/one.yaml:6:5: R003 A rule needs the key `why`.\n    hint: Say why this matters, in one sentence."
            ]
        ),
        (
            pack(["entity": nil]),
            [
                "…/packs/test/one.yaml:6:5: R003 A rule needs the key `entity`."
            ]
        ),
        (
            pack(["examples": nil]),
            [
                "…/packs/test/one.yaml:6:5: R003 A rule needs the key `examples`.\n    hint: A rule's examples are its test."
            ]
        ),
        (
            pack(["pattern": "'\\p{L}'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: The escape \\p cannot be used in a pattern. (byte 0 of the pattern)\n    hint: See “What a pattern may use” in rules/README.md."
            ]
        ),
        (
            pack(["pattern": "'[[:alpha:]]x'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: A POSIX class cannot be used in a pattern. (byte 1 of the pattern)\n    hint: See “What a pattern may use” in rules/README.md."
            ]
        ),
        (
            pack(["pattern": "'(a)\\1'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: The escape \\1 cannot be used in a pattern. (byte 3 of the pattern)\n    hint: See “What a pattern may use” in rules/README.md."
            ]
        ),
        (
            pack(["pattern": "'[à-ü]x'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: A range or a negated class cannot hold a character beyond ASCII. (byte 1 of the pattern)\n    hint: List the characters one by one: [éèê], or write (?:é|è)."
            ]
        ),
        (
            pack(["pattern": "'a{3,2}'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: This count is not valid. (byte 1 of the pattern)\n    hint: Write {2}, {2,5} or {0,5}, with at most 4 digits."
            ]
        ),
        (
            pack(["pattern": "'a?'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: The pattern can match an empty text. (byte 0 of the pattern)\n    hint: Make at least one part needed."
            ]
        ),
        (
            pack(["pattern": "'a{9000}'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: The longest match is 9000 bytes; 8192 is the most. (byte 0 of the pattern)\n    hint: Lower the counts."
            ]
        ),
        (
            pack(["pattern": "'a.{0,9000}b'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: The longest match is 9002 bytes; 8192 is the most. (byte 0 of the pattern)\n    hint: Lower the counts."
            ]
        ),
        (
            pack(["pattern": "'a)'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: This character cannot stand here. (byte 1 of the pattern)\n    hint: Put \\ before it if you mean the character."
            ]
        ),
        (
            pack(["pattern": "'[a'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: A group or class is opened here and never closed. (byte 0 of the pattern)\n    hint: Close it, or put \\ before it if you mean the character."
            ]
        ),
        (
            pack(["pattern": "''"]),
            [
                "…/packs/test/one.yaml:10:14: R004 A text must stand here."
            ]
        ),
        (
            pack(["pattern": "'(?<name>a)'"]),
            [
                "…/packs/test/one.yaml:10:14: R007 Rule `test.one.code`: A group with a name other than `find` cannot be used in a pattern. (byte 0 of the pattern)\n    hint: See “What a pattern may use” in rules/README.md."
            ]
        ),
        (
            pack(["examples": "[a]"]),
            [
                "…/packs/test/one.yaml:12:15: R004 The examples must be keys and values.\n    hint: Write `key: value`."
            ]
        ),
        (
            pack(["examples": "{ find: 'a «X123»', skip: ['X12'] }"]),
            [
                "…/packs/test/one.yaml:12:23: R004 A list must stand here.\n    hint: Write `[a, b]` or one `- item` a line."
            ]
        ),
        (
            pack(["examples": "{ find: ['a «X123»'], skip: ['«X12»'] }"]),
            [
                "…/packs/test/one.yaml:12:44: R010 A skip example has no «…» marks.\n    hint: Mark exactly what must be found, in `find` only."
            ]
        ),
        (
            pack(["examples": "{ find: [], skip: ['X12'] }"]),
            [
                "…/packs/test/one.yaml:12:23: R013 The list `find` is empty.\n    hint: A rule's examples are its test."
            ]
        ),
        (
            pack(head: ["version": "one"]),
            [
                "…/packs/test/one.yaml:2:10: R004 A whole number must stand here."
            ]
        ),
        (
            pack(head: ["version": "0"]),
            [
                "…/packs/test/one.yaml:2:10: R006 0 is not from 1 to 1000000."
            ]
        ),
        (
            pack(head: ["source": nil]),
            [
                "…/packs/test/one.yaml:1:1: R003 The pack needs the key `source`.\n    hint: Say where the format is described."
            ]
        ),
        (
            pack(head: ["review_by": nil]),
            [
                "…/packs/test/one.yaml:1:1: R003 The pack needs the key `review_by`."
            ]
        ),
        (
            pack(head: ["pack": nil]),
            [
                "…/packs/test/one.yaml:1:1: R003 The pack needs the key `pack`."
            ]
        ),
        (
            pack(head: ["owner": "me"]),
            [
                "…/packs/test/one.yaml:5:1: R002 The pack has no key `owner`.\n    hint: Known keys: pack, version, review_by, source, define, lists, rules."
            ]
        ),
    ]

    @Test(arguments: mistakes)
    func `is shown with its place and a remedy`(text: String, expected: [String]) throws {
        #expect(try diagnostics(ofPack: text) == expected)
    }
}
