public import Audit
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// Everything the data path needs; tests and the command line put it together the same way.
public struct GatewayParts: Sendable {
    public var snapshots: SnapshotStore
    public var callers: CallerDirectory
    public var upstream: HTTPUpstream
    public var extractor: AttachmentExtractor
    public var audit: AuditLog
    public var detail: EvidenceDetail
    public var limits: Limits
    public var logger: Logger

    public init(
        snapshots: SnapshotStore,
        callers: CallerDirectory,
        upstream: HTTPUpstream,
        extractor: AttachmentExtractor = AttachmentExtractor(),
        audit: AuditLog,
        detail: EvidenceDetail = EvidenceDetail(),
        limits: Limits,
        logger: Logger
    ) {
        self.snapshots = snapshots
        self.callers = callers
        self.upstream = upstream
        self.extractor = extractor
        self.audit = audit
        self.detail = detail
        self.limits = limits
        self.logger = logger
    }
}

/// The data path as a service: routes, limits, and nothing that is not declared here.
public func gatewayApplication(
    _ parts: GatewayParts,
    host: String,
    port: Int,
    onReady: @escaping @Sendable (Int) async -> Void = { _ in }
) -> some ApplicationProtocol {
    let limits = parts.limits
    // The server's own messages may quote what a client sent; only its worst trouble is worth a line.
    var serverLogger = parts.logger
    serverLogger.logLevel = .error
    return Application(
        router: gatewayRouter(parts),
        server: HTTPServerBuilder { responder in
            LoopBoundChannel(HTTP1Channel(responder: responder, configuration: .init(limits)))
        },
        configuration: ApplicationConfiguration(
            address: .hostname(host, port: port),
            availableConnectionsDelegate: MaximumAvailableConnections(limits.connectionCountMax)
        ),
        onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) },
        logger: serverLogger
    )
}

extension HTTP1Channel.Configuration {
    fileprivate init(_ limits: Limits) {
        self.init(
            idleTimeout: TimeAmount(limits.clientIdle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerByteCountMax,
                maxHeaderListSize: limits.headerByteCountMax,
                maxHeaderFieldCount: limits.headerFieldCountMax
            )
        )
    }
}
