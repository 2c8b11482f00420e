import AsyncHTTPClient
import Audit
import Foundation
import Gateway
import NIOCore
import NIOHTTP1

/// Asks something of the log that changes it: by itself, or of the gateway that writes it.
struct AuditAccess {
    let path: String

    /// - Throws: `ExitCode`, after what is wrong was shown.
    func ask(_ request: AuditRequest) async throws -> AuditReply {
        let reply: AuditReply
        do throws(AuditError) {
            let log = try open()
            reply = await log.answer(request)
            log.close()
        } catch .inUse {
            reply = try await askGateway(request)
        } catch {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
        if case .refused(_, let problem, let hint) = reply { throw fail(problem, hint: hint, Exit.failure) }
        return reply
    }

    /// A sealed original, given out after who asks and why was recorded.
    func reveal(_ reference: String, by person: String, reason: String) async throws -> Data {
        guard
            case .original(let bytes) = try await ask(
                .reveal(exchange: reference, by: person, reason: reason))
        else {
            throw fail("The log gave no original.", hint: "Is the gateway of this version?", Exit.failure)
        }
        return bytes
    }

    /// Has the log signed as it is now, where that can be: else what was signed before has to do.
    func sign() async {
        if let log = try? open() {
            _ = await log.answer(.checkpoint)
            log.close()
        } else {
            _ = try? await send(.checkpoint)
        }
    }

    /// Opens the log that is there: a mistyped path must not make one.
    private func open() throws(AuditError) -> AuditLog {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        return try AuditLog(path: path)
    }

    private func askGateway(_ request: AuditRequest) async throws -> AuditReply {
        do {
            return try await send(request)
        } catch {
            throw fail(
                "The gateway that writes \(path) does not answer on its socket besides it.",
                hint: "Ask as the account that it runs under, on the same machine; or stop it and ask again.",
                Exit.failure)
        }
    }

    private func send(_ request: AuditRequest) async throws -> AuditReply {
        guard let socket = AuditSocket.path(besides: path),
            let url = URL(httpURLWithSocketPath: socket, uri: "/")
        else { throw URLError(.badURL) }
        let client = HTTPClient()
        do {
            var call = HTTPClientRequest(url: url.absoluteString)
            call.method = .POST
            call.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(request)))
            let response = try await client.execute(call, timeout: .seconds(60))
            let body = try await response.body.collect(upTo: 64 << 20)
            let reply = try JSONDecoder().decode(AuditReply.self, from: Data(body.readableBytesView))
            try await client.shutdown()
            return reply
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
