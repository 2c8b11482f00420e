import Foundation
import Synchronization
import Testing

@testable import Audit

@Suite struct `A report` {
    private static let now = Date(milliseconds: TemporaryLog.start + 90 * 60_000)

    private func withLog(_ body: (TemporaryLog) async throws -> Void) async throws {
        let log = try TemporaryLog()
        defer { log.remove() }
        try await body(log)
    }

    private func table(_ name: String, _ report: UsageReport) throws -> [[String]] {
        let bytes = try #require(report.tables.first { $0.name == name }).csv
        return rows(ofCSV: String(decoding: bytes, as: UTF8.self))
    }

    @Test func `counts prompts by what was done, by school and by kind of data`() async throws {
        try await withLog { temporary in
            for (school, verdict) in [
                ("Oak", "redact"), ("Oak", "allow"), ("Ash", "block"), ("Ash", "redact"),
            ] {
                var evidence = sampleEvidence(.init(), try #require(Evidence.Verdict(rawValue: verdict)))
                evidence.school = school
                if verdict == "allow" { evidence.tallies = [] }
                try await temporary.log.append(verdict == "block" ? .blocked(evidence) : .intent(evidence))
            }
            var refused = sampleEvidence(.init(), .block)
            refused.reason = "too_large"
            refused.tallies = []
            try await temporary.log.block(refused)
            let report = try await temporary.log.report(for: .leadership, now: Self.now)
            #expect(
                try table("schools", report) == [
                    ["School", "Unchanged", "Replaced", "Blocked", "Refused", "All"],
                    ["Ash", "0", "1", "1", "0", "2"], ["No school recorded", "0", "0", "0", "1", "1"],
                    ["Oak", "1", "1", "0", "0", "2"],
                ])
            // What a rule on trial found counts for the rule only.
            #expect(
                try table("kinds", report) == [
                    ["Kind of data", "Prompts", "Of these blocked", "Findings"],
                    ["Unique pupil numbers", "3", "1", "6"],
                ])
            #expect(
                try table("rules", report)[1].prefix(3) == ["uk.new (on trial)", "Unique pupil numbers", "3"])
            #expect(try table("reasons", report)[1] == ["too_large", "1"])
            #expect(try table("schools-kinds", report)[1] == ["Ash", "2"])
            #expect(try table("trend", report)[1] == ["21 September 2026", "1", "2", "1", "1", "5"])
            let board = try await temporary.log.report(for: .board, now: Self.now)
            #expect(try table("schools-kinds", board)[1] == ["Ash", "fewer than 3"])
            #expect(try table("kinds", board)[1] == ["Unique pupil numbers", "3", "fewer than 3"])
        }
    }

    @Test func `counts the last ruling about a prompt, and the time to the first`() async throws {
        let times = Times()
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try AuditLog(
            path: folder.appending(path: "log.sqlite").path, clock: LogClock(now: { times.now }))
        defer { log.close() }
        let exchanges = (0..<4).map { _ in ExchangeRef() }
        for exchange in exchanges { try await log.block(sampleEvidence(exchange, .block)) }
        let rulings: [(Int, Int64, Review.Ruling)] = [
            (0, 60, .training), (1, 120, .training), (1, 180, .falsePositive), (2, 600, .breach),
        ]
        for (index, minute, ruling) in rulings {
            times.minutes = minute
            try await log.append(.review(Review(exchange: exchanges[index], ruling: ruling, reviewer: "dpo")))
        }
        times.minutes = 24 * 60
        let report = try await log.report(for: .dpo, now: times.now)
        #expect(
            try table("rulings", report).dropFirst().map { $0[1] } == ["0", "1", "1", "0", "1"])
        #expect(
            try table("reviewed", report).dropFirst().map { $0[3] } == ["1 hour", "2 hours", "10 hours"])
        let waiting = try table("open", report)
        #expect(waiting.count == 2 && waiting[1][0] == "\(exchanges[3])" && waiting[1][2] == "1 day")
        #expect(report.html.contains(">33.3%<") && report.html.contains(">2 hours<"))
        #expect(try table("rules", report)[1].dropFirst(2) == ["4", "3", "1"])
        // Before the reviews, all four waited.
        let earlier = AuditPeriod(until: Date(milliseconds: TemporaryLog.start + 1))
        #expect(try table("open", try await log.report(for: .dpo, in: earlier, now: times.now)).count == 5)
    }

    @Test func `tells stops, unexpected ends and that it does not run now`() async throws {
        let times = Times()
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try AuditLog(
            path: folder.appending(path: "log.sqlite").path, clock: LogClock(now: { times.now }))
        defer { log.close() }
        let start = AuditEntry.Content.started(version: "1", rules: "a", policy: "b")
        let course: [(Int64, AuditEntry.Content)] = [
            (0, start), (10, .stopped), (40, start), (50, .rulesChanged(rules: "c", policy: "d")),
            (60, start),
            (70, .stopped),
        ]
        for (minute, content) in course {
            times.minutes = minute
            try await log.append(content)
        }
        times.minutes = 130
        let gaps = try table("gaps", try await log.report(for: .leadership, now: times.now)).dropFirst()
        #expect(gaps.map { $0[2] } == ["30 minutes", "10 minutes", "1 hour"])
        #expect(gaps.map { $0[3] } == ["Stopped", "Ended unexpectedly", "Stopped"])
    }

    @Test func `tells each time that originals were sealed to other keys`() async throws {
        try await withLog { temporary in
            for keys in [["a"], ["a"], ["a", "b"], []] { try await temporary.log.append(.recipients(keys)) }
            let report = try await temporary.log.report(for: .dpo, now: Self.now)
            #expect(try table("evidence-keys", report).map { $0[1] } == ["Keys", "a", "a, b", "None"])
        }
    }

    @Test(arguments: UsageReport.Audience.allCases)
    func `is complete over an empty log`(audience: UsageReport.Audience) async throws {
        try await withLog { temporary in
            let html = try await temporary.log.report(for: audience, now: Self.now).html
            #expect(html.contains("No prompt was sent in this period."))
            #expect(unclosed(html) == [])
        }
    }

    @Test(arguments: hostileTexts)
    func `shows hostile texts as texts and loads nothing`(text: String) async throws {
        try await withLog { temporary in
            try await temporary.log.append(.intent(exchange(saying: text)))
            try await temporary.log.append(.blocked(exchange(saying: text, .block)))
            await temporary.append(events(about: ExchangeRef(), saying: text))
            for audience in UsageReport.Audience.allCases {
                let html = try await temporary.log.report(for: audience, now: Self.now).html
                #expect(!html.contains("<script") && !html.contains("\u{202E}") && !html.contains("\u{0}"))
                for word in ["src=", "url(", "href=", "@import", " on", "javascript:"] where word != " on" {
                    #expect(!html.contains(word))
                }
                #expect(unclosed(html) == [])
            }
        }
    }

    @Test func `and an export hold nothing of a prompt, and a report nothing of people`() async throws {
        try await withLog { temporary in
            let blocked = ExchangeRef()
            var evidence = exchange(saying: "word", .block)
            evidence.reason = nil
            evidence = Evidence(
                exchange: blocked, caller: "canary-caller", profile: "staff", route: "/v1", verdict: .block,
                rulesDigest: "r", policyDigest: "p"
            ).with(evidence.tallies)
            let kept = [
                KeptBytes(.redacted, Array("canary-redacted".utf8)),
                KeptBytes(.original, Array("canary-original".utf8)),
            ]
            try await temporary.log.block(evidence, keeping: kept)
            let note = [KeptBytes(.note, Array("canary-note".utf8))]
            try await temporary.log.append(
                .review(Review(exchange: blocked, ruling: .breach, reviewer: "canary-reviewer")),
                keeping: note)
            try await temporary.log.append(
                .reveal(Reveal(exchange: blocked, reviewer: "canary-reviewer")), keeping: note)
            try await temporary.log.append(
                .hold(Hold(exchange: blocked, by: "canary-reviewer")), keeping: note)
            let secrets = ["canary-redacted", "canary-original", "canary-note", "cafecafe", "77001", "77019"]
            for format in ExportFormat.allCases {
                let text = try await temporary.export(format)
                #expect(text.contains("\(blocked)"))
                for secret in secrets { #expect(!text.contains(secret), "\(format)") }
            }
            for audience in UsageReport.Audience.allCases {
                let report = try await temporary.log.report(for: audience, now: Self.now)
                let text =
                    report.html + report.tables.map { String(decoding: $0.csv, as: UTF8.self) }.joined()
                for secret in secrets + ["canary-caller", "canary-reviewer"] {
                    #expect(!text.contains(secret))
                }
                #expect(text.contains("\(blocked)") == (audience == .dpo))
            }
        }
    }

    /// Tags that are not closed, or not in order.
    private func unclosed(_ html: String) -> [String] {
        var open: [String] = []
        for match in html.matches(of: /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/) {
            let name = String(match.2)
            if !match.3.isEmpty || name == "meta" { continue }
            if match.1.isEmpty { open.append(name) } else if open.popLast() != name { return [name] }
        }
        return open
    }
}

/// A clock that a test sets.
private final class Times: Sendable {
    private let state = Mutex<Int64>(0)

    var minutes: Int64 {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    var now: Date { Date(milliseconds: TemporaryLog.start + minutes * 60_000) }
}

extension Evidence {
    fileprivate func with(_ tallies: [FindingTally]) -> Evidence {
        var evidence = self
        evidence.tallies = tallies
        return evidence
    }
}
