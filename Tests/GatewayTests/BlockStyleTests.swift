import Audit
import Foundation
import NIOHTTP1
import Redaction
import Testing

@testable import Gateway

/// Blocks told as an error of the API or as what the assistant says.
@Suite(.timeLimit(.minutes(2))) struct `A block as the assistant's message` {
    struct Family: Sendable, CustomStringConvertible {
        let path: String
        let body: String
        /// Switches streaming on or off, where the body does it.
        let stream: [Bool: String]
        /// Where the text of a whole answer stands, and of the events of a stream.
        let text: [String]
        let piece: [String]
        /// Where it says how it ended, and the word.
        let end: (place: [String], streamPlace: [String], word: String)

        var description: String { path }
    }

    private static let streams = [true: #","stream":true"#, false: #","stream":false"#]
    private static let parts = ["candidates", "0", "content", "parts", "0", "text"]
    private static let reason = ["candidates", "0", "finishReason"]

    static let families = [
        Family(
            path: "/v1/chat/completions", body: #""messages":[{"role":"user","content":"hush"}]"#,
            stream: streams, text: ["choices", "0", "message", "content"],
            piece: ["choices", "0", "delta", "content"],
            end: (["choices", "0", "finish_reason"], ["choices", "0", "finish_reason"], "content_filter")),
        Family(
            path: "/v1/responses", body: #""input":"hush""#, stream: streams,
            text: ["output", "0", "content", "0", "text"], piece: ["delta"],
            end: (
                ["incomplete_details", "reason"], ["response", "incomplete_details", "reason"],
                "content_filter"
            )),
        Family(
            path: "/v1/messages", body: #""max_tokens":9,"messages":[{"role":"user","content":"hush"}]"#,
            stream: streams, text: ["content", "0", "text"], piece: ["delta", "text"],
            end: (["stop_reason"], ["delta", "stop_reason"], "refusal")),
        Family(
            path: "/api/chat", body: #""messages":[{"role":"user","content":"hush"}]"#, stream: streams,
            text: ["message", "content"], piece: ["message", "content"],
            end: (["done_reason"], ["done_reason"], "stop")),
        Family(
            path: "/api/generate", body: #""prompt":"hush""#, stream: streams, text: ["response"],
            piece: ["response"], end: (["done_reason"], ["done_reason"], "stop")),
        Family(
            path: "/v1beta/models/stand-in:generateContent",
            body: #""contents":[{"role":"user","parts":[{"text":"hush"}]}]"#, stream: [false: ""],
            text: parts, piece: parts, end: (reason, reason, "SPII")),
        Family(
            path: "/v1beta/models/stand-in:streamGenerateContent?alt=sse",
            body: #""contents":[{"role":"user","parts":[{"text":"hush"}]}]"#, stream: [true: ""],
            text: parts, piece: parts, end: (reason, reason, "SPII")),
    ]

    private static func send(_ family: Family, _ rest: String, to rig: Rig) async throws -> Reply {
        let model = family.path.contains("/models/") ? "" : #""model":"stand-in","#
        return try await rig.send(Array("{\(model)\(family.body)\(rest)}".utf8), path: family.path)
    }

    private static func text(_ json: Any?, at path: [String]) -> String? {
        path.reduce(json) { value, step in
            if let index = Int(step) {
                (value as? [Any]).flatMap { index < $0.count ? $0[index] : nil }
            } else {
                (value as? [String: Any])?[step]
            }
        } as? String
    }

    private func setup() -> Rig.Setup {
        var setup = Rig.Setup()
        setup.blockStyle = .assistantMessage
        setup.footer = AnswerFooter("fin")
        return setup
    }

    @Test(arguments: families)
    func `has the shape of its API, whole and streamed`(family: Family) async throws {
        try await Rig.run(setup()) { rig in
            for (isStreaming, rest) in family.stream {
                let reply = try await Self.send(family, rest, to: rig)
                #expect(reply.status == 200)
                #expect(reply.headers.first(name: "x-cloakroom-action") == "block")
                #expect(reply.headers.first(name: "x-cloakroom-label") == nil)
                let exchange = try #require(try await rig.lastExchange())
                #expect(exchange.state == .blocked)
                #expect(reply.headers.first(name: "x-request-id") == "\(exchange.evidence.exchange)")
                let lines = reply.body.split(separator: "\n").map {
                    $0.hasPrefix("data: ") ? $0.dropFirst(6) : $0
                }
                let documents = try lines.filter { $0.hasPrefix("{") }.map {
                    try JSONSerialization.jsonObject(with: Data($0.utf8))
                }
                let place = isStreaming ? family.piece : family.text
                let text = documents.compactMap { Self.text($0, at: place) }.joined()
                #expect(text.hasPrefix("Blocked by Cloakroom. Found in your "))
                #expect(text.hasSuffix("Ref \(exchange.evidence.exchange)"))
                let end = isStreaming ? family.end.streamPlace : family.end.place
                #expect(documents.compactMap { Self.text($0, at: end) }.last == family.end.word)
                #expect(!reply.body.contains("hush"))
                let type = reply.headers.first(name: "content-type")
                let streamType = family.path.hasPrefix("/api/") ? "application/x-ndjson" : "text/event-stream"
                #expect(type == (isStreaming ? streamType : "application/json"))
            }
            #expect(rig.received.all.isEmpty)
        }
    }

    @Test(arguments: [
        ("/v1/embeddings", #"{"model":"stand-in","input":"hush"}"#),
        ("/api/embed", #"{"model":"stand-in","input":"hush"}"#),
        (
            "/v1/messages/count_tokens",
            #"{"model":"stand-in","messages":[{"role":"user","content":"hush"}]}"#
        ),
        (
            "/v1/chat/completions",
            #"{"model":"stand-in","response_format":{"type":"json_object"},"messages":[{"role":"user","content":"hush"}]}"#
        ),
        (
            "/v1beta/models/stand-in:generateContent",
            #"{"generationConfig":{"responseMimeType":"text/x.enum"},"contents":[{"parts":[{"text":"hush"}]}]}"#
        ),
    ])
    func `stays an error where a program reads it`(path: String, body: String) async throws {
        try await Rig.run(setup()) { rig in
            let reply = try await rig.send(Array(body.utf8), path: path)
            #expect(reply.status == 400)
            #expect(reply.headers.first(name: "x-cloakroom-action") == "block")
            #expect(rig.received.all.isEmpty)
        }
    }

    @Test func `is for what was found only: what cannot be read stays an error`() async throws {
        try await Rig.run(setup()) { rig in
            let broken = try await rig.send(Array("{".utf8))
            #expect(broken.status == 400)
            let unknown = #"{"model":"other","messages":[{"role":"user","content":"hush"}]}"#
            let refused = try await rig.send(Array(unknown.utf8))
            #expect(refused.status == 404)
        }
    }

    @Test(arguments: ["generateContent", "streamGenerateContent?alt=sse"])
    func `puts no footer below a word that a program asked for`(method: String) async throws {
        try await Rig.run(setup()) { rig in
            let body =
                #"{"generationConfig":{"responseMimeType":"text/x.enum"},"contents":[{"parts":[{"text":"X123"}]}]}"#
            let reply = try await rig.send(Array(body.utf8), path: "/v1beta/models/stand-in:\(method)")
            #expect(reply.status == 200 && reply.body.contains("X123") && !reply.body.contains(#"\nfin""#))
        }
    }

    @Test(arguments: [false, true])
    func `leaves answers as they are, with the policy's footer`(stream: Bool) async throws {
        try await Rig.run(setup()) { rig in
            let reply = try await rig.ask("X123", stream: stream)
            #expect(reply.text == "You wrote: X123\n\nfin")
            #expect(reply.headers.first(name: "x-cloakroom-label") == "AI supported")
        }
    }
}
