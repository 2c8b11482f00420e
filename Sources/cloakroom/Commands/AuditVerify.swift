import ArgumentParser
import Audit
import Foundation
import Rules

/// `cloakroom audit verify`: whether the evidence is as it was written.
struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that nothing was altered or removed.",
        discussion: """
            Without --export or --proof it checks the whole log. Ends with 0 when all is as it was written, with 1 when \
            something was altered, and with 2 when that cannot be told.
            """
    )

    @Option(help: "An export, as `audit export --format log` wrote it.")
    var export: String?

    @Option(help: "One entry's proof, as `audit proof` wrote it.")
    var proof: String?

    @Option(help: "Whose signatures you believe: the file from `audit handover`.")
    var key: String?

    @Option(help: "The first key of the MACs: the file from `audit handover`.")
    var macKey: String?

    @Option(help: "The checkpoint that you saw last; it must still be part of the log.")
    var seen: String?

    @Flag(
        help: "Checks many: JSON on standard input, a line for each, as the documentation of the format says."
    )
    var batch = false

    @Flag(
        help:
            "Checks every copy in the database, and what the logs say of each other. --key has the keys of all."
    )
    var all = false

    @OptionGroup var copies: DatabaseOptions

    @OptionGroup var settings: SettingsOptions

    func validate() throws {
        guard !all || copies.origin == nil && macKey == nil && seen == nil else {
            throw ValidationError("Give --origin, --mac-key and --seen without --all.")
        }
        guard all || copies.origin != nil || copies.database == nil else {
            throw ValidationError("Give --origin or --all.")
        }
        guard export == nil || proof == nil else { throw ValidationError("Give --export or --proof.") }
        guard key != nil || export == nil && proof == nil || batch else {
            throw ValidationError("Give --key with the file from `cloakroom audit handover`.")
        }
    }

    mutating func run() async throws {
        if batch { throw try VerifyBatch(job).run() }
        if export != nil || proof != nil {
            let verdict = VerifyJob.verdict(on: job)
            print(verdict.sentence)
            if verdict.reason != nil { throw ExitCode(verdict.isUnusable ? 2 : 1) }
            return
        }
        do {
            let configuration = try settings.load()
            if all || copies.origin != nil {
                try await verifyCopies(configuration)
            } else {
                try await verifyLog(configuration)
            }
        } catch let error as AuditError {
            tell("error: \(error.problem)\nhint: \(error.hint)")
            throw ExitCode(2)
        }
    }

    private var job: VerifyJob {
        VerifyJob(id: nil, export: export, proof: proof, key: key, mac_key: macKey, seen: seen)
    }

    private func verifyLog(_ configuration: Configuration) async throws {
        let path = configuration[.audit] ?? "var/audit.sqlite"
        do {
            let own = AuditLog.keyFiles(besides: path)
            let trust = try VerifyJob.trust(
                key: key ?? own.verifierKeys, macKey: macKey ?? own.firstMACKeyIfThere, seen: seen)
            let log = try AuditLog(readingFrom: path)
            defer { log.close() }
            let report = try await log.verify(trust)
            print((report.sentences + report.peerFaults.map(\.problem)).joined(separator: "\n"))
            if key == nil {
                tell(
                    """
                    note: these are the keys that lie besides the log. Whoever can write there could have written a whole new \
                    log: check with the keys that `cloakroom audit handover` gave the DPO.
                    """)
            }
            if !report.peerFaults.isEmpty { throw ExitCode(1) }
        } catch let fault as LogFault {
            print("\(fault.problem) (\(fault.reason.rawValue))")
            throw ExitCode(1)
        }
    }
}

extension LogReport {
    /// What was looked at, in words.
    var sentences: [String] {
        var sentences = [
            "\(entryCount) entries are as they were written; \(signedSize) of \(size) are signed."
        ]
        if erasedCount > 0 {
            sentences.append("Of \(erasedCount) what they said was erased, and an erasure says so.")
        }
        if keptCount > 0 { sentences.append("\(keptCount) things kept besides them are as they were.") }
        if let first, let last {
            sentences.append("They are from \(first.ISO8601Format()) to \(last.ISO8601Format()).")
        }
        if let interruptedCount, interruptedCount > 0 {
            sentences.append("\(interruptedCount) requests have no outcome: running, or interrupted.")
        }
        if isSeenChecked { sentences.append("The log begins with what you saw before.") }
        if !areMACsChecked { sentences.append("The MACs were not checked: that needs the first key.") }
        return sentences
    }
}

/// Something to verify without the log.
struct VerifyJob: Codable {
    struct Verdict {
        let sentence: String
        /// Nil when it is good.
        let reason: String?
        let isUnusable: Bool
    }

    var id: JSONLines.Identifier?
    var export, proof, key, mac_key, seen: String?

    /// Reads what the files hold; `keys` is used where `key` names none.
    static func trust(
        key: String?, macKey: String?, seen: String?, keys: String? = nil
    ) throws -> Trust {
        func text(_ path: String?, _ what: String) throws(AuditError) -> String? {
            guard let path else { return nil }
            guard let bytes = FileManager.default.contents(atPath: path),
                let text = String(validating: bytes, as: UTF8.self)
            else { throw .trustUnusable(what: what) }
            return text
        }
        return try Trust(
            keys: text(key, "key") ?? keys ?? "", macKey: text(macKey, "MAC key"),
            seen: text(seen, "checkpoint"))
    }

    static func verdict(on job: VerifyJob) -> Verdict {
        do {
            let trust = try trust(key: job.key, macKey: job.mac_key, seen: job.seen)
            if let proof = job.proof {
                guard let bytes = FileManager.default.contents(atPath: proof) else {
                    return unreadable(proof)
                }
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw LogFault(.malformed, at: 0)
                }
                let entry = try EntryProof(text).verify(trust)
                return Verdict(
                    sentence: "Entry \(entry.sequence) (\(entry.content.kind)) stands in the log.",
                    reason: nil,
                    isUnusable: false)
            }
            guard let export = job.export, let file = FileHandle(forReadingAtPath: export) else {
                return unreadable(job.export ?? "")
            }
            defer { try? file.close() }
            var verification = ExportVerification(trust)
            for line in FileLines(file) { try verification.take(line) }
            let report = try verification.finish()
            return Verdict(
                sentence: report.sentences.joined(separator: "\n"), reason: nil, isUnusable: false)
        } catch let fault as LogFault {
            return Verdict(
                sentence: "\(fault.problem) (\(fault.reason.rawValue))", reason: fault.reason.rawValue,
                isUnusable: false)
        } catch let error as AuditError {
            let isKey = error == .trustUnusable(what: "key") || error == .trustUnusable(what: "MAC key")
            return Verdict(
                sentence: "\(error.problem) \(error.hint)", reason: isKey ? "key" : "malformed",
                isUnusable: isKey)
        } catch {
            return unreadable(job.export ?? "")
        }
    }

    private static func unreadable(_ path: String) -> Verdict {
        Verdict(sentence: "\(path) cannot be read.", reason: "unreadable", isUnusable: true)
    }
}

/// Verifies what standard input names.
private struct VerifyBatch {
    private struct Answer: Encodable {
        let id: JSONLines.Identifier?
        let ok: Bool
        let reason: String?

        enum CodingKeys: CodingKey { case id, ok, reason }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(ok, forKey: .ok)
            try container.encode(reason, forKey: .reason)
        }
    }

    private let preset: VerifyJob

    init(_ preset: VerifyJob) { self.preset = preset }

    /// - Returns: How to end: with the worst that was found.
    func run() throws -> ExitCode {
        var worst: Int32 = 0
        let encoder = JSONEncoder()
        while let line = readLine() {
            guard var job = try? JSONDecoder().decode(VerifyJob.self, from: Data(line.utf8)) else {
                throw fail(
                    "A line of standard input is no job.", hint: "See docs/evidence-format.md.", Exit.badInput
                )
            }
            job.key = job.key ?? preset.key
            job.mac_key = job.mac_key ?? preset.mac_key
            job.seen = job.seen ?? preset.seen
            let verdict = VerifyJob.verdict(on: job)
            if verdict.reason != nil { worst = max(worst, verdict.isUnusable ? 2 : 1) }
            let answer = Answer(id: job.id, ok: verdict.reason == nil, reason: verdict.reason)
            print(String(decoding: try encoder.encode(answer), as: UTF8.self))
        }
        return ExitCode(worst)
    }
}

/// The lines of a file; each must end with a line feed.
private struct FileLines: Sequence, IteratorProtocol {
    private let file: FileHandle
    private var buffer = Data()
    private var isAtEnd = false

    init(_ file: FileHandle) { self.file = file }

    mutating func next() -> Data? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = Data(buffer[buffer.startIndex..<end])
                buffer = buffer[(end + 1)...]
                return line
            }
            if isAtEnd {
                // Without its end it is a line that nothing can be.
                defer { buffer = Data() }
                return buffer.isEmpty ? nil : buffer + [0x0A]
            }
            buffer = Data(buffer)
            guard let more = try? file.read(upToCount: 1 << 20), !more.isEmpty else {
                isAtEnd = true
                continue
            }
            buffer += more
        }
    }
}
