import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct `A dry run` {
    private static let text = #"{"text":"é X731 and Mr Bloggs"}"#

    @Test func `tells what would be found, without the values, and sends nothing`() async throws {
        try await Rig.run { rig in
            let reply = try await rig.send(Array(Self.text.utf8), path: "/v1/analyze")
            #expect(reply.status == 200)
            #expect(
                reply.body
                    == #"{"findings":[{"bytes":[3,7],"confidence":90,"entity":"UPN","rule":"toy.upn"},{"bytes":[15,21],"confidence":90,"entity":"PERSON","rule":"toy.person"}],"verdict":"redact"}"#
            )
            #expect(rig.received.all.isEmpty)
            let last = try await rig.lastExchange()
            #expect(last == nil)
        }
    }

    @Test func `shows what would be sent`() async throws {
        try await Rig.run { rig in
            let reply = try await rig.send(Array(Self.text.utf8), path: "/v1/redact")
            #expect(reply.json?["redacted"] as? String == "é [UPN_1] and Mr [PERSON_1]")
            let blocked = try await rig.send(Array(#"{"text":"hush X731"}"#.utf8), path: "/v1/redact")
            #expect(blocked.json?["verdict"] as? String == "block")
            #expect(!blocked.body.contains("731") && blocked.json?["redacted"] == nil)
        }
    }

    @Test(arguments: [
        (#"{"text":7}"#, "wrong_type"), ("{}", "missing_field"),
        (#"{"text":"a","text":"b"}"#, "duplicate_key"),
        (#"{"text":"a","more":1}"#, "unknown_field"), ("[]", "wrong_type"), ("x", "invalid_json"),
    ])
    func `of anything else is refused`(body: String, code: String) async throws {
        try await Rig.run { rig in
            let reply = try await rig.send(Array(body.utf8), path: "/v1/analyze")
            #expect(reply.status == 400 && reply.error("code") == code)
        }
    }
}
