import Testing

@testable import Wire

private func event(
    _ text: String,
    of surface: Surface = .chatCompletions,
    form: AnswerForm = .prose
) throws -> AnswerDocument {
    try AnswerReader(surface, form: form, limits: JSONLimits()).event(Array(text.utf8))
}

private func whole(_ text: String, of surface: Surface = .chatCompletions) throws -> AnswerDocument {
    try AnswerReader(surface, limits: JSONLimits()).whole(Array(text.utf8))
}

extension AnswerDocument {
    /// What continues a text, as in `0.1 arguments* {"a`; the star says that it is JSON.
    fileprivate var pieces: [String] {
        texts.filter(\.isPiece).map { text in
            let channel = text.channel
            let name = "\(channel.output).\(channel.part) \(channel.field)\(channel.isJSON ? "*" : "")"
            return "\(name) \(String(decoding: text.text, as: UTF8.self))"
        }
    }

    fileprivate var others: [String] {
        texts.filter { !$0.isPiece }.map { String(decoding: $0.text, as: UTF8.self) }
    }
}

@Suite struct `An event of an answer` {
    static let pieces: [(Surface, String, [String])] = [
        (
            .chatCompletions,
            #"{"choices":[{"index":1,"delta":{"content":"a","refusal":"r"}},{"index":0,"delta":{"reasoning_content":"t"}}]}"#,
            ["1.0 content a", "1.0 refusal r", "0.0 reasoning_content t"]
        ),
        (
            .chatCompletions,
            #"{"choices":[{"delta":{"tool_calls":[{"index":2,"id":"c","function":{"name":"f","arguments":"{\"a"}},{"index":3,"custom":{"input":"i"}}]}}]}"#,
            [#"0.2 arguments* {"a"#, "0.3 input i"]
        ),
        (
            .chatCompletions, #"{"choices":[{"delta":{"function_call":{"arguments":"{"}}}]}"#,
            ["0.0 function_call* {"]
        ),
        (
            .responses,
            #"{"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":2,"delta":"a"}"#,
            ["1.2 response.output_text a"]
        ),
        (
            .responses,
            #"{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{"}"#,
            ["1.0 response.function_call_arguments* {"]
        ),
        (
            .responses,
            #"{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"a"}"#,
            ["0.1 response.reasoning_summary_text a"]
        ),
        (
            .messages, #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"a"}}"#,
            ["1.0 text a"]
        ),
        (
            .messages,
            #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{"}}"#,
            ["2.0 partial_json* {"]
        ),
        (
            .ollamaChat, #"{"message":{"role":"assistant","content":"a","thinking":"b"},"done":false}"#,
            ["0.0 content a", "0.0 thinking b"]
        ),
        (.ollamaGenerate, #"{"model":"m","response":"a","done":false}"#, ["0.0 response a"]),
        (
            .streamGenerateContent,
            #"{"candidates":[{"index":1,"content":{"parts":[{"text":"t","thought":true},{"text":"a"}]}}]}"#,
            ["1.0 thought t", "1.0 text a"]
        ),
    ]

    @Test(arguments: pieces)
    func `tells which texts it continues`(surface: Surface, text: String, expected: [String]) throws {
        #expect(try event(text, of: surface).pieces == expected)
    }

    static let endings: [(Surface, String, [AnswerEnding], Bool)] = [
        (
            .chatCompletions,
            #"{"choices":[{"index":1,"delta":{},"finish_reason":"stop"},{"index":0,"finish_reason":null}]}"#,
            [.output(1)], false
        ),
        (
            .responses,
            #"{"type":"response.output_text.done","output_index":1,"content_index":2,"text":"a"}"#,
            [.part(output: 1, part: 2)], false
        ),
        (
            .responses, #"{"type":"response.output_item.done","output_index":1,"item":{}}"#, [.output(1)],
            false
        ),
        (.responses, #"{"type":"response.completed","response":{}}"#, [.all], true),
        (.responses, #"{"type":"response.incomplete","response":{}}"#, [.all], true),
        // An end, but not of a whole answer.
        (.responses, #"{"type":"response.failed","response":{}}"#, [.all], false),
        (.responses, #"{"type":"error","message":"x"}"#, [.all], false),
        (.messages, #"{"type":"content_block_stop","index":3}"#, [.output(3)], false),
        (.messages, #"{"type":"message_stop"}"#, [.all], true),
        (.ollamaChat, #"{"message":{"content":""},"done":true,"done_reason":"stop"}"#, [.all], true),
        (
            .generateContent, #"{"candidates":[{"finishReason":"STOP","content":{"parts":[]}}]}"#,
            [.output(0)], true
        ),
        (.generateContent, #"{"promptFeedback":{"blockReason":"SAFETY"}}"#, [], true),
    ]

    @Test(arguments: endings)
    func `tells what ends with it`(
        surface: Surface,
        text: String,
        endings: [AnswerEnding],
        isLast: Bool
    ) throws {
        let read = try event(text, of: surface)
        #expect(read.endings == endings)
        #expect(read.isLast == isLast)
    }

    @Test(arguments: [
        #"{"id":"","choices":[],"prompt_filter_results":[{"x":1}]}"#,
        #"{"choices":[],"usage":{"total_tokens":3}}"#,
        #"{"choices":[{"index":0,"delta":{}}],"obfuscation":"xx"}"#,
        #"{"choices":[{"delta":{"content":null}}]}"#,
        #"{"choices":[{"index":0,"delta":{"tool_calls":[]},"content_filter_results":{}}]}"#,
        #"{"choices":[{"index":0,"delta":null,"finish_reason":null}],"usage":null}"#,
    ])
    func `that carries no text passes unchanged`(text: String) throws {
        let read = try event(text)
        #expect(read.texts.isEmpty)
        #expect(read.rewriting([]) == Array(text.utf8))
    }

    @Test(arguments: [
        (Surface.chatCompletions, "<html>"), (.chatCompletions, "[]"), (.chatCompletions, "{}"),
        (.chatCompletions, #"{"choices":7}"#), (.chatCompletions, #"{"choices":[7]}"#),
        (.chatCompletions, #"{"a":1,"a":2}"#), (.responses, "{}"), (.messages, #"{"type":7}"#),
        (.ollamaChat, "{}"), (.embeddings, #"{"data":[]}"#), (.generateContent, #"{"candidates":{}}"#),
    ])
    func `that is none is an error`(surface: Surface, text: String) {
        #expect(throws: WireError.self) { try event(text, of: surface) }
    }

    @Test func `shows the strings of vendors' fields and of final objects as well`() throws {
        let read = try event(
            #"{"type":"response.completed","sequence_number":9,"response":{"id":"r","output":[{"type":"message","content":[{"type":"output_text","text":"a"}]},{"type":"function_call","arguments":"{}","name":"f"}],"vendor":{"x":["b"]}}}"#,
            of: .responses)
        #expect(read.others == ["a", "{}", "f", "b"])
        #expect(read.texts.map(\.channel.isJSON) == [false, true, false, false])
    }

    @Test func `shows a tool's input whatever its keys are called, and leaves signed thoughts alone`() throws
    {
        let read = try whole(
            #"{"content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"tool_use","id":"i","input":{"id":"a","role":"b","type":"c"}}]}"#,
            of: .messages)
        #expect(read.others == ["a", "b", "c"])
    }

    @Test func `says that its text is JSON when that was asked for`() throws {
        let read = try event(#"{"choices":[{"delta":{"content":"{"}}]}"#, form: .json)
        #expect(read.pieces == ["0.0 content* {"])
    }

    @Test func `keeps the spelling of a text that stays the same`() throws {
        let read = try event(#"{"choices":[{"delta":{"content":"\u0041","refusal":"b"}}]}"#)
        #expect(
            String(decoding: read.rewriting([Array("A".utf8), Array("c".utf8)]), as: UTF8.self)
                == #"{"choices":[{"delta":{"content":"\u0041","refusal":"c"}}]}"#)
    }

    @Test func `lends its envelope to an event of our own`() throws {
        let read = try event(
            #"{"type":"response.output_text.delta","sequence_number":5,"output_index":0,"content_index":0,"delta":"x"}"#,
            of: .responses)
        let channel = AnswerChannel(output: 0, field: "response.output_text")
        #expect(
            String(
                decoding: read.carrying(Array("rest".utf8), on: channel, sequenceNumber: 12), as: UTF8.self)
                == #"{"type":"response.output_text.delta","sequence_number":12,"output_index":0,"content_index":0,"delta":"rest"}"#
        )
    }
}

@Suite struct `A whole answer` {
    @Test func `gives every string that is no word of the API`() throws {
        let text =
            #"{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"a","x":["b"]},"finish_reason":"stop"}],"usage":{"s":"c"}}"#
        let answer = try whole(text)
        #expect(answer.others == ["a", "b", "c"])
        #expect(answer.rewriting(answer.texts.map(\.text)) == Array(text.utf8))
        #expect(
            String(decoding: answer.rewriting(["[\"]", "b", "c"].map { Array($0.utf8) }), as: UTF8.self)
                == text.replacing(#""a""#, with: #""[\"]""#))
    }

    @Test(arguments: [
        (Surface.embeddings, #"{"data":[{"embedding":"AAAA"}],"model":"m"}"#),
        (.countTokens, #"{"input_tokens":3}"#), (.ollamaEmbed, #"{"embeddings":[[1]]}"#),
    ])
    func `of numbers passes unread`(surface: Surface, text: String) throws {
        let answer = try whole(text, of: surface)
        #expect(answer.texts.isEmpty)
        #expect(answer.rewriting([]) == Array(text.utf8))
    }

    @Test(arguments: ["", "null", "[]", "{}", #"{"error":{}}"#, "<html>"])
    func `that is none is an error`(text: String) {
        #expect(throws: WireError.self) { try whole(text) }
    }
}

@Suite struct `Lines` {
    @Test(arguments: [
        ("a\nb\n", ["a", "b"]), ("a\r\n\r\n\nb", ["a", "b"]), ("", []), ("\n", []), ("é", ["é"]),
    ])
    func `do not depend on where chunks are cut`(stream: String, expected: [String]) throws {
        let bytes = Array(stream.utf8)
        for cut in 0...bytes.count {
            var parser = LineParser()
            var lines: [[UInt8]] = []
            try parser.feed(Array(bytes[..<cut]).span, into: &lines)
            try parser.feed(Array(bytes[cut...]).span, into: &lines)
            parser.finish(into: &lines)
            #expect(lines.map { String(decoding: $0, as: UTF8.self) } == expected)
        }
    }

    @Test func `have a longest length`() {
        var parser = LineParser(byteCountMax: 3)
        var lines: [[UInt8]] = []
        #expect(throws: WireError.eventTooLarge(byteCountMax: 3)) {
            try parser.feed(Array("abcd".utf8).span, into: &lines)
        }
    }
}
