import TestSupport
import Testing

@testable import Detection

/// Those of one sentence.
private func features(of text: String, _ sentence: Int = 0) -> [UInt32] {
    var all: [[UInt32]] = []
    MatterFeatures.forEachSentence(in: Array(text.utf8).span) { all.append($1) }
    return all.indices.contains(sentence) ? all[sentence] : []
}

@Suite struct `A text as the model of matters reads it` {
    private func sentences(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var sentences: [String] = []
        MatterFeatures.forEachSentence(in: bytes.span) { place, _ in
            sentences.append(String(decoding: bytes[place], as: UTF8.self))
        }
        return sentences
    }

    @Test(arguments: [
        ("His dad is inside. Draft a letter!", ["His dad is inside", "Draft a letter"]),
        ("at 4.30 with A.K. and Mia; then\nhome", ["at 4.30 with A.K", "and Mia", "then", "home"]),
        ("one / two and/or three", ["one", "two and/or three"]),
        ("“Wait…” he said – then left?", ["Wait…” he said – then left"]),
        ("", []), (" .;\n", []), ("é", ["é"]),
    ])
    func `has the sentences that a reader sees`(text: String, expected: [String]) {
        #expect(sentences(text) == expected)
    }

    @Test func `is read in parts where nobody sets a full stop`() {
        let words = (0..<50).map { "word\($0)" }
        #expect(
            sentences(words.joined(separator: " ")).map { $0.split(separator: " ").count } == [20, 20, 10])
        #expect(sentences(words.prefix(28).joined(separator: " ")).count == 1)
    }

    @Test(arguments: [
        ("He didn't", "he didnt"), ("he didn’t", "he didnt"), ("at 4.30", "At 9.15"),
        ("in\u{200B}side a\u{AD}gain", "inside again"), ("his\u{A0}dad\u{3000}is", "his dad is"),
        ("d\u{200E}ad is in\u{2061}side\u{FE0F}", "dad is inside"),
        ("d\u{430}d is \u{FF49}nside", "dad is inside"),
        ("da\u{1}d \u{2018}is\u{2019} inside", "dad is inside"),
    ])
    func `is the same however it is typed`(one: String, other: String) {
        #expect(features(of: one) == features(of: other))
    }

    @Test func `says nothing louder by saying it again`() {
        let once = features(of: "one two one two one")
        #expect(once == features(of: String(repeating: "one two ", count: 10) + "one"))
    }

    @Test func `is read with the sentences beside it, and those only`() {
        let (alone, between, far) = (
            features(of: "b"), features(of: "a. b. c", 1), features(of: "x. a. b. c. y", 2)
        )
        #expect(between == far)
        #expect(between.count == alone.count + 2 && between.starts(with: alone))
    }

    @Test(arguments: [
        ("Abcdefgh1", "abcdefgh2"), ("ABCDEFGHIJKLMNOPQRS", "abcdefghijklmnopqrs"), ("a-b", "a b"),
        ("A1b2C3d4E5f6G7h8I9", "a9b9c9d9e9f9g9h9i9"), ("it's", "IT’S"),
        ("o'clock1234567890", "oclock0000000000"),
    ])
    func `is the same eight bytes at once as byte by byte`(one: String, other: String) {
        // With an invisible character in it a word is read byte by byte.
        let slow = String(other.prefix(1)) + "\u{200B}" + other.dropFirst()
        #expect(features(of: one) == features(of: slow))
        #expect(features(of: one + "x") != features(of: one))
    }

    @Test func `may be any bytes`() {
        var random = SplitMix64(seed: 7)
        let alphabet: [UInt8] =
            Array("aB9.' /;\n?".utf8) + [
                0xE2, 0x80, 0x81, 0x8B, 0x99, 0xC2, 0xA0, 0xAD, 0xC3, 0xEF, 0xBB, 0xBF, 0xFF, 0,
            ]
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            var end = 0
            MatterFeatures.forEachSentence(in: bytes.span) { range, features in
                #expect(range.lowerBound >= end && range.upperBound <= bytes.count && !range.isEmpty)
                end = range.upperBound
                #expect(features.allSatisfy { $0 < UInt32(MatterFeatures.tableCount) })
            }
        }
    }
}

@Suite struct `The model of matters` {
    /// A model to which sentences with these words tell something.
    private func model(of words: String...) -> MatterModel {
        var weights = [Int8](repeating: 0, count: MatterFeatures.tableCount)
        for word in words {
            // Behind the one that all sentences share: the word itself.
            weights[Int(features(of: word)[1])] = 80
        }
        return MatterModel(weights: weights, scale: 0.02)
    }

    private func rules(isOnTrial: Bool = false) throws -> CompiledRules {
        let told = Rule(
            id: RuleID("told"), title: "told", entity: .sensitive, matcher: .matters, confidence: 77,
            isOnTrial: isOnTrial)
        let name = Rule(
            id: RuleID("name"), title: "name", entity: .person,
            matcher: .words(["Kian", "Mia"], caseSensitive: true), confidence: 90)
        let term = Rule(
            id: RuleID("term"), title: "term", entity: .sensitive,
            matcher: .words(["asthma"], caseSensitive: false), confidence: 90)
        return try CompiledRules(compiling: [told, name, term], matters: model(of: "inside"))
    }

    private func found(_ text: String, by rules: CompiledRules) throws -> [String] {
        let bytes = Array(text.utf8)
        return try rules.telling(besides: rules.findings(in: bytes.span), in: bytes.span).map {
            "\($0.rule): \(String(decoding: bytes[$0.bytes], as: UTF8.self))"
        }
    }

    @Test(arguments: [
        ("Kian is quiet. His dad is inside again.", ["name: Kian", "told: His dad is inside again"]),
        (
            "Dad's inside, says Kian, once again. Hm.",
            ["told: Dad's inside, says", "name: Kian", "told: once again"]
        ),
        ("Dad's inside, says Kian, again", ["told: Dad's inside, says", "name: Kian"]),
        ("Kian's uncle is inside. Mia", ["name: Kian", "told: uncle is inside", "name: Mia"]),
        ("Kian has asthma and is inside.", ["name: Kian", "term: asthma"]),
        ("Kian is outside.", ["name: Kian"]),
        ("Mia hit Kian inside", ["name: Mia", "name: Kian", "told: inside"]),
        ("Kian’s dad is inside”", ["name: Kian", "told: dad is inside"]),
        ("Kian's_dad_is_inside", ["name: Kian", "told: dad_is_inside"]),
        ("Kian’s\u{A0}dad\u{A0}is\u{A0}inside", ["name: Kian", "told: dad\u{A0}is\u{A0}inside"]),
        ("Kian's,dad,inside", ["name: Kian", "told: dad,inside"]),
    ])
    func `adds what is told, beside names and where no rule knew better`(
        text: String, expected: [String]
    ) throws {
        #expect(try found(text, by: rules()) == expected)
    }

    @Test func `judges by the features that it learns from`() throws {
        var random = SplitMix64(seed: 3)
        let weights = (0..<MatterFeatures.tableCount).map { _ in Int8.random(in: -127...127, using: &random) }
        let model = MatterModel(weights: weights, scale: 0.01)
        let words = [
            "he", "told", "me", "o'clock", "élan", "internationalisation", "9.30", ".", ";", "!", "he",
        ]
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 0...90, using: &random)).map { _ in
                words[Int.random(in: 0..<words.count, using: &random)]
            }.joined(separator: " ")
            let bytes = Array(text.utf8)
            var (learned, judged): ([String], [String]) = ([], [])
            MatterFeatures.forEachSentence(in: bytes.span) { place, features in
                learned.append("\(place) \(model.score(of: features))")
            }
            model.forEachSentence(in: bytes.span) { place, score in judged.append("\(place) \(score)") }
            #expect(learned == judged)
        }
    }

    @Test func `wants to be surer where nobody is named`() throws {
        let sentence =
            "the father of one among them has stayed in there since then and that for a long time now, "
            + "far away as they say here, inside"
        #expect(try found("Kian. \(sentence)", by: rules()).count == 2)
        #expect(try found(sentence, by: rules()).isEmpty)
    }

    @Test func `is counted only while on trial`() throws {
        let bytes = Array("Kian's dad is inside".utf8)
        let rules = try rules(isOnTrial: true)
        let all = try rules.telling(besides: rules.findings(in: bytes.span), in: bytes.span)
        #expect(all.filter { $0.rule == RuleID("told") }.map(\.isOnTrial) == [true])
    }

    @Test func `stops when its time is over`() throws {
        let rules = try rules()
        #expect(throws: ScanError.deadline) {
            try rules.telling(besides: [], in: Array("Kian. inside".utf8).span, until: .at(.now))
        }
    }

    @Test func `is what its file says, or nothing`() throws {
        let model = model(of: "inside", "again")
        let file = model.file
        let read = try #require(MatterModel(file: file))
        #expect(
            read.weights == model.weights && read.scale == model.scale)
        for bad in [[], Array(file.dropLast()), file + [0], [0] + file.dropFirst(), Array(file.prefix(20))] {
            #expect(MatterModel(file: bad) == nil)
        }
    }

    @Test func `must be there for a rule that asks, and for one rule only`() {
        func rule(_ id: String) -> Rule {
            Rule(id: RuleID(id), title: id, entity: .sensitive, matcher: .matters, confidence: 60)
        }
        let missing = #expect(throws: RuleErrors.self) { try CompiledRules(compiling: [rule("a")]) }
        #expect(missing?.errors.map(\.message) == ["The model of matters is missing or damaged."])
        let two = #expect(throws: RuleErrors.self) {
            try CompiledRules(compiling: [rule("a"), rule("b")], matters: model(of: "inside"))
        }
        #expect(two?.errors.map(\.message) == ["Two rules ask the model of matters."])
    }
}
