import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Takes a request in: who sent it, what kind it is, its bytes.
///
/// Bounded in size and time.
struct RequestReader: Sendable {
    let callers: CallerDirectory
    let limits: Limits

    /// - Throws: Before a byte of the body was read.
    func caller(of request: Request, _ context: GatewayContext) throws(GatewayError) -> Caller {
        // A page in a browser can reach this machine too, and would send its origin along.
        guard request.headers[.origin] == nil else { throw .sentByWebPage }
        let isForwarded = request.headers.contains { field in
            Self.forwardingHeaders.contains(field.name.canonicalName)
        }
        return try callers.caller(
            key: Self.key(in: request.headers), isLoopback: context.isFromThisMachine && !isForwarded
        )
    }

    private static let forwardingHeaders = ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
    private static let keyHeaders = ["api-key", "x-api-key", "x-goog-api-key"].compactMap {
        HTTPField.Name($0)
    }

    private static func key(in headers: HTTPFields) -> String? {
        if let authorization = headers[.authorization] {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
            return String(parts[1])
        }
        return keyHeaders.lazy.compactMap { headers[$0] }.first
    }

    func prompt(_ body: [UInt8], to surface: Surface, model: String?) throws(GatewayError) -> APIRequest {
        do throws(WireError) {
            return try APIRequest(body, to: surface, model: model, limits: limits.requestJSON)
        } catch {
            throw .unreadable(error)
        }
    }

    /// The bytes of a body that says it is JSON.
    func body(of request: Request, in family: APIFamily) async throws(GatewayError) -> [UInt8] {
        try checkHeaders(request.headers, of: family)
        return try await collect(request)
    }

    private func checkHeaders(_ headers: HTTPFields, of family: APIFamily) throws(GatewayError) {
        let encoding = headers[.contentEncoding]?.lowercased() ?? "identity"
        guard encoding == "identity" else { throw .contentEncodingRefused }
        // Ollama's own server does not look at it, and some of its clients do not send it.
        guard family == .ollama || Self.isJSON(headers[.contentType] ?? "") else { throw .contentTypeRefused }
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limits.requestByteCountMax {
            throw .bodyTooLarge(byteCountMax: limits.requestByteCountMax)
        }
    }

    /// Whether a type is JSON's in UTF-8, as most clients write it or in any other way.
    private static func isJSON(_ contentType: String) -> Bool {
        if contentType == "application/json" { return true }
        let type = contentType.lowercased().split(separator: ";").map {
            $0.filter { $0 != " " && $0 != "\"" }
        }
        return type.first == "application/json" && type.dropFirst().allSatisfy { $0 == "charset=utf-8" }
    }

    private func collect(_ request: Request) async throws(GatewayError) -> [UInt8] {
        let deadline = ContinuousClock.now + limits.requestTime
        var body: [UInt8] = []
        var isTooLarge = false
        var isTooSlow = false
        do {
            for try await buffer in request.body {
                isTooLarge = body.count + buffer.readableBytes > limits.requestByteCountMax
                isTooSlow = ContinuousClock.now > deadline
                if isTooLarge || isTooSlow { break }
                body.append(contentsOf: buffer.readableBytesView)
            }
        } catch {
            throw .bodyCutOff
        }
        if isTooLarge { throw .bodyTooLarge(byteCountMax: limits.requestByteCountMax) }
        if isTooSlow { throw .bodyTooSlow }
        return body
    }
}
