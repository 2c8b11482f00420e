public import Hummingbird
import NIOCore

/// What the data path knows of a request besides its bytes.
public struct GatewayContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Whether the connection comes from this machine.
    let isFromThisMachine: Bool
    /// Whose thread serves the connection.
    let loop: any EventLoop

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        loop = source.channel.eventLoop
        isFromThisMachine = source.channel.remoteAddress?.isLoopback ?? false
    }
}

extension SocketAddress {
    fileprivate var isLoopback: Bool {
        guard let address = ipAddress else { return false }
        return address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
    }
}
