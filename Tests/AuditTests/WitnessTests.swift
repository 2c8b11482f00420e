import Foundation
import GRDB
import Testing

@testable import Audit

@Suite struct `A witness` {
    @Test func `keeps what it saw, cosigns it, and the log keeps the signature`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 10)
        let first = try await log.checkpoint()
        let state = sample.folder.appending(path: "seen").path
        let keyPath = sample.folder.appending(path: "witness-key").path
        let key = try Witness.key(at: keyPath, named: "dpo.example")
        #expect(try Witness.key(at: keyPath, named: "another").verifierKey == key.verifierKey)
        let witness = Witness(statePath: state, key: key)
        #expect(try witness.seen() == nil)
        let line = try #require(try witness.accept(first, at: sample.time))
        #expect(try witness.seen() == first.note.text)
        guard case .entry(let number) = await log.answer(.cosign(size: first.checkpoint.size, line: line))
        else {
            Issue.record("not cosigned")
            return
        }
        #expect(number == first.checkpoint.size + 1)
        let keys = try String(contentsOfFile: sample.keys + "/verifier-keys", encoding: .utf8)
        let trust = try Trust(keys: keys + "\(key.verifierKey)\n", seen: witness.seen())
        #expect(try await log.verify(trust).isSeenChecked)
        // A later checkpoint is taken, an older one never again.
        try await sample.fill(log, 2)
        let later = try await log.checkpoint()
        _ = try witness.accept(later, at: sample.time)
        #expect(throws: AuditError.rolledBack(path: state)) { try witness.accept(first, at: sample.time) }
        // Whoever writes another witness's line into the log is found.
        try sample.tamperWitness(line, size: first.checkpoint.size)
        let fault = await #expect(throws: LogFault.self) { try await log.verify(trust) }
        #expect(fault?.reason == .signature)
    }

    @Test func `is refused lines that are none, or the log's own`() async throws {
        let sample = SampleLog()
        let log = try sample.open()
        defer { log.close() }
        try await sample.fill(log, 1)
        let signed = try await log.checkpoint()
        for line in ["", "nonsense", "\u{2014} x AAAA", signed.note.lines[0].text] {
            let reply = await log.answer(.cosign(size: signed.checkpoint.size, line: line))
            guard case .refused("audit_request_unusable", _, _) = reply else {
                Issue.record("taken")
                continue
            }
        }
    }
}

extension SampleLog {
    /// Changes a bit of a witness's signature in the log.
    func tamperWitness(_ line: String, size: Int64) throws {
        let parts = line.split(separator: " ")
        var bytes = Data(base64Encoded: String(parts[2].dropLast())) ?? Data()
        bytes[bytes.count - 1] ^= 1
        let altered = "\(parts[0]) \(parts[1]) \(bytes.base64EncodedString())\n"
        try tamper(
            "UPDATE checkpoint SET note = replace(note, ?, ?) WHERE size = ?", [line, altered, size])
    }
}
