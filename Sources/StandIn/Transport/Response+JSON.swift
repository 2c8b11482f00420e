import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A JSON value as an answer.
    static func json(_ value: JSON, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: try value.encoded()))
        )
    }
}
