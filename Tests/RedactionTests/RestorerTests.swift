import Detection
import Foundation
import TestSupport
import Testing
import Wire

@testable import Redaction

@Suite struct `A restorer` {
    private static let channel = AnswerChannel(output: 0, field: "content")

    /// A restorer after a prompt with `X123`, `X124` and `Mr Bloggs`.
    private func restorer() throws -> Restorer {
        try toyInspector().inspect(chat(saying: "X123 X124 Mr Bloggs [UPN_9]")).restorer()
    }

    static let answers: [(String, String)] = [
        ("Hello", "Hello"),
        ("[UPN_1]", "X123"),
        ("Dear [PERSON_1], [UPN_1] and [UPN_2].", "Dear Bloggs, X123 and X124."),
        ("[UPN_1][UPN_2]", "X123X124"),
        ("[[UPN_1]]", "[X123]"),
        ("[UPN_3] [UPN_9] [PERSON_2]", "[UPN_3] [UPN_9] [PERSON_2]"),
        ("[UPN_", "[UPN_"),
        ("[", "["),
        ("a[b]c [x] [1]", "a[b]c [x] [1]"),
        ("[UPN_1", "X123"),
        ("[UPN_11]", "[UPN_11]"),
        ("[UPN_1 ]", "X123"),
        ("é[UPN_1]😀", "éX123😀"),
        ("[PERSON_[PERSON_1]", "[PERSON_Bloggs"),
        ("[\(String(repeating: "A", count: 100))] [UPN_1]", "[\(String(repeating: "A", count: 100))] X123"),
    ]

    @Test(arguments: answers)
    func `restores whatever the cut`(answer: String, expected: String) throws {
        for pieces in everySplit(of: Array(answer.utf8)) {
            var restorer = try restorer()
            var shown: [UInt8] = []
            for piece in pieces { shown += restorer.feed(piece, on: Self.channel) }
            shown += restorer.finish(Self.channel)
            #expect(shown.string == expected)
        }
    }

    @Test func `holds back only what may become a placeholder`() throws {
        var restorer = try restorer()
        #expect(restorer.feed(Array("see [U".utf8), on: Self.channel).string == "see ")
        #expect(restorer.feed(Array("X".utf8), on: Self.channel).string == "[UX")
        #expect(restorer.feed(Array(" [UPN_2".utf8), on: Self.channel).string == " ")
        #expect(restorer.feed(Array("] ok".utf8), on: Self.channel).string == "X124 ok")
        #expect(restorer.feed(Array("[Z".utf8), on: Self.channel).string == "[Z")
        #expect(restorer.openChannels.isEmpty)
        #expect(restorer.restoredCount == 1)
    }

    @Test func `keeps channels apart`() throws {
        var restorer = try restorer()
        let other = AnswerChannel(output: 1, field: "content")
        #expect(restorer.feed(Array("[UPN".utf8), on: Self.channel).isEmpty)
        #expect(restorer.feed(Array("_1]".utf8), on: other).string == "_1]")
        // Whether its brackets are a link's, the next character tells.
        #expect(restorer.feed(Array("_1]".utf8), on: Self.channel).isEmpty)
        #expect(restorer.feed(Array(",".utf8), on: Self.channel).string == "X123,")
    }

    @Test func `ends each channel for itself`() throws {
        var restorer = try restorer()
        let other = AnswerChannel(output: 0, part: 1, field: "arguments", isJSON: true)
        #expect(restorer.feed(Array("https://a/[UPN".utf8), on: Self.channel).string == "https://a/")
        #expect(restorer.feed(Array("[UPN_1".utf8), on: other).isEmpty)
        #expect(Set(restorer.openChannels) == [Self.channel, other])
        #expect(restorer.finish(other).string == "X123")
        #expect(
            restorer.feed(Array("_1] [UPN_1".utf8), on: Self.channel).string
                == "_1] ".replacing("_1]", with: "[UPN_1]"))
        #expect(restorer.finish(Self.channel).string == "X123")
        #expect(restorer.openChannels.isEmpty && restorer.withheldCount == 1)
    }

    /// No increment shows a part of what becomes a value with the next one.
    @Test func `shows no half of a placeholder that it restores`() throws {
        for answer in ["a [UPN_1] b", "a UPN_1 b", "a \\[upn\\_1\\] b", "a [ Upn 1 ] b"] {
            var restorer = try restorer()
            var shown: [String] = []
            for byte in answer.utf8 { shown.append(restorer.feed([byte], on: Self.channel).string) }
            #expect(shown.filter { !$0.isEmpty }.joined(separator: "|").hasPrefix("a| |X123"), "\(shown)")
        }
    }

    @Test func `holds nothing back of words that are none`() throws {
        var restorer = try restorer()
        for word in ["plain", "[x", "upset", "personal ", "a_b", "[person x", "[Personnelx", "UPN_1x", "\\n"]
        {
            #expect(restorer.feed(Array(" \(word)".utf8), on: Self.channel).string == " \(word)")
        }
        #expect(
            restorer.feed(Array(" person".utf8), on: Self.channel).string == " ")
        #expect(restorer.feed(Array("s".utf8), on: Self.channel).string == "persons")
    }

    @Test func `puts values in the place of placeholders in plain prose, and changes nothing else`() {
        let seed: UInt64 = 12
        print("seed \(seed)")
        var random = SplitMix64(seed: seed)
        let values = RestoredAnswer.vault().values.filter { $0.key.entity != .urlPersonal }
        let words = [
            "plain", "person", "é", "—", "7", "a_b", "(", ")", "Dear", ".", ",", "\n", "*", "…", "PERSON",
            "upn",
        ]
        for _ in 0..<400 {
            var (answer, expected): ([UInt8], [UInt8]) = ([], [])
            for _ in 0..<20 {
                if Int.random(in: 0..<3, using: &random) == 0,
                    let (key, value) = values.randomElement(using: &random)
                {
                    answer += key.text
                    expected += value
                } else {
                    let word = words.randomElement(using: &random) ?? ""
                    answer += word.utf8
                    expected += word.utf8
                }
                let space = Bool.random(using: &random) ? " " : ""
                answer += space.utf8
                expected += space.utf8
            }
            #expect(RestoredAnswer(of: [answer]).text == expected.string)
            var pieces: [[UInt8]] = []
            while !answer.isEmpty {
                let count = min(answer.count, Int.random(in: 1...9, using: &random))
                pieces.append(Array(answer.prefix(count)))
                answer.removeFirst(count)
            }
            #expect(RestoredAnswer(of: pieces).text == expected.string)
        }
    }

    /// Whatever is thrown at it, one result; and no value where the guard, asked byte by byte, says no.
    @Test func `makes the same of noise, whatever the cut`() {
        let seed: UInt64 = 13
        print("seed \(seed)")
        var random = SplitMix64(seed: seed)
        let scraps = [
            "[PERSON_1]", "[person 1", "PERSON_1", "PHONE_1", "2", "[", "]", "\\", "_", "/", "//", ":", "(",
            ")", "<", ">", "\"", "'", "`", "<a ", "=", "https", "www.", "url(",
            "\n", "\n\n", " ", "u000a", "n", "é", "شخص", "[OSOBA", "_FORENAME", "[EMAIL_1]", "-", "x",
            "data:", "[URL_PERSONAL_1]", "[ADDRESS_1]", "P",
        ]
        for round in 0..<300 {
            let answer = (0..<14).map { _ in scraps.randomElement(using: &random) ?? "" }.joined()
            _ = RestoredAnswer.ofEveryCut(answer, isJSON: round % 2 == 0)
        }
    }

    @Test func `brings back what was taken out`() throws {
        let seed: UInt64 = 11
        print("seed \(seed)")
        var random = SplitMix64(seed: seed)
        let words = [
            "X123", "X124", "X999", "Mr Bloggs", "Mr Ané", "[UPN_1]", "[PERSON_2]", "[", "]", "plain", "é",
            "\n",
        ]
        let inspector = try toyInspector()
        for _ in 0..<500 {
            let text = (0..<12).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            let request = try chat(saying: text.replacing("\n", with: "\\n"))
            let inspection = try inspector.inspect(request)
            let sent = try chat(inspection.body?.bytes.string ?? "").segments[0].text
            #expect(!sent.string.contains("Bloggs") && !sent.string.contains("X999"))
            var restorer = inspection.restorer()
            #expect(restorer.restore(sent, on: Self.channel).string == text)
        }
    }
}

@Suite struct `A streamed answer` {
    private func event(_ content: String, finish: String? = nil) -> String {
        let reason = finish.map { "\"\($0)\"" } ?? "null"
        return
            #"data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"\#(content)"},"finish_reason":\#(reason)}]}"#
            + "\n\n"
    }

    /// Feeds the pieces and returns what the client's parser would put together.
    private func restored(_ pieces: [[UInt8]]) throws -> (text: String, raw: String) {
        let inspector = try toyInspector()
        let inspection = try inspector.inspect(chat(saying: "X123 Mr Bloggs"))
        let guarded = inspector.answerGuard(after: inspection, until: .none)
        let reader = AnswerReader(.chatCompletions, limits: JSONLimits())
        var stream = AnswerStream(
            reader, framing: .events, inspecting: guarded, restorer: inspection.restorer(),
            eventByteCountMax: 1 << 16)
        var out: [UInt8] = []
        for piece in pieces { try stream.feed(piece.span, into: &out) }
        try stream.finish(into: &out)
        var parser = EventStreamParser()
        var events: [ServerSentEvent] = []
        try parser.feed(out.span, into: &events)
        var text: [UInt8] = []
        for event in events where event.data != Array("[DONE]".utf8) && !event.isHeartbeat {
            for piece in try reader.event(event.data).texts where piece.isPiece {
                text += piece.text
            }
        }
        return (text.string, out.string)
    }

    @Test func `is the same for every cut of its bytes`() throws {
        let stream =
            event("Dear ") + ": ping\n\n" + event("[PER") + event("SON_1]\\u002c é [UP")
            + event("N_1]", finish: "stop")
            + "data: [DONE]\n\n"
        let whole = try restored([Array(stream.utf8)])
        #expect(whole.text == "Dear Bloggs, é X123")
        for pieces in everySplit(of: Array(stream.utf8)) { #expect(try restored(pieces).raw == whole.raw) }
    }

    @Test func `is the same for every cut of its text into events`() throws {
        let answer = Array("Dear [PERSON_1], [UPN_1] [UPN_7] [".utf8)
        for pieces in everySplit(of: answer) {
            let stream = pieces.map { event($0.string) }.joined() + "data: [DONE]\n\n"
            #expect(try restored([Array(stream.utf8)]).text == "Dear Bloggs, X123 [UPN_7] [")
        }
    }

    @Test(arguments: [
        "", #"data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n",
        "data: [DONE]\n\n",
    ])
    func `gives out what it held back when it ends`(end: String) throws {
        let (text, raw) = try restored([Array((event("a [UPN") + end).utf8)])
        #expect(text == "a [UPN")
        // Before the end is announced, or clients would not read it.
        if let done = raw.range(of: "finish_reason\":\"stop") ?? raw.range(of: "[DONE]") {
            #expect(raw[..<done.lowerBound].contains("[UPN"))
        }
    }

    @Test func `shows no event with half a placeholder`() throws {
        let stream = "[PERSON_1] and [UPN_1]".map { event(String($0)) }.joined() + "data: [DONE]\n\n"
        let raw = try restored([Array(stream.utf8)]).raw
        #expect(!raw.contains("\"content\":\"[\"") && !raw.contains("PERSON"))
    }

    @Test(arguments: ["data: <html>\n\n", "data: {\"a\":1}\n\n", "data: {\"choices\":[{]\n\n"])
    func `that is none is an error`(stream: String) {
        #expect(throws: AnswerError.self) { try restored([Array(stream.utf8)]) }
    }
}
