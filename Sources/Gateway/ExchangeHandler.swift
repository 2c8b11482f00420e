import Audit
import Detection
import Foundation
import Hummingbird
import Logging
import NIOCore
import Redaction
import Wire

/// One exchange: a prompt in, its answer out.
///
/// Reads top to bottom.
///
/// Nothing leaves before `AuditLog.intend` has returned, and what leaves is a `RedactedBody`.
struct ExchangeHandler: Sendable {
    let surface: Surface
    /// As declared, for the evidence.
    let route: String
    /// The model that the path names, if it does.
    let model: String?
    let snapshot: Snapshot
    let reader: RequestReader
    let attachments: AttachmentReader
    let upstream: HTTPUpstream
    let audit: AuditLog
    let detail: EvidenceDetail
    let limits: Limits
    let logger: Logger

    func answer(_ request: Request, _ context: GatewayContext) async -> Response {
        let exchange = ExchangeRef()
        let caller: Caller
        do throws(GatewayError) {
            caller = try reader.caller(of: request, context)
        } catch {
            log("caller refused", exchange, ["label": "\(error.label)"])
            GatewayMetrics.refused(error.label)
            return .refusal(error, exchange, to: surface.family)
        }
        var evidence = draft(exchange, caller)
        do throws(GatewayError) {
            let body = try await reader.body(of: request, in: surface.family)
            return try await LongWork.run(over: body.count) { () throws(GatewayError) in
                try await answer(request, body, context, into: &evidence)
            }
        } catch {
            return await refuse(error, evidence)
        }
    }

    private func answer(
        _ request: Request,
        _ body: [UInt8],
        _ context: GatewayContext,
        into evidence: inout Evidence
    ) async throws(GatewayError) -> Response {
        let sent = try reader.prompt(body, to: surface, model: model)
        evidence.describe(sent)
        let endpoint = try snapshot.endpoint(serving: sent.model, of: surface.family)
        evidence.endpoint = endpoint.id
        // Only now: until it was found in the register, the model's name is just another text of the client's.
        evidence.model = sent.model
        let prompt = try await attachments.reading(sent, model: model)
        let start = ContinuousClock.now
        let inspection = try inspect(prompt)
        evidence.describe(inspection)
        try detail.describe(inspection, of: prompt, in: &evidence)
        guard let body = inspection.body else {
            return try await block(prompt, inspection.findings, evidence)
        }
        let action = ActionHeaders(
            verdict: inspection.verdict, findings: inspection.findings, snapshot: snapshot)
        evidence.sentByteCount = body.bytes.count
        try await intend(evidence)
        GatewayMetrics.overhead(start.duration(to: .now))
        let inspecting = snapshot.inspector.answerGuard(
            after: inspection, until: .at(.now + endpoint.timeouts.total))
        let restorer = inspection.restorer()
        let relay = AnswerRelay(
            exchange: evidence.exchange, endpoint: endpoint, audit: audit, limits: limits,
            loop: context.loop, headers: action, footer: snapshot.policy.footer, logger: logger
        )
        let answer: UpstreamAnswer
        do throws(GatewayError) {
            answer = try await upstream.send(
                body, of: prompt, to: endpoint, on: context.loop, request.headers)
        } catch {
            throw relay.failed(error)
        }
        return try await relay.response(
            to: prompt, from: answer, inspecting: inspecting, restoring: restorer)
    }

    private func inspect(_ prompt: APIRequest) throws(GatewayError) -> Inspection {
        do throws(InspectionError) {
            return try snapshot.inspector.inspect(prompt, until: .at(.now + limits.inspectionTime))
        } catch {
            throw .notInspected(error)
        }
    }
}

// MARK: - Evidence

extension ExchangeHandler {
    private func draft(_ exchange: ExchangeRef, _ caller: Caller) -> Evidence {
        Evidence(
            exchange: exchange, caller: caller.id, profile: caller.profile, route: route,
            verdict: .block, rulesDigest: snapshot.rulesDigest, policyDigest: snapshot.policyDigest
        )
    }

    private func intend(_ evidence: Evidence) async throws(GatewayError) {
        do throws(AuditError) {
            try await audit.intend(evidence)
        } catch {
            throw .evidenceUnavailable(label: error.label)
        }
        GatewayMetrics.decided(evidence.verdict.rawValue, findingCount: evidence.findingCount)
        log(
            "sending", evidence.exchange,
            ["verdict": "\(evidence.verdict)", "findings": "\(evidence.findingCount)"])
    }

    private func block(
        _ prompt: APIRequest,
        _ findings: [PlacedFinding],
        _ evidence: Evidence
    ) async throws(GatewayError) -> Response {
        let kept = try detail.kept(of: prompt, findings, evidence)
        do throws(AuditError) {
            try await audit.block(evidence, keeping: kept)
        } catch {
            throw .evidenceUnavailable(label: error.label)
        }
        GatewayMetrics.decided(evidence.verdict.rawValue, findingCount: evidence.findingCount)
        log("blocked", evidence.exchange, ["findings": "\(evidence.findingCount)"])
        let message = BlockMessage(findings, rules: snapshot.rules, prompt)
        let isSpoken = snapshot.policy.blockStyle == .assistantMessage
        let spoken = isSpoken ? Response.spokenBlock(message, evidence.exchange, to: prompt) : nil
        return spoken ?? .block(message, evidence.exchange, to: surface)
    }

    /// A request that was not forwarded for another reason than what was found in it.
    ///
    /// That is evidence too; where it cannot be written, the request is refused all the same.
    private func refuse(_ error: GatewayError, _ evidence: Evidence) async -> Response {
        log("refused", evidence.exchange, ["label": "\(error.label)"])
        GatewayMetrics.refused(error.label)
        if evidence.sentByteCount == nil {
            var evidence = evidence
            evidence.verdict = .block
            evidence.reason = error.label
            do throws(AuditError) {
                try await audit.block(evidence)
            } catch {
                log("evidence not written", evidence.exchange, ["label": "\(error.label)"])
            }
        }
        return .refusal(error, evidence.exchange, to: surface.family)
    }

    private func log(
        _ message: Logger.Message,
        _ exchange: ExchangeRef,
        _ metadata: @autoclosure () -> Logger.Metadata
    ) {
        logger.info(message, metadata: metadata().merging(["ref": "\(exchange)"]) { own, _ in own })
    }
}

extension Evidence {
    fileprivate var findingCount: Int { tallies.reduce(0) { $1.isOnTrial ? $0 : $0 + $1.count } }

    fileprivate mutating func describe(_ prompt: APIRequest) {
        isStreaming = prompt.isStreaming
        requestByteCount = prompt.body.count
    }

    fileprivate mutating func describe(_ inspection: borrowing Inspection) {
        verdict =
            switch inspection.verdict {
            case .allow: .allow
            case .redact: .redact
            case .block: .block
            }
    }
}
