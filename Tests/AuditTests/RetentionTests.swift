import Foundation
import Testing

@testable import Audit

@Suite struct `What is kept` {
    private static let day = 86_400.0

    /// Every file of the log, as bytes.
    private func bytes(_ sample: SampleLog) throws -> Data {
        try FileManager.default.subpathsOfDirectory(atPath: sample.folder.path)
            .filter { $0.hasPrefix("log.sqlite") }
            .reduce(into: Data()) { $0 += try Data(contentsOf: sample.folder.appending(path: $1)) }
    }

    private func holds(_ text: String, _ sample: SampleLog) throws -> Bool {
        try bytes(sample).range(of: Data(text.utf8)) != nil
    }

    @Test func `is destroyed when its time is over, and the log stays whole`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        let old = try await sample.fill(log, 40)
        try await log.review(old[1], as: .training, by: "dpo", note: "spoke with the author")
        let seen = try await sample.sign(log)
        sample.advance(seconds: 40 * Self.day)
        let new = try await sample.fill(log, 4)
        #expect(try holds("sealed bytes of \(old[1])", sample))
        let erasures = try await log.purge(.preset, by: "gateway", at: sample.time)
        #expect(erasures.map(\.erasure.what) == [.original] && erasures.first?.erasure.count == 10)
        #expect(try !holds("sealed bytes of \(old[1])", sample))
        #expect(try holds("sealed bytes of \(new[1])", sample))
        #expect(try holds("spoke with the author", sample))
        #expect(try await log.kept(.original, of: old[1]) == nil)
        #expect(try await log.kept(.redacted, of: old[1]) != nil)
        sample.advance(seconds: 400 * Self.day)
        let last = try await log.purge(.preset, by: "gateway", at: sample.time)
        #expect(Set(last.map(\.erasure.what)) == [.original, .redacted, .note, .entry])
        #expect(try !holds("spoke with the author", sample))
        #expect(try await log.exchanges(limit: 100).isEmpty)
        let report = try await log.verify(sample.trust(seen: seen))
        #expect(report.erasedCount == 67 && report.keptCount == 0 && report.isSeenChecked)
        #expect(try await log.purge(.preset, by: "gateway", at: sample.time).isEmpty)
        let lines = Lines()
        try await log.exportLog { lines.add($0) }
        #expect(try verify(lines.all, sample.trust(seen: seen)).erasedCount == 67)
    }

    @Test func `stays while somebody holds it`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        let exchanges = try await sample.fill(log, 8)
        let hold = try await log.hold(exchanges[1], by: "dpo", because: "a complaint")
        sample.advance(seconds: 4_000 * Self.day)
        _ = try await log.purge(.preset, by: "gateway", at: sample.time)
        #expect(try await log.exchanges(limit: 9).map(\.evidence.exchange) == [exchanges[1]])
        #expect(try await log.kept(.original, of: exchanges[1]) != nil)
        await #expect(throws: AuditError.held) { try await log.erase(exchanges[1], by: "dpo") }
        let all = try await log.hold(nil, by: "dpo", because: "an inquiry")
        try await log.endHold(hold, by: "dpo")
        await #expect(throws: AuditError.noSuchHold) { try await log.endHold(hold, by: "dpo") }
        #expect(try await log.purge(.preset, by: "gateway", at: sample.time).isEmpty)
        try await log.endHold(all, by: "dpo")
        #expect(try await !log.purge(.preset, by: "gateway", at: sample.time).isEmpty)
        #expect(try await log.exchanges(limit: 9).isEmpty)
        // What was written to the last hold has its time yet.
        #expect(try await log.verify(sample.trust()).keptCount == 1)
    }

    @Test func `no longer needs the keys of its tokens when the last class of entries is over`() throws {
        let now = Date(milliseconds: 1_790_000_000_000)
        for (text, days) in [("allowed=10,blocked=40,original=90", 40.0), ("allowed=50,blocked=40", 50)] {
            let retention = try #require(Retention(text))
            #expect(retention.entriesEnd(at: now) == now.addingTimeInterval(-days * Self.day))
        }
    }

    @Test func `of one exchange goes at a person's request`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        let exchanges = try await sample.fill(log, 8)
        try await log.review(exchanges[1], as: .breach, by: "dpo", note: "told the head")
        let erasures = try await log.erase(exchanges[1], by: "dpo", at: sample.time)
        #expect(Set(erasures.map(\.erasure.what)) == [.redacted, .original, .note, .entry])
        #expect(erasures.allSatisfy { $0.erasure.why == .request })
        #expect(try !holds("told the head", sample))
        #expect(try await log.exchanges(limit: 9).count == 7)
        await #expect(throws: AuditError.unknownExchange) { try await log.erase(exchanges[1], by: "dpo") }
        _ = try await log.verify(sample.trust())
    }

    @Test(arguments: [
        ("", true), ("allowed=30", true), ("allowed=30, original=1,note=3650", true), ("allowed", false),
        ("allowed=0", false), ("allowed=3651", false), ("prompt=1", false), ("note=1,note=2", false),
    ])
    func `is said in days`(text: String, isGood: Bool) {
        #expect((Retention(text) != nil) == isGood)
    }
}

@Suite struct `Decisions` {
    @Test func `are entries, and their notes are beside them`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        let exchanges = try await sample.fill(log, 8)
        #expect(try await log.unreviewed(limit: 9).map(\.evidence.exchange) == [exchanges[1], exchanges[5]])
        try await log.review(exchanges[1], as: .falsePositive, by: "dpo", note: "wording of a rule")
        #expect(try await log.unreviewed(limit: 9).map(\.evidence.exchange) == [exchanges[5]])
        let sealed = try await log.reveal(exchanges[1], to: "dpo", because: "to be sure")
        #expect(sealed == Data("sealed bytes of \(exchanges[1])".utf8))
        let decisions = try await log.decisions(on: exchanges[1])
        #expect(decisions.map(\.entry.content.kind) == ["review", "reveal"])
        #expect(decisions.map(\.note) == ["wording of a rule", "to be sure"])
        await #expect(throws: AuditError.nothingKept) {
            try await log.reveal(exchanges[0], to: "dpo", because: "x")
        }
        await #expect(throws: AuditError.unknownExchange) {
            try await log.review(ExchangeRef(), as: .training, by: "dpo")
        }
        _ = try await log.verify(sample.trust())
    }
}

@Suite struct `Tokens` {
    @Test func `are the same for the same value within a quarter`() throws {
        let sample = SampleLog()
        try sample.open().close()
        let keys = try TokenKeys(besides: sample.path)
        let autumn = try keys.key(for: Date(milliseconds: 1_793_000_000_000))
        let winter = try keys.key(for: Date(milliseconds: 1_800_000_000_000))
        #expect(autumn.period == "2026-Q4" && winter.period == "2027-Q1")
        let token = autumn.token(of: "A123 456-789".utf8, as: "UPN")
        #expect(token == autumn.token(of: "a123456789".utf8, as: "UPN"))
        #expect(token != autumn.token(of: "a123456780".utf8, as: "UPN"))
        #expect(token != autumn.token(of: "a123456789".utf8, as: "ULN"))
        #expect(token != winter.token(of: "a123456789".utf8, as: "UPN"))
        let again = try TokenKeys(besides: sample.path)
        #expect(again.all == [autumn, winter])
        #expect(try again.forget(before: Date(milliseconds: 1_800_000_000_000)) == ["2026-Q4"])
        #expect(try TokenKeys(besides: sample.path).all == [winter])
    }

    @Test func `answer who was mentioned where`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        let keys = try TokenKeys(besides: sample.path)
        let key = try keys.key(for: sample.time)
        var wanted: [ExchangeRef] = []
        for (number, value) in ["M 820 112", "X 1", "m820112"].enumerated() {
            var evidence = sampleEvidence()
            evidence.tokenPeriod = key.period
            evidence.tallies = [
                FindingTally(
                    rule: "uk.upn", entity: "UPN", place: "input", count: 1, confidenceMax: 90,
                    spans: [FindingSpan(bytes: 0..<9, token: key.token(of: value.utf8, as: "UPN"))])
            ]
            try await log.intend(evidence)
            if number != 1 { wanted.insert(evidence.exchange, at: 0) }
        }
        for entity in [nil, "UPN"] as [String?] {
            let found = try await log.exchanges(mentioning: "M820112", as: entity, keys: keys, limit: 9)
            #expect(found.map(\.evidence.exchange) == wanted)
        }
        #expect(try await log.exchanges(mentioning: "M820112", as: "ULN", keys: keys, limit: 9).isEmpty)
        try keys.forget(before: sample.time.addingTimeInterval(200 * 86_400))
        #expect(try await log.exchanges(mentioning: "M820112", as: nil, keys: keys, limit: 9).isEmpty)
    }
}

@Suite struct `The clock` {
    @Test func `that goes back a little changes nothing`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 1)
        sample.advance(seconds: -1.5)
        try await log.intend(sampleEvidence())
        let times = try await log.entries(limit: 9).map(\.recordedAt)
        #expect(times == times.sorted() && times.count == 3)
    }

    @Test func `that goes back far is refused first, then believed and recorded`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 1)
        sample.advance(seconds: -3_600, uptime: 1)
        await #expect(throws: AuditError.clockWentBack(milliseconds: 3_600_000)) {
            try await log.intend(sampleEvidence())
        }
        // Set right again.
        sample.advance(seconds: 3_601)
        try await log.intend(sampleEvidence())
        sample.advance(seconds: -3_600, uptime: 1)
        await #expect(throws: AuditError.self) { try await log.intend(sampleEvidence()) }
        sample.advance(seconds: 61)
        try await log.intend(sampleEvidence())
        #expect(
            try await log.entries(limit: 9).map(\.content.kind)
                == ["intent", "outcome", "intent", "clock_went_back", "intent"])
        _ = try await log.verify(sample.trust())
    }
}
