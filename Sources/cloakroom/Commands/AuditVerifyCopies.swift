import ArgumentParser
import Audit
import Foundation
import Rules

extension AuditVerify {
    /// Checks copies in the database: one, or all of them and what they say of each other.
    func verifyCopies(_ configuration: Configuration) async throws {
        let reader = try copies.reader(configuration)
        let origins = try copies.origin.map { [$0] } ?? reader.origins()
        var reports: [String: LogReport] = [:]
        var isGood = true
        for origin in origins {
            print("\(origin):")
            do {
                let trust = try trust(in: origin, reader)
                let report = try await CopyOnDisk.with(origin, from: reader) { try await $0.verify(trust) }
                print((report.sentences + report.peerFaults.map(\.problem)).joined(separator: "\n"))
                if !report.peerFaults.isEmpty { isGood = false }
                reports[origin] = report
            } catch let fault as LogFault {
                print("\(fault.problem) (\(fault.reason.rawValue))")
                isGood = false
            }
        }
        if origins.count > 1, try await !agree(reports, reader) { isGood = false }
        if key == nil {
            tell(
                """
                note: these are the keys that the database has. Whoever can write there could have written a whole new log: \
                check with the keys that `cloakroom audit handover` gave the DPO.
                """)
        }
        if !isGood { throw ExitCode(1) }
    }

    private func trust(in origin: String, _ reader: CopyReader) throws -> Trust {
        guard copies.origin == nil else {
            return try VerifyJob.trust(
                key: key, macKey: macKey, seen: seen, keys: key == nil ? reader.verifierKeys(of: origin) : nil
            )
        }
        guard let key else {
            return try VerifyJob.trust(
                key: nil, macKey: nil, seen: nil, keys: reader.verifierKeys(of: origin))
        }
        // One file with the keys of all: each log's own, and those of witnesses.
        let text = (try? String(contentsOfFile: key, encoding: .utf8)) ?? ""
        let keys = text.split(separator: "\n").filter { line in
            VerifierKey(String(line)).map { $0.isWitness || $0.name == origin } ?? true
        }
        return try VerifyJob.trust(key: nil, macKey: nil, seen: nil, keys: keys.joined(separator: "\n"))
    }

    /// Whether every log had what the others recorded of it.
    private func agree(_ reports: [String: LogReport], _ reader: CopyReader) async throws -> Bool {
        var isGood = true
        for origin in reports.keys.sorted() {
            let records = reports.flatMap { name, report in
                report.peerRecords.filter { $0.checkpoint.origin == origin }.map { (name, $0) }
            }
            guard !records.isEmpty else { continue }
            let wrong = try await CopyOnDisk.with(origin, from: reader) {
                try await $0.contradicted(records.map(\.1))
            }
            for (name, record) in records where wrong.contains(record) {
                print(
                    "\(origin) is not the log that \(name) recorded with its entry \(record.sequence): \(record.checkpoint.size) entries."
                )
                isGood = false
            }
        }
        return isGood
    }
}
