import Testing
import Wire

private func read(_ text: String) throws -> APIRequest {
    try APIRequest(Array(text.utf8), to: .chatCompletions, limits: JSONLimits())
}

/// A request with one message and these other fields.
private func request(_ fields: String = "", message: String = #"{"role":"user","content":"hi"}"#) -> String {
    #"{"model":"m","messages":[\#(message)]\#(fields.isEmpty ? "" : ",")\#(fields)}"#
}

@Suite struct `A chat request` {
    @Test func `gives every text with its place`() throws {
        let body = #"""
            {"model":"gpt","stream":true,"messages":[
              {"role":"system","content":"Be \"kind\"."},
              {"role":"user","name":"jo","content":[{"type":"text","text":"a\u00e9"},{"type":"text","text":"b"}]},
              {"role":"assistant","content":null,"refusal":"no"}],
             "user":"u1","stop":["x","y"],"metadata":{"who":"me"},"seed":42,"temperature":null}
            """#
        let chat = try read(body)
        #expect(chat.model == "gpt")
        #expect(chat.isStreaming)
        #expect(chat.messageCount == 3)
        let texts = chat.segments.map { "\($0.place)=\(String(decoding: $0.text, as: UTF8.self))" }
        #expect(
            texts == [
                "messages[0].content=Be \"kind\".", "messages[1].name=jo", "messages[1].content[0].text=aé",
                "messages[1].content[1].text=b", "messages[2].refusal=no", "user=u1", "stop[0]=x",
                "stop[1]=y",
                "metadata.*=who", "metadata.*=me", "seed=42",
            ]
        )
        #expect(chat.segments.map(\.kind).filter { $0 != .string } == [.key, .number])
    }

    @Test func `comes back byte for byte when nothing is rewritten`() throws {
        let body =
            " { \"model\" : \"m\" , \"messages\" : [ {\"role\":\"user\",\"content\":\"\\u0041\"} ] } \n"
        let chat = try read(body)
        #expect(chat.rewriting([]) == Array(body.utf8))
    }

    @Test func `keeps every byte outside of what is rewritten`() throws {
        let chat = try read(request(#""user" :  "\u0041""#))
        let new = chat.rewriting([(segment: 0, text: Array("say \"é\"\n\u{1}".utf8))])
        #expect(
            String(decoding: new, as: UTF8.self)
                == #"{"model":"m","messages":[{"role":"user","content":"say \"é\"\n\u0001"}],"user" :  "\u0041"}"#
        )
        #expect(
            try read(String(decoding: new, as: UTF8.self)).segments[0].text == Array("say \"é\"\n\u{1}".utf8))
    }

    static let refused: [(String, WireError)] = [
        ("[]", .wrongType(place: "", expected: .object)),
        (#"{"messages":[{"role":"user","content":"x"}]}"#, .missingField(place: "model")),
        (#"{"model":"m"}"#, .missingField(place: "messages")),
        (#"{"model":"m","messages":[]}"#, .emptyList(place: "messages")),
        (#"{"model":"m","messages":"x"}"#, .wrongType(place: "messages", expected: .array)),
        (#"{"model":7,"messages":[]}"#, .wrongType(place: "model", expected: .modelName)),
        (#"{"model":"a b","messages":[]}"#, .wrongType(place: "model", expected: .modelName)),
        (#"{"model":"","messages":[]}"#, .wrongType(place: "model", expected: .modelName)),
        (request(message: "7"), .wrongType(place: "messages[0]", expected: .object)),
        (request(message: #"{"content":"x"}"#), .missingField(place: "messages[0].role")),
        (
            request(message: #"{"role":7,"content":"x"}"#),
            .wrongType(place: "messages[0].role", expected: .text)
        ),
        (request(message: #"{"role":"wizard","content":"x"}"#), .unknownRole(place: "messages[0].role")),
        (
            request(message: #"{"role":"user","content":[{"type":"refusal","refusal":"x"}]}"#),
            .uninspectablePart(place: "messages[0].content[0]")
        ),
        (
            request(message: #"{"role":"user","content":[{"type":7,"text":"x"}]}"#),
            .wrongType(place: "messages[0].content[0].type", expected: .text)
        ),
        (request(message: #"{"role":"user"}"#), .missingField(place: "messages[0].content")),
        (
            request(message: #"{"role":"user","content":{"a":1}}"#),
            .wrongType(place: "messages[0].content", expected: .content)
        ),
        (
            request(message: #"{"role":"user","content":["x"]}"#),
            .wrongType(place: "messages[0].content[0]", expected: .object)
        ),
        (
            request(message: #"{"role":"user","content":[{"text":"x"}]}"#),
            .missingField(place: "messages[0].content[0].type")
        ),
        (
            request(message: #"{"role":"user","content":[{"type":"text"}]}"#),
            .missingField(place: "messages[0].content[0].text")
        ),
        (
            request(message: #"{"role":"user","content":[{"type":"text","text":7}]}"#),
            .wrongType(place: "messages[0].content[0].text", expected: .text)
        ),
        (
            request(
                message: #"{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:x"}}]}"#),
            .uninspectablePart(place: "messages[0].content[0]")
        ),
        (
            request(message: #"{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}"#),
            .uninspectablePart(place: "messages[0].content[0]")
        ),
        (
            request(message: #"{"role":"assistant","tool_calls":[{"type":"web_search"}]}"#),
            .refusedField(place: "messages[0].tool_calls[0]", reason: .hostedTool)
        ),
        (request(#""tools":false"#), .wrongType(place: "tools", expected: .array)),
        (
            request(#""tools":[{"type":"web_search"}]"#),
            .refusedField(place: "tools[0]", reason: .hostedTool)
        ),
        (request(#""store":"no""#), .refusedField(place: "store", reason: .keepsTextUpstream)),
        (request(#""modalities":"text""#), .wrongType(place: "modalities", expected: .array)),
        (request(#""store":true"#), .refusedField(place: "store", reason: .keepsTextUpstream)),
        (request(#""audio":{}"#), .refusedField(place: "audio", reason: .notText)),
        (request(#""modalities":["text","audio"]"#), .unknownWord(place: "modalities[1]")),
        (
            request(#""web_search_options":{}"#),
            .refusedField(place: "web_search_options", reason: .hostedTool)
        ),
        (request(#""temperature":"warm""#), .wrongType(place: "temperature", expected: .number)),
        (request(#""stream":"yes""#), .wrongType(place: "stream", expected: .flag)),
        (request(#""logprobs":1"#), .wrongType(place: "logprobs", expected: .flag)),
    ]

    @Test(arguments: refused)
    func `that is not declared to the last field is refused`(body: String, error: WireError) {
        #expect(throws: error) { try read(body) }
        #expect(!error.problem.isEmpty && !error.hint.isEmpty && !error.label.contains(" "))
    }

    @Test(arguments: [
        #""store":false"#, #""store":null"#, #""tools":null"#, #""modalities":["text"]"#,
        #""modalities":null"#,
        #""stream":null"#, #""stop":null"#, #""stream_options":null"#, #""temperature":null"#,
        #""stream_options":{"include_usage":true,"include_obfuscation":false}"#, #""\u0073top":"x""#,
    ])
    func `that spells out a default is taken`(fields: String) throws {
        _ = try read(request(fields))
    }

    @Test func `with long or odd model names is refused`() throws {
        let longest = String(repeating: "m", count: 200)
        #expect(
            try read(#"{"model":"\#(longest)","messages":[{"role":"user","content":""}]}"#).model == longest)
        for name in [longest + "m", "m\u{e9}", #"a\"b"#, #"a\nb"#, #"a\u0000"#] {
            #expect(throws: WireError.wrongType(place: "model", expected: .modelName)) {
                try read(#"{"model":"\#(name)","messages":[{"role":"user","content":""}]}"#)
            }
        }
    }

    @Test func `names no key of the client's in a place, nor more than four levels`() throws {
        let chat = try read(request(#""metadata":{"Jane":{"a":[0,{"b":{"c":["deep"]}}]}}"#))
        #expect(
            chat.segments.map(\.place) == [
                "messages[0].content", "metadata.*", "metadata.*.*", "metadata.*.*[0]", "metadata.*.*[1].*",
                "metadata.*.*[1].*", "metadata.*.*[1].*",
            ]
        )
    }

    @Test func `whose error names no key of the client's`() {
        let body = Array(#"{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"Jane Canary":1}]}"#.utf8)
        func read() throws {
            _ = try APIRequest(body, to: .generateContent, model: "m", limits: JSONLimits())
        }
        #expect(throws: WireError.unknownField(place: "tools[0]", at: 49)) { try read() }
        do { try read() } catch let error as WireError {
            #expect(!"\(error) \(error.problem) \(error.hint) \(error.label)".contains("Canary"))
        } catch { Issue.record("another error") }
    }
}
