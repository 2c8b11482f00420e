import Audit
import Foundation
import NIOHTTP1
import Redaction
import StandIn
import TestSupport
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2))) struct `An endpoint` {
    static let failures: [(Int, String, String, Int, String)] = [
        (200, "text/html", "<html>login</html>", 502, "endpoint_answer_unusable"),
        (200, "application/json", "{\"a\":1}", 502, "endpoint_answer_unusable"),
        (
            200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"\\ud800\"}}]}", 502,
            "endpoint_answer_unusable"
        ),
        (200, "application/json", "", 502, "endpoint_answer_unusable"),
        (400, "application/json", "{\"error\":{\"message\":\"no\"}}", 400, "endpoint_refused"),
        (404, "application/json", "{}", 404, "endpoint_refused"),
        (401, "application/json", "{}", 502, "endpoint_rejects_key"),
        (403, "application/json", "{}", 502, "endpoint_rejects_key"),
        (429, "application/json", "{}", 429, "rate_limit_exceeded"),
        (500, "text/plain", "oops", 502, "endpoint_failed"),
        (503, "text/plain", "oops", 502, "endpoint_failed"),
        (302, "text/plain", "moved", 502, "endpoint_failed"),
    ]

    @Test(arguments: failures, [false, true])
    func `that fails is reported in the client's own terms`(
        failure: (Int, String, String, Int, String),
        stream: Bool
    ) async throws {
        var setup = Rig.Setup()
        setup.standIn.behaviour = .failure(
            status: failure.0, contentType: failure.1, body: failure.2,
            headers: ["location": "http://127.0.0.1:1/elsewhere", "retry-after": "7"]
        )
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("X123", stream: stream)
            #expect(reply.status == failure.3)
            #expect(reply.error("code") == failure.4)
            // Once: never again by itself, never to where a redirect points.
            #expect(rig.received.all.count == 1)
            if failure.0 == 429 { #expect(reply.headers.first(name: "retry-after") == "7") }
            let state = try await rig.lastExchange()?.state
            #expect(state == .failed || state == .refusedByEndpoint)
        }
    }

    @Test func `that cannot be reached is reported`() async throws {
        var setup = Rig.Setup()
        setup.baseURL = "http://127.0.0.1:1/v1"
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("x")
            #expect(reply.status == 502 && reply.error("code") == "endpoint_unreachable")
            let reply1 = try await rig.lastExchange()
            #expect(reply1?.state == .failed)
        }
    }

    @Test(arguments: [false, true])
    func `that never answers is given up`(stream: Bool) async throws {
        var setup = Rig.Setup()
        setup.standIn.behaviour = .silence
        setup.timeouts = .init(connect: .seconds(30), idle: .milliseconds(400), total: .seconds(60))
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("x", stream: stream)
            #expect(reply.status == 504 && reply.error("code") == "endpoint_timeout")
            let reply2 = try await rig.lastExchange()
            #expect(reply2?.state == .failed)
        }
    }

    @Test func `that falls silent in a stream is given up`() async throws {
        var setup = Rig.Setup()
        // Long enough that a busy machine's answer begins in time.
        setup.standIn.beforePiece = { if $0 == 2 { try? await Task.sleep(for: .seconds(3_600)) } }
        setup.timeouts = .init(connect: .seconds(30), idle: .seconds(6), total: .seconds(60))
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("a b c", stream: true)
            #expect(reply.status == 200)
            let error = reply.events.last?["error"] as? [String: Any]
            #expect(error?["code"] as? String == "endpoint_timeout")
            let state = try await rig.lastExchange()?.state
            #expect(state == .failed)
        }
    }

    @Test func `that goes on and on is given up`() async throws {
        var setup = Rig.Setup()
        setup.standIn.pace = .milliseconds(50)
        setup.timeouts = .init(connect: .seconds(30), idle: .seconds(60), total: .seconds(8))
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask(String(repeating: "word ", count: 20_000), stream: true)
            #expect(reply.status == 200 && reply.events.count > 1)
            let error = reply.events.last?["error"] as? [String: Any]
            #expect(error?["code"] as? String == "endpoint_timeout")
        }
    }

    @Test func `that breaks off a stream leaves an error in it`() async throws {
        var setup = Rig.Setup()
        setup.standIn.behaviour = .cutOff(afterPieces: 0)
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("a b c", stream: true)
            #expect(reply.status == 200)
            #expect(reply.events.last?["error"] != nil)
            #expect(!reply.body.contains("[DONE]"))
            let reply3 = try await rig.lastExchange()
            #expect(reply3?.state == .failed)
        }
    }

    static let cutOff: [(path: String, type: String, body: String)] = [
        (
            "/v1/chat/completions", "text/event-stream",
            #"data: {"choices":[{"index":0,"delta":{"content":"Dear [UP"}}]}"# + "\n\n"
        ),
        (
            "/v1/responses", "text/event-stream",
            "event: response.output_text.delta\n"
                + #"data: {"type":"response.output_text.delta","output_index":0,"delta":"Dear [UP"}"# + "\n\n"
        ),
        (
            "/v1/messages", "text/event-stream",
            "event: content_block_delta\n"
                + #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Dear [UP"}}"#
                + "\n\n"
        ),
        (
            "/api/chat", "application/x-ndjson",
            #"{"message":{"role":"assistant","content":"Dear [UP"},"done":false}"# + "\n"
        ),
        (
            "/v1beta/models/stand-in:streamGenerateContent?alt=sse", "text/event-stream",
            #"data: {"candidates":[{"index":0,"content":{"parts":[{"text":"Dear [UP"}]}}]}"# + "\n\n"
        ),
    ]

    @Test(arguments: cutOff)
    func `that ends a stream without an end mark has failed, and its client gets what came`(
        cut: (path: String, type: String, body: String)
    ) async throws {
        var setup = Rig.Setup()
        setup.standIn.behaviour = .failure(status: 200, contentType: cut.type, body: cut.body)
        try await Rig.run(setup) { rig in
            let request = try #require(MaximalRequest.all.first { $0.path == cut.path })
            let reply = try await rig.send(Array(request.body.utf8), path: cut.path)
            #expect(reply.status == 200)
            // In two events, for what could become a placeholder waited for the end.
            #expect(reply.body.contains("Dear ") && reply.body.contains("[UP"))
            for mark in ["[DONE]", "message_stop", "response.completed", #""done":true"#, "finishReason"] {
                #expect(!reply.body.contains(mark))
            }
            #expect(!reply.body.contains("error"))
            let entry = try await rig.lastExchange()
            #expect(entry?.state == .failed)
        }
    }

    @Test func `that streams nonsense leaves an error in it`() async throws {
        var setup = Rig.Setup()
        setup.standIn.behaviour = .failure(
            status: 200, contentType: "text/event-stream", body: "data: {\"choices\":[]}\n\ndata: <html>\n\n"
        )
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("x", stream: true)
            let error = reply.events.last?["error"] as? [String: Any]
            #expect(error?["code"] as? String == "endpoint_answer_unusable")
        }
    }

    @Test func `whose key is not there is not asked`() async throws {
        var setup = Rig.Setup()
        setup.environment = [:]
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("x")
            #expect(reply.status == 503 && reply.error("code") == "cloakroom_unavailable")
            #expect(rig.received.all.isEmpty)
        }
    }

    @Test func `whose answer is too large is cut off`() async throws {
        var setup = Rig.Setup()
        setup.limits.answerByteCountMax = 2_000
        try await Rig.run(setup) { rig in
            let long = String(repeating: "x", count: 4_000)
            let reply4 = try await rig.ask(long)
            #expect(reply4.error("code") == "endpoint_answer_unusable")
            let stream = try await rig.ask(long, stream: true)
            #expect(
                (stream.events.last?["error"] as? [String: Any])?["code"] as? String
                    == "endpoint_answer_unusable")
        }
    }
}
