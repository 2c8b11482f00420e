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
        .intent(fullEvidence()),
        .started(version: "1.0", rules: "aa", policy: "bb"),
        .stopped,
        .rulesChanged(rules: "aa", policy: "bb"),
        .clockWentBack(from: Date(milliseconds: 1_790_000_000_500)),
        .review(review()),
        .reveal(Reveal(exchange: ExchangeRef(), reviewer: "dpo")),
        .hold(Hold(exchange: nil, by: "dpo")),
        .hold(Hold(exchange: ExchangeRef(), by: "dpo")),
        .holdEnded(hold: 12, by: "dpo"),
        .erasure(
            Erasure(
                what: .original, why: .retention, by: "gateway", recordedBefore: 1_790_000_000_000,
                sequences: [1...1, 3...9])),
        .peer(origin: "other", note: "a note\n"),
        .cosigned(size: 12, line: "a line"),
        .recipients(["9f2c-11ab-04de-77a0-3c51", "0000-11ab-04de-77a0-3c51"]), .recipients([]),
    ]

    private static func fullEvidence() -> Evidence {
        var evidence = sampleEvidence()
        evidence.school = "north"
        evidence.tokenPeriod = "2026-Q4"
        evidence.kept = [KeptBytes(.redacted, "text".utf8).reference]
        evidence.tallies = [
            FindingTally(
                rule: "uk.upn", entity: "UPN", place: "input", count: 1, confidenceMax: 99,
                spans: [FindingSpan(bytes: 3..<16, token: ValueToken(1...8))])
        ]
        return evidence
    }

    private static func review() -> Review {
        var review = Review(exchange: ExchangeRef(), ruling: .falsePositive, reviewer: "dpo")
        review.kept = [KeptBytes(.note, "wording".utf8).reference]
        return review
    }

    @Test(arguments: [
        [Ends(2, 1)], [Ends(0, 1)], [Ends(1, 3), Ends(4, 5)], [Ends(5, 6), Ends(1, 2)],
        [Ends(1, 3), Ends(3, 4)],
    ])
    func `refuses ranges out of order`(ranges: [Ends]) {
        var bytes = EntryCoding.encode(
            sequence: 9, milliseconds: 0,
            .erasure(
                Erasure(what: .note, why: .request, by: "dpo", recordedBefore: 0, sequences: [])))
        bytes.removeLast(8)
        bytes += SignedMessage.bigEndian(Int64(ranges.count))
        for range in ranges {
            bytes += SignedMessage.bigEndian(range.first) + SignedMessage.bigEndian(range.last)
        }
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
        let nonce = [UInt8](repeating: 7, count: 16)
        for content in Self.contents {
            let bytes = EntryCoding.encode(sequence: 1, milliseconds: 0, nonce: nonce, content)
            let entry = EntryCoding.decode(bytes)
            #expect(
                entry.map { EntryCoding.encode(sequence: 1, milliseconds: 0, nonce: nonce, $0.content) }
                    == bytes)
        }
        let once = EntryCoding.encode(sequence: 1, milliseconds: 0, .stopped)
        #expect(once != EntryCoding.encode(sequence: 1, milliseconds: 0, .stopped))
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

struct Ends: Sendable {
    let first, last: Int64

    init(_ first: Int64, _ last: Int64) { (self.first, self.last) = (first, last) }
}
