import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Rules
import StandIn
import Synchronization

/// `cloakroom demo`: one exchange, shown from all three sides; then it keeps serving.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the gateway with the stand-in endpoint and shows one exchange before and after."
    )

    @Option(help: "host:port to listen on.")
    var listen: String?

    @Flag(help: "Ends after the exchange.")
    var once = false

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        var flags: [Configuration.Setting: String] = [:]
        flags[.listen] = listen
        let configuration = try settings.load(adding: flags)
        guard configuration[.endpoints] == nil else {
            throw fail(
                "The demo answers from the stand-in endpoint, but a register is configured.",
                hint: "Use `cloakroom serve`, or leave `endpoints` out.", Exit.badInput
            )
        }
        let sample = try SampleExchange.load(besides: configuration.rulesFolder())
        let gatehouse = try Gatehouse.load(configuration)
        let received = ReceivedBody()
        var options = StandInOptions()
        options.behaviour = .script([sample.upstreamText])
        let standIn = StandInEndpoint(options: options) { received.keep($0.body) }
        let (once, host) = (once, configuration.listenAddress.host)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await gatehouse.run(standIn: standIn) { port.yield($0) }
                port.finish()
            }
            group.addTask {
                for await port in ports {
                    let base = "http://\(host):\(port)/v1"
                    // With --once the gateway is told to stop as Ctrl-C would tell it.
                    defer { if once { kill(getpid(), SIGTERM) } }
                    try await show(sample, through: base, received: received)
                    if !once { say(Self.pointers(base)) }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func pointers(_ base: String) -> String {
        """

        Cloakroom keeps serving. Point a client at it:

            base URL   \(base)
            model      stand-in
            API key    anything, as long as no keys were issued (cloakroom keys issue)

            export OPENAI_BASE_URL=\(base) OPENAI_API_KEY=none
            curl \(base)/chat/completions -H 'content-type: application/json' \\
                -d '{"model":"stand-in","messages":[{"role":"user","content":"Dear Mrs Whitlock, call 01632 960123"}]}'

        What happened stands in the evidence, without the values: cloakroom audit list
        Stop with Ctrl-C.
        """
    }
}

/// Sends the sample and prints the three sides of it.
private func show(_ sample: SampleExchange, through base: String, received: ReceivedBody) async throws {
    heading("What the person wrote")
    say(sample.prompt)
    do {
        var request = HTTPClientRequest(url: base + "/chat/completions")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(sample.request)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: 1 << 20)
        heading("What the endpoint received")
        say(SampleExchange.lastText(ofRequest: received.body))
        heading("What the endpoint answered")
        say(sample.upstreamText)
        heading("What the person got back")
        say(SampleExchange.text(ofStream: String(buffer: answer)))
    } catch {
        throw fail("The sample exchange did not come back.", hint: "See the log above.", Exit.failure)
    }
}

private func heading(_ text: String) {
    say("\n\(text)\n\(String(repeating: "─", count: text.count))")
}

/// The last body that the stand-in received.
private final class ReceivedBody: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var body: [UInt8] { bytes.withLock { $0 } }
    func keep(_ body: [UInt8]) { bytes.withLock { $0 = body } }
}
