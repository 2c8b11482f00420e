import Foundation
import Testing

@testable import Audit

func sampleEvidence(_ exchange: ExchangeRef = ExchangeRef(), _ verdict: Evidence.Verdict = .redact)
    -> Evidence
{
    var evidence = Evidence(
        exchange: exchange, caller: "key-1234", profile: "staff", route: "/v1/chat/completions",
        verdict: verdict,
        rulesDigest: String(repeating: "a", count: 64), policyDigest: String(repeating: "b", count: 64)
    )
    evidence.endpoint = "azure"
    evidence.model = "gpt"
    evidence.isStreaming = true
    evidence.requestByteCount = 120
    evidence.sentByteCount = verdict == .block ? nil : 118
    evidence.tallies = [
        FindingTally(
            rule: "uk.upn", entity: "UPN", place: "messages[0].content", count: 2, confidenceMax: 99),
        FindingTally(
            rule: "uk.new", entity: "UPN", place: "messages[0].content", count: 1, confidenceMax: 60,
            isOnTrial: true),
    ]
    return evidence
}

@Suite struct `An entry's encoding` {
    static let contents: [AuditEntry.Content] = [
        .intent(sampleEvidence()),
        .blocked(sampleEvidence(ExchangeRef(), .block)),
        .outcome(
            ExchangeRef(),
            .answered(
                status: 200,
                AnswerReport(
                    byteCount: 7, restoredCount: 2, withheldCount: 1, inventedCount: 3,
                    tallies: [.init(rule: "uk.schools.upn", entity: "UPN", count: 2, isRemoved: true)]))),
        .outcome(ExchangeRef(), .refusedByEndpoint(status: 400)),
        .outcome(ExchangeRef(), .failed(label: "endpoint_too_slow")),
        .outcome(ExchangeRef(), .hungUp),
    ]

    @Test func `reads what was written before rules could be on trial`() {
        var evidence = sampleEvidence()
        evidence.tallies.removeLast()
        var bytes = EntryCoding.encode(sequence: 7, milliseconds: 1_790_000_000_123, .intent(evidence))
        bytes[0] = 1
        bytes.removeLast()
        #expect(EntryCoding.decode(bytes)?.content == .intent(evidence))
        bytes[0] = 3
        #expect(EntryCoding.decode(bytes) == nil)
    }

    @Test(arguments: contents)
    func `reads back what was written`(content: AuditEntry.Content) {
        let bytes = EntryCoding.encode(sequence: 7, milliseconds: 1_790_000_000_123, content)
        let entry = EntryCoding.decode(bytes)
        #expect(entry?.content == content)
        #expect(entry?.sequence == 7)
        #expect(entry?.recordedAt.milliseconds == 1_790_000_000_123)
    }

    @Test(arguments: contents)
    func `refuses every truncation and anything that follows`(content: AuditEntry.Content) {
        let bytes = EntryCoding.encode(sequence: 1, milliseconds: 0, content)
        for count in 0..<bytes.count { #expect(EntryCoding.decode(bytes.prefix(count)) == nil) }
        #expect(EntryCoding.decode(bytes + [0]) == nil)
    }

    @Test func `has one form for one entry`() {
        let bytes = EntryCoding.encode(sequence: 1, milliseconds: 0, Self.contents[0])
        guard let entry = EntryCoding.decode(bytes) else { return #expect(Bool(false)) }
        #expect(EntryCoding.encode(sequence: 1, milliseconds: 0, entry.content) == bytes)
    }

    @Test func `of a reference can be read by people`() {
        let refs = Set((0..<1_000).map { _ in ExchangeRef() })
        #expect(refs.count == 1_000)
        for ref in refs.prefix(50) {
            #expect(ExchangeRef("\(ref)") == ref)
            #expect(ExchangeRef("\(ref)".lowercased()) == ref)
        }
        for text in ["", "CR-", "CR-7F3K2Q9", "CR-7F3K2Q9DX", "CR-7F3K2Q9I", "XX-7F3K2Q9D"] {
            #expect(ExchangeRef(text) == nil)
        }
    }
}
