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
        let early = try await b.grow()
        let before = store.log(b.origin)
        try await b.grow()
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
        let seen = try await b.grow()
        _ = try await a.stepAndRecord(after: 60)
        let honest = store.log(b.origin)
        let note = try forge(b, [])
        let fault = PeerFault(origin: b.origin, kind: .fork, size: seen.checkpoint.size)
        let step = try await a.stepAndRecord(after: 60)
        #expect(step.peerFaults == [fault])
        #expect(step.peers.map(\.note) == [note, seen.note.text])
        #expect(try await a.stepAndRecord(after: 60).peers.isEmpty)
        #expect(try await a.log.verify(a.sample.trust()).peerFaults == [fault])
        store.change { $0.logs["school.example/b"] = honest }
        #expect(try await a.stepAndRecord(after: 60).peerFaults.isEmpty)
    }

    @Test func `say of another history what they said, also after a start and when it has grown`()
        async throws
    {
        let (a, b, store) = try pair()
        let seen = try await b.grow()
        _ = try await a.stepAndRecord(after: 60)
        let more = store.log(b.origin).entries[0]
        _ = try forge(b, [more])
        let fault = PeerFault(origin: b.origin, kind: .fork, size: seen.checkpoint.size)
        #expect(try await a.stepAndRecord(after: 60).peers.count == 2)
        for count in 2..<5 {
            try a.restart()
            for _ in 0..<2 {
                let step = try await a.stepAndRecord(after: 60)
                #expect(step.peerFaults == [fault])
                #expect(step.peers.isEmpty, "it was recorded before")
            }
            _ = try forge(b, Array(repeating: more, count: count))
        }
        let report = try await a.log.verify(a.sample.trust())
        #expect(report.peerFaults == [fault])
        #expect(
            report.peerRecords.map(\.checkpoint) == [seen.checkpoint],
            "the last word is of the history that was")
    }

    /// The copy with a node's own keys, and entries that were written anew.
    private func forge(_ node: CopiedNode, _ more: [CopyBatch.Entry]) throws -> String {
        node.copier.end()
        node.log.close()
        // Its keys do not sign where the log besides them is newer than they know.
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: node.sample.path + end)
        }
        let signer = try LogKeys(of: node.sample.path, origin: node.origin).signer
        var forged = node.store.log(node.origin)
        forged.entries = Array(forged.entries.reversed()) + more
        forged.nodes = []
        var tree = TreeFrontier()
        for entry in forged.entries { tree.append(try #require(TreeHash(entry.digest))) }
        let note = try signer.sign(tree, at: node.sample.time).note.text
        forged.checkpoints = [tree.size: CopyBatch.Signed(size: tree.size, recorded: 0, note: note)]
        let (origin, done) = (node.origin, forged)
        node.store.change { $0.logs[origin] = done }
        return note
    }

    @Test func `notice that a peer's copy is gone, at the second look, and after a start`() async throws {
        let (a, b, store) = try pair()
        let size = try await b.grow().checkpoint.size
        _ = try await a.stepAndRecord(after: 60)
        let fault = PeerFault(origin: b.origin, kind: .missing, size: size)
        let whole = store.log(b.origin)
        for lost in [nil, CopyStore.Log(verifierKeys: whole.verifierKeys)] {
            store.change { $0.logs["school.example/b"] = lost }
            #expect(try await a.stepAndRecord(after: 60).peerFaults.isEmpty)
            #expect(try await a.stepAndRecord(after: 60).peerFaults == [fault])
            try a.restart()
            #expect(try await a.stepAndRecord(after: 60).peerFaults.isEmpty)
            #expect(try await a.stepAndRecord(after: 60).peerFaults == [fault])
            store.change { $0.logs["school.example/b"] = whole }
            #expect(try await a.stepAndRecord(after: 60).peerFaults.isEmpty)
        }
    }

    @Test func `notice that a peer's copy lost entries and kept its checkpoint`() async throws {
        let (a, b, store) = try pair()
        let size = try await b.grow().checkpoint.size
        _ = try await a.stepAndRecord(after: 60)
        store.change { _ = $0.logs["school.example/b"]?.entries.removeLast() }
        #expect(try await a.stepAndRecord(after: 60).peerFaults.isEmpty)
        let fault = PeerFault(origin: b.origin, kind: .rolledBack, size: size)
        #expect(try await a.stepAndRecord(after: 60).peerFaults == [fault])
    }

    @Test func `record what they saw of a peer whose copy then became shorter`() async throws {
        let (a, b, store) = try pair()
        try await b.grow()
        _ = try await a.stepAndRecord(after: 60)
        let early = store.log(b.origin)
        let later = try await b.grow()
        #expect(try await a.stepAndRecord(after: 60).peers.isEmpty, "recorded too soon")
        store.change { $0.logs["school.example/b"] = early }
        _ = try await a.stepAndRecord(after: 60)
        let step = try await a.stepAndRecord(after: 60)
        #expect(step.peers.map(\.note) == [later.note.text])
        #expect(try await a.stepAndRecord(after: 60).peers.isEmpty)
        try a.restart()
        _ = try await a.stepAndRecord(after: 60)
        #expect(try await a.stepAndRecord(after: 60).peerFaults == step.peerFaults)
    }

    @Test func `keep what was ruled of one peer when the look at the next one fails`() async throws {
        let (a, b, store) = try pair()
        let c = try CopiedNode(store, origin: "school.example/c")
        for node in [b, c] {
            try await node.sample.fill(node.log, 8)
            _ = try await node.log.checkpoint()
            node.step()
        }
        store.change { $0.unreadable = ["school.example/c"] }
        let broken = try await a.stepAndRecord(after: 60)
        #expect(broken.state == .away(.databaseAway))
        #expect(broken.peers.map(\.origin) == [b.origin])
        store.change { $0.unreadable = [] }
        let step = try await a.stepAndRecord(after: 60)
        #expect(step.state == .following)
        #expect(step.peers.map(\.origin) == [c.origin])
    }

    @Test func `serve on where a peer's copy lacks entries that it signed`() async throws {
        let (a, b, store) = try pair()
        try await b.grow()
        store.change { _ = $0.logs["school.example/b"]?.entries.removeLast() }
        let step = try await a.stepAndRecord(after: 60)
        #expect(step.state == .following)
        #expect(step.peerFaults.map(\.kind) == [.fork])
    }

    @Test func `believe no checkpoint that its node did not sign`() async throws {
        let (a, b, store) = try pair()
        try await b.grow()
        let other = try CheckpointSigner(origin: b.origin)
        let keys = other.verifierKeys.map { "\($0)\n" }.joined()
        store.change { $0.logs["school.example/b"]?.verifierKeys = keys }
        let step = try await a.stepAndRecord(after: 60)
        #expect(step.peerFaults.map(\.kind) == [.signature])
        #expect(step.peers.isEmpty)
    }
}
