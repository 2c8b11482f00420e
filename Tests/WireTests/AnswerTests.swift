import Testing
import Wire

@Suite struct `A chunk of an answer` {
    private func chunk(_ text: String) throws -> ChatCompletionChunk {
        try ChatCompletionChunk(parsing: Array(text.utf8), limits: JSONLimits())
    }

    @Test func `gives the texts of all choices`() throws {
        let read = try chunk(
            #"{"id":"1","choices":[{"index":1,"delta":{"content":"a","refusal":"r"},"finish_reason":null},{"index":0,"delta":{"role":"assistant","reasoning_content":"t"},"finish_reason":"stop"}]}"#
        )
        #expect(
            read.texts.map(\.channel).sorted() == [
                AnswerChannel(output: 0, field: "reasoning_content"),
                AnswerChannel(output: 1, field: "content"),
                AnswerChannel(output: 1, field: "refusal"),
            ])
        #expect(read.finishedChoices == [0])
    }

    @Test(arguments: [
        #"{"id":"","choices":[],"prompt_filter_results":[{"x":1}]}"#,
        #"{"choices":[],"usage":{"total_tokens":3}}"#,
        #"{"choices":[{"index":0,"delta":{}}],"obfuscation":"xx"}"#,
        #"{"choices":[{"delta":{"content":null}}]}"#,
        #"{"error":{"message":"late"}}"#,
        #"{"choices":[{"index":0,"delta":{"tool_calls":[],"cot_summary":"x"},"content_filter_results":{}}]}"#,
        #"{"choices":[{"index":0,"delta":null,"finish_reason":null}],"usage":null}"#,
    ])
    func `that carries no text passes unchanged`(text: String) throws {
        let read = try chunk(text)
        #expect(read.texts.isEmpty)
        #expect(read.rewriting([]) == Array(text.utf8))
    }

    @Test(arguments: ["<html>", "[]", "{}", #"{"choices":7}"#, #"{"choices":[7]}"#, #"{"a":1,"a":2}"#])
    func `that is no chunk is an error`(text: String) {
        #expect(throws: WireError.self) { try chunk(text) }
    }

    @Test func `keeps all other bytes when its text changes`() throws {
        let read = try chunk(#"{ "x" : [1], "choices":[{"index":0,"delta":{"content":"old"},"v":"é"}]}"#)
        #expect(
            String(decoding: read.rewriting([Array("n\"w".utf8)]), as: UTF8.self)
                == #"{ "x" : [1], "choices":[{"index":0,"delta":{"content":"n\"w"},"v":"é"}]}"#
        )
    }

    @Test(arguments: [
        (#"{"error":{"message":"late"}}"#, true), (#"{"error":null,"choices":[]}"#, false),
        (#"{"choices":[]}"#, false),
    ])
    func `tells a failure of the endpoint`(text: String, isError: Bool) throws {
        #expect(try chunk(text).isError == isError)
    }

    @Test func `counts choices that come without a number`() throws {
        let read = try chunk(
            #"{"choices":[{"delta":{"content":"a"}},{"index":"7","delta":{"content":"b"},"finish_reason":"stop"}]}"#
        )
        #expect(read.texts.map(\.channel.output) == [0, 1])
        #expect(read.finishedChoices == [1])
    }

    @Test func `keeps the spelling of a text that stays the same`() throws {
        let text = #"{"choices":[{"delta":{"content":"\u0041","refusal":"b"}}]}"#
        let read = try chunk(text)
        #expect(
            String(decoding: read.rewriting([Array("A".utf8), Array("c".utf8)]), as: UTF8.self)
                == #"{"choices":[{"delta":{"content":"\u0041","refusal":"c"}}]}"#)
    }

    @Test func `lends its envelope to a chunk of our own`() throws {
        let read = try chunk(
            #"{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m","usage":null,"choices":[]}"#
        )
        let own = read.carrying(Array("rest".utf8), on: AnswerChannel(output: 2, field: "content"))
        #expect(
            String(decoding: own, as: UTF8.self)
                == #"{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m","choices":[{"index":2,"delta":{"content":"rest"},"finish_reason":null}]}"#
        )
        #expect(try ChatCompletionChunk(parsing: own, limits: JSONLimits()).texts.count == 1)
    }
}

@Suite struct `A whole answer` {
    @Test func `gives every string below its messages`() throws {
        let text =
            #"{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"a","x":["b"]},"finish_reason":"stop"}],"usage":{"s":"c"}}"#
        let answer = try ChatCompletion(parsing: Array(text.utf8), limits: JSONLimits())
        #expect(answer.texts.map { String(decoding: $0.text, as: UTF8.self) } == ["assistant", "a", "b"])
        #expect(answer.rewriting(answer.texts.map(\.text)) == Array(text.utf8))
        #expect(
            String(
                decoding: answer.rewriting(["assistant", "[\"]", "b"].map { Array($0.utf8) }), as: UTF8.self)
                == text.replacing(#""a""#, with: #""[\"]""#))
    }

    @Test func `tells the channels of its texts`() throws {
        let text = #"{"choices":[{"message":{"content":"a","refusal":"b","reasoning_content":"c","x":"d"}}]}"#
        let answer = try ChatCompletion(parsing: Array(text.utf8), limits: JSONLimits())
        #expect(answer.texts.map(\.channel.field) == ["content", "refusal", "reasoning_content", "content"])
    }

    @Test(arguments: [#"{"choices":[]}"#, #"{"choices":[{}]}"#, #"{"choices":[{"message":null}]}"#])
    func `may hold no text`(text: String) throws {
        #expect(try ChatCompletion(parsing: Array(text.utf8), limits: JSONLimits()).texts.isEmpty)
    }

    @Test(arguments: ["", "null", "[]", "{}", #"{"choices":{}}"#, "<html>"])
    func `that is none is an error`(text: String) {
        #expect(throws: WireError.self) {
            try ChatCompletion(parsing: Array(text.utf8), limits: JSONLimits())
        }
    }
}
