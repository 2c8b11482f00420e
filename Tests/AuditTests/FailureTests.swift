import Foundation
import GRDB
import Testing

@testable import Audit

/// What goes wrong with disks and files: requests are refused, nothing crashes, and when it is over the log goes on by itself.
@Suite struct `A log in trouble` {
    private func expectGoingOn(_ log: AuditLog, _ sample: SampleLog) async throws {
        try await sample.fill(log, 4)
        _ = try await log.verify(sample.trust())
    }

    @Test func `whose disk is full refuses, and goes on when there is room`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 20)
        try await log.limitPages(to: 1)
        let error = await #expect(throws: AuditError.self) { try await sample.fill(log, 2_000) }
        #expect(error == .writeFailed(code: 13))
        try await log.limitPages(to: 1_000_000)
        try await expectGoingOn(log, sample)
    }

    @Test func `that may not be written refuses, and goes on when it may`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 4)
        try await log.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        let error = await #expect(throws: AuditError.self) { try await log.intend(sampleEvidence()) }
        #expect(error == .writeFailed(code: 8))
        try await log.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = OFF") }
        try await expectGoingOn(log, sample)
    }

    @Test func `that another program locks refuses, and goes on when that lets go`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 4)
        try await log.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 10") }
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: sample.path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let error = await #expect(throws: AuditError.self) { try await log.intend(sampleEvidence()) }
        #expect(error == .writeFailed(code: 5))
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        try await expectGoingOn(log, sample)
    }

    @Test func `with a damaged page is refused or found out, and never crashes`() async throws {
        let sample = SampleLog()
        var log = try sample.open()
        try await sample.fill(log, 200)
        try await sample.sign(log)
        log.close()
        let url = URL(fileURLWithPath: sample.path)
        let whole = try Data(contentsOf: url)
        let key = try Data(contentsOf: URL(fileURLWithPath: sample.keys + "/mac-key"))
        for page in 0..<whole.count / 4_096 {
            var damaged = whole
            damaged.replaceSubrange(page * 4_096 + 100..<page * 4_096 + 900, with: Data(count: 800))
            try damaged.write(to: url)
            await #expect(throws: (any Error).self, "page \(page)") {
                let log = try sample.open()
                defer { log.close() }
                try await sample.fill(log, 4)
                let report = try await log.verify(sample.trust())
                // A page that holds nothing, or what is told from the rest, is no loss.
                guard report.entryCount < 300 else { throw CancellationError() }
            }
            try key.write(to: URL(fileURLWithPath: sample.keys + "/mac-key"))
        }
        try whole.write(to: url)
        log = try sample.open()
        defer { log.close() }
        try await expectGoingOn(log, sample)
    }
}
