import Audit
import Detection
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Redaction
import Wire

/// `POST /v1/analyze` and `/v1/redact`: what would be found in a text, and what would be sent of it.
///
/// Nothing is sent and nothing is recorded.
struct DryRunHandler: Sendable {
    /// What is asked for.
    enum Question: String, CaseIterable, Sendable {
        /// What would be found, without the values.
        case analyze
        /// The text with placeholders as well.
        case redact

        var path: String { "/v1/\(rawValue)" }
    }

    private struct Reply: Encodable {
        struct Found: Encodable {
            let entity: String
            let rule: String
            /// UTF-8 offsets in the text.
            let bytes: [Int]
            let confidence: Int
        }

        let verdict: String
        let findings: [Found]
        /// Nil where the whole text would be blocked.
        let redacted: String?
    }

    let question: Question
    let snapshot: Snapshot
    let reader: RequestReader
    let limits: Limits

    func answer(_ request: Request, _ context: GatewayContext) async -> Response {
        let exchange = ExchangeRef()
        do throws(GatewayError) {
            _ = try reader.caller(of: request, context)
            let body = try await reader.body(of: request, in: .openAI)
            return try await LongWork.run(over: body.count) { () throws(GatewayError) in
                response(reply(to: try inspect(try reader.text(of: body))), exchange)
            }
        } catch {
            return .refusal(error, exchange, to: .openAI)
        }
    }

    private func inspect(_ text: [UInt8]) throws(GatewayError) -> TextInspection {
        do throws(InspectionError) {
            return try snapshot.inspector.inspect(text: text, until: .at(.now + limits.inspectionTime))
        } catch {
            throw .notInspected(error)
        }
    }

    private func reply(to inspection: TextInspection) -> Reply {
        let isShown = question == .redact && inspection.verdict != .block
        return Reply(
            verdict: inspection.verdict.rawValue,
            findings: inspection.findings.map { finding in
                Reply.Found(
                    entity: finding.entity.rawValue, rule: finding.rule.rawValue,
                    bytes: [finding.bytes.lowerBound, finding.bytes.upperBound],
                    confidence: finding.confidence)
            },
            redacted: isShown ? String(decoding: inspection.redacted, as: UTF8.self) : nil)
    }

    private func response(_ reply: Reply, _ exchange: ExchangeRef) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(reply) else {
            preconditionFailure("texts and numbers are JSON")
        }
        var fields = HTTPFields.reference(exchange)
        fields[.contentType] = "application/json"
        fields[.cloakroomAction] = reply.verdict
        return Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension RequestReader {
    /// The text of a request to Cloakroom's own API: `{"text": "…"}`.
    fileprivate func text(of body: [UInt8]) throws(GatewayError) -> [UInt8] {
        do throws(WireError) {
            return try OwnRequest(body, limits: limits.requestJSON).text
        } catch {
            throw .unreadable(error)
        }
    }
}
