import Detection
import Foundation
import Redaction
import Rules
import Testing
import Wire

@testable import cloakroom

/// The exchanges below `fixtures`, played through all pure parts with the rules that come with Cloakroom.
@Suite struct `A fixture` {
    private static let folder = Program.root.appending(path: "fixtures/exchanges")

    private static var names: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { $0.hasSuffix(".txtar") }.sorted()
    }

    @Test func `is there`() { #expect(!Self.names.isEmpty) }

    @Test(arguments: names)
    func `goes out and comes back as it says`(name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let fixture = TextArchive(text)
        func part(_ name: String) throws -> String {
            try #require(fixture[name]).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let rules = try RuleLibrary.load(
            from: Program.root.appending(path: "rules").path, today: CalendarDay(Date()))
        let policy = try LoadedPolicy.load(
            from: Program.root.appending(path: "rules/policies/default.yaml").path, today: CalendarDay(Date())
        )
        let inspector = Inspector(rules: rules.rules, policy: policy.policy)
        let request = try APIRequest.chatCompletions(Array(part("request.json").utf8), limits: JSONLimits())
        let inspection = try inspector.inspect(request)
        let body = inspection.body
        let sent = String(decoding: try #require(body).bytes, as: UTF8.self)
        #expect(try sent == part("redacted.json"))
        var counts: [(key: String, count: Int)] = []
        for finding in inspection.findings {
            let key = "\(finding.place) \(finding.finding.rule)"
            if let index = counts.firstIndex(where: { $0.key == key }) {
                counts[index].count += 1
            } else {
                counts.append((key, 1))
            }
        }
        #expect(try counts.map { "\($0.key) \($0.count)" }.joined(separator: "\n") == part("evidence.txt"))
        // What leaves holds nothing more to redact: the outgoing bytes are read and scanned once more.
        let outgoing = try APIRequest.chatCompletions(Array(sent.utf8), limits: JSONLimits())
        let again = try inspector.inspect(outgoing)
        #expect(again.findings.isEmpty)
        var restorer = inspection.restorer()
        let channel = AnswerChannel(output: 0, field: "content")
        let answer = restorer.restore(Array(try part("upstream.txt").utf8), on: channel)
        #expect(try String(decoding: answer, as: UTF8.self) == part("answer.txt"))
    }
}
