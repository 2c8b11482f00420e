import Foundation
import GRDB
import TestSupport
import Testing

@testable import Audit

@Suite struct `An export` {
    private func withLog(_ body: (TemporaryLog) async throws -> Void) async throws {
        let log = try TemporaryLog()
        defer { log.remove() }
        try await body(log)
    }

    @Test func `joins an exchange with its outcome, and leaves out nothing else`() async throws {
        try await withLog { temporary in
            let log = temporary.log
            let (answered, open) = (ExchangeRef(), ExchangeRef())
            try await log.intend(sampleEvidence(answered))
            try await log.block(
                sampleEvidence(open, .block), keeping: [KeptBytes(.redacted, Array("x".utf8))])
            try await log.append(.review(Review(exchange: open, ruling: .training, reviewer: "dpo")))
            let report = AnswerReport(
                byteCount: 5, restoredCount: 1,
                tallies: [.init(rule: "r", entity: "UPN", count: 2, isRemoved: true)])
            try await log.conclude(answered, with: .answered(status: 200, report))
            let lines = try await temporary.objects(.jsonl)
            #expect(
                lines.map { $0["Operation"] as? String } == [
                    "PromptExchange", "PromptExchange", "ReviewRecorded",
                ])
            #expect(lines.map { $0["State"] as? String } == ["answered", "blocked", nil])
            #expect(lines.map { $0["Id"] as? String } == (1...3).map { "cloakroom/test/\($0)" })
            #expect(lines.map { $0["ThreadId"] as? String } == ["\(answered)", "\(open)", "\(open)"])
            #expect(lines.map { $0["UserKey"] as? String } == ["key-1234", "key-1234", "dpo"])
            #expect(lines[0]["CreationTime"] as? String == "2026-09-21T14:13:20.000Z")
            #expect(lines[2]["Ruling"] as? String == "training")
            let answer = try #require(lines[0]["Answer"] as? [String: Any])
            #expect(answer["Status"] as? Int == 200 && answer["Restored"] as? Int == 1)
            let messages = try #require(lines[0]["Messages"] as? [[String: Any]])
            #expect(messages.map { $0["Id"] as? String } == ["\(answered)/prompt", "\(answered)/answer"])
            #expect(messages.map { $0["Size"] as? Int } == [120, 5])
            #expect(messages.map { $0["isPrompt"] as? Bool } == [true, false])
            let models = try #require(lines[0]["ModelTransparencyDetails"] as? [[String: String]])
            #expect(models == [["ModelName": "gpt", "ModelProviderName": "azure"]])
            let findings = try #require(lines[0]["Findings"] as? [[String: Any]])
            #expect(findings.map { $0["OnTrial"] as? Bool } == [false, true])
        }
    }

    @Test func `is read page by page, and what comes later stays out`() async throws {
        try await withLog { temporary in
            let count = RecordPages.recordCountMax + 7
            for _ in 0..<count { temporary.log.writer?.appendSoon(.blocked(sampleEvidence())) { _ in } }
            var pages = try await temporary.log.records()
            try await temporary.log.block(sampleEvidence())
            var sequences: [Int64] = []
            while let page = try await pages.next() { sequences += page.map(\.sequence) }
            #expect(sequences == Array(1...Int64(count)))
        }
    }

    @Test func `has what was recorded in its period`() async throws {
        try await withLog { temporary in
            try await temporary.log.intend(sampleEvidence())
            let start = Date(milliseconds: TemporaryLog.start)
            let after = start.addingTimeInterval(0.001)
            let cases: [(AuditPeriod, Int)] = [
                (AuditPeriod(), 1), (AuditPeriod(from: start), 1), (AuditPeriod(from: after), 0),
                (AuditPeriod(until: start), 0), (AuditPeriod(until: after), 1),
                (AuditPeriod(from: start, until: after), 1),
            ]
            for (period, count) in cases {
                let text = try await temporary.export(.jsonl, in: period)
                #expect(text.split(separator: "\n").count == count)
            }
        }
    }

    @Test func `stops at an altered entry`() async throws {
        try await withLog { temporary in
            try await temporary.log.intend(sampleEvidence())
            try await temporary.log.queue.writeWithoutTransaction {
                try $0.execute(sql: "DROP TRIGGER entry_is_only_erased")
                try $0.execute(sql: "UPDATE entry SET content = CAST(substr(content, 1, 40) AS BLOB)")
            }
            await #expect(throws: AuditError.corrupt(sequence: 1)) { try await temporary.export(.csv) }
        }
    }

    @Test(arguments: hostileTexts)
    func `stays readable whatever texts say`(text: String) async throws {
        try await withLog { temporary in
            await temporary.append(Evidence.Verdict.allCases.map { .blocked(exchange(saying: text, $0)) })
            await temporary.append(events(about: ExchangeRef(), saying: text))
            let json = try await temporary.objects(.jsonl)
            #expect(json.count == 16 && json[0]["School"] as? String == text)
            #expect(try await temporary.objects(.ocsf).count == 16)
            let table = rows(ofCSV: try await temporary.export(.csv))
            #expect(table.count == 17 && table.allSatisfy { $0.count == table[0].count })
            let school = table[1][6]
            #expect(school == text || school == "'" + text)
            for cell in table.joined() { #expect(!"=+-@\t\r＝＋－＠".contains(cell.first ?? "x")) }
            let lines = try await temporary.lines(.cef)
            #expect(lines.count == 16)
            for line in lines {
                let (header, values) = fields(ofCEF: line)
                #expect(header.count == 7 && header[0] == "CEF:0" && Int(header[6]) != nil)
                #expect(values["rt"] == "\(TemporaryLog.start)")
            }
            let shown = String(
                String.UnicodeScalarView(
                    text.unicodeScalars.map {
                        $0 == "\n" || $0 == "\r" || !$0.properties.generalCategory.isControl ? $0 : " "
                    }))
            #expect(fields(ofCEF: lines[0]).values["cs5"] == shown)
        }
    }

    @Test(arguments: [
        ("a|b", "a\\|b", "a|b"), ("a\\b", "a\\\\b", "a\\\\b"), ("a=b", "a=b", "a\\=b"),
        ("a\nb", "a b", "a\\nb"), ("a\rb", "a b", "a\\rb"), ("a\u{2028}b\tc", "a b c", "a b c"),
    ])
    func `escapes CEF in the header and in the extension`(text: String, header: String, value: String) {
        #expect(CEFRecord.headerField(text) == header)
        #expect(CEFRecord.extensionValue(text) == value)
    }

    @Test func `tells times as Foundation does`() {
        var random = SplitMix64(seed: 20)
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: -2_000_000_000...9_000_000_000, using: &random)
            let rest = Int64.random(in: 0...999, using: &random)
            let date = Date(milliseconds: seconds * 1_000 + rest)
            // Foundation cuts thousandths that binary fractions cannot hold.
            let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
            #expect(UTCTime(date).iso8601 == "\(whole.dropLast()).\(UTCTime.padded(rest, to: 3))Z")
            let day = UTCDay(UTCTime(date).day)
            let (year, month, number) = day.parts
            #expect(UTCDay(year: year, month: month, day: number) == day)
        }
        #expect(UTCTime(milliseconds: 1_790_000_000_000).words == "21 September 2026, 2:13pm")
        #expect(UTCDay(year: 2026, month: 9, day: 20).monday.iso8601 == "2026-09-14")
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isControl: Bool {
        self == .control || self == .lineSeparator || self == .paragraphSeparator
    }
}
