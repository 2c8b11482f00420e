import Foundation
import TestSupport
import Testing

@testable import Audit

/// Two people who review, and something that one of them will.
struct SealingSample {
    static let text = Data(#"{"messages":[{"role":"user","content":"invented: é ☂ 08:15"}]}"#.utf8)
    static let context = SealingContext(
        origin: "school.example/gateway", exchange: ExchangeRef("CR-7F3K2Q9D") ?? ExchangeRef(),
        rulesDigest: String(repeating: "a", count: 64))

    let keys: [EvidenceKey]
    let recipients: Recipients

    init(_ suites: SealingSuite...) throws {
        keys = try suites.map { try EvidenceKey($0) }
        recipients = try #require(
            Recipients(
                keys.enumerated().map { number, key in try key.recipient(named: "reviewer-\(number)") }))
    }

    func sealed(_ text: Data = text) throws(SealingError) -> SealedOriginal {
        try SealedOriginal(sealing: text, to: recipients, context: Self.context)
    }
}

@Suite struct `A sealed original` {
    @Test func `opens with each recipient's key, whatever its kind`() throws {
        let sample = try SealingSample(.xwing, .x25519, .xwing)
        let original = try sample.sealed()
        let read = try SealedOriginal(bytes: original.bytes)
        #expect(read == original)
        #expect(read.recipients == sample.keys.map(\.id))
        for key in sample.keys {
            let text = try OriginalOpener([key]).open(read, context: SealingSample.context)
            #expect(text == SealingSample.text)
        }
    }

    @Test(arguments: [0, 1, 15, 16, 17, 70_000])
    func `takes texts of any length and adds the same to each`(count: Int) throws {
        let sample = try SealingSample(.xwing, .xwing)
        let text = Data(repeating: 0x61, count: count)
        let original = try sample.sealed(text)
        #expect(original.bytes.count == count + 10 + 2 * 1_179 + 60)
        #expect(try OriginalOpener(sample.keys).open(original, context: SealingSample.context) == text)
    }

    @Test func `shows nothing of the text, and is another one each time`() throws {
        let sample = try SealingSample(.xwing)
        let (one, other) = (try sample.sealed(), try sample.sealed())
        #expect(one.bytes != other.bytes)
        for length in [8, 16] {
            for start in 0..<(SealingSample.text.count - length) {
                let part = SealingSample.text[start..<start + length]
                #expect(one.bytes.firstRange(of: part) == nil)
            }
        }
    }

    @Test func `does not open with anybody else's key`() throws {
        let sample = try SealingSample(.xwing, .x25519)
        let stranger = try SealingSample(.xwing, .x25519)
        let original = try sample.sealed()
        #expect(throws: SealingError.notARecipient(recipients: sample.keys.map(\.id))) {
            try OriginalOpener(stranger.keys).open(original, context: SealingSample.context)
        }
        // Both kinds, with the id of a recipient written in the place of the stranger's.
        for (wrapped, key) in zip(original.wrapped, stranger.keys) {
            #expect(key.unwrap(wrapped, context: SealingSample.context) == nil)
        }
    }

    @Test func `opens only together with what it belongs to`() throws {
        let sample = try SealingSample(.xwing, .x25519)
        let original = try sample.sealed()
        let right = SealingSample.context
        let others = [
            SealingContext(
                origin: "school.example/other", exchange: right.exchange, rulesDigest: right.rulesDigest),
            SealingContext(origin: right.origin, exchange: ExchangeRef(), rulesDigest: right.rulesDigest),
            SealingContext(origin: right.origin, exchange: right.exchange, rulesDigest: "b"),
        ]
        for key in sample.keys {
            for context in others {
                #expect(throws: SealingError.altered) {
                    try OriginalOpener([key]).open(original, context: context)
                }
            }
        }
    }

    @Test func `has every byte of its header bound, also of those it is not opened by`() throws {
        let sample = try SealingSample(.x25519, .x25519)
        let original = try sample.sealed()
        let other = try sample.sealed()
        // The deputy's part of another original in the place of the one here: the DPO notices.
        let part = 10 + 91..<10 + 2 * 91
        var mixed = original.bytes
        mixed.replaceSubrange(part, with: other.bytes[part])
        let read = try SealedOriginal(bytes: mixed)
        #expect(throws: SealingError.altered) {
            try OriginalOpener([sample.keys[0]]).open(read, context: SealingSample.context)
        }
        // One recipient less.
        var fewer = original.bytes
        fewer.removeSubrange(part)
        fewer[9] = 1
        let single = try SealedOriginal(bytes: fewer)
        #expect(throws: SealingError.altered) {
            try OriginalOpener([sample.keys[0]]).open(single, context: SealingSample.context)
        }
    }

    @Test func `cannot show two recipients two texts`() throws {
        // Somebody with a secret for each: the commitment fits one of them only.
        let sample = try SealingSample(.x25519, .x25519)
        let (one, other) = (try sample.sealed(), try sample.sealed(Data("another".utf8)))
        var forged = one.bytes
        let part = 10 + 91..<10 + 2 * 91
        forged.replaceSubrange(part, with: other.bytes[part])
        let read = try SealedOriginal(bytes: forged)
        for key in sample.keys {
            #expect(throws: SealingError.altered) {
                try OriginalOpener([key]).open(read, context: SealingSample.context)
            }
        }
    }

    static let malformed: [(String, Data, SealingError)] = [
        ("nothing", Data(), .notSealed),
        ("another file", Data("SQLite format 3\0".utf8), .notSealed),
        ("another version", Data("CRSEAL2\n".utf8) + Data(count: 200), .newerVersion),
        ("the mark alone", Data("CRSEAL1\n".utf8), .malformed),
        ("another cipher", Data("CRSEAL1\n".utf8) + Data([2, 1]) + Data(count: 200), .newerVersion),
        ("no recipient", Data("CRSEAL1\n".utf8) + Data([1, 0]) + Data(count: 200), .malformed),
        ("nine recipients", Data("CRSEAL1\n".utf8) + Data([1, 9]) + Data(count: 20_000), .malformed),
        (
            "a kind that there is not", Data("CRSEAL1\n".utf8) + Data([1, 1, 3]) + Data(count: 200),
            .malformed
        ),
        ("a cut recipient", Data("CRSEAL1\n".utf8) + Data([1, 1, 1]) + Data(count: 1_000), .malformed),
        ("no text", Data("CRSEAL1\n".utf8) + Data([1, 1, 2]) + Data(count: 90 + 59), .malformed),
    ]

    @Test(arguments: malformed)
    func `is refused with a reason where it is malformed`(name: String, bytes: Data, error: SealingError) {
        #expect(throws: error) { try SealedOriginal(bytes: bytes) }
    }

    @Test func `is not read and not made beyond its limit`() throws {
        let sample = try SealingSample(.x25519)
        let max = SealedOriginal.textByteCountMax
        #expect(throws: SealingError.tooLarge(byteCountMax: max)) {
            try sample.sealed(Data(count: max + 1))
        }
        #expect(throws: SealingError.tooLarge(byteCountMax: max)) {
            try SealedOriginal(bytes: Data(count: SealedOriginal.byteCountMax + 1))
        }
    }

    @Test func `can be read from the middle of other bytes`() throws {
        let sample = try SealingSample(.xwing)
        let original = try sample.sealed()
        let slice = (Data(count: 7) + original.bytes).dropFirst(7)
        let read = try SealedOriginal(bytes: slice)
        #expect(
            try OriginalOpener(sample.keys).open(read, context: SealingSample.context) == SealingSample.text)
    }

    @Test func `travels with what it belongs to`() throws {
        let sample = try SealingSample(.xwing)
        let parcel = SealedParcel(try sample.sealed(), context: SealingSample.context)
        let read = try SealedParcel(bytes: parcel.bytes)
        #expect(read == parcel)
        #expect(
            try OriginalOpener(sample.keys).open(read.original, context: read.context) == SealingSample.text)
        let head = "cloakroom-sealed-original/1\nlog: o\nexchange: CR-7F3K2Q9D\nrules: a\n\n"
        let broken: [(String, SealingError)] = [
            ("", .notSealed), ("CRSEAL1\n", .notSealed), (head, .notSealed),
            (head + "CRSEAL1\n", .malformed), (head.replacing("/1", with: "/2"), .newerVersion),
            (head.replacing("7F3K2Q9D", with: "7F3"), .malformed),
            (head.replacing("log: ", with: "log:"), .malformed),
            (head.replacing("rules: a\n", with: ""), .malformed),
            (head + String(repeating: "a", count: 3_000), .notSealed),
            ("cloakroom-sealed-original/1\n" + String(repeating: "a", count: 3_000), .malformed),
        ]
        for (text, error) in broken {
            #expect(throws: error, "\(text.prefix(90))") { try SealedParcel(bytes: Data(text.utf8)) }
        }
    }
}

/// What a file system, a mail program or somebody may do to the bytes.
@Suite struct `A changed original` {
    /// - Returns: Whether it still gives a text.
    private func opens(_ bytes: Data, _ sample: SealingSample) -> Bool {
        guard let original = try? SealedOriginal(bytes: bytes) else { return false }
        return sample.keys.contains {
            (try? OriginalOpener([$0]).open(original, context: SealingSample.context)) != nil
        }
    }

    @Test func `does not open whichever byte was flipped`() throws {
        let sample = try SealingSample(.x25519, .xwing)
        let bytes = try sample.sealed(Data("short".utf8)).bytes
        #expect(opens(bytes, sample))
        var random = SplitMix64(seed: 7)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= UInt8.random(in: 1...255, using: &random)
            #expect(!opens(changed, sample), "byte \(index)")
        }
    }

    @Test func `does not open wherever it was cut or went on`() throws {
        let sample = try SealingSample(.x25519, .xwing)
        let bytes = try sample.sealed(Data("short".utf8)).bytes
        for count in 0..<bytes.count { #expect(!opens(bytes.prefix(count), sample), "\(count) bytes") }
        #expect(!opens(bytes + [0], sample))
        #expect(!opens(bytes + bytes, sample))
    }

    @Test func `does not open and does no harm after random changes`() throws {
        let sample = try SealingSample(.x25519, .xwing)
        let bytes = try sample.sealed(Data("short".utf8)).bytes
        let seed: UInt64 = 20_261_128
        var random = SplitMix64(seed: seed)
        for round in 0..<2_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let start = Int.random(in: 0..<changed.count, using: &random)
                let end = min(changed.count, start + Int.random(in: 1...40, using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: changed.removeSubrange(start..<end)
                case 1: changed.insert(contentsOf: changed[start..<end], at: start)
                case 2:
                    changed.replaceSubrange(
                        start..<end, with: (start..<end).map { _ in random.next(upperBound: 255) })
                default: changed[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
                if changed.isEmpty { break }
            }
            #expect(changed == bytes || !opens(changed, sample), "seed \(seed), round \(round)")
        }
    }
}

/// What was sealed once opens for ever: these files were written when the form was new.
@Suite struct `An original of the first version` {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures/evidence")

    @Test(arguments: ["dpo.key", "deputy.key"])
    func `opens with the keys of then`(file: String) throws {
        let parcel = try SealedParcel(
            bytes: Data(contentsOf: Self.folder.appending(path: "CR-7F3K2Q9D.sealed")))
        let key = try PrivateKeyFile(path: Self.folder.appending(path: file).path)
            .unlock(Passphrase(firstLineOf: "umbrella gravel tuesday"))
        #expect(
            try OriginalOpener([key]).open(parcel.original, context: parcel.context) == SealingSample.text)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["CLOAKROOM_MAKE_FIXTURES"] != nil))
    func `is written`() throws {
        let passphrase = try Passphrase(firstLineOf: "umbrella gravel tuesday")
        var recipients: [RecipientKey] = []
        for (name, suite) in [("dpo", SealingSuite.xwing), ("deputy", .x25519)] {
            let file = try PrivateKeyFile(EvidenceKey(suite), named: name, under: passphrase)
            try Data(file.text.utf8).write(to: Self.folder.appending(path: name + ".key"))
            recipients.append(file.recipient)
        }
        let original = try SealedOriginal(
            sealing: SealingSample.text, to: #require(Recipients(recipients)), context: SealingSample.context)
        try SealedParcel(original, context: SealingSample.context).bytes.write(
            to: Self.folder.appending(path: "CR-7F3K2Q9D.sealed"))
    }
}
