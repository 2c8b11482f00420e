import Foundation
import Synchronization
import TestSupport

@testable import Audit

/// An invented log of a trust: schools, days, prompts, reviews and what else happens in a year.
///
/// The same seed gives the same counts; references and times of writing are the log's own.
struct SampleYear {
    static let schools: [String?] = [
        "Oak Primary", "Ash Academy", "Elm Infants", "Hazel High", "Rowan Special School", nil,
    ]

    var first = UTCDay(year: 2025, month: 9, day: 1)
    var dayCount: Int64 = 365
    var promptsPerDay = 40
    var seed: UInt64 = 7

    /// Writes the log at a path.
    ///
    /// - Returns: The moment after its last entry.
    @discardableResult
    func write(to path: String) async throws -> Date {
        let clock = Mutex(first.start)
        let now: @Sendable () -> Date = { Date(milliseconds: clock.withLock { $0 }) }
        let log = try AuditLog(path: path, origin: "cloakroom/sample", clock: LogClock(now: now))
        defer { log.close() }
        var random = SplitMix64(seed: seed)
        var waiting: [(ExchangeRef, Int64)] = []
        try await log.append(.started(version: "1", rules: Self.digest("a"), policy: Self.digest("b")))
        for day in 0..<dayCount {
            let today = first.number + day
            // Schools are closed at weekends and in August.
            let isOpen = UTCDay(today).monday.number + 5 > today && UTCDay(today).parts.month != 8
            for hour in 8..<18 {
                clock.withLock { $0 = today * UTCTime.dayMilliseconds + Int64(hour) * 3_600_000 }
                for _ in 0..<(isOpen ? promptsPerDay / 10 : 0) {
                    clock.withLock { $0 += 61_007 }
                    if let blocked = prompt(log, &random) { waiting.append((blocked, today)) }
                }
                _ = try await log.entries(limit: 1)
            }
            try await review(log, &waiting, today, &random)
            try await happen(log, day, waiting.first?.0)
        }
        clock.withLock { $0 += 1 }
        return now()
    }

    private static func digest(_ letter: Character) -> String { String(repeating: letter, count: 64) }

    /// - Returns: The exchange, if it was blocked.
    private func prompt(_ log: AuditLog, _ random: inout SplitMix64) -> ExchangeRef? {
        let exchange = ExchangeRef()
        let chance = Int.random(in: 0..<100, using: &random)
        let verdict: Evidence.Verdict = chance < 55 ? .allow : chance < 93 ? .redact : .block
        let person = Int.random(in: 1...25, using: &random)
        var evidence = Evidence(
            exchange: exchange, caller: "key-\(person)", profile: person % 5 == 0 ? "office" : "teacher",
            route: "/v1/chat/completions", verdict: verdict, rulesDigest: Self.digest("a"),
            policyDigest: Self.digest("b"))
        evidence.school = Self.schools[min(person * person / 100, Self.schools.count - 1)]
        evidence.requestByteCount = Int.random(in: 200...6_000, using: &random)
        evidence.tallies = tallies(verdict, &random)
        if chance == 99 {
            evidence.reason = "attachment_unreadable"
            evidence.tallies = []
        }
        guard verdict != .block else {
            log.writer?.appendSoon(.blocked(evidence)) { _ in }
            return chance == 99 ? nil : exchange
        }
        evidence.endpoint = person % 3 == 0 ? "local-ollama" : "azure-uk"
        evidence.model = "gpt-5"
        evidence.sentByteCount = evidence.requestByteCount - 12
        log.writer?.appendSoon(.intent(evidence)) { _ in }
        let ends = Int.random(in: 0..<1_000, using: &random)
        if ends > 2 {
            let report = AnswerReport(
                byteCount: 900, restoredCount: verdict == .redact ? 2 : 0,
                withheldCount: ends % 40 == 0 ? 1 : 0)
            log.writer?.appendSoon(
                .outcome(
                    exchange,
                    ends < 12 ? .failed(label: "endpoint_fails") : .answered(status: 200, report))
            ) { _ in }
        }
        return nil
    }

    private func tallies(_ verdict: Evidence.Verdict, _ random: inout SplitMix64) -> [FindingTally] {
        let found: [(rule: String, entity: String)] =
            switch verdict {
            case .allow: []
            case .redact:
                [
                    ("general.names.tagger", "PERSON"), ("general.contact.email", "EMAIL"),
                    ("uk.schools.upn", "UPN"), ("general.contact.phone", "PHONE"),
                    ("uk.places.postcode", "POSTCODE"), ("general.names.roster", "PUPIL"),
                ].shuffled(using: &random).prefix(2).map { $0 }
            case .block:
                [
                    ("uk.sensitive.health", "SENSITIVE"), ("uk.confidential.marking", "CONFIDENTIAL"),
                    ("general.secrets.password", "SECRET"),
                ].shuffled(using: &random).prefix(1).map { $0 }
            }
        return found.map {
            FindingTally(
                rule: $0.rule, entity: $0.entity, place: "messages[1].content",
                count: Int.random(in: 1...3, using: &random), confidenceMax: 90,
                spans: [FindingSpan(bytes: 10..<20, token: ValueToken([1, 2, 3, 4, 5, 6, 7, 8]))])
        }
    }

    /// Reviews most of what has waited for a day or more.
    private func review(
        _ log: AuditLog, _ waiting: inout [(ExchangeRef, Int64)], _ today: Int64, _ random: inout SplitMix64
    ) async throws {
        for (exchange, day) in waiting where day < today && Int.random(in: 0..<3, using: &random) == 0 {
            let rulings: [Review.Ruling] = [
                .noAction, .noAction, .training, .training, .training, .falsePositive, .safeguarding, .breach,
            ]
            let ruling = rulings.randomElement(using: &random) ?? .noAction
            try await log.append(.review(Review(exchange: exchange, ruling: ruling, reviewer: "dpo")))
            waiting.removeAll { $0.0 == exchange }
        }
    }

    private func happen(_ log: AuditLog, _ day: Int64, _ blocked: ExchangeRef?) async throws {
        let started = AuditEntry.Content.started(
            version: "1", rules: Self.digest("a"), policy: Self.digest("b"))
        if day % 60 == 20 {
            try await log.append(.rulesChanged(rules: Self.digest("c"), policy: Self.digest("d")))
        }
        if day % 90 == 30 { try await log.append(.stopped) }
        if day % 90 == 30 || day % 150 == 100 { try await log.append(started) }
        if day % 50 == 10, let blocked {
            try await log.append(.reveal(Reveal(exchange: blocked, reviewer: "dpo")))
            try await log.append(.hold(Hold(exchange: blocked, by: "dpo")))
        }
        if day % 100 == 99 {
            try await log.append(
                .erasure(
                    Erasure(
                        what: .original, why: .retention, by: "retention", recordedBefore: first.start,
                        sequences: [1...40])))
        }
    }
}
