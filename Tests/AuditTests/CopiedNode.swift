import Foundation
import Testing

@testable import Audit

/// A log, the copier at its heels, and a clock that tests set.
final class CopiedNode {
    let sample = SampleLog()
    let log: AuditLog
    let store: CopyStore
    var copier: LogCopier
    var now = Duration.zero
    private let entryCountMax: Int64

    var origin: String { log.origin ?? "" }

    init(_ store: CopyStore, origin: String = "school.example/1", entryCountMax: Int64 = 10_000) throws {
        self.store = store
        self.entryCountMax = entryCountMax
        log = try sample.open(origin: origin)
        copier = try Self.copier(sample, origin, store, entryCountMax)
    }

    deinit {
        copier.end()
        log.close()
    }

    private static func copier(
        _ sample: SampleLog, _ origin: String, _ store: CopyStore, _ entryCountMax: Int64
    ) throws -> LogCopier {
        try LogCopier(
            origin: origin,
            verifierKeys: String(contentsOfFile: sample.keys + "/verifier-keys", encoding: .utf8),
            outbox: Outbox(path: sample.path), copiedSize: 0, entryCountMax: entryCountMax,
            connect: { () throws(AuditError) in try store.connect() })
    }

    /// The machine anew, as after a start of the process.
    func restart() throws {
        copier.end()
        copier = try Self.copier(sample, origin, store, entryCountMax)
    }

    @discardableResult
    func step(after seconds: Double = 0) -> LogCopier.Step {
        now += .seconds(seconds)
        return copier.step(at: now) { _ in }
    }

    /// Adds exchanges to the log, signs it and copies it.
    @discardableResult
    func grow() async throws -> SignedCheckpoint {
        try await sample.fill(log, 8)
        let signed = try await log.checkpoint()
        step()
        return signed
    }

    /// A step whose records of peers are written, as the service does.
    func stepAndRecord(after seconds: Double) async throws -> LogCopier.Step {
        let step = step(after: seconds)
        for peer in step.peers { try await log.append(.peer(origin: peer.origin, note: peer.note)) }
        _ = try await log.checkpoint()
        return step
    }

    /// The copy as readers get it, and how many entries they do not get.
    func readCopy() throws -> (copy: AuditLog, leftOutCount: Int64) {
        let path = sample.folder.appending(path: "copy-\(UUID().uuidString).sqlite").path
        let count = try CopyReader(MemoryCopy(store)).fetch(origin, to: path)
        return (try AuditLog(readingFrom: path), count)
    }

    /// Whether the copy is the log, byte for byte, and verifies by itself.
    func expectCopied(_ location: SourceLocation = #_sourceLocation) async throws {
        let (copy, leftOutCount) = try readCopy()
        defer { copy.close() }
        #expect(leftOutCount == 0, sourceLocation: location)
        let (own, copied) = (try await log.verify(sample.trust()), try await copy.verify(sample.trust()))
        #expect(own == copied, sourceLocation: location)
        #expect(try await lines(of: log) == lines(of: copy), sourceLocation: location)
    }

    private func lines(of log: AuditLog) async throws -> [Data] {
        let lines = Lines()
        try await log.exportLog { lines.add($0) }
        return lines.all
    }
}
