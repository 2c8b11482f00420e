import AsyncHTTPClient
import Audit
import Foundation
import NIOCore
import NIOHTTP1
import Redaction
import StandIn
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2))) struct `An exchange` {
    @Test(arguments: [false, true])
    func `redacts the prompt and restores the answer`(stream: Bool) async throws {
        try await Rig.run { rig in
            let reply = try await rig.ask("Mr Bloggs has X123, X124", stream: stream)
            #expect(reply.status == 200)
            #expect(reply.text == "You wrote: Mr Bloggs has X123, X124")
            #expect(reply.headers.first(name: "x-cloakroom-action") == "redact")
            #expect(reply.headers.first(name: "x-cloakroom-redactions") == "3")
            let sent = String(decoding: rig.received.all.last?.body ?? [], as: UTF8.self)
            #expect(sent == Rig.chat("Mr [PERSON_1] has [UPN_1], [UPN_2]", stream: stream))
            let exchange = try await rig.lastExchange()
            #expect(exchange?.state == .answered)
            #expect(exchange?.evidence.tallies.map(\.count) == [1, 2])
            #expect(reply.headers.first(name: "x-request-id") == exchange.map { "\($0.evidence.exchange)" })
        }
    }

    @Test func `counts what a rule in shadow found and does nothing about it`() async throws {
        try await Rig.run { rig in
            let reply = try await rig.ask("whisper X123")
            #expect(reply.status == 200)
            #expect(reply.headers.first(name: "x-cloakroom-redactions") == "1")
            let sent = String(decoding: rig.received.all.last?.body ?? [], as: UTF8.self)
            #expect(sent == Rig.chat("whisper [UPN_1]"))
            let tallies = try await rig.lastExchange()?.evidence.tallies
            #expect(tallies?.map(\.rule) == ["toy.upn", "toy.trial"])
            #expect(tallies?.map(\.isOnTrial) == [false, true])
        }
    }

    @Test(
        arguments: [StandInOptions.Piece.word, .characters(1), .characters(3), .characters(7)],
        [nil, 1, 5, 1_000])
    func `restores a stream however it is cut`(piece: StandInOptions.Piece, chunk: Int?) async throws {
        var setup = Rig.Setup()
        setup.standIn.piece = piece
        setup.standIn.chunkByteCount = chunk
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("Mr Bloggs: X123é [UPN_7] [", stream: true)
            #expect(reply.text == "You wrote: Mr Bloggs: X123é [UPN_7] [")
            #expect(reply.body.hasSuffix("data: [DONE]\n\n"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `shows each word as it comes`() async throws {
        // The endpoint says the next word only when the client has the one before: holding any back stops both.
        let words = ["You", " wrote:", " a", " b", " c"]
        let (shown, show) = AsyncStream.makeStream(of: Int.self)
        var setup = Rig.Setup()
        setup.standIn.beforePiece = { piece in
            guard piece > 0 else { return }
            for await _ in shown { break }
        }
        try await Rig.run(setup) { rig in
            var request = HTTPClientRequest(url: rig.base + "/v1/chat/completions")
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(Array(Rig.chat("a b c", stream: true).utf8))
            let response = try await Rig.client.execute(request, timeout: .seconds(20))
            var text = ""
            var seen = 0
            for try await buffer in response.body {
                text += String(buffer: buffer)
                while seen < words.count, text.contains("\"content\":\"\(words[seen])\"") {
                    show.yield(seen)
                    seen += 1
                }
            }
            #expect(seen == words.count)
        }
    }

    @Test func `without findings sends the body byte for byte`() async throws {
        try await Rig.run { rig in
            let body = Array(
                "{ \"messages\":[{\"content\" : \"\\u0068i\", \"role\":\"user\"}],\n\"model\":\"stand-in\" }"
                    .utf8)
            let reply = try await rig.send(body)
            #expect(reply.status == 200)
            #expect(rig.received.all.last?.body == body)
            #expect(reply.headers.first(name: "x-cloakroom-action") == "allow")
        }
    }

    @Test(arguments: [false, true])
    func `that is blocked sends nothing and says why`(stream: Bool) async throws {
        try await Rig.run { rig in
            let reply = try await rig.ask("psst: hush, X123", stream: stream)
            #expect(reply.status == 400)
            #expect(reply.headers.first(name: "content-type") == "application/json")
            #expect(reply.headers.first(name: "x-should-retry") == "false")
            #expect(reply.error("code") == "content_filter")
            #expect(reply.error("type") == "invalid_request_error")
            #expect(reply.error("param") == "messages")
            let message = reply.error("message") ?? ""
            #expect(message.contains("Found in your last message: password."))
            #expect(message.contains("Nothing was sent to the AI service."))
            #expect(!reply.body.contains("hush") && !reply.body.contains("X123"))
            #expect(rig.received.all.isEmpty)
            let exchange = try await rig.lastExchange()
            #expect(exchange?.state == .blocked)
            #expect(message.contains("Ref \(exchange.map { "\($0.evidence.exchange)" } ?? "-")"))
        }
    }

    @Test func `that cannot be inspected to its end is refused`() async throws {
        try await Rig.run { rig in
            let reply = try await rig.ask(String(repeating: "a", count: 5_000) + "!")
            #expect(reply.status == 400)
            #expect(reply.error("code") == "content_filter")
            #expect(rig.received.all.isEmpty)
            let reply1 = try await rig.lastExchange()
            #expect(reply1?.evidence.reason == "match_limit")
        }
    }

    @Test func `that takes too long to inspect is refused`() async throws {
        var setup = Rig.Setup()
        setup.limits.inspectionTime = .zero
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask("Mr Bloggs")
            #expect(reply.status == 400 && rig.received.all.isEmpty)
            #expect(reply.error("code") == "content_filter")
            let exchange = try await rig.lastExchange()
            #expect(exchange?.evidence.reason == "deadline")
        }
    }

    @Test func `shows the endpoint no header of the client and its own key`() async throws {
        try await Rig.run { rig in
            _ = try await rig.ask(
                "hi",
                headers: [
                    ("authorization", "Bearer client-CANARY"), ("x-custom", "CANARY"), ("cookie", "CANARY"),
                ]
            )
            let headers = rig.received.all.last?.headers ?? []
            #expect(
                headers.contains { $0.name == "authorization" && $0.value == "Bearer upstream-key-CANARY" })
            #expect(!headers.contains { $0.value.contains("client-CANARY") || $0.value == "CANARY" })
            #expect(headers.contains { $0.name == "accept-encoding" && $0.value == "identity" })
        }
    }

    @Test func `is recorded before it is sent`() async throws {
        try await Rig.run { rig in
            // The stand-in's recorder runs before it answers; by then the INTENT is in the log.
            _ = try await rig.ask("X123")
            let entries = try await rig.audit.entries(limit: 10)
            #expect(entries.count == 2)
            if case .intent(let evidence) = entries[0].content {
                #expect(evidence.sentByteCount != nil)
            } else {
                Issue.record("the first entry is no intent")
            }
        }
    }

    @Test func `is not sent when it cannot be recorded`() async throws {
        try await Rig.run { rig in
            rig.audit.close()
            let reply = try await rig.ask("X123")
            #expect(reply.status == 503)
            #expect(reply.error("code") == "cloakroom_unavailable")
            #expect(reply.headers.first(name: "retry-after") == "5")
            #expect(rig.received.all.isEmpty)
            let blocked = try await rig.ask("hush")
            #expect(blocked.status == 503 || blocked.status == 400)
        }
    }

    @Test func `of a client that leaves ends at the endpoint too`() async throws {
        var setup = Rig.Setup()
        setup.standIn.pace = .milliseconds(20)
        try await Rig.run(setup) { rig in
            let client = HTTPClient()
            var request = HTTPClientRequest(url: rig.base + "/v1/chat/completions")
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(Array(Rig.chat(String(repeating: "word ", count: 500), stream: true).utf8))
            let response = try await client.execute(request, timeout: .seconds(20))
            for try await _ in response.body { break }
            try await client.shutdown()
            var exchange = try await rig.lastExchange()
            let deadline = ContinuousClock.now + .seconds(8)
            while exchange?.state == .interrupted, ContinuousClock.now < deadline {
                await Task.yield()
                exchange = try await rig.lastExchange()
            }
            #expect(exchange?.state == .hungUp)
        }
    }
}
