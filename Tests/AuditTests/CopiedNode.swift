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

    var origin: String { log.origin ?? "" }

    init(_ store: CopyStore, origin: String = "school.example/1") throws {
        self.store = store
        log = try sample.open(origin: origin)
        copier = try Self.copier(sample, origin, store)
    }

    deinit {
        copier.end()
        log.close()
    }

    static func copier(_ sample: SampleLog, _ origin: String, _ store: CopyStore) throws -> LogCopier {
        try LogCopier(
            origin: origin,
            verifierKeys: String(contentsOfFile: sample.keys + "/verifier-keys", encoding: .utf8),
            outbox: Outbox(path: sample.path), copiedSize: 0,
            connect: { () throws(AuditError) in try store.connect() })
    }

    /// The machine anew, as after a start of the process.
    func restart() throws {
        copier.end()
        copier = try Self.copier(sample, origin, store)
    }

    @discardableResult
    func step(after seconds: Double = 0) -> LogCopier.Step {
        now += .seconds(seconds)
        return copier.step(at: now) { _ in }
    }

    /// A step whose records of peers are written, as the service does.
    func stepAndRecord(after seconds: Double) async throws -> LogCopier.Step {
        let step = step(after: seconds)
        for peer in step.peers { try await log.append(.peer(origin: peer.origin, note: peer.note)) }
        _ = try await log.checkpoint()
        return step
    }

    /// Whether the copy is the log, byte for byte, and verifies by itself.
    func expectCopied(_ location: SourceLocation = #_sourceLocation) async throws {
        let path = sample.folder.appending(path: "copy-\(UUID().uuidString).sqlite").path
        try CopyReader(MemoryCopy(store)).fetch(origin, to: path)
        let copy = try AuditLog(readingFrom: path)
        defer { copy.close() }
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
