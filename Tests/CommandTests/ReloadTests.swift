import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// Rules change while the gateway runs.
@Suite(.timeLimit(.minutes(2))) struct `Changed rules` {
    /// Without the shared one's idle timeout, which can stop the process.
    private static let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .init())

    /// The rule set that an exchange was judged by, and what Cloakroom did.
    private static func ask(_ base: String) async throws -> (ruleset: String, action: String) {
        var request = HTTPClientRequest(url: base + "/chat/completions")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        let prompt = #"{"model":"stand-in","messages":[{"role":"user","content":"the quibble is 12345"}]}"#
        request.body = .bytes(ByteBuffer(string: prompt))
        let response = try await client.execute(request, timeout: .seconds(20))
        return (
            response.headers.first(name: "x-cloakroom-ruleset") ?? "",
            response.headers.first(name: "x-cloakroom-action") ?? ""
        )
    }

    /// Asks again and again until another rule set than these answers.
    private static func askUntilOther(than known: Set<String>, _ base: String) async throws -> (
        ruleset: String, action: String
    )? {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let answer = try await ask(base)
            if !known.contains(answer.ruleset) { return answer }
        }
        return nil
    }

    private static func pack(_ pattern: String, _ version: Int) -> String {
        """
        pack: quibble
        version: \(version)
        review_by: 2099-01-01
        source: nothing
        rules:
          - id: quibble.number
            title: quibble
            why: For trying out.
            entity: CASE_REF
            pattern: 'quibble is (?<find>\(pattern))'
            confidence: 80
            examples: { find: ['quibble is «12345»'], skip: ['quibble is x'] }

        """
    }

    @Test func `are taken into use, and broken ones are not`() async throws {
        let program = try Program()
        defer { program.remove() }
        let pack = try program.copyFewRules().appending(path: "packs/quibble.yaml")
        let (process, base) = try program.serve("serve", "--listen", "127.0.0.1:0")
        defer { process.terminate() }
        let first = try await Self.ask(base)
        #expect(first.action == "allow")

        try Data(Self.pack("[0-9]{5}", 1).utf8).write(to: pack, options: .atomic)
        kill(process.processIdentifier, SIGHUP)
        let second = try #require(try await Self.askUntilOther(than: [first.ruleset], base))
        #expect(second.action == "redact")

        // A rule that does not find its own example, then one that is right again: the broken one never answers.
        try Data(Self.pack("[0-9]{6}", 2).utf8).write(to: pack, options: .atomic)
        kill(process.processIdentifier, SIGHUP)
        #expect(try await Self.ask(base).ruleset == second.ruleset)
        try Data(Self.pack("[0-9]{4,5}", 3).utf8).write(to: pack, options: .atomic)
        kill(process.processIdentifier, SIGHUP)
        let third = try #require(try await Self.askUntilOther(than: [second.ruleset], base))
        #expect(third.action == "redact")
    }

    @Test func `are noticed without a signal`() async throws {
        let program = try Program()
        defer { program.remove() }
        let pack = try program.copyFewRules().appending(path: "packs/quibble.yaml")
        let (process, base) = try program.serve("serve", "--listen", "127.0.0.1:0")
        defer { process.terminate() }
        let first = try await Self.ask(base)
        try Data(Self.pack("[0-9]{5}", 1).utf8).write(to: pack, options: .atomic)
        let second = try #require(try await Self.askUntilOther(than: [first.ruleset], base))
        #expect(second.action == "redact")
    }
}
