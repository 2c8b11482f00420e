public import Audit
import Foundation
public import Hummingbird
import Logging
import NIOCore

/// Where people on this machine ask the gateway about its evidence: a socket besides the log, for the gateway's account alone.
public enum AuditSocket {
    /// Longest path of a socket, `sun_path` of Linux without its end.
    private static let pathByteCountMax = 107
    private static let requestByteCountMax = 1 << 20

    /// - Returns: Nil where the log's path is too long for a socket besides it.
    public static func path(besides log: String) -> String? {
        let path = AuditLog.path(besides: log, extension: "socket")
        return path.utf8.count <= pathByteCountMax ? path : nil
    }

    /// The service behind the socket.
    public static func application(_ audit: AuditLog, path: String) -> some ApplicationProtocol {
        // Left by a gateway that was killed; the log's lock says that there is no other.
        try? FileManager.default.removeItem(atPath: path)
        let router = Router()
        router.post("/") { request, _ -> Response in
            let body = try await request.body.collect(upTo: requestByteCountMax)
            guard
                let question = try? JSONDecoder().decode(
                    AuditRequest.self, from: Data(body.readableBytesView))
            else { throw HTTPError(.badRequest) }
            let answer = try JSONEncoder().encode(await audit.answer(question))
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer)))
        }
        var logger = Logger(label: "cloakroom.audit")
        // What it says while it stops is about connections that nobody waits for.
        logger.logLevel = .critical
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path)),
            onServerRunning: { _ in
                try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            },
            logger: logger
        )
    }
}
