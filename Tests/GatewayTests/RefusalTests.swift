import Audit
import Foundation
import NIOHTTP1
import Redaction
import StandIn
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2))) struct `A request is refused` {
    static let bodies: [(String, Int, String)] = [
        ("", 400, "empty_body"),
        ("{", 400, "json_ended_early"),
        ("not json", 400, "invalid_json"),
        ("{\"model\":\"stand-in\"}", 400, "missing_field"),
        (#"{"model":"stand-in","messages":[],"messages":[]}"#, 400, "duplicate_key"),
        (#"{"model":"stand-in","messages":[{"role":"user","content":"\ud800"}]}"#, 400, "lone_surrogate"),
        (#"{"model":"stand-in","messages":7}"#, 400, "wrong_type"),
        (#"{"model":"stand-in","messages":[]}"#, 400, "empty_list"),
        (
            #"{"model":"stand-in","messages":[{"role":"user","content":"x"}],"tools":[{"type":"web_search"}]}"#,
            400,
            "refused_field"
        ),
        (
            #"{"model":"stand-in","messages":[{"role":"user","content":"x"}],"api_base":"http://evil.example"}"#,
            400, "refused_field"
        ),
        (
            #"{"model":"stand-in","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}"#,
            400, "uninspectable_part"
        ),
        (#"{"model":"other","messages":[{"role":"user","content":"x"}]}"#, 404, "model_not_found"),
        (String(repeating: "[", count: 100_000), 400, "json_too_deep"),
    ]

    @Test(arguments: bodies)
    func `when its body is not what is declared`(body: String, status: Int, code: String) async throws {
        try await Rig.run { rig in
            let reply = try await rig.send(Array(body.utf8))
            #expect(reply.status == status)
            #expect(reply.error("code") == code)
            #expect(reply.headers.first(name: "x-should-retry") == "false")
            #expect(reply.error("message")?.contains("Nothing was sent to the AI service.") == true)
            #expect(rig.received.all.isEmpty)
            let reply1 = try await rig.lastExchange()
            #expect(reply1?.state == .blocked)
        }
    }

    @Test func `when it is not UTF-8`() async throws {
        try await Rig.run { rig in
            let body =
                Array(#"{"model":"stand-in","messages":[{"role":"user","content":""#.utf8) + [0xFF]
                + Array(#""}]}"#.utf8)
            let reply2 = try await rig.send(body)
            #expect(reply2.error("code") == "invalid_utf8")
            #expect(rig.received.all.isEmpty)
        }
    }

    @Test(arguments: [
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
        "application/json; charset=utf-16", "",
    ])
    func `when it is not JSON by its own word`(type: String) async throws {
        try await Rig.run { rig in
            let reply = try await rig.send(Array(Rig.chat("x").utf8), type: type)
            #expect(reply.status == 400 && reply.error("code") == "unsupported_content")
            #expect(rig.received.all.isEmpty)
        }
    }

    @Test(arguments: ["gzip", "deflate", "br", "zstd", "gzip, identity"])
    func `when it is compressed`(encoding: String) async throws {
        try await Rig.run { rig in
            let reply = try await rig.ask("x", headers: [("content-encoding", encoding)])
            #expect(reply.status == 400 && reply.error("code") == "unsupported_content")
            #expect(rig.received.all.isEmpty)
        }
    }

    @Test func `when it is too large`() async throws {
        var setup = Rig.Setup()
        setup.limits.requestByteCountMax = 10_000
        try await Rig.run(setup) { rig in
            let reply = try await rig.ask(String(repeating: "x", count: 20_000))
            #expect(reply.status == 413 && reply.error("code") == "request_too_large")
            let reply3 = try await rig.ask("small")
            #expect(reply3.status == 200)
        }
    }

    @Test(arguments: [
        (HTTPMethod.POST, "/v1/files"), (.GET, "/v1/responses"),
        (.GET, "/v1/chat/completions"),
        (.PUT, "/v1/chat/completions"), (.POST, "/v1/models"), (.GET, "/"), (.POST, "/v1/completions"),
        (.POST, "/v1/chat/completions/extra"), (.POST, "/v1/audio/transcriptions"),
        (.DELETE, "/v1/models/stand-in"),
    ])
    func `when its route is not declared`(method: HTTPMethod, path: String) async throws {
        try await Rig.run { rig in
            let reply = try await rig.send(Array(Rig.chat("x").utf8), method: method, path: path)
            #expect(reply.status == 404)
            #expect(reply.error("code") == "unknown_url")
            #expect(rig.received.all.isEmpty)
        }
    }

    @Test func `when a web page sends it`() async throws {
        try await Rig.run { rig in
            let reply = try await rig.ask("x", headers: [("origin", "https://evil.example")])
            #expect(reply.status == 403 && reply.error("code") == "origin_not_allowed")
        }
    }

    @Test func `when its headers are over the limit`() async throws {
        try await Rig.run { rig in
            let many = (0..<200).map { ("x-h\($0)", "v") }
            let status = try? await rig.ask("x", headers: many).status
            #expect(status == nil || (400..<500).contains(status ?? 0))
            let long = try? await rig.ask("x", headers: [("x-long", String(repeating: "v", count: 64 << 10))])
                .status
            #expect(long == nil || (400..<500).contains(long ?? 0))
            #expect(rig.received.all.isEmpty)
        }
    }
}

@Suite(.timeLimit(.minutes(2))) struct `A caller` {
    @Test func `on this machine needs no key until one is issued`() async throws {
        try await Rig.run { rig in
            let reply4 = try await rig.ask("x")
            #expect(reply4.status == 200)
            let reply5 = try await rig.ask("x", headers: [("x-forwarded-for", "10.0.0.1")])
            #expect(reply5.status == 401)
            let (key, stored) = CallerKey.issue(label: "test", at: Date(), expiresAt: nil)
            try KeyFile(path: rig.keysPath).update { $0.append(stored) }
            let without = try await rig.ask("x")
            #expect(without.status == 401 && without.error("code") == "invalid_api_key")
            let reply6 = try await rig.ask("x", headers: [("authorization", "Bearer wrong")])
            #expect(reply6.status == 401)
            let reply7 = try await rig.ask("x", headers: [("authorization", "Bearer \(key)")])
            #expect(reply7.status == 200)
            let reply8 = try await rig.ask("x", headers: [("api-key", key)])
            #expect(reply8.status == 200)
            let reply9 = try await rig.lastExchange()
            #expect(reply9?.evidence.caller == stored.id)
            let sent = rig.received.all.flatMap { $0.headers.map(\.value) }.joined()
            #expect(!sent.contains(key))
        }
    }

    @Test func `whose key is withdrawn or has run out is refused at once`() async throws {
        try await Rig.run { rig in
            let file = KeyFile(path: rig.keysPath)
            let (key, stored) = CallerKey.issue(label: "test", at: Date(), expiresAt: nil)
            let (old, expired) = CallerKey.issue(
                label: "old", at: Date(), expiresAt: Date(timeIntervalSince1970: 1))
            try file.update { $0 += [stored, expired] }
            let reply10 = try await rig.ask("x", headers: [("authorization", "Bearer \(key)")])
            #expect(reply10.status == 200)
            let reply11 = try await rig.ask("x", headers: [("authorization", "Bearer \(old)")])
            #expect(reply11.error("message")?.contains("expired") == true)
            try file.update { keys in keys[0].revokedAt = Date() }
            let reply12 = try await rig.ask("x", headers: [("authorization", "Bearer \(key)")])
            #expect(reply12.error("message")?.contains("withdrawn") == true)
            try FileManager.default.removeItem(atPath: rig.keysPath)
            let reply13 = try await rig.ask("x")
            #expect(reply13.status == 401)
        }
    }

    @Test func `is refused while the key file is damaged`() async throws {
        try await Rig.run { rig in
            try Data("{".utf8).write(to: URL(fileURLWithPath: rig.keysPath))
            let reply = try await rig.ask("x")
            #expect(reply.status == 503 && reply.error("code") == "cloakroom_unavailable")
            #expect(rig.received.all.isEmpty)
        }
    }

    @Test func `sees the approved models and no others`() async throws {
        try await Rig.run { rig in
            let reply = try await rig.send([], method: .GET, path: "/v1/models")
            let models = (reply.json?["data"] as? [[String: Any]])?.compactMap { $0["id"] as? String }
            #expect(models == ["stand-in", "stand-in-azure"])
        }
    }
}
