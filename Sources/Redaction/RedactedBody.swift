/// Bytes that may leave the house.
///
/// Only `Inspector` can make one and the gateway's upstream takes nothing else, so forwarding unread text
/// does not compile.
public struct RedactedBody: Sendable {
    /// JSON, ready to send.
    public let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }
}
