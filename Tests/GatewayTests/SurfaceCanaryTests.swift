import Foundation
import StandIn
import TestSupport
import Testing

@testable import Gateway

/// An identifier in each place of every request that can hold one, one after the other, through the whole gateway.
@Suite(.timeLimit(.minutes(5))) struct `A canary in every leaf` {
    private static let text = "X731"
    private static let number = "4242424242424242"

    @Test func `reaches no endpoint, whatever the API`() async throws {
        try await Rig.run { rig in
            for request in MaximalRequest.all {
                let whole = try await rig.send(Array(request.body.utf8), path: request.path)
                #expect(whole.status == 200, "\(request.path): \(whole.status) \(whole.body)")
                let leaves = Leaf.all(in: Array(request.body.utf8))
                let sentBefore = rig.received.all.count
                for leaf in leaves {
                    let canary = leaf.isNumber ? Self.number : #""\#(Self.text)""#
                    let reply = try await rig.send(
                        leaf.replaced(in: request.body, by: canary), path: request.path)
                    #expect(reply.status < 500)
                }
                Self.expectNone(in: rig.received.all, request)
                let sentCount = rig.received.all.count - sentBefore
                print(
                    "\(request.path): \(leaves.count) leaves, \(sentCount) requests redacted and sent, 0 canaries"
                )
            }
        }
    }

    @Test func `reaches no endpoint when the arguments of a tool call hide it in JSON of their own`()
        async throws
    {
        let arguments = [
            #"{\"upn\":\"X731\"}"#, #"{\"upn\":\"\\u0058731\"}"#, #"[[\"a\",{\"X731\":1}]]"#, "X731", "{X731",
        ]
        try await Rig.run { rig in
            for text in arguments {
                let body =
                    #"{"model":"stand-in","messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"\#(text)"}}]},{"role":"tool","tool_call_id":"c","content":"done"}]}"#
                _ = try await rig.send(Array(body.utf8))
            }
            for request in rig.received.all {
                #expect(!String(decoding: request.body, as: UTF8.self).contains("731"))
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(request.body)) }
            }
            #expect(rig.received.all.count >= 3)
        }
    }

    @Test func `in the headers that name versions reaches no endpoint`() async throws {
        try await Rig.run { rig in
            let body = #"{"model":"stand-in","messages":[{"role":"user","content":"x"}]}"#
            let trials = "ada-lovelace-2014-09-03, interleaved-thinking-2025-05-14"
            let reply = try await rig.send(
                Array(body.utf8), path: "/v1/messages",
                headers: [("anthropic-version", "2014-09-03"), ("anthropic-beta", trials)])
            #expect(reply.status == 200)
            let headers = Dictionary(
                try #require(rig.received.all.last).headers.map { ($0.name, $0.value) }
            ) { first, _ in first }
            #expect(headers["anthropic-version"] == "2023-06-01")
            #expect(headers["anthropic-beta"] == "interleaved-thinking-2025-05-14")
        }
    }

    private static func expectNone(in requests: [ReceivedRequest], _ request: MaximalRequest) {
        for received in requests {
            let text = String(decoding: received.body, as: UTF8.self) + received.path + "\(received.headers)"
            #expect(!text.contains("731") && !text.contains(number), "\(request.path) let a canary through")
        }
    }
}

/// A string, key or number of a JSON document.
private struct Leaf {
    let bytes: Range<Int>
    let isNumber: Bool

    /// Found by a scan of its own, so that a mistake of the gateway's parser is none of this one.
    static func all(in bytes: [UInt8]) -> [Leaf] {
        var leaves: [Leaf] = []
        var at = 0
        while at < bytes.count {
            let start = at
            if bytes[at] == UInt8(ascii: "\"") {
                at += 1
                while bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
                at += 1
                leaves.append(Leaf(bytes: start..<at, isNumber: false))
            } else if bytes[at] == UInt8(ascii: "-") || (0x30...0x39).contains(bytes[at]) {
                while at < bytes.count, "-+.0123456789eE".utf8.contains(bytes[at]) { at += 1 }
                leaves.append(Leaf(bytes: start..<at, isNumber: true))
            } else {
                at += 1
            }
        }
        return leaves
    }

    func replaced(in body: String, by canary: String) -> [UInt8] {
        var new = Array(body.utf8)
        new.replaceSubrange(bytes, with: canary.utf8)
        return new
    }
}
