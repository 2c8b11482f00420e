import Foundation
import Testing

@testable import Audit

/// Texts that break what is put together carelessly.
let hostileTexts = [
    "<script>alert(1)</script>", "a|b\\c=d", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\tx", "\rx",
    " =1+1", "one\ntwo\r\nthree", "quote \" comma , semicolon ;", "it's & so",
    "\u{2028}\u{85}\u{0}\u{1B}[31m",
    "ends with \\", "ends with =", "\u{202E}txet", "ＷＩＤＥ＝＋", "é 日本 👩🏽‍🏫",
]

/// An exchange in which every text is the same one.
func exchange(saying text: String, _ verdict: Evidence.Verdict = .redact) -> Evidence {
    var evidence = Evidence(
        exchange: ExchangeRef(), caller: text, profile: text, route: text, verdict: verdict,
        rulesDigest: text,
        policyDigest: text)
    evidence.reason = verdict == .block ? text : nil
    evidence.endpoint = text
    evidence.model = text
    evidence.school = text
    evidence.tokenPeriod = text
    evidence.tallies = [
        FindingTally(
            rule: text, entity: text, place: text, count: 1, confidenceMax: 50,
            spans: [
                FindingSpan(bytes: 77_001..<77_019, token: ValueToken([0xCA, 0xFE, 0xCA, 0xFE, 1, 2, 3, 4]))
            ])
    ]
    return evidence
}

/// One entry of each kind, with hostile texts where there may be any.
func events(about exchange: ExchangeRef, saying text: String) -> [AuditEntry.Content] {
    [
        .started(version: text, rules: text, policy: text), .stopped,
        .rulesChanged(rules: text, policy: text),
        .clockWentBack(from: Date(milliseconds: 1_790_000_000_000)),
        .review(Review(exchange: exchange, ruling: .falsePositive, reviewer: text)),
        .reveal(Reveal(exchange: exchange, reviewer: text)), .hold(Hold(exchange: exchange, by: text)),
        .hold(Hold(exchange: nil, by: text)), .holdEnded(hold: 7, by: text),
        .erasure(
            Erasure(
                what: .original, why: .retention, by: text, recordedBefore: 1_790_000_000_000,
                sequences: [1...3, 9...9])),
        .peer(origin: text, note: text), .cosigned(size: 12, line: text), .recipients([text]),
    ]
}

/// A log for one test.
struct TemporaryLog {
    static let start: Int64 = 1_790_000_000_000

    private let folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)")
    let log: AuditLog

    init() throws {
        let path = folder.appending(path: "log.sqlite").path
        log = try AuditLog(path: path, origin: "cloakroom/test", now: { Date(milliseconds: Self.start) })
    }

    func remove() {
        log.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Writes them together, which takes one sync.
    func append(_ contents: [AuditEntry.Content]) async {
        for content in contents { log.writer?.appendSoon(content) { _ in } }
        await log.writer?.drain()
    }

    /// The whole log in one format.
    func export(_ format: ExportFormat, in period: AuditPeriod = AuditPeriod()) async throws -> String {
        var pages = try await log.records(in: period)
        let encoder = RecordEncoder(format, origin: pages.origin, version: "1.2")
        var bytes = encoder.header
        while let page = try await pages.next() { bytes += page.flatMap(encoder.line) }
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    func lines(_ format: ExportFormat) async throws -> [String] {
        try await export(format).split(separator: "\n").map(String.init)
    }

    func objects(_ format: ExportFormat) async throws -> [[String: Any]] {
        try await lines(format).map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }
}

/// Reads CSV back as RFC 4180 says.
func rows(ofCSV text: String) -> [[String]] {
    var (rows, row, cell, isQuoted): ([[String]], [String], String.UnicodeScalarView, Bool) = (
        [], [], .init(), false
    )
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
        switch scalar {
        case "\"" where isQuoted && scalars.first == "\"": cell.append(scalars.removeFirst())
        case "\"": isQuoted.toggle()
        case _ where isQuoted: cell.append(scalar)
        case ",":
            row.append(String(cell))
            cell = .init()
        case "\r": continue
        case "\n":
            rows.append(row + [String(cell)])
            (row, cell) = ([], .init())
        default: cell.append(scalar)
        }
    }
    return rows
}

/// Reads a line of CEF back: seven header fields, then keys and values.
func fields(ofCEF line: String) -> (header: [String], values: [String: String]) {
    var (header, field): ([String], String.UnicodeScalarView) = ([], .init())
    var scalars = Array(line.unicodeScalars)[...]
    while header.count < 7, let scalar = scalars.popFirst() {
        switch scalar {
        case "\\": if let next = scalars.popFirst() { field.append(next) }
        case "|":
            header.append(String(field))
            field = .init()
        default: field.append(scalar)
        }
    }
    // A key is a word before a sign that is not escaped.
    let text = String(String.UnicodeScalarView(scalars))
    var values: [String: String] = [:]
    let starts = text.matches(of: /(?:^| )([A-Za-z0-9]+)=/)
    for (index, start) in starts.enumerated() {
        let end = index + 1 < starts.count ? starts[index + 1].range.lowerBound : text.endIndex
        values[String(start.1)] = unescaped(String(text[start.range.upperBound..<end]))
    }
    return (header, values)
}

private func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
        guard scalar == "\\", let next = scalars.popFirst() else {
            result.append(scalar)
            continue
        }
        result.append(next == "n" ? "\n" : next == "r" ? "\r" : next)
    }
    return String(result)
}
