/// One event of an event stream.
public struct ServerSentEvent: Hashable, Sendable {
    /// The `event:` field; nil where there is none.
    public let name: [UInt8]?
    /// The `data:` lines, joined by LF.
    public let data: [UInt8]
    /// A comment: no event, but a sign of life that keeps connections open.
    public let isHeartbeat: Bool

    public init(name: [UInt8]? = nil, data: [UInt8]) {
        self.name = name
        self.data = data
        isHeartbeat = false
    }

    private init() {
        name = nil
        data = []
        isHeartbeat = true
    }

    public static let heartbeat = ServerSentEvent()

    /// The same event with other data.
    public func carrying(_ data: [UInt8]) -> ServerSentEvent { ServerSentEvent(name: name, data: data) }
}
