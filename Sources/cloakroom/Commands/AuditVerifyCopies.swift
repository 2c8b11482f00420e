import ArgumentParser
import Audit
import Foundation
import Rules

extension AuditVerify {
    /// Checks copies in the database: one, or all of them and what they say of each other.
    func verifyCopies(_ configuration: Configuration) async throws {
        let reader = try copies.reader(configuration)
        var check = CopiesCheck()
        if let origin = copies.origin {
            try await check.verify(origin, in: reader, trust(in: origin, reader))
        } else {
            try await verifyAll(reader, &check)
        }
        if key == nil {
            tell(
                """
                note: these are the keys that the database has. Whoever can write there could have written a whole new log: \
                check with the keys that `cloakroom audit handover` gave the DPO.
                """)
        }
        if let code = check.exitCode { throw code }
    }

    /// Whatever is wrong with one copy must not keep the others from being looked at.
    private func verifyAll(_ reader: CopyReader, _ check: inout CopiesCheck) async throws {
        let origins = try reader.origins()
        if origins.isEmpty { check.report("The database has no log.", isAltered: false) }
        for origin in origins {
            do {
                try await check.verify(origin, in: reader, trust(in: origin, reader))
            } catch {
                check.report("This log cannot be checked. \(CopiesCheck.problem(error))", isAltered: false)
            }
        }
        for origin in try keyedOrigins().subtracting(origins).sorted() {
            check.report("\(origin) is not in the database, and you have its keys.", isAltered: true)
        }
        await check.compare(origins, in: reader)
    }

    private func trust(in origin: String, _ reader: CopyReader) throws -> Trust {
        guard copies.origin == nil else {
            return try VerifyJob.trust(
                key: key, macKey: macKey, seen: seen, keys: key == nil ? reader.verifierKeys(of: origin) : nil
            )
        }
        guard key != nil else {
            return try VerifyJob.trust(
                key: nil, macKey: nil, seen: nil, keys: reader.verifierKeys(of: origin))
        }
        // One file with the keys of all: each log's own, and those of witnesses.
        let keys = try keyLines().filter { line in
            VerifierKey(String(line)).map { $0.isWitness || $0.name == origin } ?? true
        }
        return try VerifyJob.trust(key: nil, macKey: nil, seen: nil, keys: keys.joined(separator: "\n"))
    }

    /// The logs whose keys were given.
    private func keyedOrigins() throws -> Set<String> {
        Set(try keyLines().compactMap { VerifierKey($0) }.filter { !$0.isWitness }.map(\.name))
    }

    private func keyLines() throws(AuditError) -> [String] {
        guard let key else { return [] }
        guard let text = try? String(contentsOfFile: key, encoding: .utf8) else {
            throw .trustUnusable(what: "key")
        }
        return text.split(separator: "\n").map(String.init)
    }
}

/// What came of checking copies, one after the other.
private struct CopiesCheck {
    private var reports: [String: LogReport] = [:]
    private var isAltered = false
    private var isUntold = false

    /// Nil when all is good.
    var exitCode: ExitCode? { isAltered ? ExitCode(1) : isUntold ? ExitCode(2) : nil }

    /// Says it; it is either that something was altered, or that this cannot be told.
    mutating func report(_ problem: String, isAltered: Bool) {
        print(problem)
        if isAltered { self.isAltered = true } else { isUntold = true }
    }

    /// Checks one; what is wrong with it is reported.
    ///
    /// - Throws: What keeps it from being checked.
    mutating func verify(
        _ origin: String, in reader: CopyReader, _ trust: @autoclosure () throws -> Trust
    ) async throws {
        print("\(origin):")
        do {
            let trust = try trust()
            var notes: [String] = []
            let report = try await CopyOnDisk.with(origin, from: reader, leftOut: { notes.append($0) }) {
                try await $0.verify(trust)
            }
            for note in notes { self.report(note, isAltered: false) }
            print(report.sentences.joined(separator: "\n"))
            for fault in report.peerFaults { self.report(fault.problem, isAltered: true) }
            reports[origin] = report
        } catch let fault as LogFault {
            report("\(fault.problem) (\(fault.reason.rawValue))", isAltered: true)
        }
    }

    /// Whether every log has what the others recorded of it, and is there at all.
    mutating func compare(_ origins: [String], in reader: CopyReader) async {
        let records = reports.flatMap { name, report in report.peerRecords.map { (name: name, $0) } }
        let byOrigin = Dictionary(grouping: records) { $0.1.checkpoint.origin }
        for (origin, records) in byOrigin.sorted(by: { $0.key < $1.key }) {
            var wrong = records.map(\.1)
            var problem = "is not in the database any more"
            if origins.contains(origin) {
                problem = "is not the log that it was"
                do {
                    wrong = try await CopyOnDisk.with(origin, from: reader, leftOut: { _ in }) { [wrong] in
                        try await $0.contradicted(wrong)
                    }
                } catch {
                    report(
                        "\(origin) cannot be compared with what others say. \(Self.problem(error))",
                        isAltered: false)
                    continue
                }
            }
            for (name, record) in records.sorted(by: { $0.name < $1.name }) where wrong.contains(record) {
                report(
                    """
                    \(origin) \(problem): \(name) recorded \(record.checkpoint.size) entries of it with its \
                    entry \(record.sequence).
                    """, isAltered: true)
            }
        }
    }

    static func problem(_ error: any Error) -> String {
        (error as? AuditError)?.problem ?? (error as? LogFault)?.problem ?? "It cannot be read."
    }
}
