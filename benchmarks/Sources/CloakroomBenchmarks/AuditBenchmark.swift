import Audit
import Foundation
import Synchronization

/// How fast evidence is written durably, and how long proving a log of a million entries takes.
///
/// The second part takes a minute to write; `audit quick` leaves it out. The log is written below the folder for temporary files, or
/// below `CLOAKROOM_BENCH_FOLDER`: what a sync costs is the disk's.
enum AuditBenchmark {
    private static let writerCount = 64
    private static let seconds = 5.0
    private static let largeEntryCount = 1_000_000

    static func run(_: Bench, _ part: String?) throws {
        let done = DispatchSemaphore(value: 0)
        let failure = Mutex<(any Error)?>(nil)
        Task {
            do { try await measure(isQuick: part == "quick") } catch { failure.withLock { $0 = error } }
            done.signal()
        }
        done.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }

    private static func measure(isQuick: Bool) async throws {
        let parent = ProcessInfo.processInfo.environment["CLOAKROOM_BENCH_FOLDER"] ?? NSTemporaryDirectory()
        let folder = parent + "/cloakroom-audit-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        print("\nEvidence, below \(parent)")
        try await measureWriting(to: folder + "/small.sqlite")
        if !isQuick { try await measureProving(folder + "/large.sqlite") }
    }

    /// Many requests at a time, each waiting for its own entry.
    private static func measureWriting(to path: String) async throws {
        let log = try AuditLog(path: path)
        let start = ContinuousClock.now
        let waits = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<writerCount {
                group.addTask {
                    var waits: [Duration] = []
                    while start.duration(to: .now) < .seconds(seconds) {
                        let begin = ContinuousClock.now
                        try await log.intend(sample())
                        waits.append(begin.duration(to: .now))
                    }
                    return waits
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted()
        }
        let elapsed = start.duration(to: .now)
        log.close()
        print(
            "\(Int(Double(waits.count) / elapsed.seconds)) durable entries/s from \(writerCount) writers; one waits p50 "
                + "\(milliseconds(waits[waits.count / 2])), p99 \(milliseconds(waits[waits.count * 99 / 100]))"
        )
    }

    private static func measureProving(_ path: String) async throws {
        let log = try AuditLog(path: path)
        let start = ContinuousClock.now
        let exchanges = try await withThrowingTaskGroup(of: ExchangeRef?.self) { group in
            for _ in 0..<writerCount {
                group.addTask {
                    var middle: ExchangeRef?
                    for number in 0..<largeEntryCount / writerCount / 2 {
                        let evidence = sample()
                        try await log.intend(evidence)
                        try await log.conclude(
                            evidence.exchange,
                            with: .answered(status: 200, AnswerReport(byteCount: 900, restoredCount: 2)))
                        if number == 1_000 { middle = evidence.exchange }
                    }
                    return middle
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.compactMap(\.self)
        }
        let size = try await log.checkpoint().checkpoint.size
        print("\(size) entries written in \(start.duration(to: .now).seconds.rounded()) s")
        let files = AuditLog.keyFiles(besides: path)
        let trust = try Trust(
            keys: String(contentsOfFile: files.verifierKeys, encoding: .utf8),
            macKey: files.firstMACKeyIfThere.map { try String(contentsOfFile: $0, encoding: .utf8) })
        var begin = ContinuousClock.now
        let report = try await log.verify(trust)
        print(
            "all \(report.entryCount) verified, with MACs, in \(begin.duration(to: .now).seconds) s")
        var times: [Duration] = []
        for exchange in exchanges.prefix(40) {
            begin = .now
            let proofs = try await log.proofs(of: exchange)
            times.append(begin.duration(to: .now) / max(1, proofs.count))
            for proof in proofs { _ = try proof.verify(trust) }
        }
        print(
            "proof of one entry: median \(milliseconds(times.sorted()[times.count / 2])), longest \(milliseconds(times.max() ?? .zero))"
        )
        log.close()
    }

    /// Evidence of a prompt with three findings.
    private static func sample() -> Evidence {
        var evidence = Evidence(
            exchange: ExchangeRef(), caller: "key-1234", profile: "staff", route: "/v1/chat/completions",
            verdict: .redact, rulesDigest: String(repeating: "a", count: 64),
            policyDigest: String(repeating: "b", count: 64))
        evidence.endpoint = "azure"
        evidence.model = "gpt-5"
        evidence.requestByteCount = 1_200
        evidence.sentByteCount = 1_100
        evidence.tallies = ["uk.schools.upn", "general.names.told", "uk.contact.phone"].map {
            FindingTally(
                rule: $0, entity: "UPN", place: "messages[0].content", count: 1, confidenceMax: 95)
        }
        return evidence
    }

    private static func milliseconds(_ duration: Duration) -> String {
        String(format: "%.2f ms", duration.seconds * 1_000)
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
