import Testing

@testable import Wire

/// A canary in each place of a request that can hold text, one after the other.
@Suite struct `A canary` {
    /// A request with every declared field that may hold anything.
    private static let maximal = Array(
        #"""
        {"model":"m","stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},
         "temperature":1,"top_p":1,"n":1,"max_tokens":1,"max_completion_tokens":1,"presence_penalty":0,
         "frequency_penalty":0,"seed":1,"top_logprobs":1,"logprobs":true,"parallel_tool_calls":false,
         "stop":["x","y"],"user":"x","metadata":{"k":"x","l":{"m":["x",[["x"]]]}},"safety_identifier":"x",
         "prompt_cache_key":"x","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":
         {"type":"object","properties":{"p":{"enum":["x",1,{"q":{"r":"x"}}]}}}}},"reasoning_effort":"low",
         "verbosity":"low","service_tier":"auto","logit_bias":{"50256":-100},
         "modalities":["text"],"store":false,
         "messages":[{"role":"system","content":"x","name":"x"},{"role":"developer","content":"x"},
          {"role":"user","content":[{"type":"text","text":"x"},{"text":"x","type":"text"}],"name":"x"},
          {"role":"assistant","content":[{"type":"refusal","refusal":"x"}],"refusal":"x",
           "annotations":[{"type":"url_citation","url":"x"}]}]}
        """#.utf8
    )

    /// Where a string, key or number stands in the maximal request.
    private static func positions(_ kinds: Set<JSONTape.Kind>) throws -> [Range<Int>] {
        let tape = try JSONTape(parsing: maximal, limits: JSONLimits())
        return tape.nodes.filter { kinds.contains($0.kind) }.map(\.bytes)
    }

    private static func request(with token: String, at position: Range<Int>) -> [UInt8] {
        var bytes = maximal
        bytes.replaceSubrange(position, with: token.utf8)
        return bytes
    }

    @Test(arguments: [#""CANARY""#, #""\u0043ANARY""#])
    func `in any string or key is shown to the inspector, or the request is refused`(token: String) throws {
        var shownCount = 0
        for position in try Self.positions([.string, .key]) {
            let body = Self.request(with: token, at: position)
            do throws(WireError) {
                let chat = try APIRequest.chatCompletions(body, limits: JSONLimits())
                let isModel = chat.model == "CANARY"
                let isShown = chat.segments.contains { $0.text == Array("CANARY".utf8) && $0.kind != .number }
                #expect(isShown || isModel, "byte \(position.lowerBound)")
                #expect(chat.segments.allSatisfy { !$0.place.contains("CANARY") })
                if isShown { shownCount += 1 }
            } catch {
                #expect(!"\(error) \(error.problem) \(error.hint)".contains("CANARY"))
            }
        }
        #expect(shownCount > 40)
    }

    @Test func `in any number is shown to the inspector`() throws {
        for position in try Self.positions([.number]) {
            let body = Self.request(with: "4242424242424242", at: position)
            let chat = try APIRequest.chatCompletions(body, limits: JSONLimits())
            #expect(
                chat.segments.contains { $0.text == Array("4242424242424242".utf8) && $0.kind == .number },
                "byte \(position.lowerBound)"
            )
        }
    }

    @Test func `has no place to hide between the segments`() throws {
        let chat = try APIRequest.chatCompletions(Self.maximal, limits: JSONLimits())
        let order = chat.segments.map(\.bytes.lowerBound)
        #expect(order == order.sorted())
        // Each token outside of the segments is a declared name or a word of a closed list.
        let seen = Set(order)
        let closed: Set = ["m", "text", "refusal", "system", "developer", "user", "assistant"]
        let tape = try JSONTape(parsing: Self.maximal, limits: JSONLimits())
        for node in tape.nodes.indices
        where tape.kind(node) == .string && !seen.contains(Int(tape.nodes[node].start)) {
            #expect(closed.contains(String(decoding: tape.text(node), as: UTF8.self)))
        }
    }
}
