public import Audit
import Detection
public import Foundation
import Redaction
import Wire

/// What goes into the evidence besides counts: tokens, and what is kept of blocked prompts.
public struct EvidenceDetail: Sendable {
    /// Seals a blocked prompt to those who may open it.
    public typealias Seal = @Sendable (_ prompt: [UInt8], ExchangeRef, _ rulesDigest: String) throws -> Data

    /// Most findings of one rule in one field that are told apart; the rest is counted.
    private static let spanCountMax = 64
    /// Longest redacted text that is kept.
    private static let redactedByteCountMax = 64 << 10

    private let tokens: TokenKeys?
    private let seal: Seal?
    private let school: String?

    /// - Parameters:
    ///   - tokens: Nil leaves tokens out.
    ///   - seal: Nil keeps no originals.
    ///   - school: The school's name in the evidence.
    public init(tokens: TokenKeys? = nil, seal: Seal? = nil, school: String? = nil) {
        self.tokens = tokens
        self.seal = seal
        self.school = school
    }

    /// Adds what was found, without what it is.
    func describe(
        _ inspection: borrowing Inspection, of prompt: APIRequest, in evidence: inout Evidence
    ) throws(GatewayError) {
        evidence.school = school
        let findings = inspection.findings + inspection.trials
        var key: TokenKeys.Key?
        if !findings.isEmpty, let tokens {
            do throws(AuditError) {
                key = try tokens.key(for: Date())
            } catch {
                throw .evidenceUnavailable(label: error.label)
            }
        }
        evidence.tokenPeriod = key?.period
        evidence.tallies = Self.tallies(of: findings, in: prompt, key)
    }

    /// What is kept of a blocked prompt.
    func kept(
        of prompt: APIRequest, _ findings: [PlacedFinding], _ evidence: Evidence
    ) throws(GatewayError) -> [KeptBytes] {
        let redacted = ReviewText.text(of: prompt, findings, byteCountMax: Self.redactedByteCountMax)
        var kept = [KeptBytes(.redacted, redacted)]
        guard let seal else { return kept }
        do {
            kept.append(KeptBytes(.original, try seal(prompt.body, evidence.exchange, evidence.rulesDigest)))
        } catch {
            throw .evidenceUnavailable(label: "original_not_sealed")
        }
        return kept
    }

    /// Findings by rule and place.
    private static func tallies(
        of findings: [PlacedFinding], in prompt: APIRequest, _ key: TokenKeys.Key?
    ) -> [FindingTally] {
        var order: [[String]] = []
        var groups: [[String]: [PlacedFinding]] = [:]
        for finding in findings {
            let name = [finding.place, finding.finding.rule.rawValue]
            if groups[name] == nil { order.append(name) }
            groups[name, default: []].append(finding)
        }
        return order.compactMap { name in
            guard let group = groups[name], let first = group.first else { return nil }
            return FindingTally(
                rule: name[1], entity: first.finding.entity.rawValue, place: name[0], count: group.count,
                confidenceMax: group.map(\.finding.confidence).max() ?? 0,
                isOnTrial: first.finding.isOnTrial,
                spans: key.map { key in group.prefix(spanCountMax).map { span(of: $0, in: prompt, key) } }
                    ?? []
            )
        }
    }

    private static func span(
        of finding: PlacedFinding, in prompt: APIRequest, _ key: TokenKeys.Key
    ) -> FindingSpan {
        let value = finding.pieces.lazy.flatMap { prompt.segments[$0.segment].text[$0.bytes] }
        return FindingSpan(
            bytes: finding.finding.bytes, token: key.token(of: value, as: finding.finding.entity.rawValue))
    }
}
