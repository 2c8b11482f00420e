import AsyncHTTPClient
import Audit
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Redaction
import Synchronization
import Wire

/// The way back: from the endpoint's answer to the client, restored, with the outcome in the evidence.
struct AnswerRelay: Sendable {
    let exchange: ExchangeRef
    let endpoint: Endpoint
    let audit: AuditLog
    let limits: Limits
    let loop: any EventLoop
    let headers: ActionHeaders
    let footer: AnswerFooter?
    let logger: Logger

    func response(
        to prompt: APIRequest,
        from answer: UpstreamAnswer,
        inspecting: AnswerGuard,
        restoring restorer: consuming Restorer
    ) async throws(GatewayError) -> Response {
        guard (200..<300).contains(answer.status) else { throw failure(of: answer) }
        let type = answer.contentType
        guard Self.types(of: prompt).contains(where: type.hasPrefix) else {
            throw failed(.answerUnusable(endpoint: endpoint.id))
        }
        return prompt.isStreaming
            ? streamed(answer, to: prompt, inspecting: inspecting, restoring: restorer)
            : try await whole(answer, to: prompt, inspecting: inspecting, restoring: restorer)
    }

    private static func types(of prompt: APIRequest) -> [String] {
        guard prompt.isStreaming else { return ["application/json"] }
        let type = prompt.surface.framing.contentType
        return prompt.surface.framing == .lines ? [type, "application/json"] : [type]
    }

    /// What an answer other than 2xx means.
    ///
    /// The endpoint's own words stay out: they may quote the prompt.
    private func failure(of answer: UpstreamAnswer) -> GatewayError {
        let id = endpoint.id
        switch answer.status {
        case 401, 403: return failed(.endpointRejectsKey(endpoint: id))
        case 429: return failed(.endpointBusy(endpoint: id, retryAfter: answer.retryAfter))
        case 400..<500:
            conclude(.refusedByEndpoint(status: answer.status))
            return .endpointRefuses(endpoint: id, status: answer.status)
        default: return failed(.endpointFails(endpoint: id, status: answer.status))
        }
    }

    private func fields(with answer: UpstreamAnswer) -> HTTPFields {
        var fields = headers.fields(for: exchange)
        for (name, value) in answer.quotas { HTTPField.Name(name).map { fields[$0] = value } }
        return fields
    }

    /// Records that there is no answer, and why.
    func failed(_ error: GatewayError) -> GatewayError {
        conclude(.failed(label: error.label))
        return error
    }

    /// The answer was given or not: nothing of that changes when the outcome cannot be written.
    ///
    /// The INTENT stands, and the exchange shows as interrupted.
    private func conclude(_ outcome: Outcome) {
        GatewayMetrics.ended(outcome.label)
        audit.concludeSoon(exchange, with: outcome) { [exchange, logger] error in
            logger.error("outcome not written", metadata: ["ref": "\(exchange)", "label": "\(error.label)"])
        }
    }
}

// MARK: - Whole answers

extension AnswerRelay {
    private func whole(
        _ answer: UpstreamAnswer,
        to prompt: APIRequest,
        inspecting: AnswerGuard,
        restoring restorer: consuming Restorer
    ) async throws(GatewayError) -> Response {
        let bytes = try await collect(answer.body)
        var whole = WholeAnswer(inspecting: inspecting, restorer: restorer, footer: footer)
        let restored: [UInt8]
        do throws(AnswerError) {
            restored = try await LongWork.run(over: bytes.count) { () throws(AnswerError) in
                try whole.restore(bytes, readBy: AnswerReader(prompt, limits: limits.answerJSON))
            }
        } catch {
            throw failed(GatewayError(error, endpoint: endpoint))
        }
        conclude(
            .answered(status: answer.status, AnswerReport(whole.counts, byteCount: bytes.count)))
        var fields = fields(with: answer)
        fields[.contentType] = "application/json"
        return Response(
            status: .init(code: answer.status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: restored))
        )
    }

    private func collect(_ body: HTTPClientResponse.Body) async throws(GatewayError) -> [UInt8] {
        let watch = SilenceWatch(endpoint, on: loop)
        let bytes = Mutex<[UInt8]>([])
        do {
            try await watch.over { [endpoint, limits] in
                for try await buffer in body {
                    let byteCount = bytes.withLock {
                        $0.append(contentsOf: buffer.readableBytesView)
                        return $0.count
                    }
                    guard byteCount <= limits.answerByteCountMax else {
                        throw GatewayError.answerTooLarge(endpoint: endpoint.id)
                    }
                    watch.waits()
                }
                // A cancelled body ends like a whole one.
                try Task.checkCancellation()
            }
        } catch {
            throw failed(error as? GatewayError ?? HTTPUpstream.translated(error, endpoint: endpoint))
        }
        return bytes.withLock { $0 }
    }
}

// MARK: - Streamed answers

extension AnswerRelay {
    private func streamed(
        _ answer: UpstreamAnswer,
        to prompt: APIRequest,
        inspecting: AnswerGuard,
        restoring restorer: consuming Restorer
    ) -> Response {
        var fields = fields(with: answer)
        fields[.contentType] = prompt.surface.framing.contentType
        let relay = StreamRelay(
            AnswerStream(
                to: prompt, inspecting: inspecting, restorer: restorer, footer: footer,
                limits: limits.answerJSON, eventByteCountMax: limits.eventByteCountMax),
            of: prompt.surface, byteCountMax: limits.answerByteCountMax)
        return Response(
            status: .init(code: answer.status), headers: fields,
            body: .init { writer in
                relay.begin(to: writer)
                conclude(await pass(answer, through: relay))
                try await writer.finish(nil)
            }
        )
    }

    /// Passes the stream on until it ends one way or another.
    private func pass(_ answer: UpstreamAnswer, through relay: StreamRelay) async -> Outcome {
        let failure: GatewayError
        do {
            let watch = SilenceWatch(endpoint, on: loop)
            try await watch.over { [endpoint] in
                try await relay.pass(answer.body, from: endpoint, watch: watch)
            }
            // The client has what there was, and no end mark either: it can tell as well as we can.
            guard relay.isDone else { return .failed(label: "endpoint_answer_cut_off") }
            return .answered(
                status: answer.status, AnswerReport(relay.counts, byteCount: relay.byteCount))
        } catch let error as GatewayError {
            failure = error
        } catch let error as AnswerError {
            failure = GatewayError(error, endpoint: endpoint)
        } catch is StreamRelay.ClientGone {
            return .hungUp
        } catch {
            failure = HTTPUpstream.translated(error, endpoint: endpoint)
        }
        do {
            try await relay.fail(with: ErrorBody(failure, ref: "\(exchange)"))
        } catch {
            return .hungUp
        }
        return .failed(label: failure.label)
    }
}

extension Outcome {
    /// A constant word for metrics.
    fileprivate var label: String {
        switch self {
        case .answered: "answered"
        case .refusedByEndpoint: "refused_by_endpoint"
        case .failed(let label): label
        case .hungUp: "hung_up"
        }
    }
}
