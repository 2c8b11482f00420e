import Foundation
import GRDB
import Testing

@testable import Audit

@Suite struct `The audit log` {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString)")
    private var path: String { folder.appending(path: "log.sqlite").path }

    private func withLog(_ body: (AuditLog) async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try AuditLog(path: path, now: { Date(milliseconds: 1_790_000_000_000) })
        defer { log.close() }
        try await body(log)
    }

    @Test func `shows how each exchange began and ended`() async throws {
        try await withLog { log in
            let (answered, blocked, failed, gone, open) = (
                ExchangeRef(), ExchangeRef(), ExchangeRef(), ExchangeRef(), ExchangeRef()
            )
            for exchange in [answered, failed, gone, open] { try await log.intend(sampleEvidence(exchange)) }
            try await log.block(sampleEvidence(blocked, .block))
            try await log.conclude(
                answered, with: .answered(status: 200, AnswerReport(byteCount: 5, restoredCount: 1)))
            try await log.conclude(failed, with: .failed(label: "endpoint_fails"))
            try await log.conclude(gone, with: .hungUp)
            let states = try await log.exchanges(limit: 10).map {
                [$0.evidence.exchange.description, $0.state.rawValue]
            }
            #expect(
                states == [
                    ["\(blocked)", "blocked"], ["\(open)", "interrupted"], ["\(gone)", "hung up"],
                    ["\(failed)", "failed"], ["\(answered)", "answered"],
                ]
            )
            #expect(try await log.exchanges(failed, limit: 10).count == 1)
            #expect(try await log.exchanges(limit: 2).count == 2)
            #expect(try await log.entries(limit: 100).map(\.sequence) == Array(1...8))
        }
    }

    @Test func `takes one beginning and one end of an exchange`() async throws {
        try await withLog { log in
            let exchange = ExchangeRef()
            await #expect(throws: AuditError.unknownExchange) {
                try await log.conclude(exchange, with: .hungUp)
            }
            try await log.intend(sampleEvidence(exchange))
            await #expect(throws: AuditError.alreadyRecorded) {
                try await log.intend(sampleEvidence(exchange))
            }
            await #expect(throws: AuditError.alreadyRecorded) {
                try await log.block(sampleEvidence(exchange))
            }
            try await log.conclude(exchange, with: .hungUp)
            await #expect(throws: AuditError.alreadyRecorded) {
                try await log.conclude(exchange, with: .hungUp)
            }
            #expect(try await log.entries(limit: 10).count == 2)
        }
    }

    @Test func `refuses changes and removals in the database itself`() async throws {
        try await withLog { log in
            try await log.intend(sampleEvidence())
            let other = try DatabaseQueue(path: path)
            for sql in [
                "UPDATE entry SET kind = 'blocked'", "UPDATE entry SET content = x'00'",
                "UPDATE entry SET mac = NULL", "DELETE FROM entry",
            ] {
                #expect(throws: DatabaseError.self) { try other.write { try $0.execute(sql: sql) } }
            }
        }
    }

    @Test func `notices an altered entry`() async throws {
        try await withLog { log in
            try await log.intend(sampleEvidence())
            let other = try DatabaseQueue(path: path)
            try await other.write { database in
                try database.execute(sql: "DROP TRIGGER entry_is_only_erased")
                try database.execute(sql: "UPDATE entry SET content = CAST(substr(content, 1, 40) AS BLOB)")
            }
            await #expect(throws: AuditError.corrupt(sequence: 1)) { try await log.entries(limit: 10) }
            await #expect(throws: AuditError.corrupt(sequence: 1)) { try await log.exchanges(limit: 10) }
        }
    }

    @Test func `has every acknowledged entry on disk when the process stops there`() async throws {
        try await withLog { log in
            let exchange = ExchangeRef()
            try await log.intend(sampleEvidence(exchange))
            // What a crash leaves behind: the files as they are at this moment.
            let copy = folder.appending(path: "copy")
            try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
            for name in ["log.sqlite", "log.sqlite-wal", "log.keys"] {
                try FileManager.default.copyItem(
                    at: folder.appending(path: name), to: copy.appending(path: name))
            }
            let reopened = try AuditLog(path: copy.appending(path: "log.sqlite").path)
            #expect(try await reopened.exchanges(limit: 5).map(\.state) == [.interrupted])
            reopened.close()
        }
    }

    @Test func `keeps its sequence without gaps under many writers`() async throws {
        try await withLog { log in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 { group.addTask { try await log.intend(sampleEvidence()) } }
                try await group.waitForAll()
            }
            #expect(try await log.entries(limit: 1_000).map(\.sequence) == Array(1...100))
        }
    }

    @Test func `is read by a second process while the first one writes`() async throws {
        try await withLog { log in
            try await log.intend(sampleEvidence())
            let reader = try AuditLog(readingFrom: path)
            #expect(try await reader.exchanges(limit: 5).count == 1)
            await #expect(throws: AuditError.self) { try await reader.intend(sampleEvidence()) }
            try await log.intend(sampleEvidence())
            #expect(try await reader.exchanges(limit: 5).count == 2)
            reader.close()
        }
    }

    @Test func `that is full or cannot be written refuses`() async throws {
        try await withLog { log in
            try await log.intend(sampleEvidence())
            try await log.limitPages(to: 1)
            var written = 0
            await #expect(throws: AuditError.writeFailed(code: 13)) {
                for _ in 0..<1_000 {
                    try await log.intend(sampleEvidence())
                    written += 1
                }
            }
            #expect(try await log.entries(limit: 10_000).count == written + 1)
        }
    }

    @Test func `that cannot be opened says so`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(throws: AuditError.missing(path: path)) { try AuditLog(readingFrom: path) }
        #expect(throws: AuditError.self) { try AuditLog(path: "/proc/nowhere/log.sqlite") }
        try Data("this is not a database, only text that is long enough to be read".utf8)
            .write(to: folder.appending(path: "log.sqlite"))
        #expect(throws: AuditError.cannotOpen(path: path, code: 26)) { try AuditLog(path: path) }
    }

    @Test func `of a later version is left alone`() async throws {
        try await withLog { _ in }
        let log = try AuditLog(path: path)
        log.close()
        defer { try? FileManager.default.removeItem(at: folder) }
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 later')") }
        try queue.close()
        #expect(throws: AuditError.newerSchema(path: path)) { try AuditLog(path: path) }
    }

    @Test func `has one writer`() async throws {
        try await withLog { log in
            #expect(throws: AuditError.inUse(path: path)) { try AuditLog(path: path) }
            log.close()
            try AuditLog(path: path).close()
        }
    }

    @Test func `is readable by its owner only`() async throws {
        try await withLog { _ in
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
        }
    }

    @Test(arguments: [
        AuditError.cannotOpen(path: "p", code: 1), .missing(path: "p"), .inUse(path: "p"),
        .newerSchema(path: "p"), .olderSchema(path: "p"),
        .writeFailed(code: 1),
        .readFailed(code: 1), .corrupt(sequence: 1), .unknownExchange, .alreadyRecorded, .readOnly,
        .keysMissing(path: "p"), .keysUnusable(path: "p"), .originUnusable("a b"), .altered(path: "p"),
        .rolledBack(path: "p"), .trustUnusable(what: "key"), .notSignedYet, .nothingKept,
        .noSuchHold, .held, .requestUnusable, .clockWentBack(milliseconds: 5_000),
        .databaseNotBuiltIn, .databaseAddressUnusable, .databasePasswordShown, .databaseAway,
        .databaseRefused(state: "42501"), .databaseRefused(state: "22000"), .originInUse(origin: "a"),
        .originOfOtherAccount(origin: "a"), .copyLonger(origin: "a"), .copyDiffers(origin: "a"),
        .copyShorter(origin: "a"), .backlogFull(count: 1), .noSuchOrigin("a"),
    ])
    func `explains each error`(error: AuditError) {
        #expect(error.problem.hasSuffix(".") && error.hint.hasSuffix(".") && !error.label.contains(" "))
    }
}
