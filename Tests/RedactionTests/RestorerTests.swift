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
        ("[UPN_1", "[UPN_1"),
        ("[UPN_11]", "[UPN_11]"),
        ("[UPN_1 ]", "[UPN_1 ]"),
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
        #expect(restorer.feed(Array("_1]".utf8), on: Self.channel).string == "X123")
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
        let inspection = try toyInspector().inspect(chat(saying: "X123 Mr Bloggs"))
        let reader = AnswerReader(.chatCompletions, limits: JSONLimits())
        var stream = AnswerStream(
            reader, framing: .events, restorer: inspection.restorer(), eventByteCountMax: 1 << 16)
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
        #expect(throws: WireError.self) { try restored([Array(stream.utf8)]) }
    }
}
