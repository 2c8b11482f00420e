import Foundation
import GRDB
import Synchronization
import Testing

@testable import Audit

/// Lines that an export wrote.
final class Lines: Sendable {
    private let bytes = Mutex(Data())

    func add(_ data: Data) { bytes.withLock { $0 += data } }

    var all: [Data] { bytes.withLock { $0 }.split(separator: 0x0A).map { Data($0) } }
}

func verify(_ file: [Data], _ trust: Trust) throws(LogFault) -> LogReport {
    var verification = ExportVerification(trust)
    for line in file { try verification.take(line) }
    return try verification.finish()
}

@Suite struct `Verification` {
    @Test func `tells what it looked at`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 400)
        let seen = try await sample.sign(log)
        try await sample.fill(log, 4)
        let report = try await log.verify(sample.trust(seen: seen))
        #expect(report.entryCount == 606 && report.size == 606 && report.signedSize == 600)
        #expect(report.areMACsChecked && report.isSeenChecked)
        #expect(report.keptCount == 202 && report.interruptedCount == 101)
        // One at the latest with every 256th entry, and one a minute: 400 seconds went by.
        #expect(report.checkpointCount >= 7)
    }

    @Test func `of a log that was opened again goes on`() async throws {
        let sample = SampleLog()
        for _ in 0..<3 {
            let log = try sample.open()
            try await sample.fill(log, 70)
            log.close()
        }
        let log = try sample.open()
        defer { log.close() }
        #expect(try await log.verify(sample.trust()).entryCount == 3 * 105)
    }

    static let tampering: [(String, LogFault.Reason)] = [
        (
            "UPDATE entry SET content = (SELECT content FROM entry WHERE sequence = 9) WHERE sequence = 8",
            .leaf
        ),
        ("UPDATE entry SET content = CAST(content || x'00' AS BLOB) WHERE sequence = 8", .leaf),
        ("UPDATE entry SET digest = x'\(String(repeating: "ab", count: 32))' WHERE sequence = 8", .mac),
        ("UPDATE entry SET mac = x'\(String(repeating: "ab", count: 16))' WHERE sequence = 8", .mac),
        ("UPDATE entry SET kind = 'blocked' WHERE sequence = 7", .column),
        ("UPDATE entry SET recorded = recorded + 1 WHERE sequence = 5", .column),
        ("UPDATE entry SET exchange = 'CR-00000000' WHERE sequence = 5", .column),
        ("DELETE FROM entry WHERE sequence = 8", .sequence),
        ("DELETE FROM entry WHERE sequence > 8", .rolledBack),
        ("UPDATE entry SET content = NULL WHERE sequence = 8", .erasure),
        ("UPDATE node SET hash = (SELECT digest FROM entry LIMIT 1)", .node),
        ("DELETE FROM node", .node),
        ("INSERT INTO node VALUES (8, 99, (SELECT digest FROM entry LIMIT 1))", .node),
        ("DELETE FROM kept WHERE sequence = 3 AND what = 'original'", .erasure),
        ("UPDATE kept SET bytes = CAST(bytes || x'00' AS BLOB) WHERE what = 'original'", .kept),
        ("UPDATE kept SET what = 'note' WHERE what = 'original'", .kept),
        ("INSERT INTO kept VALUES (1, 'note', x'00')", .kept),
        ("UPDATE checkpoint SET note = replace(note, 'school.example', 'other.example')", .origin),
        ("UPDATE checkpoint SET size = size - 1", .root),
        ("UPDATE checkpoint SET note = 'nothing'", .signature),
    ]

    @Test(arguments: tampering)
    func `finds tampering`(sql: String, reason: LogFault.Reason) async throws {
        let sample = SampleLog()
        let log = try sample.open()
        try await sample.fill(log, 200)
        try await sample.sign(log)
        log.close()
        try sample.tamper(sql)
        let altered = try AuditLog(readingFrom: sample.path)
        let error = await #expect(throws: LogFault.self) { try await altered.verify(sample.trust()) }
        #expect(error?.reason == reason)
        altered.close()
    }

    @Test func `finds an old copy in the log's place, and the gateway does too`() async throws {
        let sample = SampleLog()
        var log = try sample.open()
        try await sample.fill(log, 10)
        log.close()
        let old = try Data(contentsOf: URL(fileURLWithPath: sample.path))
        log = try sample.open()
        try await sample.fill(log, 300)
        let seen = try await sample.sign(log)
        log.close()
        try old.write(to: URL(fileURLWithPath: sample.path))
        let copy = try AuditLog(readingFrom: sample.path)
        let error = await #expect(throws: LogFault.self) { try await copy.verify(sample.trust(seen: seen)) }
        #expect(error?.reason == .rolledBack)
        copy.close()
        #expect(throws: AuditError.rolledBack(path: sample.path)) { try sample.open() }
    }

    @Test func `finds what root wrote with the real keys in place of older entries`() async throws {
        let sample = SampleLog()
        var log = try sample.open()
        try await sample.fill(log, 20)
        let seen = try await sample.sign(log)
        log.close()
        // Cut off, and written anew with the signing key and the MAC key of now.
        try sample.tamper("DELETE FROM entry WHERE sequence > 8")
        try sample.tamper("DELETE FROM checkpoint")
        let stolen = MACChain(
            size: 8, key: try #require(MACKeyFile(path: sample.keys + "/mac-key").read()).key)
        try FileManager.default.removeItem(atPath: sample.keys + "/mac-key")
        try MACKeyFile(path: sample.keys + "/mac-key").write(stolen)
        log = try sample.open()
        try await sample.fill(log, 20)
        try await sample.sign(log)
        let unseen = await #expect(throws: LogFault.self) { try await log.verify(sample.trust()) }
        #expect(unseen == LogFault(.mac, at: 9))
        let keys = try String(contentsOfFile: sample.keys + "/verifier-keys", encoding: .utf8)
        let fork = await #expect(throws: LogFault.self) {
            try await log.verify(Trust(keys: keys, seen: seen))
        }
        #expect(fork?.reason == .fork)
        log.close()
    }

    @Test func `is refused without the keys it began with`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        try await sample.fill(log, 3)
        log.close()
        let away = sample.folder.appending(path: "away").path
        try FileManager.default.moveItem(atPath: sample.keys, toPath: away)
        #expect(throws: AuditError.keysMissing(path: sample.keys)) { try sample.open() }
        try FileManager.default.moveItem(atPath: away, toPath: sample.keys)
        try Data("nonsense".utf8).write(to: URL(fileURLWithPath: sample.keys + "/signing-key"))
        #expect(throws: AuditError.keysUnusable(path: sample.keys + "/signing-key")) { try sample.open() }
    }

    @Test func `of a log of before the tree is not begun`() throws {
        let sample = SampleLog()
        try FileManager.default.createDirectory(at: sample.folder, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: sample.path)
        try queue.write { database in
            try database.execute(sql: "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, content BLOB)")
        }
        try queue.close()
        #expect(throws: AuditError.olderSchema(path: sample.path)) { try sample.open() }
    }
}

@Suite struct `An export that proves itself` {
    private func export(_ log: AuditLog, _ day: Range<Date>? = nil) async throws -> [Data] {
        let lines = Lines()
        try await log.exportLog(of: day) { lines.add($0) }
        return lines.all
    }

    @Test func `is verified without the log`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 300)
        let seen = try await sample.sign(log)
        let file = try await export(log)
        let report = try verify(file, sample.trust(seen: seen))
        #expect(report.size == 450 && report.areMACsChecked && report.isSeenChecked)
        #expect(throws: LogFault.self) { try verify(file.dropLast(), sample.trust()) }
        #expect(throws: LogFault.self) { try verify([], sample.trust()) }
    }

    @Test func `comes in days that follow each other`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        var days: [Range<Date>] = []
        for _ in 0..<3 {
            let start = sample.time
            try await sample.fill(log, 150)
            sample.advance(seconds: 86_400 - 150)
            days.append(start..<sample.time)
        }
        try await sample.sign(log)
        var files: [[Data]] = []
        for day in days { files.append(try await export(log, day)) }
        #expect(files.allSatisfy { $0.count > 100 })
        for file in files { #expect(try verify(file, sample.trust()).areMACsChecked) }
        #expect(try verify(files[2], sample.trust()).size == 675)
        #expect(try verify(files[1], sample.trust()).entryCount < 300)
        var mixed = files[1]
        mixed[0] = files[2][0]
        #expect(throws: LogFault.self) { try verify(mixed, sample.trust()) }
    }

    @Test func `goes on to the erasure of what is gone in it`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        let start = sample.time
        let exchanges = try await sample.fill(log, 20)
        sample.advance(seconds: 86_400)
        try await sample.fill(log, 20)
        sample.advance(seconds: 86_400)
        _ = try await log.erase(exchanges[1], by: "dpo", at: sample.time)
        try await sample.fill(log, 20)
        try await sample.sign(log)
        let file = try await export(log, start..<start.addingTimeInterval(86_400))
        let report = try verify(file, sample.trust())
        #expect(report.erasedCount == 1 && report.size > 60 && report.size < 90)
    }

    @Test func `proves single entries too`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        let exchanges = try await sample.fill(log, 600)
        try await sample.sign(log)
        for exchange in [exchanges[0], exchanges[299], exchanges[597]] {
            let proofs = try await log.proofs(of: exchange)
            #expect(!proofs.isEmpty)
            for proof in proofs {
                let read = try EntryProof(proof.text)
                #expect(try read.verify(sample.trust()).exchange == exchange)
                for altered in [
                    EntryProof(
                        entry: proof.entry + [0], index: proof.index, path: proof.path,
                        checkpoint: proof.checkpoint),
                    EntryProof(
                        entry: proof.entry, index: proof.index + 1, path: proof.path,
                        checkpoint: proof.checkpoint),
                    EntryProof(
                        entry: proof.entry, index: proof.index, path: [], checkpoint: proof.checkpoint),
                ] {
                    #expect(throws: LogFault.self) { try altered.verify(sample.trust()) }
                }
            }
        }
    }
}
