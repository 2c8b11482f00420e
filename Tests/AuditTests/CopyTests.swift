import Foundation
import Synchronization
import Testing

@testable import Audit

@Suite struct `The copy of a log` {
    @Test func `has all of it, in any number of pieces`() async throws {
        for count in [0, 1, 3, 130, 700] {
            let node = try CopiedNode(CopyStore())
            try await node.sample.fill(node.log, count)
            try await node.sample.sign(node.log)
            #expect(node.step().state == .following)
            try await node.sample.fill(node.log, count / 2)
            try await node.sample.sign(node.log)
            #expect(node.step().state == .following)
            try await node.expectCopied()
        }
    }

    @Test func `is written once where a commit was not heard of`() async throws {
        let node = try CopiedNode(CopyStore())
        try await node.sample.fill(node.log, 20)
        #expect(node.step().state == .following)
        try await node.sample.fill(node.log, 20)
        try await node.sample.sign(node.log)
        node.store.change { $0.breaksAfter = 0 }
        #expect(node.step().state == .away(.databaseAway))
        node.store.change { $0.breaksAfter = nil }
        #expect(node.step(after: 1).state == .following)
        try await node.expectCopied()
    }

    @Test func `catches up after the database was away, which is asked less and less often`() async throws {
        let node = try CopiedNode(CopyStore())
        node.store.change { $0.isAway = true }
        var delays: [Duration] = []
        for _ in 0..<8 {
            let step = node.step()
            #expect(step.state == .away(.databaseAway))
            delays.append(step.delay)
            let count = node.store.state.withLock(\.connectionCount)
            try await node.sample.fill(node.log, 2)
            #expect(node.step().state == .away(.databaseAway))
            #expect(node.store.state.withLock(\.connectionCount) == count, "asked again at once")
            node.now += step.delay
        }
        #expect(delays == [0.5, 1, 2, 4, 8, 15, 15, 15].map { .seconds($0) })
        node.store.change { $0.isAway = false }
        #expect(node.step().state == .following)
        try await node.sample.sign(node.log)
        #expect(node.step().state == .following)
        try await node.expectCopied()
    }

    @Test func `loses what is erased, and never has a gap without its erasure`() async throws {
        let node = try CopiedNode(CopyStore())
        let exchanges = try await node.sample.fill(node.log, 8)
        node.step()
        #expect(node.store.log(node.origin).kept.count == 4)
        _ = try await node.log.erase(exchanges[1], by: "dpo", at: node.sample.time)
        node.step()
        try await node.expectCopied()
        #expect(node.store.log(node.origin).kept.count == 2)
        #expect(node.store.log(node.origin).entries.contains { $0.content == nil })
    }

    @Test func `comes in pieces where the log is old, and no reader meets a gap before its erasure`()
        async throws
    {
        let node = try CopiedNode(CopyStore(), entryCountMax: 1_000)
        let exchanges = try await node.sample.fill(node.log, 8)
        try await node.sample.sign(node.log)
        try await node.sample.fill(node.log, 1_400)
        try await node.sample.sign(node.log)
        let last = try await node.log.erase(exchanges[6], by: "dpo", at: node.sample.time).map(\.number).max()
        try await node.sample.sign(node.log)
        #expect(try await node.log.verify(node.sample.trust()).erasedCount > 0)
        var sizes: [Int] = []
        for count in 1... {
            // The database goes away after each piece; the gateway starts again after each.
            node.store.change { $0.transactionCountMax = count }
            try node.restart()
            let step = node.step(after: 60)
            let (copy, leftOutCount) = try node.readCopy()
            defer { copy.close() }
            let report = try await copy.verify(node.sample.trust())
            let size = node.store.log(node.origin).entries.count
            #expect(report.size + leftOutCount == Int64(size))
            sizes.append(size)
            if step.state == .following { break }
            #expect(step.state == .away(.databaseAway))
            let isWhole = try Int64(size) >= #require(last)
            #expect((leftOutCount > 0) == !isWhole, "\(size)")
            #expect(node.store.log(node.origin).checkpoints.isEmpty == !isWhole)
        }
        #expect(sizes.count > 2 && sizes == sizes.sorted(), "\(sizes)")
        try await node.expectCopied()
    }

    @Test func `has a gap without its erasure for readers too, where a checkpoint covers it`() async throws {
        let node = try CopiedNode(CopyStore())
        try await node.sample.fill(node.log, 8)
        try await node.sample.sign(node.log)
        node.step()
        node.store.change { state in
            guard let entry = state.logs["school.example/1"]?.entries[3] else { return }
            state.logs["school.example/1"]?.entries[3] = CopyBatch.Entry(
                sequence: entry.sequence, exchange: entry.exchange, kind: entry.kind,
                recorded: entry.recorded, content: nil, digest: entry.digest, mac: entry.mac)
        }
        let (copy, leftOutCount) = try node.readCopy()
        defer { copy.close() }
        #expect(leftOutCount == 0)
        await #expect(throws: LogFault(.erasure, at: 4)) { try await copy.verify(node.sample.trust()) }
    }

    @Test func `gets more checkpoints than one transaction takes`() async throws {
        let node = try CopiedNode(CopyStore())
        try await node.sample.fill(node.log, 800)
        // Not signed, which would take a minute: nobody asks here what they say.
        try node.sample.tamper(
            """
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1100)
            INSERT OR IGNORE INTO checkpoint (size, recorded, note) SELECT n, n, 'note ' || n FROM number
            """)
        #expect(node.step().state == .following)
        let copied = node.store.log(node.origin).checkpoints
        #expect(Set(1...1_100).isSubset(of: copied.keys))
        let count = node.store.state.withLock(\.transactionSizes.count)
        #expect(node.step().state == .following)
        #expect(node.store.state.withLock(\.transactionSizes.count) == count, "it was copied again")
    }

    @Test func `gets a checkpoint again that was signed again or by a witness`() async throws {
        let node = try CopiedNode(CopyStore())
        try await node.sample.fill(node.log, 4)
        let first = try await node.log.checkpoint()
        node.step()
        node.sample.advance(seconds: 90)
        try await node.sample.sign(node.log)
        let key = try #require(WitnessKey(name: "dpo"))
        let line = try key.line(for: first.checkpoint, at: node.sample.time).text
        _ = try await node.log.cosign(first.checkpoint.size, line)
        try await node.sample.fill(node.log, 4)
        try await node.sample.sign(node.log)
        node.step()
        let copied = try #require(node.store.log(node.origin).checkpoints[first.checkpoint.size])
        #expect(copied.note.contains(" dpo "))
        try await node.expectCopied()
    }

    @Test func `is left alone where the log is an older copy or another one`() async throws {
        let store = CopyStore()
        let node = try CopiedNode(store)
        try await node.sample.fill(node.log, 8)
        node.step()
        let whole = store.log(node.origin)
        // Longer than the log.
        store.change { $0.logs["school.example/1"]?.entries.append(whole.entries[0]) }
        try node.restart()
        #expect(node.step().state == .refused(.copyLonger(origin: node.origin)))
        // As long, with another entry in it.
        store.change { $0.logs["school.example/1"]?.entries = whole.entries.dropLast() + [whole.entries[0]] }
        try node.restart()
        #expect(node.step().state == .refused(.copyDiffers(origin: node.origin)))
        store.change { $0.logs["school.example/1"] = whole }
        #expect(
            node.step(after: 60).state == .refused(.copyDiffers(origin: node.origin)), "it healed by itself")
        try node.restart()
        #expect(node.step().state == .following)
        // Another log of that name: other keys.
        node.copier.end()
        let other = try CopiedNode(store)
        #expect(other.step().state == .refused(.copyDiffers(origin: node.origin)))
    }

    @Test func `is copied again, and not in silence, where the database lost entries`() async throws {
        let node = try CopiedNode(CopyStore())
        try await node.sample.fill(node.log, 8)
        try await node.sample.sign(node.log)
        node.step()
        let early = node.store.log(node.origin)
        try await node.sample.fill(node.log, 8)
        node.step()
        node.store.change { $0.logs["school.example/1"] = early }
        try await node.sample.fill(node.log, 1)
        try await node.sample.sign(node.log)
        let lost = CopyState.away(.copyShorter(origin: node.origin))
        #expect(node.step().state == lost)
        #expect(node.step(after: 1).state == lost)
        #expect(node.step(after: 2).state == .following)
        try await node.expectCopied()
    }

    @Test(arguments: [Int64(1) << 40, .max, -1])
    func `is copied on beside a checkpoint of entries that nobody has`(size: Int64) async throws {
        let node = try CopiedNode(CopyStore())
        try await node.sample.fill(node.log, 8)
        try await node.sample.sign(node.log)
        node.step()
        node.store.change {
            $0.logs["school.example/1"]?.checkpoints[size] = .init(size: size, recorded: 0, note: "")
        }
        try node.restart()
        try await node.sample.fill(node.log, 8)
        try await node.sample.sign(node.log)
        #expect(node.step().state == .following)
        #expect(try node.store.log(node.origin).entries.count == Int(Outbox(path: node.sample.path).size()))
    }

    @Test func `belongs to one gateway at a time`() async throws {
        let store = CopyStore()
        let node = try CopiedNode(store)
        node.step()
        let other = try CopiedNode(store)
        #expect(other.step().state == .away(.originInUse(origin: node.origin)))
        node.copier.end()
        #expect(other.step(after: 60).state == .refused(.copyDiffers(origin: node.origin)))
    }
}

@Suite struct `The backlog` {
    @Test func `refuses requests when it is full, and takes them again`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        let told = Lines()
        log.backlog.limit(
            to: 4, copiedSize: 0, onWrite: {},
            onChange: { isFull, count in told.add(Data("\(isFull) \(count)\n".utf8)) })
        try await sample.fill(log, 2)
        let exchange = ExchangeRef()
        try await log.intend(sampleEvidence(exchange))
        await #expect(throws: AuditError.backlogFull(count: 4)) { try await log.intend(sampleEvidence()) }
        await #expect(throws: AuditError.backlogFull(count: 4)) {
            try await log.block(sampleEvidence(ExchangeRef(), .block))
        }
        // What was sent has its end recorded, and the DPO can decide.
        try await log.conclude(exchange, with: .hungUp)
        _ = try await log.hold(nil, by: "dpo", because: "x")
        log.backlog.copied(5)
        try await log.intend(sampleEvidence())
        #expect(told.all.map { String(decoding: $0, as: UTF8.self) } == ["true 4", "false 1"])
        log.backlog.fail(.copyLonger(origin: "a"))
        await #expect(throws: AuditError.copyLonger(origin: "a")) { try await log.intend(sampleEvidence()) }
    }

    @Test func `is known after a start while the database is away`() async throws {
        let sample = SampleLog()
        var log = try sample.open()
        defer { log.close() }
        let store = CopyStore()
        func service(_ log: AuditLog) throws -> CopyService {
            try CopyService(
                log, path: sample.path, backlogMax: 10,
                connect: { () throws(AuditError) in try store.connect() }, report: { _ in })
        }
        var copying = try service(log)
        try await copying.begin()
        try await sample.fill(log, 8)
        await copying.end()
        log.close()
        store.change { $0.isAway = true }
        log = try sample.open()
        copying = try service(log)
        try await copying.begin()
        #expect(log.backlog.count == 0)
        try await log.intend(sampleEvidence())
        await copying.end()
    }
}

@Suite struct `The address of a database` {
    @Test(arguments: [
        ("postgresql://gateway@db.example/evidence?sslmode=verify-full", nil),
        ("postgres://db.example:5433/evidence", nil),
        ("postgresql:///evidence?host=/run/postgresql", nil),
        ("postgresql://gateway:secret@db.example/evidence", AuditError.databasePasswordShown),
        ("postgresql://db.example/evidence?PASSWORD=secret", .databasePasswordShown),
        ("mysql://db.example/evidence", .databaseAddressUnusable),
        ("host=db.example", .databaseAddressUnusable),
        ("", .databaseAddressUnusable),
        ("env:ADDRESS", nil),
        ("env:MISSING", .databaseAddressUnusable),
        ("credential:missing", .databaseAddressUnusable),
    ])
    func `is read, and a password in it only where others do not read it`(
        _ text: String, _ error: AuditError?
    ) {
        let environment = ["ADDRESS": "postgresql://gateway:secret@db.example/evidence\n"]
        let result = Result { () throws(AuditError) in try DatabaseAddress(text, environment: environment) }
        switch result {
        case .success: #expect(error == nil)
        case .failure(let found): #expect(found == error)
        }
    }
}

@Suite struct `Binary rows` {
    @Test func `have the form of PostgreSQL's documentation`() {
        var rows = BinaryRows()
        rows.add([.number(-2), nil, .text("é"), .bytes(Data([0, 10]))])
        #expect(
            rows.finished()
                == Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
                + [0, 4, 0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 254, 255, 255, 255, 255]
                + [0, 0, 0, 2, 0xC3, 0xA9, 0, 0, 0, 2, 0, 10, 255, 255])
    }
}
