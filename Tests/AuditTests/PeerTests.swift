import Foundation
import Testing

@testable import Audit

@Suite struct `Nodes` {
    /// Two that write to the same database.
    private func pair() throws -> (CopiedNode, CopiedNode, CopyStore) {
        let store = CopyStore()
        return (
            try CopiedNode(store, origin: "school.example/a"),
            try CopiedNode(store, origin: "school.example/b"), store
        )
    }

    @Test func `record each other's checkpoints, and do not go on for ever when nothing happens`()
        async throws
    {
        let (a, b, _) = try pair()
        try await a.sample.fill(a.log, 4)
        try await b.sample.fill(b.log, 4)
        var counts: [Int] = []
        for _ in 0..<40 {
            let steps = [try await a.stepAndRecord(after: 700), try await b.stepAndRecord(after: 700)]
            counts.append(steps.reduce(0) { $0 + $1.peers.count })
            #expect(steps.allSatisfy { $0.state == .following && $0.peerFaults.isEmpty })
        }
        #expect(counts.prefix(4).reduce(0, +) >= 2)
        #expect(counts.suffix(30).allSatisfy { $0 == 0 }, "\(counts)")
        try await a.sample.fill(a.log, 1)
        _ = try await a.stepAndRecord(after: 700)
        a.step()
        #expect(try await b.stepAndRecord(after: 700).peers.map(\.origin) == ["school.example/a"])
        try await b.sample.fill(b.log, 1)
        let report = try await b.log.verify(b.sample.trust())
        #expect(report.peerFaults.isEmpty)
        #expect(report.peerRecords.map(\.checkpoint.origin) == ["school.example/a"])
        #expect(try await a.log.contradicted(report.peerRecords).isEmpty)
        let later = PeerRecord(
            sequence: 1, checkpoint: Checkpoint(origin: "school.example/a", size: 4, root: .empty))
        #expect(try await a.log.contradicted([later]) == [later])
    }

    @Test func `notice that a peer's log became shorter, at the second look`() async throws {
        let (a, b, store) = try pair()
        try await b.sample.fill(b.log, 8)
        let early = try await b.log.checkpoint()
        b.step()
        let before = store.log(b.origin)
        try await b.sample.fill(b.log, 8)
        _ = try await b.log.checkpoint()
        b.step()
        _ = try await a.stepAndRecord(after: 60)
        store.change { $0.logs["school.example/b"] = before }
        #expect(try await a.stepAndRecord(after: 60).peerFaults.isEmpty)
        let size = try await b.log.newestCheckpoint().checkpoint.size
        let fault = PeerFault(origin: b.origin, kind: .rolledBack, size: size)
        #expect(try await a.stepAndRecord(after: 60).peerFaults == [fault])
        #expect(try await a.stepAndRecord(after: 60).peerFaults == [fault])
        // Also after a start: it knows from its own log.
        try a.restart()
        _ = a.step(after: 60)
        #expect(a.step(after: 60).peerFaults == [fault])
        #expect(early.checkpoint.size < size)
    }

    @Test func `notice that a peer's log is another one, and keep what it signed`() async throws {
        let (a, b, store) = try pair()
        try await b.sample.fill(b.log, 8)
        _ = try await b.log.checkpoint()
        b.step()
        let size = try await b.log.newestCheckpoint().checkpoint.size
        _ = try await a.stepAndRecord(after: 60)
        // The same keys, and entries that were written anew.
        let path = b.sample.path
        b.copier.end()
        b.log.close()
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        let signer = try LogKeys(of: path, origin: b.origin).signer
        var forged = store.log(b.origin)
        forged.entries = Array(forged.entries.reversed())
        forged.nodes = []
        var tree = TreeFrontier()
        for entry in forged.entries { tree.append(try #require(TreeHash(entry.digest))) }
        let note = try signer.sign(tree, at: b.sample.time).note.text
        forged.checkpoints = [tree.size: CopyBatch.Signed(size: tree.size, recorded: 0, note: note)]
        let done = forged
        store.change { $0.logs["school.example/b"] = done }
        let step = try await a.stepAndRecord(after: 60)
        #expect(step.peerFaults == [PeerFault(origin: b.origin, kind: .fork, size: size)])
        #expect(step.peers.map(\.note) == [note])
        #expect(try await a.stepAndRecord(after: 60).peers.isEmpty)
        let report = try await a.log.verify(a.sample.trust())
        #expect(report.peerFaults == [PeerFault(origin: b.origin, kind: .fork, size: size)])
    }

    @Test func `serve on where a peer's copy lacks entries that it signed`() async throws {
        let (a, b, store) = try pair()
        try await b.sample.fill(b.log, 8)
        _ = try await b.log.checkpoint()
        b.step()
        store.change { _ = $0.logs["school.example/b"]?.entries.removeLast() }
        let step = try await a.stepAndRecord(after: 60)
        #expect(step.state == .following)
        #expect(step.peerFaults.map(\.kind) == [.fork])
    }

    @Test func `believe no checkpoint that its node did not sign`() async throws {
        let (a, b, store) = try pair()
        try await b.sample.fill(b.log, 8)
        _ = try await b.log.checkpoint()
        b.step()
        let other = try CheckpointSigner(origin: b.origin)
        let keys = other.verifierKeys.map { "\($0)\n" }.joined()
        store.change { $0.logs["school.example/b"]?.verifierKeys = keys }
        let step = try await a.stepAndRecord(after: 60)
        #expect(step.peerFaults.map(\.kind) == [.signature])
        #expect(step.peers.isEmpty)
    }
}
