import Foundation
import Testing

/// The program is killed, not told to stop: what the evidence says afterwards must be true.
@Suite(.timeLimit(.minutes(2))) struct `A killed gateway` {
    private static let prompt =
        #"{"model":"stand-in","messages":[{"role":"user","content":"UPN Z000000026001 for Mrs Whitlock"}]}"#

    private static func register(_ base: String) -> String {
        """
        endpoints:
          - id: stand-in
            title: Stand-in
            base_url: \(base)
            models: [stand-in]
            owner: IT
            dpia_ref: DPIA-1
            review_by: 2099-01-01
            no_training: true
            timeouts: { connect: 60, idle: 60, total: 60 }
        """
    }

    /// Sends the prompt and does not wait for the answer.
    private func ask(_ base: String) throws -> Socket {
        let client = try Socket()
        try client.connect(to: #require(URL(string: base)?.port))
        client.write(
            """
            POST /v1/chat/completions HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/json\r
            Content-Length: \(Self.prompt.utf8.count)\r
            \r
            \(Self.prompt)
            """
        )
        return client
    }

    /// What another process reads in the evidence, as soon as there is an exchange in it.
    ///
    /// Another process, and no task is waited for: the other tests keep the threads that run tasks busy for longer than the
    /// gateway is patient with its endpoint.
    private func waitForExchange(_ program: Program) throws -> Listed? {
        let deadline = ContinuousClock.now + .seconds(50)
        while ContinuousClock.now < deadline {
            let listed = try program.run("audit", "list", "--format", "json").output
            if let line = listed.split(separator: "\n").first {
                return try JSONDecoder().decode(Listed.self, from: Data(line.utf8))
            }
        }
        return nil
    }

    private struct Listed: Decodable {
        let state: String
        let sent_bytes: Int?
    }

    /// What a fresh start of the program says about the exchanges before.
    private func statesAfterRestart(_ program: Program) throws -> [String] {
        let (process, _) = try program.serve(
            "serve", "--listen", "127.0.0.1:0", "--endpoints", "endpoints.yaml")
        process.terminate()
        process.waitUntilExit()
        let listed = try program.run("audit", "list").output
        return listed.split(separator: "\n").map { $0.components(separatedBy: "  ")[3] }
    }

    @Test func `between INTENT and send has sent nothing and claims nothing`() throws {
        let program = try Program()
        defer { program.remove() }
        // A listener that takes no connection: its queue is full, so the gateway is still connecting, with the
        // INTENT on disk and not a byte of the prompt on its way.
        let listener = try FullListener()
        _ = try program.write(Self.register("http://127.0.0.1:\(listener.port)/v1"), to: "endpoints.yaml")
        let (gateway, base) = try program.serve(
            "serve", "--listen", "127.0.0.1:0", "--endpoints", "endpoints.yaml")
        let client = try ask(base)
        let exchange = try waitForExchange(program)
        kill(gateway.processIdentifier, SIGKILL)
        gateway.waitUntilExit()
        client.close()
        #expect(exchange?.state == "interrupted")
        #expect(exchange?.sent_bytes != nil)
        #expect(try statesAfterRestart(program) == ["interrupted"])
        // The evidence is at hand now, so the list of rules says how often each found something.
        let rules = try program.run("rules", "list").output
        #expect(rules.contains("uk.schools.upn\tUPN\ton\tredact\ttrust\t1\t"))
        #expect(listener.receivedByteCount() == 0)
    }

    @Test func `between send and OUTCOME has lost nothing and claims no answer`() throws {
        let program = try Program()
        defer { program.remove() }
        // A listener that takes the connection and never answers.
        let listener = try SilentListener()
        _ = try program.write(Self.register("http://127.0.0.1:\(listener.port)/v1"), to: "endpoints.yaml")
        let (gateway, base) = try program.serve(
            "serve", "--listen", "127.0.0.1:0", "--endpoints", "endpoints.yaml")
        let client = try ask(base)
        let received = try listener.receiveRequest()
        // The bytes are here, so the INTENT must be on disk already.
        let exchange = try waitForExchange(program)
        kill(gateway.processIdentifier, SIGKILL)
        gateway.waitUntilExit()
        client.close()
        #expect(exchange?.state == "interrupted")
        #expect(received.contains("[UPN_1]") && !received.contains("Z000000026001"))
        #expect(try statesAfterRestart(program) == ["interrupted"])
    }
}
