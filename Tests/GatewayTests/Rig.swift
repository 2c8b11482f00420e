import AsyncHTTPClient
import Audit
import Detection
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Redaction
import StandIn
import Synchronization

@testable import Gateway

/// A gateway and a stand-in endpoint on loopback, with everything that either of them saw.
struct Rig: Sendable {
    let base: String
    let folder: URL
    let audit: AuditLog
    let received: Recorder<ReceivedRequest>
    let logs: Recorder<String>

    var auditPath: String { folder.appending(path: "audit.sqlite").path }
    var keysPath: String { folder.appending(path: "keys.json").path }

    struct Setup: Sendable {
        var standIn = StandInOptions()
        var limits = Limits()
        var keySource = Endpoint.KeySource.environment("ENDPOINT_KEY")
        var environment = ["ENDPOINT_KEY": "upstream-key-CANARY"]
        /// Longer than the stand-in may wait for a thread: it runs on Swift's own, which tests of other suites compute on.
        var timeouts = Endpoint.Timeouts(connect: .seconds(30), idle: .seconds(60), total: .seconds(90))
        var blockStyle = Policy.BlockStyle.error
        var footer: AnswerFooter?
        /// Points the endpoint somewhere else than at the stand-in.
        var baseURL: String?
    }

    /// Runs both, then the body, then stops both.
    static func run(_ setup: Setup = Setup(), _ body: @escaping @Sendable (Rig) async throws -> Void)
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rig-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let received = Recorder<ReceivedRequest>()
        let logs = Recorder<String>()
        let standIn = StandInEndpoint(options: setup.standIn) { received.add($0) }
        try await running({ standIn.application(onReady: $0) }) { standInPort in
            let audit = try AuditLog(path: folder.appending(path: "audit.sqlite").path)
            let endpoints = endpoints(setup, standInPort: standInPort)
            let upstream = HTTPUpstream(
                endpoints: endpoints, keys: EndpointKeys(for: endpoints, environment: setup.environment)
            )
            let parts = GatewayParts(
                snapshots: SnapshotStore(try snapshot(endpoints, setup)),
                callers: CallerDirectory(file: KeyFile(path: folder.appending(path: "keys.json").path)),
                upstream: upstream, audit: audit, limits: setup.limits,
                logger: Logger(label: "test") { _ in RecordingLogHandler(recorder: logs) }
            )
            let result: Result<Void, any Error>
            do {
                try await running({ gatewayApplication(parts, host: "127.0.0.1", port: 0, onReady: $0) }) {
                    port in
                    let base = "http://127.0.0.1:\(port)"
                    try await body(
                        Rig(base: base, folder: folder, audit: audit, received: received, logs: logs))
                }
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await upstream.shutDown()
            audit.close()
            try result.get()
        }
    }

    private static func running(
        _ application: (@escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let service = application { port.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask {
                for await port in ports { return try await body(port) }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// One endpoint for each API, all of them the stand-in.
    private static func endpoints(_ setup: Setup, standInPort: Int) -> [Endpoint] {
        let paths: [(Endpoint.API, String, String)] = [
            (.openAI, "/v1", "stand-in"), (.azure, "/openai", "stand-in-azure"), (.anthropic, "", "stand-in"),
            (.ollama, "", "stand-in"), (.gemini, "/v1beta", "stand-in"),
        ]
        return paths.map { api, path, model in
            Endpoint(
                id: api == .openAI ? "test" : api.rawValue, title: "Test", api: api,
                apiVersion: api == .azure ? "2024-10-21" : nil,
                baseURL: setup.baseURL ?? "http://127.0.0.1:\(standInPort)\(path)", models: [model],
                keySource: setup.keySource, timeouts: setup.timeouts)
        }
    }

    private static func snapshot(_ endpoints: [Endpoint], _ setup: Setup) throws -> Snapshot {
        func rule(_ id: String, _ title: String, _ entity: EntityType, _ pattern: String) -> Rule {
            Rule(
                id: RuleID(id), title: title, entity: entity, matcher: .pattern(pattern), confidence: 90,
                isOnTrial: id == "toy.trial")
        }
        let rules = try CompiledRules(compiling: [
            rule("toy.upn", "pupil number", .upn, #"X\d{3}"#),
            rule("toy.person", "name", .person, #"Mr (?<find>[A-Z][a-z]{1,20})"#),
            rule("toy.number", "card number", .paymentCard, #"[34]\d{15}"#),
            rule("toy.secret", "password", .secret, "hush"),
            rule("toy.trial", "password", .secret, "whisper"),
            rule("toy.slow", "slow", .iban, #"(?:(?:a{1,30}){1,30}){1,8}[bc]!"#),
        ])
        var treatments: [EntityType: Policy.Treatment] = [:]
        for entity in EntityType.allCases { treatments[entity] = .redact(.pseudonymize) }
        treatments[.secret] = .block
        return Snapshot(
            rules: rules, rulesDigest: String(repeating: "r", count: 64),
            policy: Policy(
                name: "toy", version: 1, blockStyle: setup.blockStyle, footer: setup.footer,
                treatments: treatments),
            policyDigest: String(repeating: "p", count: 64), endpoints: endpoints
        )
    }
}

// MARK: - Asking

struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: String

    /// `error.code`, `error.message` and so on.
    func error(_ field: String) -> String? { (json?["error"] as? [String: Any])?[field] as? String }

    var json: [String: Any]? { try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] }

    /// The text of a whole answer, or of a streamed one put together.
    var text: String {
        if let choice = (json?["choices"] as? [[String: Any]])?.first {
            return (choice["message"] as? [String: Any])?["content"] as? String ?? ""
        }
        return events.compactMap { event in
            let choice = (event["choices"] as? [[String: Any]])?.first
            return (choice?["delta"] as? [String: Any])?["content"] as? String
        }.joined()
    }

    var events: [[String: Any]] {
        body.components(separatedBy: "\n\n").compactMap { block in
            guard block.hasPrefix("data: {") else { return nil }
            return try? JSONSerialization.jsonObject(with: Data(block.dropFirst(6).utf8)) as? [String: Any]
        }
    }
}

extension Rig {
    /// Without an idle timeout, unlike the shared one: its clock can be started twice for one request, and the client then
    /// stops the process.
    static let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .init())

    static func chat(_ text: String, stream: Bool = false) -> String {
        #"{"model":"stand-in","stream":\#(stream),"messages":[{"role":"user","content":"\#(text)"}]}"#
    }

    func ask(_ text: String, stream: Bool = false, headers: [(String, String)] = []) async throws -> Reply {
        try await send(Array(Self.chat(text, stream: stream).utf8), headers: headers)
    }

    func send(
        _ body: [UInt8],
        method: HTTPMethod = .POST,
        path: String = "/v1/chat/completions",
        type: String = "application/json",
        headers: [(String, String)] = []
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "content-type", value: type)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if method != .GET { request.body = .bytes(body) }
        let response = try await Rig.client.execute(request, timeout: .seconds(90))
        let buffer = try await response.body.collect(upTo: 64 << 20)
        return Reply(
            status: Int(response.status.code), headers: response.headers, body: String(buffer: buffer))
    }

    /// The newest exchange of the evidence.
    func lastExchange() async throws -> ExchangeSummary? { try await audit.exchanges(limit: 1).first }
}

// MARK: - Recording

final class Recorder<Item: Sendable>: Sendable {
    private let items = Mutex<[Item]>([])

    var all: [Item] { items.withLock { $0 } }
    func add(_ item: Item) { items.withLock { $0.append(item) } }
}

struct RecordingLogHandler: LogHandler {
    let recorder: Recorder<String>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        recorder.add("\(event.level) \(event.message) \(event.metadata ?? [:]) \(metadata)")
    }
}
