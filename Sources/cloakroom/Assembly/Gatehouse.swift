import ArgumentParser
import Audit
import Foundation
import Gateway
import Hummingbird
import Logging
import NIOCore
import Redaction
import Rules
import StandIn

/// Puts the gateway together from its configuration and runs it until it is told to stop.
struct Gatehouse {
    let configuration: Configuration
    let rules: RuleSet
    let endpoints: EndpointSource
    /// Who can open originals of blocked prompts; nil: they are not kept.
    let recipients: Recipients?

    /// - Throws: `ExitCode`, after what is wrong was shown.
    static func load(_ configuration: Configuration) throws -> Gatehouse {
        _ = try configuration.databaseAddress()
        let rules = try RuleSet.load(configuration)
        try rules.admit()
        try rules.selfTest()
        return Gatehouse(
            configuration: configuration, rules: rules, endpoints: try EndpointSource.load(configuration),
            recipients: try configuration.loadRecipients()
        )
    }

    /// Serves.
    ///
    /// - Parameters:
    ///   - standIn: Answers while no register is configured.
    ///   - onReady: Is told the port once the gateway takes connections.
    /// - Throws: `ExitCode`, after what is wrong was shown.
    func run(
        standIn: StandInEndpoint = StandInEndpoint(),
        onReady: @escaping @Sendable (Int) async -> Void
    ) async throws {
        switch endpoints {
        case .register(let register):
            for warning in register.warnings { tell(warning.description) }
            try await serve(register.endpoints, onReady: onReady)
        case .standIn:
            try await withStandIn(standIn) { port in
                try await serve([EndpointSource.standInEndpoint(port: port)], onReady: onReady)
            }
        }
    }

    private func withStandIn(
        _ standIn: StandInEndpoint,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = standIn.application { port.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                for await port in ports { return try await body(port) }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func serve(_ endpoints: [Endpoint], onReady: @escaping @Sendable (Int) async -> Void) async throws
    {
        let (audit, tokens) = try openAudit()
        let keys = EndpointKeys(for: endpoints, environment: ProcessInfo.processInfo.environment)
        for endpoint in keys.missing {
            tell("warning: no key for the endpoint \(endpoint): its requests will be refused.")
        }
        let upstream = HTTPUpstream(endpoints: endpoints, keys: keys)
        let (host, port) = configuration.listenAddress
        let snapshots = SnapshotStore(rules.snapshot(endpoints))
        let application = gatewayApplication(
            parts(snapshots, upstream, audit, tokens), host: host, port: port
        ) {
            ResidentMemory.giveBack()
            await onReady($0)
        }
        let keeper = EvidenceKeeper(
            audit: audit, tokens: tokens, recipients: recipients, configuration: configuration,
            copying: try configuration.copyService(for: audit))
        try await keeper.begin(with: rules)
        var reloader = RuleReloader(
            configuration: configuration, endpoints: endpoints, snapshots: snapshots, keeper: keeper,
            rules: rules)
        let reloading = Task { await reloader.run() }
        let keeping = Task { await keeper.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await application.runService())
        } catch {
            result = .failure(error)
        }
        reloading.cancel()
        keeping.cancel()
        await reloading.value
        await keeping.value
        await upstream.shutDown()
        await keeper.end()
        if case .failure(let error) = result { throw Self.explained(error, host: host, port: port) }
    }

    private func openAudit() throws -> (AuditLog, TokenKeys) {
        let path = configuration[.audit] ?? "var/audit.sqlite"
        do throws(AuditError) {
            return (
                try AuditLog(path: path, origin: configuration[.auditOrigin]), try TokenKeys(besides: path)
            )
        } catch {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
    }

    private func parts(
        _ snapshots: SnapshotStore, _ upstream: HTTPUpstream, _ audit: AuditLog, _ tokens: TokenKeys
    ) -> GatewayParts {
        var limits = Limits()
        limits.requestByteCountMax = configuration.number(.requestBytes)
        limits.connectionCountMax = configuration.number(.connections)
        var logger = Logger(label: "cloakroom") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: configuration[.logLevel] ?? "info") ?? .info
        return GatewayParts(
            snapshots: snapshots,
            callers: CallerDirectory(file: KeyFile(path: configuration[.keys] ?? "var/keys.json")),
            upstream: upstream, extractor: AttachmentExtractor(limits: limits), audit: audit,
            detail: detail(of: audit, tokens), limits: limits,
            logger: logger
        )
    }

    private func detail(of audit: AuditLog, _ tokens: TokenKeys) -> EvidenceDetail {
        EvidenceDetail(
            tokens: tokens,
            seal: recipients.map { recipients in Self.seal(to: recipients, origin: audit.origin ?? "") },
            school: configuration[.school].map { ($0 as NSString).lastPathComponent })
    }

    private static func seal(to recipients: Recipients, origin: String) -> EvidenceDetail.Seal {
        { prompt, exchange, rulesDigest in
            let context = SealingContext(origin: origin, exchange: exchange, rulesDigest: rulesDigest)
            let original = try SealedOriginal(sealing: prompt, to: recipients, context: context)
            return SealedParcel(original, context: context).bytes
        }
    }

    private static func explained(_ error: any Error, host: String, port: Int) -> any Error {
        guard let error = error as? IOError else { return error }
        switch error.errnoCode {
        case EADDRINUSE:
            return fail(
                "\(host):\(port) is taken by another program.",
                hint: "Stop it, or choose another with --listen HOST:PORT or CLOAKROOM_LISTEN.",
                Exit.failure
            )
        case EACCES, EADDRNOTAVAIL:
            return fail(
                "Cloakroom may not listen on \(host):\(port).",
                hint: "Give --listen with an address of this machine.",
                Exit.failure
            )
        default: return error
        }
    }
}

extension Configuration {
    /// Who originals are sealed to; nil where `evidence_keys` names no file.
    ///
    /// - Throws: `ExitCode`, after everything that is wrong was shown: evidence that was asked for is not left out in silence.
    func loadRecipients() throws -> Recipients? {
        guard let path = self[.evidenceKeys] else { return nil }
        do throws(RecipientFaults) {
            return try Recipients(path: path)
        } catch {
            tell(error.description)
            throw Exit.badInput
        }
    }
}
