import Foundation
import StandIn
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2))) struct `A file in a prompt` {
    private static func chat(_ type: String, _ bytes: [UInt8], name: String = "note.txt") -> [UInt8] {
        let data = "data:\(type);base64,\(Data(bytes).base64EncodedString())"
        let part = #"{"type":"file","file":{"filename":"\#(name)","file_data":"\#(data)"}}"#
        return Array(
            #"{"model":"stand-in","messages":[{"role":"user","content":[{"type":"text","text":"Sum up."},\#(part)]}]}"#
                .utf8)
    }

    static let texts: [(String, String, [UInt8], String)] = [
        ("text/plain", "note.txt", Array("Pupil X731 ☺".utf8), "Pupil [UPN_1] ☺"),
        ("text/csv;charset=utf-8", "a.csv", Array("\u{FEFF}a,X731".utf8), "a,[UPN_1]"),
        ("application/json", "a.json", Array(#"{"upn":"X731"}"#.utf8), #"{"upn":"[UPN_1]"}"#),
        ("", "a.md", Array("# X731".utf8), "# [UPN_1]"),
        // Windows-1252, as school software exports it.
        ("text/csv", "a.csv", Array("Ren".utf8) + [0xE9] + Array(",X731".utf8), "René,[UPN_1]"),
        (
            "text/plain", "a.txt",
            [0xFF, 0xFE] + Array("X731".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
            "[UPN_1]"
        ),
    ]

    @Test(arguments: texts)
    func `is inspected and forwarded as text`(
        type: String,
        name: String,
        bytes: [UInt8],
        expected: String
    ) async throws {
        try await Rig.run { rig in
            let reply = try await rig.send(Self.chat(type, bytes, name: name))
            #expect(reply.status == 200)
            let sent = String(decoding: try #require(rig.received.all.last?.body), as: UTF8.self)
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(sent.utf8)) as? [String: Any])
            let message = (json["messages"] as? [[String: Any]])?.first
            let parts = message?["content"] as? [[String: Any]]
            #expect(
                parts?.last?["text"] as? String
                    == "Attached file \(name):\n\(expected)\n(End of the attached file.)")
            #expect(reply.text.contains("X731"))
        }
    }

    @Test func `whose name says who it is about is redacted too`() async throws {
        try await Rig.run { rig in
            _ = try await rig.send(Self.chat("text/plain", Array("x".utf8), name: "X731.txt"))
            let sent = String(decoding: try #require(rig.received.all.last?.body), as: UTF8.self)
            #expect(sent.contains("Attached file [UPN_1].txt") && !sent.contains("X731"))
        }
    }

    @Test(arguments: [
        ("image/png", "a.png", [0x89, 0x50] as [UInt8]), ("application/zip", "a.zip", [0x50, 0x4B]),
        ("application/octet-stream", "a.bin", [1, 2]), ("text/plain", "a.txt", [0, 1, 2]),
        ("audio/wav", "a.wav", [1]),
    ])
    func `that is no text is refused, and nothing is sent`(
        type: String,
        name: String,
        bytes: [UInt8]
    ) async throws {
        try await Rig.run { rig in
            let reply = try await rig.send(Self.chat(type, bytes, name: name))
            #expect(reply.status == 400 && reply.error("code") == "uninspectable_part")
            #expect(reply.error("param") == "messages[0].content[1]")
            #expect(rig.received.all.isEmpty)
        }
    }
}
