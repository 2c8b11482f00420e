import TestSupport
import Testing

@testable import Wire

extension MaximalRequest {
    var bytes: [UInt8] { Array(body.utf8) }

    func read(_ bytes: [UInt8]? = nil) throws(WireError) -> APIRequest {
        guard let surface = Surface(rawValue: surface) else { preconditionFailure("no surface \(surface)") }
        return try APIRequest(bytes ?? self.bytes, to: surface, model: pathModel, limits: JSONLimits())
    }

    /// Where a string, key or number stands, also in the JSON inside of strings.
    func positions(_ kinds: Set<JSONTape.Kind>) throws -> [Range<Int>] {
        let tape = try JSONTape(parsing: bytes, limits: JSONLimits())
        return tape.nodes.filter { kinds.contains($0.kind) }.map(\.bytes)
    }
}

@Suite struct `Every surface` {
    @Test func `has a maximal request that is taken`() throws {
        let covered = Set(MaximalRequest.all.map(\.surface))
        #expect(covered == Set(Surface.allCases.map(\.rawValue)))
        for request in MaximalRequest.all {
            let read = try request.read()
            #expect(read.model == "stand-in", "\(request.path)")
            #expect(read.attachments.isEmpty)
        }
    }

    @Test func `names each declared field in its maximal request`() throws {
        for request in MaximalRequest.all {
            let tape = try JSONTape(parsing: request.bytes, limits: JSONLimits())
            let surface = try #require(Surface(rawValue: request.surface))
            for field in surface.fields {
                if case .refuse = field.rule { continue }
                if case .model = field.rule, request.pathModel != nil { continue }
                #expect(
                    tape.member(field.name, of: JSONTape.root) != nil || field.rule.isRefusal,
                    "\(request.path) lacks \(field.name)")
            }
        }
    }

    /// Texts, and who has written them.
    @Test(arguments: [
        (
            Surface.chatCompletions,
            #"{"model":"m","messages":[{"role":"assistant","content":"a","tool_calls":[{"type":"function","id":"b","function":"#
                + #"{"name":"c","arguments":"{\"d\":\"e\"}"}}]},{"role":"tool","tool_call_id":"f","content":"g"},"#
                + #"{"role":"user","content":"h"}],"tools":[{"type":"function","function":{"name":"i","description":"j"}}]}"#,
            "model a b c d e, client f g h, application i j"
        ),
        (
            .responses,
            #"{"model":"m","instructions":"a","input":[{"role":"user","content":"b"},{"type":"reasoning","summary":"#
                + #"[{"type":"summary_text","text":"c"}]},{"type":"function_call","arguments":"d"},"#
                + #"{"type":"function_call_output","output":"e"},{"content":"f","role":"assistant"}],"text":{"format":"g"}}"#,
            "client a b, model c d, client e f, application format g"
        ),
        (
            .messages,
            #"{"model":"m","max_tokens":9,"system":"a","messages":[{"role":"user","content":"b"},"#
                + #"{"role":"assistant","content":[{"type":"text","text":"c"}]}],"tools":[{"name":"d","input_schema":{}}]}"#,
            "client 9 a b c, application d"
        ),
        (
            .ollamaChat,
            #"{"model":"m","messages":[{"role":"assistant","content":"a"},{"role":"user","content":"b"}],"format":"c"}"#,
            "model a, client b, application c"
        ),
    ])
    func `knows who wrote what`(surface: Surface, body: String, expected: String) throws {
        let segments = try APIRequest(Array(body.utf8), to: surface, limits: JSONLimits()).segments
        var authors: [String] = []
        for segment in segments {
            let text = String(decoding: segment.text, as: UTF8.self)
            if authors.last?.hasPrefix("\(segment.author)") == true {
                authors[authors.count - 1] += " \(text)"
            } else {
                authors.append("\(segment.author) \(text)")
            }
        }
        #expect(authors.joined(separator: ", ") == expected)
    }

    @Test func `knows the model's own words to Gemini`() throws {
        let body =
            #"{"systemInstruction":{"role":"model","parts":[{"text":"a"}]},"contents":[{"parts":[{"text":"b"},"#
            + #"{"functionResponse":{"name":"c","response":"d"}}],"role":"model"},{"role":"model","parts":"#
            + #"[{"text":"e"}]}],"generationConfig":{"responseSchema":"f","stopSequences":["g"]}}"#
        let request = try APIRequest(
            Array(body.utf8), to: .generateContent, model: "m", limits: JSONLimits())
        let written = request.segments.filter { $0.kind == .string && $0.text.count == 1 }.map {
            "\($0.author) \(String(decoding: $0.text, as: UTF8.self))"
        }
        #expect(
            written == [
                "client a", "model b", "client c", "client d", "client e", "application f", "client g",
            ])
    }

    @Test(arguments: MaximalRequest.all)
    func `shows each string and key to the inspector, or refuses the request`(
        request: MaximalRequest
    ) throws {
        var shownCount = 0
        for position in try request.positions([.string, .key]) {
            var body = request.bytes
            body.replaceSubrange(position, with: #""CANARY""#.utf8)
            do throws(WireError) {
                let read = try request.read(body)
                let isShown = read.segments.contains { $0.text == Array("CANARY".utf8) && $0.kind != .number }
                #expect(isShown || read.model == "CANARY", "\(request.path) byte \(position.lowerBound)")
                #expect(read.segments.allSatisfy { !$0.place.contains("CANARY") })
                if isShown { shownCount += 1 }
            } catch {
                #expect(!"\(error) \(error.problem) \(error.hint)".contains("CANARY"))
            }
        }
        #expect(shownCount >= 3, "\(request.path) shows only \(shownCount)")
    }

    @Test(arguments: MaximalRequest.all)
    func `shows each number to the inspector`(request: MaximalRequest) throws {
        for position in try request.positions([.number]) {
            var body = request.bytes
            body.replaceSubrange(position, with: "4242424242424242".utf8)
            let read = try request.read(body)
            #expect(
                read.segments.contains { $0.kind == .number && $0.text == Array("4242424242424242".utf8) },
                "\(request.path) byte \(position.lowerBound)")
        }
    }

    @Test(arguments: MaximalRequest.all)
    func `keeps every byte when nothing is rewritten, and stays readable when all is`(
        request: MaximalRequest
    ) throws {
        let read = try request.read()
        #expect(read.rewriting([]) == read.body)
        let all = read.segments.indices.filter { read.segments[$0].kind == .string }
        let new = read.rewriting(all.map { ($0, Array("a \"quoted\"\nline".utf8)) })
        let tape = try JSONTape(parsing: new, limits: JSONLimits())
        let texts = tape.nodes.indices.filter { tape.kind($0) == .string }.map { tape.text($0) }
        #expect(texts.count { $0 == Array("a \"quoted\"\nline".utf8) } >= all.count / 2)
        #expect(try request.read(new).segments.count == read.segments.count)
    }

    @Test func `that keeps vectors rewrites nothing`() throws {
        for request in MaximalRequest.all where ["embeddings", "Ollama embed"].contains(request.surface) {
            #expect(try request.read().segments.allSatisfy { $0.kind != .string })
        }
    }
}

extension FieldRule {
    fileprivate var isRefusal: Bool {
        switch self {
        case .refuse, .refuseTrue: true
        default: false
        }
    }
}
