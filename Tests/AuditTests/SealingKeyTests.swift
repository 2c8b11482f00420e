import Foundation
import TestSupport
import Testing

@testable import Audit

@Suite struct `A recipient's key` {
    private static func line(_ suite: SealingSuite = .x25519, _ name: String = "dpo") throws -> String {
        "\(try EvidenceKey(suite).recipient(named: name))"
    }

    @Test(arguments: SealingSuite.allCases)
    func `is one line that reads back`(suite: SealingSuite) throws {
        let line = try Self.line(suite)
        let key = try RecipientKey(line: line)
        #expect("\(key)" == line)
        #expect(key.suite == suite && key.name == "dpo")
        #expect("\(key.id)".wholeMatch(of: /[0-9a-f]{4}(-[0-9a-f]{4}){4}/) != nil)
        #expect(!line.contains(" ") && !line.contains("\n"))
    }

    @Test func `is known by its id, not by its name`() throws {
        let key = try EvidenceKey(.xwing)
        #expect(try key.recipient(named: "a").id == key.recipient(named: "b").id)
        #expect(try EvidenceKey(.xwing).id != key.id)
    }

    static let names = [
        ("dpo", true), ("Deputy_2.2026-11", true), (String(repeating: "a", count: 40), true), ("", false),
        (String(repeating: "a", count: 41), false), ("d po", false), ("dpo:", false), ("dpö", false),
        ("dpo\n", false),
    ]

    @Test(arguments: names)
    func `has a name without surprises`(name: String, isName: Bool) throws {
        #expect(RecipientKey.isName(name) == isName)
        if !isName {
            #expect(throws: SealingError.badName) { try EvidenceKey(.x25519).recipient(named: name) }
        }
    }

    @Test func `is refused when any of its characters is another one`() throws {
        let line = Array(try Self.line())
        var random = SplitMix64(seed: 3)
        for index in line.indices where line[index] != "=" {
            var changed = line
            let others = Array("abcXYZ059+/:-").filter { $0 != line[index] }
            changed[index] = others[Int(random.next(upperBound: UInt64(others.count)))]
            // A name is for people, and may be any.
            let read = try? RecipientKey(line: String(changed))
            #expect(read.map { $0.name != "dpo" } ?? true, "character \(index)")
        }
        for count in line.indices { #expect((try? RecipientKey(line: String(line[..<count]))) == nil) }
    }

    @Test func `stands in a file with others, comments and empty lines`() throws {
        let (one, other) = (try Self.line(.xwing), try Self.line(.x25519, "deputy"))
        let text = "\u{FEFF}# who reviews\r\n\r\n\(one)\r\n  \(other)  \r\n"
        let recipients = try Recipients(text: text)
        #expect(recipients.keys.map { "\($0)" } == [one, other])
    }

    @Test func `is refused with its line's number and a reason`() throws {
        let line = try Self.line()
        let parts = line.split(separator: ":").map(String.init)
        let id = String(parts[3].reversed()) == parts[3] ? "0" : String(parts[3].reversed())
        let table: [(String, Int, RecipientProblem)] = [
            ("", 0, .empty),
            ("# nobody\n", 0, .empty),
            ("\n\nhello\n", 3, .notAKey),
            (line.replacing("key1:", with: "key2:"), 1, .newerVersion),
            ("-----BEGIN CLOAKROOM EVIDENCE KEY-----\nform: x\n", 1, .privateKey),
            (line.replacing("x25519", with: "rsa"), 1, .unknownKind),
            (line.replacing("dpo", with: "d p"), 1, .badName),
            (String(line.dropLast(9)), 1, .cut),
            (line.replacing("x25519", with: "xwing"), 1, .cut),
            (line.replacing(parts[3], with: id), 1, .mistyped),
            (line + "\n" + line, 2, .twice),
            (line + "\n" + (try Self.line()), 2, .sameName),
            (
                try (0..<9).map { try Self.line(.x25519, "k\($0)") }.joined(separator: "\n"), 9,
                .tooMany
            ),
        ]
        for (text, line, problem) in table {
            let faults = #expect(throws: RecipientFaults.self) { try Recipients(text: text, path: "keys") }
            #expect(faults?.faults == [RecipientFault(line: line, problem: problem)])
            #expect(faults?.description.contains("\n    hint: ") == true)
        }
        let both = #expect(throws: RecipientFaults.self) { try Recipients(text: "a\nb\n", path: "keys") }
        #expect(
            both?.description.split(separator: "\n").filter { !$0.contains("hint") } == [
                "keys:1: This is not an evidence key.", "keys:2: This is not an evidence key.",
            ])
    }

    /// Points that everybody agrees on zeros with, and a vector of ML-KEM's with coefficients beyond its modulus.
    ///
    /// Source of the points: D. J. Bernstein, “Curve25519”, “How do I validate Curve25519 public keys?”.
    static let unusable: [(SealingSuite, Data)] =
        ([
            [0x00] + Array(repeating: 0x00, count: 31), [0x01] + Array(repeating: 0x00, count: 31),
            [0xEC] + Array(repeating: 0xFF, count: 30) + [0x7F],
            [0xED] + Array(repeating: 0xFF, count: 30) + [0x7F],
            [0xEE] + Array(repeating: 0xFF, count: 30) + [0x7F],
            bytes(of: "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            bytes(of: "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        ] as [[UInt8]]).map { (.x25519, Data($0)) } + [(.xwing, Data(repeating: 0xFF, count: 1_216))]

    private static func bytes(of digits: String) -> [UInt8] {
        let digits = digits.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    @Test(arguments: unusable)
    func `is refused where nothing can be sealed to it`(suite: SealingSuite, bytes: Data) throws {
        let key = RecipientKey(suite, name: "dpo", publicKey: bytes)
        #expect(throws: RecipientProblem.unusable) { try RecipientKey(line: "\(key)") }
        let recipients = try #require(Recipients([key]))
        #expect(throws: SealingError.sealingFailed) {
            try SealedOriginal(sealing: Data(), to: recipients, context: SealingSample.context)
        }
    }

    @Test func `is one of one to eight, each once`() throws {
        let keys = try (0..<9).map { try EvidenceKey(.x25519).recipient(named: "k\($0)") }
        #expect(Recipients([]) == nil)
        #expect(Recipients(keys) == nil)
        #expect(Recipients([keys[0], keys[0]]) == nil)
        #expect(Recipients(Array(keys.prefix(8)))?.keys.count == 8)
    }

    @Test func `is not looked for in a file that is no list of keys`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recipients-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let table: [(Data?, RecipientProblem)] = [
            (nil, .unreadable), (Data(), .empty), (Data([0xFF, 0xFE]), .notAKey),
            (Data(repeating: 0x61, count: 70_000), .tooLarge),
        ]
        for (bytes, problem) in table {
            let path = folder.appending(path: problem.label).path
            if let bytes { try bytes.write(to: URL(fileURLWithPath: path)) }
            let faults = #expect(throws: RecipientFaults.self) { try Recipients(path: path) }
            #expect(faults?.faults == [RecipientFault(line: 0, problem: problem)])
        }
    }
}

@Suite struct `A private key's file` {
    private static let cheap = ScryptCost(roundsLog: 4, blockSize: 8, parallelism: 1)
    private static func passphrase(_ text: String = "umbrella gravel tuesday") throws -> Passphrase {
        try Passphrase(firstLineOf: text)
    }

    private static func file(_ suite: SealingSuite = .x25519) throws -> (EvidenceKey, PrivateKeyFile) {
        let key = try EvidenceKey(suite)
        return (key, try PrivateKeyFile(key, named: "dpo", under: passphrase(), cost: cheap))
    }

    @Test(arguments: SealingSuite.allCases)
    func `opens with its passphrase and nothing else`(suite: SealingSuite) throws {
        let (key, file) = try Self.file(suite)
        let read = try PrivateKeyFile(text: file.text)
        #expect(read == file && read.recipient.id == key.id)
        let opened = try read.unlock(Self.passphrase("umbrella gravel tuesday\r\nanother line"))
        #expect(opened.seed == key.seed)
        for wrong in ["umbrella gravel tuesdaY", "x", "umbrella gravel tuesday "] {
            #expect(throws: SealingError.wrongPassphrase) { try read.unlock(Self.passphrase(wrong)) }
        }
        #expect(!file.text.contains(key.seed.base64EncodedString()))
    }

    @Test func `takes half a second of work and 128 MiB for each guess`() throws {
        let key = try EvidenceKey(.x25519)
        let file = try PrivateKeyFile(key, named: "dpo", under: Self.passphrase())
        #expect(file.text.contains("\nscrypt: 17 8 1 "))
        #expect(try file.unlock(Self.passphrase()).id == key.id)
    }

    @Test func `opens whatever keyboard composes an accent`() throws {
        let key = try EvidenceKey(.x25519)
        let file = try PrivateKeyFile(
            key, named: "dpo", under: Self.passphrase("café gravel tuesday"), cost: Self.cheap)
        #expect(try file.unlock(Self.passphrase("cafe\u{301} gravel tuesday")).id == key.id)
    }

    @Test func `can be copied by a Windows program`() throws {
        let (_, file) = try Self.file()
        #expect(try PrivateKeyFile(text: "\u{20}\r\n" + file.text.replacing("\n", with: "\r\n")) == file)
    }

    @Test func `is refused with a reason where it is malformed`() throws {
        let text = try Self.file().1.text
        let table: [(String, SealingError)] = [
            ("", .keyMalformed), ("hello", .keyMalformed), (String(text.dropLast(30)), .keyMalformed),
            (text.replacing("evidence-key1\n", with: "evidence-key2\n"), .keyNewerVersion),
            (text.replacing("cloakroom-evidence-key1", with: "cloakroom-evidence-key2"), .keyNewerVersion),
            (text.replacing("form: ", with: "from: "), .keyMalformed),
            (text.replacing("scrypt: 4 8 1", with: "scrypt: 4 8"), .keyMalformed),
            (text.replacing("scrypt: 4 8 1", with: "scrypt: 0 8 1"), .keyMalformed),
            (text.replacing("scrypt: 4 8 1", with: "scrypt: -4 8 1"), .keyMalformed),
            (text.replacing("scrypt: 4 8 1", with: "scrypt: a 8 1"), .keyMalformed),
            (text.replacing("scrypt: 4 8 1", with: "scrypt: 21 8 1"), .keyTooCostly),
            (text.replacing("scrypt: 4 8 1", with: "scrypt: 20 16 1"), .keyTooCostly),
            (text.replacing("scrypt: 4 8 1", with: "scrypt: 4 8 5"), .keyTooCostly),
            (text.replacing("scrypt: 4 8 1", with: "scrypt: 9223372036854775807 8 1"), .keyTooCostly),
            (text.replacing("sealed: ", with: "sealed: AAAA"), .keyMalformed),
            (text.replacing("dpo", with: "d p"), .keyMalformed),
        ]
        for (text, error) in table {
            #expect(throws: error, "\(text)") { try PrivateKeyFile(text: text) }
        }
        #expect(throws: SealingError.keyUnreadable(path: "nowhere.key")) {
            try PrivateKeyFile(path: "nowhere.key")
        }
    }

    @Test func `does not open when any of its characters is another one`() throws {
        let (_, file) = try Self.file()
        let text = Array(file.text)
        var random = SplitMix64(seed: 5)
        for index in text.indices where !text[index].isNewline && text[index] != "=" {
            var changed = text
            let others = Array("abcXYZ059+/:-").filter { $0 != text[index] }
            changed[index] = others[Int(random.next(upperBound: UInt64(others.count)))]
            let read = try? PrivateKeyFile(text: String(changed))
            guard let read, read != file else { continue }
            #expect((try? read.unlock(Self.passphrase())) == nil, "character \(index)")
        }
    }

    @Test func `is not made under what a program guesses`() throws {
        let table: [(String, SealingError?)] = [
            ("umbrella gravel", nil), ("x7#kQ!m2&Tz9", nil), ("naïve größe ☂ été", nil),
            ("short", .passphraseTooShort(count: 5)), ("elevenchars", .passphraseTooShort(count: 11)),
            ("Password1234", .passphraseTooShort(count: 4)),
            ("dpo dpo dpo dpo", .passphraseTooShort(count: 3)),
            ("passwordpassword welcome", .passphraseTooShort(count: 1)),
            ("aaaaaaaaaaaaaaaa", .passphraseTooCommon), ("abcdefghijklmnop", .passphraseTooCommon),
            ("9876543210987", .passphraseTooCommon), ("monkeymonkey", .passphraseTooCommon),
            ("abababababab", .passphraseTooCommon),
        ]
        for (text, error) in table {
            let passphrase = try Self.passphrase(text)
            if let error {
                #expect(throws: error, "\(text)") { try passphrase.check(name: "dpo") }
            } else {
                #expect(throws: Never.self, "\(text)") { try passphrase.check(name: "dpo") }
            }
        }
        #expect(throws: SealingError.noPassphrase) { try Passphrase(firstLineOf: "\nsecond line") }
        #expect(throws: SealingError.noPassphrase) {
            try Passphrase(firstLineOf: String(repeating: "a", count: 2_000))
        }
        #expect("\(try Self.passphrase())" == "(a passphrase)")
    }
}
