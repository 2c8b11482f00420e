import HTTPTypes
import Hummingbird

/// A request as the stand-in received it.
public struct ReceivedRequest: Sendable {
    public let method: String
    public let path: String
    /// Names in lower case.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
}

extension ReceivedRequest {
    init(_ request: Request, body: [UInt8]) {
        method = request.method.rawValue
        path = request.uri.string
        headers = request.headers.map { ($0.name.canonicalName, $0.value) }
        self.body = body
    }
}
