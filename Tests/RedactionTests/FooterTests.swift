import Detection
import Foundation
import TestSupport
import Testing
import Wire

@testable import Redaction

/// The words that a policy puts below answers.
@Suite struct `A footer` {
    private static let footer = "Written with AI: é check it."
    private let inspector: Inspector

    init() throws { inspector = try toyInspector() }

    private enum End { case finished, brokenOff, open }

    /// What the client gets of a stream, and the data of its events.
    private func shown(
        _ surface: Surface,
        _ pieces: [[UInt8]],
        form: AnswerForm = .prose,
        end: End = .finished
    ) throws -> (raw: [UInt8], events: [[String: Any]]) {
        let inspection = try inspector.inspect(chat(saying: "X123 Mr Bloggs"))
        var stream = AnswerStream(
            AnswerReader(surface, form: form, limits: JSONLimits()), framing: surface.framing,
            inspecting: inspector.answerGuard(after: inspection, until: .none),
            restorer: inspection.restorer(), footer: AnswerFooter(Self.footer), eventByteCountMax: 1 << 16)
        var raw: [UInt8] = []
        for piece in pieces { try stream.feed(piece.span, into: &raw) }
        switch end {
        case .finished: try stream.finish(into: &raw)
        case .brokenOff: stream.breakOff(into: &raw)
        case .open: break
        }
        let lines = raw.string.split(separator: "\n").map { $0.hasPrefix("data: ") ? $0.dropFirst(6) : $0 }
        let events = try lines.filter { $0.hasPrefix("{") }.compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        return (raw, events)
    }

    @Test(arguments: StreamFixture.all)
    func `stands once below a streamed answer, wherever it was cut`(fixture: StreamFixture) throws {
        let stream = Array(fixture.make(["Dear [PER", "SON_1", "]"], []).utf8)
        let whole = try shown(fixture.surface, [stream])
        let text = "Dear Bloggs\n\n\(Self.footer)"
        #expect(fixture.read(whole.events).text == text)
        #expect(fixture.repeats(whole.events).allSatisfy { $0 == text })
        for pieces in everySplit(of: stream) { #expect(try shown(fixture.surface, pieces).raw == whole.raw) }
        let numbers = whole.events.compactMap { $0["sequence_number"] as? Int }
        #expect(numbers == Array(0..<numbers.count))
        // The events that end a text still do.
        let written = stream.string.split(separator: "\n").filter { $0.hasPrefix("event: ") }
        let kept = whole.raw.string.split(separator: "\n").filter { $0.hasPrefix("event: ") }
        #expect(kept.filter { !$0.hasSuffix("delta") } == written.filter { !$0.hasSuffix("delta") })
    }

    @Test(arguments: StreamFixture.all)
    func `does not stand before a call of a tool`(fixture: StreamFixture) throws {
        let stream = Array(fixture.make(["Dear [PER", "SON_1]"], [#"{"to":"[PERSON_1]"}"#]).utf8)
        let whole = try shown(fixture.surface, [stream])
        #expect(!whole.raw.string.contains("Written"))
        #expect(fixture.read(whole.events).text == "Dear Bloggs")
        #expect(fixture.read(whole.events).arguments == #"{"to":"Bloggs"}"#)
        for pieces in everySplit(of: stream) { #expect(try shown(fixture.surface, pieces).raw == whole.raw) }
    }

    @Test(arguments: StreamFixture.all)
    func `is not added where JSON was asked for, nor where it stands already`(fixture: StreamFixture) throws {
        let json = fixture.make([#"{"a":"#, "1}"], [])
        #expect(
            try !shown(fixture.surface, [Array(json.utf8)], form: .json).raw.string.contains("Written"))
        let repeated = fixture.make(["Hello\n\nWritten with", " AI: é check it."], [])
        let events = try shown(fixture.surface, [Array(repeated.utf8)]).events
        #expect(fixture.read(events).text == "Hello\n\n\(Self.footer)")
        #expect(
            try !shown(fixture.surface, [Array(fixture.make([], []).utf8)]).raw.string.contains("Written"))
    }

    @Test(arguments: StreamFixture.all)
    func `is missing where the answer breaks off, and nothing else is`(fixture: StreamFixture) throws {
        let stream = fixture.make(["Dear [PER", "SON_1]"], [])
        let ends = fixture.framing == .lines ? "\n" : "\n\n"
        let events = stream.components(separatedBy: ends).dropLast().map { $0 + ends }
        for count in 0...events.count {
            let came = events.prefix(count).joined()
            let (raw, read) = try shown(fixture.surface, [Array(came.utf8)])
            let text = fixture.read(read).text
            #expect(
                text.hasPrefix("Dear Bloggs") || !came.contains("SON_1]"), "\(fixture) after \(count) events")
            let sent = came.split(separator: "\n").filter {
                $0.hasPrefix("event: ") && !$0.hasSuffix("delta")
            }
            for name in sent { #expect(raw.string.contains(name), "\(fixture) lost \(name)") }
        }
    }

    @Test func `stands below each choice that ends with text`() throws {
        let stream = """
            data: {"choices":[{"index":0,"delta":{"content":"a"}}]}

            data: {"choices":[{"index":1,"delta":{"content":"b"}}]}

            data: {"choices":[{"index":2,"delta":{"reasoning_content":"c"}}]}

            data: {"choices":[{"index":1,"delta":{"content":""},"finish_reason":"stop"}]}

            data: {"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}

            data: {"choices":[{"index":2,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]


            """
        var texts: [Int: String] = [:]
        for event in try shown(.chatCompletions, [Array(stream.utf8)]).events {
            for choice in event["choices"] as? [[String: Any]] ?? [] {
                let content = (choice["delta"] as? [String: Any])?["content"] as? String
                texts[choice["index"] as? Int ?? -1, default: ""] += content ?? ""
            }
        }
        #expect(texts == [0: "a\n\n\(Self.footer)", 1: "b\n\n\(Self.footer)", 2: ""])
    }

    @Test func `stands below the last of several texts`() throws {
        let blocks = (0...2).map { index in
            """
            data: {"type":"content_block_start","index":\(index),"content_block":{"type":"text","text":""}}

            data: {"type":"content_block_delta","index":\(index),"delta":{"type":"text_delta","text":"t\(index)"}}

            data: {"type":"content_block_stop","index":\(index)}

            data: {"type":"ping"}


            """
        }.joined()
        let end = #"data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}"# + "\n\n"
        let (raw, events) = try shown(.messages, [Array((blocks + end).utf8)])
        let text = events.compactMap { ($0["delta"] as? [String: Any])?["text"] as? String }.joined()
        #expect(text == "t0t1t2\n\n\(Self.footer)")
        #expect(raw.string.components(separatedBy: "ping").count == 4)
        let last = events.suffix(4).compactMap { $0["type"] as? String }
        #expect(last == ["content_block_delta", "content_block_stop", "ping", "message_delta"])
    }

    @Test func `is given up where the end of a text waits for too long`() throws {
        let fixture = try #require(StreamFixture.all.first { $0.surface == .messages })
        let stream = fixture.make(["Dear"], [])
        let ping = "event: ping\n" + #"data: {"type":"ping"}"# + "\n\n"
        for (count, isSigned) in [(1, true), (14, true), (15, true), (16, false), (40, false)] {
            let end = "event: message_delta"
            let padded = stream.replacing(end, with: String(repeating: ping, count: count) + end)
            let (raw, events) = try shown(.messages, [Array(padded.utf8)])
            let text = fixture.read(events).text
            #expect(text == (isSigned ? "Dear\n\n\(Self.footer)" : "Dear"), "\(count) events")
            #expect(raw.string.components(separatedBy: "ping\"").count == count + 2)
        }
    }

    /// Streams of Gemini's: the text of each chunk, whether it says that it is the last, and what is read of them.
    static let endings: [(chunks: [(parts: String, isEnd: Bool)], rest: String, text: String)] = [
        (
            [(#"{"text":"Dear [PER"}"#, true), (#"{"text":"SON_1"}"#, true), (#"{"text":"]"}"#, true)], "",
            "Dear Bloggs\n\n\(footer)"
        ),
        ([(#"{"text":"Hi"}"#, true), ("", true)], "", "Hi\n\n\(footer)"),
        ([(#"{"text":"Hi"}"#, true), (#"{"text":""}"#, true)], "", "Hi\n\n\(footer)"),
        ([(#"{"text":"Hi"}"#, true)], #"{"usageMetadata":{"totalTokenCount":3}}"#, "Hi\n\n\(footer)"),
        ([(#"{"text":"Hi"}"#, true)], #"{"error":{"code":500,"message":"m"}}"#, "Hi"),
        (
            [(#"{"text":"Hi","thought":true}"#, true), (#"{"text":"Ho"}"#, true)], "", "HiHo\n\n\(footer)"
        ),
        ([(#"{"text":"Hi"}"#, true), (#"{"functionCall":{"name":"f","args":{}}}"#, true)], "", "Hi"),
        ([(#"{"text":"Hi"}"#, true), (#"{"text":" Ho"}"#, false)], "", "Hi Ho"),
    ]

    @Test(arguments: endings)
    func `stands once at the end, however often that is said`(
        chunks: [(parts: String, isEnd: Bool)], rest: String, text: String
    ) throws {
        let events = chunks.map { parts, isEnd in
            #"{"candidates":[{"content":{"parts":[\#(parts)]},"finishReason":\#(isEnd ? "\"STOP\"" : "null")}]}"#
        }
        let stream = Array((events + [rest]).filter { !$0.isEmpty }.map { "data: \($0)\n\n" }.joined().utf8)
        let whole = try shown(.streamGenerateContent, [stream])
        let fixture = try #require(StreamFixture.all.first { $0.surface == .streamGenerateContent })
        #expect(fixture.read(whole.events).text == text)
        #expect(whole.raw.string.contains("message") == rest.contains("message"))
        for pieces in everySplit(of: stream) {
            #expect(try shown(.streamGenerateContent, pieces).raw == whole.raw)
        }
    }

    @Test func `is not known to follow before the next event, and what came stays if none does`() throws {
        let text = #"{"text":"Dear [PERSON_1] [PER"}"#
        let event = #"data: {"candidates":[{"content":{"parts":[\#(text)]},"finishReason":"STOP"}]}"# + "\n\n"
        let fixture = try #require(StreamFixture.all.first { $0.surface == .streamGenerateContent })
        let pieces = [Array(event.utf8)]
        #expect(try shown(fixture.surface, pieces, end: .open).raw.isEmpty)
        let broken = try shown(fixture.surface, pieces, end: .brokenOff)
        #expect(fixture.read(broken.events).text == "Dear Bloggs ")
    }

    /// The event of a stream that does not come, the type of the one that comes instead, and its other members.
    static let failures: [(surface: Surface, end: String, type: String, rest: String)] = [
        (.responses, "event: response.completed", "response.failed", #""sequence_number":6"#),
        (.responses, "event: response.completed", "error", #""sequence_number":6,"message":"m""#),
        (.messages, "event: message_delta", "error", #""error":{"type":"api_error","message":"m"}"#),
    ]

    @Test(arguments: failures)
    func `does not keep back that the answer failed, nor stand below it`(
        surface: Surface, end: String, type: String, rest: String
    ) throws {
        let fixture = try #require(StreamFixture.all.first { $0.surface == surface })
        let stream = fixture.make(["Dear [PER", "SON_1]"], [])
        let kept = try #require(stream.components(separatedBy: end).first)
        let failed = Array((kept + #"data: {"type":"\#(type)",\#(rest)}"# + "\n\n").utf8)
        let (raw, events) = try shown(surface, [failed], end: .open)
        #expect(events.last?["type"] as? String == type)
        let numbers = events.compactMap { $0["sequence_number"] as? Int }
        #expect(numbers == Array(0..<numbers.count) && numbers.isEmpty == (surface != .responses))
        #expect(fixture.read(events).text == "Dear Bloggs" && !raw.string.contains("Written"))
        #expect(try shown(surface, [failed]).raw == raw)
    }

    /// Numbers that the endpoint chose to make counting on overflow.
    @Test(arguments: [Int.max, .max - 1, .min, 1 << 53])
    func `counts on from no number that cannot be counted on from`(number: Int) throws {
        let delta = #""type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"[PER""#
        let event = "data: {\(delta),\"sequence_number\":\(number)}\n\n"
        #expect(try shown(.responses, [Array(event.utf8)]).raw.string.contains("[PER"))
    }

    @Test func `comes before what says that an answer is not complete`() throws {
        let fixture = try #require(StreamFixture.all.first { $0.surface == .responses })
        let stream = fixture.make(["Dear"], []).replacing("response.completed", with: "response.incomplete")
        let (raw, events) = try shown(.responses, [Array(stream.utf8)], end: .open)
        #expect(fixture.read(events).text == "Dear\n\n\(Self.footer)")
        #expect(events.last?["type"] as? String == "response.incomplete")
        #expect(raw.string.components(separatedBy: "Written").count == 6)
    }

    @Test func `stands below the last text that is not empty`() throws {
        let messages = """
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"said"}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":""}}

            data: {"type":"content_block_stop","index":1}

            data: {"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}

            data: {"type":"content_block_stop","index":2}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}


            """
        let (raw, events) = try shown(.messages, [Array(messages.utf8)])
        let deltas = events.filter { ($0["delta"] as? [String: Any])?["text"] as? String != "" }
        let text = deltas.compactMap { ($0["delta"] as? [String: Any])?["text"] as? String }.joined()
        #expect(text == "said\n\n\(Self.footer)")
        #expect(deltas.compactMap { $0["index"] as? Int } == [0, 0, 0, 1, 1, 2, 2])
        for pieces in everySplit(of: Array(messages.utf8)) {
            #expect(try shown(.messages, pieces).raw == raw)
        }
    }

    @Test func `leaves the empty texts of a response empty`() throws {
        let said = #"{"type":"output_text","text":"said"}"#
        let empty = #"{"type":"output_text","text":""}"#
        let item = #"{"type":"message","content":[\#(said),\#(empty)]}"#
        let other = #"{"type":"message","content":[\#(empty)]}"#
        let events = [
            #""response.output_text.delta","output_index":0,"content_index":0,"delta":"said""#,
            #""response.output_text.done","output_index":0,"content_index":0,"text":"said""#,
            #""response.content_part.done","output_index":0,"content_index":0,"part":\#(said)"#,
            #""response.content_part.added","output_index":0,"content_index":1,"part":\#(empty)"#,
            #""response.output_text.done","output_index":0,"content_index":1,"text":"""#,
            #""response.content_part.done","output_index":0,"content_index":1,"part":\#(empty)"#,
            #""response.output_item.done","output_index":0,"item":\#(item)"#,
            #""response.output_item.added","output_index":1,"item":{"type":"message","content":[]}"#,
            #""response.output_item.done","output_index":1,"item":\#(other)"#,
            #""response.completed","response":{"output":[\#(item),\#(other)]}"#,
        ]
        let stream = events.map { "data: {\"type\":\($0)}\n\n" }.joined()
        let signed = stream.replacing(#"text":"said""#, with: #"text":"said\n\n\#(Self.footer)""#)
        let first = try #require(stream.range(of: "\n\n"))
        let delta = stream[..<first.upperBound]
        let added = delta.replacing("said", with: #"\n\n\#(Self.footer)"#)
        #expect(
            try shown(.responses, [Array(stream.utf8)]).raw.string
                == delta + added + signed[first.upperBound...])
    }

    @Test func `leaves the events in order where another text ends while some wait`() throws {
        let events = [
            #""response.reasoning_summary_text.delta","output_index":1,"summary_index":0,"delta":"x [PER""#,
            #""response.output_text.delta","output_index":0,"content_index":0,"delta":"said""#,
            #""response.output_text.done","output_index":0,"content_index":0,"text":"said""#,
            #""response.reasoning_summary_text.done","output_index":1,"summary_index":0,"text":"x [PER""#,
            #""response.completed","response":{"output":[]}"#,
        ]
        for count in events.indices {
            let stream = events[...count].enumerated().map { number, event in
                "data: {\"sequence_number\":\(number),\"type\":\(event)}\n\n"
            }.joined()
            let whole = try shown(.responses, [Array(stream.utf8)])
            let numbers = whole.events.compactMap { $0["sequence_number"] as? Int }
            #expect(numbers == Array(0..<numbers.count), "after \(count + 1) events")
        }
    }

    /// Whole answers, each with `said` where a footer goes and `left` where none does.
    static let wholes: [(Surface, String)] = [
        (.chatCompletions, #"{"choices":[{"message":{"content":"said"}},{"message":{"content":"said"}}]}"#),
        (
            .chatCompletions,
            #"{"choices":[{"message":{"content":"left","tool_calls":[{"function":{"arguments":"{}"}}]}}]}"#
        ),
        (.chatCompletions, #"{"choices":[{"message":{"content":"said","tool_calls":[],"refusal":null}}]}"#),
        (.chatCompletions, #"{"choices":[{"message":{"content":""}},{"message":{"content":null}}]}"#),
        (
            .responses,
            #"{"output":[{"type":"reasoning","summary":[{"text":"left"}]},{"type":"message","content":[{"type":"output_text","text":"left"},{"type":"output_text","text":"said"}]}],"instructions":"left"}"#
        ),
        (
            .responses,
            #"{"output":[{"type":"message","content":[{"type":"output_text","text":"left"}]},{"type":"function_call","arguments":"{}"}]}"#
        ),
        (
            .messages,
            #"{"content":[{"type":"thinking","thinking":"left"},{"type":"text","text":"left"},{"type":"text","text":"said"}]}"#
        ),
        (.messages, #"{"content":[{"type":"text","text":"said"},{"type":"text","text":""}]}"#),
        (.messages, #"{"content":[{"type":"text","text":"left"},{"type":"tool_use","input":{"a":"left"}}]}"#),
        (
            .responses,
            #"{"output":[{"type":"message","content":[{"type":"output_text","text":"said"}]},{"type":"message","content":[{"type":"output_text","text":""}]}]}"#
        ),
        (.ollamaChat, #"{"message":{"role":"assistant","content":"said","thinking":"left"}}"#),
        (.ollamaChat, #"{"message":{"content":"left","tool_calls":[{"function":{}}]}}"#),
        (.ollamaGenerate, #"{"response":"said","thinking":"left"}"#),
        (
            .generateContent,
            #"{"candidates":[{"content":{"parts":[{"text":"left","thought":true},{"text":"said"}]}}]}"#
        ),
        (
            .generateContent,
            #"{"candidates":[{"content":{"parts":[{"functionCall":{"args":{"a":"left"}}},{"text":"left"}]}}]}"#
        ),
        (
            .generateContent,
            #"{"candidates":[{"content":{"parts":[{"text":"said"},{"text":"","thoughtSignature":"left"}]}}]}"#
        ),
        (.generateContent, #"{"promptFeedback":{"blockReason":"left"}}"#),
        (.embeddings, #"{"data":[{"embedding":[1]}]}"#), (.countTokens, #"{"input_tokens":1}"#),
        (.ollamaShow, #"{"template":"left"}"#),
    ]

    @Test(arguments: wholes)
    func `stands below a whole answer`(surface: Surface, answer: String) throws {
        func whole(form: AnswerForm, footer: AnswerFooter?) throws -> String {
            let inspection = try inspector.inspect(chat(saying: "X123"))
            var whole = WholeAnswer(
                inspecting: inspector.answerGuard(after: inspection, until: .none),
                restorer: inspection.restorer(), footer: footer)
            let reader = AnswerReader(surface, form: form, limits: JSONLimits())
            return try whole.restore(Array(answer.utf8), readBy: reader).string
        }
        let footer = try #require(AnswerFooter("fin"))
        #expect(
            try whole(form: .prose, footer: footer)
                == answer.replacing(#""said""#, with: #""said\n\nfin""#))
        #expect(try whole(form: .json, footer: footer) == answer)
        #expect(try whole(form: .option, footer: footer) == answer)
        #expect(try whole(form: .prose, footer: nil) == answer)
    }

    @Test(arguments: [
        ("", nil), (" \n\t ", nil), ("  fin\n", "\n\nfin"),
        (String(repeating: "x", count: 500), "\n\n" + String(repeating: "x", count: 500)),
        (String(repeating: "x", count: 501), nil),
    ])
    func `has words, and not too many`(text: String, below: String?) {
        #expect(AnswerFooter(text)?.below(Array("said".utf8)).string == below)
    }
}
