import Detection
import TestSupport
import Testing
import Wire

@testable import Redaction

/// Personal data in answers that was not in the prompt.
@Suite struct `What an answer brings in` {
    private static func policy(_ answers: [EntityType: AnswerPolicy.Treatment]) -> Policy {
        toyPolicy().tightened(rows: nil, answers: answers, [:])
    }

    private struct Answer {
        var shown: [UInt8] = []
        var counts: AnswerCounts?
    }

    /// An answer to a prompt, in pieces, as a client sees its text.
    private func answer(
        to prompt: String,
        _ pieces: [[UInt8]],
        _ answers: [EntityType: AnswerPolicy.Treatment]
    ) throws -> Answer {
        let inspector = Inspector(rules: try toyRules(), policy: Self.policy(answers))
        let inspection = try inspector.inspect(chat(saying: prompt))
        var guarded = inspector.answerGuard(after: inspection, until: .none)
        var restorer = inspection.restorer()
        let channel = AnswerChannel(output: 0, field: "content")
        var answer = Answer()
        for piece in pieces {
            answer.shown += restorer.feed(try guarded.feed(piece, on: channel), on: channel)
        }
        answer.shown += restorer.feed(try guarded.finish(channel), on: channel) + restorer.finish(channel)
        answer.counts = AnswerCounts(restorer, guarded)
        return answer
    }

    static let cases: [(String, [EntityType: AnswerPolicy.Treatment], String)] = [
        ("Number X777, not [UPN_1].", [.upn: .redact], "Number [UPN removed], not X123."),
        ("X777X778 X779", [.upn: .redact], "X777X778 [UPN removed]"),
        ("Number X777.", [.upn: .count], "Number X777."),
        ("Number X777.", [.upn: .pass], "Number X777."),
        ("It was hush X777", [.secret: .redact], "It was [SECRET removed] X777"),
        ("Mr Bloggs and [PERSON_1]", [.person: .redact], "Mr [PERSON removed] and Smith"),
        ("card [UPN_1] aged [UPN_1]", [.paymentCard: .redact, .age: .redact], "card X123 aged X123"),
        ("nothing", [.upn: .redact], "nothing"),
        ("[UPN_1] [UPN_2]", [.upn: .redact], "X123 [UPN_2]"),
    ]

    @Test(arguments: cases)
    func `is taken out or shown as the policy says, for every cut`(
        text: String,
        answers: [EntityType: AnswerPolicy.Treatment],
        expected: String
    ) throws {
        for pieces in everySplit(of: Array(text.utf8)) {
            #expect(try answer(to: "X123 Mr Smith", pieces, answers).shown.string == expected)
        }
    }

    @Test func `is shown in no piece before it is found`() throws {
        let inspector = Inspector(rules: try toyRules(), policy: Self.policy([.upn: .redact]))
        let inspection = try inspector.inspect(chat(saying: "hello"))
        var guarded = inspector.answerGuard(after: inspection, until: .none)
        let channel = AnswerChannel(output: 0, field: "content")
        var shown: [UInt8] = []
        for byte in Array("The number X777 is hers.".utf8) {
            shown += try guarded.feed([byte], on: channel)
            #expect(!shown.string.contains("X7"))
        }
        #expect((shown + (try guarded.finish(channel))).string == "The number [UPN removed] is hers.")
    }

    @Test func `is counted, what was taken out apart, and nothing twice`() throws {
        let text = Array("X777 X778 and Mr Bloggs".utf8)
        let counts = try #require(
            try answer(to: "X123", [text], [.upn: .redact, .person: .count]).counts)
        let found = counts.found.map { "\($0.entity.rawValue) \($0.count) \($0.isRemoved)" }
        #expect(found.sorted() == ["PERSON 1 false", "UPN 2 true"])
        #expect(try answer(to: "X123", [text], [.upn: .pass, .person: .pass]).counts?.found == [])
    }

    @Test func `is left alone by a rule on trial`() throws {
        let trial = Rule(
            id: RuleID("toy.trial"), title: "toy.trial", entity: .secret, matcher: .pattern("whisper"),
            confidence: 90, isOnTrial: true)
        let inspector = Inspector(
            rules: try CompiledRules(compiling: [trial]), policy: Self.policy([.secret: .redact]))
        let inspection = try inspector.inspect(chat(saying: "hello"))
        var guarded = inspector.answerGuard(after: inspection, until: .none)
        let channel = AnswerChannel(output: 0, field: "content")
        let shown = try guarded.feed(Array("It was a whisper.".utf8), on: channel)
        #expect((shown + (try guarded.finish(channel))).string == "It was a whisper.")
        #expect(guarded.tallies.isEmpty)
    }

    @Test func `was in the prompt already where the policy left it there`() throws {
        // The toy policy allows ages.
        let prompt = "aged 9"
        let inspector = Inspector(rules: try toyRules(), policy: Self.policy([.age: .redact]))
        let inspection = try inspector.inspect(chat(saying: prompt))
        try #require(inspection.findings.contains { $0.finding.entity == .age })
        var guarded = inspector.answerGuard(after: inspection, until: .none)
        let new = try guarded.redact(Array("She is aged 9, he is aged 8.".utf8), isRepeated: false)
        #expect(new.string == "She is aged 9, he is [AGE removed].")
    }

    @Test(arguments: StreamFixture.all)
    func `is taken out of the streams of every API, final objects included`(fixture: StreamFixture) throws {
        let inspector = Inspector(rules: try toyRules(), policy: Self.policy([.upn: .redact]))
        let inspection = try inspector.inspect(chat(saying: "X123"))
        let guarded = inspector.answerGuard(after: inspection, until: .none)
        let pieces = "Number X777, not [UPN_1].".map(String.init)
        let arguments = #"{"list":["X778","[UPN_1]"]}"#
        var stream = AnswerStream(
            AnswerReader(fixture.surface, limits: JSONLimits()), framing: fixture.surface.framing,
            inspecting: guarded, restorer: inspection.restorer(), eventByteCountMax: 1 << 16)
        var raw: [UInt8] = []
        try stream.feed(Array(fixture.make(pieces, [arguments]).utf8).span, into: &raw)
        try stream.finish(into: &raw)
        #expect(!raw.string.contains("X77"))
        #expect(raw.string.contains("X123"))
        #expect(stream.counts.found.map(\.count).reduce(0, +) == 2)
    }
}
