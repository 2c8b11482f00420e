import Testing

@testable import Wire

private func read(
    _ text: String,
    _ surface: Surface = .chatCompletions,
    model: String? = nil
) throws -> APIRequest {
    try APIRequest(Array(text.utf8), to: surface, model: model, limits: JSONLimits())
}

extension [UInt8] {
    fileprivate var string: String { String(decoding: self, as: UTF8.self) }
}

@Suite struct `The arguments of a tool call` {
    private let body =
        #"{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"to\":\"Mrs \\\"B\\\"\",\"list\":[\"a\",7]}"}}]}],"user":"u"}"#

    @Test func `are read as the JSON that they are`() throws {
        let request = try read(body)
        let texts = request.segments.map { "\($0.place)=\($0.text.string)" }
        let place = "messages[0].tool_calls[0].function.arguments"
        #expect(
            texts == [
                "messages[0].tool_calls[0].id=c", "messages[0].tool_calls[0].function.name=f",
                "\(place).*=to", "\(place).*=Mrs \"B\"", "\(place).*=list", "\(place).*[0]=a",
                "\(place).*[1]=7", "user=u",
            ])
    }

    @Test func `stay JSON when they are rewritten, and all around them stays`() throws {
        let request = try read(body)
        let new = request.rewriting([(3, Array("[\"P\"]".utf8)), (5, Array("b".utf8)), (7, Array("v".utf8))])
        #expect(
            new.string
                == #"{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"to\":\"[\\\"P\\\"]\",\"list\":[\"b\",7]}"}}]}],"user":"v"}"#
        )
    }

    @Test(arguments: ["", "{", "not json", #"{\"a\":1,\"a\":2}"#])
    func `that are no JSON are a text`(arguments: String) throws {
        let request = try read(
            #"{"model":"m","messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"\#(arguments)"}}]}]}"#
        )
        #expect(request.segments.count == 1 && request.segments[0].kind == .string)
    }
}

@Suite struct `A request` {
    @Test func `to the responses API asks the endpoint to keep nothing`() throws {
        let request = try read(#" {"model":"m","input":"x"}"#, .responses)
        #expect(request.body.string == #" {"store":false,"model":"m","input":"x"}"#)
        let own = #"{"model":"m","store":false,"input":"x"}"#
        #expect(try read(own, .responses).body.string == own)
        #expect(throws: WireError.refusedField(place: "store", reason: .keepsTextUpstream)) {
            try read(#"{"model":"m","input":"x","store":true}"#, .responses)
        }
    }

    @Test func `whose path names the model asks for no other one`() throws {
        let body = #"{"messages":[{"role":"user","content":"x"}]"#
        #expect(try read(body + "}", model: "m").model == "m")
        #expect(
            try read(body + "}", model: "m").body.string
                == #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#)
        #expect(try read(body + #","model":"m"}"#, model: "m").body.string == body + #","model":"m"}"#)
        for other in [#""other""#, "null"] {
            let request = try read(body + #","model":\#(other)}"#, model: "m")
            #expect(request.model == "m" && request.body.string == body + #","model":"m"}"#)
        }
        #expect(throws: WireError.wrongType(place: "model", expected: .modelName)) {
            try read(body + #","model":7}"#, model: "m")
        }
    }

    static let streams: [(Surface, String, Bool)] = [
        (.chatCompletions, #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#, false),
        (.ollamaChat, #"{"model":"m","messages":[]}"#, true),
        (.ollamaChat, #"{"model":"m","messages":[],"stream":false}"#, false),
        (.ollamaGenerate, #"{"model":"m","prompt":"x","stream":null}"#, true),
        (.messages, #"{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true}"#, true),
        (.streamGenerateContent, #"{"model":"m","contents":[{"parts":[{"text":"x"}]}]}"#, true),
    ]

    @Test(arguments: streams)
    func `streams as its API says`(surface: Surface, body: String, isStreaming: Bool) throws {
        let model = surface.family == .gemini ? "m" : nil
        let body = surface.family == .gemini ? body.replacing(#""model":"m","#, with: "") : body
        #expect(try read(body, surface, model: model).isStreaming == isStreaming)
    }

    static let refused: [(Surface, String, WireError)] = [
        (
            .responses, #"{"model":"m","input":"x","previous_response_id":"r"}"#,
            .refusedField(place: "previous_response_id", reason: .usesTextUpstream)
        ),
        (
            .responses, #"{"model":"m","input":"x","conversation":"c"}"#,
            .refusedField(place: "conversation", reason: .usesTextUpstream)
        ),
        (
            .responses, #"{"model":"m","input":"x","background":true}"#,
            .refusedField(place: "background", reason: .keepsTextUpstream)
        ),
        (
            .responses, #"{"model":"m","input":[{"type":"item_reference","id":"i"}]}"#,
            .refusedField(place: "input[0]", reason: .unknownItem)
        ),
        (
            .responses, #"{"model":"m","input":[{"role":"user","content":[{"type":"input_image"}]}]}"#,
            .uninspectablePart(place: "input[0].content[0]")
        ),
        (
            .responses, #"{"model":"m","input":"x","tools":[{"type":"web_search_preview"}]}"#,
            .refusedField(place: "tools[0]", reason: .hostedTool)
        ),
        (.embeddings, #"{"model":"m","input":[1,2]}"#, .refusedField(place: "input", reason: .tokens)),
        (.embeddings, #"{"model":"m","input":[[1,2]]}"#, .refusedField(place: "input", reason: .tokens)),
        (
            .messages,
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"image","source":{}}]}]}"#,
            .uninspectablePart(place: "messages[0].content[0]")
        ),
        (
            .messages,
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"u"}}]}]}"#,
            .uninspectablePart(place: "messages[0].content[0]")
        ),
        (
            .messages, #"{"model":"m","messages":[{"role":"user","content":"x"}],"mcp_servers":[{}]}"#,
            .refusedField(place: "mcp_servers", reason: .hostedTool)
        ),
        (
            .messages,
            #"{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"bash_20250124"}]}"#,
            .refusedField(place: "tools[0]", reason: .hostedTool)
        ),
        (
            .ollamaChat, #"{"model":"m","messages":[{"role":"user","content":"x","images":["AA"]}]}"#,
            .refusedField(place: "messages[0].images", reason: .notText)
        ),
        (
            .ollamaGenerate, #"{"model":"m","prompt":"x","context":[1]}"#,
            .refusedField(place: "context", reason: .notText)
        ),
        (
            .generateContent, #"{"contents":[{"parts":[{"fileData":{"fileUri":"u"}}]}]}"#,
            .uninspectablePart(place: "contents[0].parts[0]")
        ),
        (
            .generateContent, #"{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"googleSearch":{}}]}"#,
            .refusedField(place: "tools[0].googleSearch", reason: .hostedTool)
        ),
        (
            .generateContent, #"{"contents":[{"parts":[{"text":"x"}]}],"cachedContent":"c"}"#,
            .refusedField(place: "cachedContent", reason: .usesTextUpstream)
        ),
    ]

    @Test(arguments: refused)
    func `that keeps, runs or hides text is refused`(surface: Surface, body: String, error: WireError) {
        #expect(throws: error) { try read(body, surface, model: surface.family == .gemini ? "m" : nil) }
    }

    @Test(arguments: ["previous_response_id", "conversation", "prompt"])
    func `that goes on with what is kept upstream is told what to do, and that helps`(field: String) throws {
        let error = #expect(throws: WireError.self) {
            try read(#"{"model":"m","input":"x","\#(field)":false}"#, .responses)
        }
        let hint = try #require(error?.hint)
        #expect(hint.contains("whole conversation") && !hint.contains("false"))
    }

    @Test func `with a file in a text field is refused, with a long text it is not`() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let file = (0..<2_000).map { _ in alphabet.randomElement(using: &random) ?? 0 }.string
        func body(_ text: String) -> String {
            #"{"model":"m","messages":[{"role":"user","content":"\#(text)"}]}"#
        }
        for text in [file, "data:image/png;base64," + file] {
            #expect(throws: WireError.uninspectablePart(place: "messages[0].content")) {
                try read(body(text))
            }
        }
        for text in [String(repeating: "word ", count: 500), String(repeating: "x", count: 5_000)] {
            #expect(try read(body(text)).segments.count == 1)
        }
    }
}

@Suite struct `An attached file` {
    static let files: [(Surface, String, String)] = [
        (
            .chatCompletions,
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"filename":"n.pdf","file_data":"data:application/pdf;base64,QUJD"}}]}]}"#,
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"T"}]}]}"#
        ),
        (
            .responses,
            #"{"store":false,"model":"m","input":[{"role":"user","content":[{"type":"input_file","filename":"n.pdf","file_data":"data:application/pdf;base64,QUJD"}]}]}"#,
            #"{"store":false,"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"T"}]}]}"#
        ),
        (
            .messages,
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"document","title":"n.pdf","source":{"type":"base64","media_type":"application/pdf","data":"QUJD"}}]}]}"#,
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"T"}]}]}"#
        ),
        (
            .generateContent,
            #"{"contents":[{"parts":[{"inlineData":{"mimeType":"application/pdf","data":"QUJD"}}]}]}"#,
            #"{"contents":[{"parts":[{"text":"T"}]}]}"#
        ),
    ]

    @Test(arguments: files)
    func `is handed out and its part replaced by a text`(
        surface: Surface,
        body: String,
        expected: String
    ) throws {
        let request = try read(body, surface, model: surface.family == .gemini ? "m" : nil)
        let file = try #require(request.attachments.first)
        #expect(request.attachments.count == 1)
        #expect(file.mediaType == "application/pdf" && file.base64.string == "QUJD")
        #expect(surface == .generateContent || file.name.string == "n.pdf")
        #expect(request.replacingAttachments(with: [Array("T".utf8)]).string == expected)
    }

    @Test(arguments: [
        #"{"type":"file","file":{"file_id":"f1"}}"#, #"{"type":"file","file":{"file_data":"data:x,y"}}"#,
        #"{"type":"file","file":{"filename":"x"}}"#, #"{"type":"file","file":{"file_data":7}}"#,
    ])
    func `that is not there as a whole is refused`(part: String) {
        let body = #"{"model":"m","messages":[{"role":"user","content":[\#(part)]}]}"#
        #expect(throws: WireError.uninspectablePart(place: "messages[0].content[0]")) { try read(body) }
    }
}
