import Foundation
import StandIn
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(2))) struct `A canary` {
    /// Values that the toy rules find, each recognisable anywhere.
    private static let values = ["X731", "X732", "Quailbourne", "X733"]

    private static let bodies = [
        Rig.chat("X731 and Mr Quailbourne"), Rig.chat("X731 Mr Quailbourne", stream: true),
        Rig.chat("hush X732 Mr Quailbourne"),
        #"{"model":"stand-in","messages":[{"role":"user","content":"X733"}],"user":"X733","stop":["X733"]}"#,
        #"{"model":"stand-in","messages":[{"role":"user","content":"a"}],"metadata":{"X733":"Mr Quailbourne"}}"#,
        #"{"model":"stand-in","messages":[{"role":"user","content":"X733"}],"X733":"Mr Quailbourne"}"#,
        #"{"model":"X733","messages":[{"role":"user","content":"X733"}]}"#,
        #"{"model":"stand-in","messages":[{"role":"X733","content":"X733"}]}"#,
        #"{"model":"stand-in","messages":[{"role":"user","content":"X733 Mr Quailbourne"}"#,
        #"{"model":"stand-in","messages":[{"role":"user","content":"X733","content":"Mr Quailbourne"}]}"#,
        Rig.chat(String(repeating: "a", count: 5_000) + "! X733 Mr Quailbourne"),
    ]

    @Test func `appears in no log, no metric, no database, no error and not at the endpoint`() async throws {
        let metrics = RecordingMetrics.shared
        try await Rig.run { rig in
            for body in Self.bodies {
                let reply = try await rig.send(Array(body.utf8))
                if reply.status != 200 {
                    Self.expectNone(in: reply.body + "\(reply.headers)", "an error body")
                }
            }
            _ = try await rig.send([], path: "/v1/X733")
            for request in rig.received.all {
                Self.expectNone(
                    in: String(decoding: request.body, as: UTF8.self) + "\(request.headers)", "the endpoint")
            }
            Self.expectNone(in: rig.logs.all.joined(separator: "\n"), "the logs")
            Self.expectNone(in: metrics.names.all.joined(separator: "\n"), "the metrics")
            #expect(metrics.names.all.contains { $0.hasPrefix("cloakroom_refusals_total") })
            #expect(!rig.logs.all.isEmpty && !rig.received.all.isEmpty)
            let files = try FileManager.default.subpathsOfDirectory(atPath: rig.folder.path)
            #expect(Set(files).isSuperset(of: ["audit.sqlite", "audit.sqlite-wal", "audit.keys/mac-key"]))
            for file in files where file != "audit.keys" {
                let bytes = try Data(contentsOf: rig.folder.appending(path: file))
                for value in Self.values {
                    #expect(bytes.range(of: Data(value.utf8)) == nil, "found in \(file)")
                }
            }
        }
    }

    private static func expectNone(in text: String, _ place: String) {
        for value in values { #expect(!text.contains(value), "a planted value stands in \(place)") }
    }
}
