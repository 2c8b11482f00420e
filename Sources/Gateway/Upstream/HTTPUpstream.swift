import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
public import Redaction
import Wire

/// Sends to endpoints: what was redacted, and nothing else.
///
/// Never follows a redirect: AsyncHTTPClient would carry body and key along. Of the client's headers it passes on
/// which version of an API it speaks, no other, and asks for answers without compression.
public final class HTTPUpstream: Sendable {
    /// By endpoint, and for each event loop its own: an answer is read by the thread that passes it on, and no connection
    /// of another one is waited for.
    private let clients: [String: [ObjectIdentifier: HTTPClient]]
    private let keys: EndpointKeys

    public init(endpoints: [Endpoint], keys: EndpointKeys) {
        self.keys = keys
        let loops = Array(HTTPClient.defaultEventLoopGroup.makeIterator())
        clients = Dictionary(
            endpoints.map { ($0.id, Self.clients(for: $0, on: loops)) },
            uniquingKeysWith: { first, _ in first })
    }

    private static func clients(
        for endpoint: Endpoint,
        on loops: [any EventLoop]
    ) -> [ObjectIdentifier: HTTPClient] {
        let configuration = configuration(for: endpoint)
        return Dictionary(
            uniqueKeysWithValues: loops.map { loop in
                (
                    ObjectIdentifier(loop),
                    HTTPClient(eventLoopGroupProvider: .shared(loop), configuration: configuration)
                )
            })
    }

    private static func configuration(for endpoint: Endpoint) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // No read timeout: `SilenceWatch` keeps that.
        configuration.timeout = .init(connect: TimeAmount(endpoint.timeouts.connect))
        configuration.httpVersion = .http1Only
        configuration.decompression = .disabled
        // Counts connections, not requests: a school's staff must not wait for each other's streams.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 8_192
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(SingleFlush(), position: .first)
            }
        }
        return configuration
    }

    /// Sends one request and returns as soon as the head of the answer is there.
    ///
    /// That may take as long as the endpoint may be silent, connecting included.
    func send(
        _ body: RedactedBody,
        of prompt: APIRequest,
        to endpoint: Endpoint,
        on loop: any EventLoop,
        _ clientHeaders: HTTPFields
    ) async throws(GatewayError) -> UpstreamAnswer {
        let key = try keys.key(for: endpoint)
        guard let client = clients[endpoint.id]?[ObjectIdentifier(loop)] else {
            throw .endpointUnreachable(endpoint: endpoint.id)
        }
        let address = UpstreamAddress(endpoint: endpoint, prompt: prompt)
        var request = HTTPClientRequest(url: address.url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(
            name: "accept", value: "application/json, text/event-stream, application/x-ndjson")
        request.headers.add(name: "accept-encoding", value: "identity")
        request.headers.add(name: "user-agent", value: "cloakroom")
        for (name, value) in address.headers(key: key, clientHeaders) {
            request.headers.add(name: name, value: value)
        }
        request.body = .bytes(body.bytes)
        do {
            let patience = min(endpoint.timeouts.idle, endpoint.timeouts.total)
            let response = try await client.execute(request, timeout: TimeAmount(patience))
            return UpstreamAnswer(response)
        } catch {
            throw Self.translated(error, endpoint: endpoint)
        }
    }

    /// A client's error as ours; the text of theirs stays inside.
    static func translated(_ error: any Error, endpoint: Endpoint) -> GatewayError {
        switch error as? HTTPClientError {
        case .readTimeout, .deadlineExceeded, .writeTimeout: .endpointTooSlow(endpoint: endpoint.id)
        case .some(let error) where error == .connectTimeout: .endpointUnreachable(endpoint: endpoint.id)
        case .some(let error) where error == .remoteConnectionClosed:
            .endpointFails(endpoint: endpoint.id, status: 0)
        default: .endpointUnreachable(endpoint: endpoint.id)
        }
    }

    public func shutDown() async {
        for client in clients.values.flatMap(\.values) { try? await client.shutdown() }
    }
}

/// An answer whose body may still be on its way.
struct UpstreamAnswer: Sendable {
    let status: Int
    let contentType: String
    let retryAfter: String?
    /// What the endpoint says about how much may still be asked of it.
    let quotas: [(name: String, value: String)]
    let body: HTTPClientResponse.Body

    init(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        contentType = response.headers.first(name: "content-type")?.lowercased() ?? ""
        retryAfter = response.headers.first(name: "retry-after")
        quotas = response.headers.filter { field in
            let name = field.name.lowercased()
            return name.hasPrefix("x-ratelimit-") || name.hasPrefix("anthropic-ratelimit-")
        }
        body = response.body
    }
}
