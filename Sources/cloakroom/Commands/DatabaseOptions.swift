import ArgumentParser
import Audit
import Foundation
import Rules

/// Which log a command reads: the one here, or a copy in the database.
struct DatabaseOptions: ParsableArguments {
    @Option(
        help:
            "Reads a copy: postgresql://USER@HOST/DATABASE, env:NAME or credential:NAME. Default: `audit_database`."
    )
    var database: String?

    @Option(help: "Reads the copy of the log with this name; `audit origins` lists them.")
    var origin: String?

    /// Opens the log, and closes it when `body` is done with it.
    ///
    /// - Throws: `AuditError`, `ExitCode` after what is wrong was shown, and what `body` throws.
    func withLog<Result>(
        _ configuration: Configuration, _ body: (AuditLog) async throws -> Result
    ) async throws -> Result {
        guard let origin else {
            guard database == nil else { throw ValidationError("Give --origin.") }
            let log = try AuditLog(readingFrom: configuration[.audit] ?? "var/audit.sqlite")
            defer { log.close() }
            return try await body(log)
        }
        return try await CopyOnDisk.with(origin, from: reader(configuration), body)
    }

    /// The copies that are meant.
    func reader(_ configuration: Configuration) throws -> CopyReader {
        guard let text = database ?? configuration[.auditDatabase] else {
            throw fail(
                "No database is named.", hint: "Give --database, or set `audit_database`.", Exit.badInput)
        }
        return try CopyReader(try DatabaseAddress(text, environment: ProcessInfo.processInfo.environment))
    }
}

/// A copy as a file, as long as it is read.
enum CopyOnDisk {
    // `leftOut` is told if entries at the end are not looked at.
    static func with<Result>(
        _ origin: String, from reader: CopyReader,
        leftOut: (_ note: String) -> Void = { tell("note: \($0)") },
        _ body: (AuditLog) async throws -> Result
    ) async throws -> Result {
        // It holds what the log holds: for this account alone, and gone when it was read.
        let folder = FileManager.default.temporaryDirectory.appending(path: "cloakroom-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "copy.sqlite").path
        let leftOutCount = try reader.fetch(origin, to: path)
        if leftOutCount > 0 {
            leftOut(
                """
                \(origin) is being copied. \(leftOutCount) entries at the end are not looked at: \
                what is gone of them is named by erasures that are not there yet.
                """)
        }
        let log = try AuditLog(readingFrom: path)
        defer { log.close() }
        return try await body(log)
    }
}

/// `cloakroom audit origins`: which logs the database has.
struct AuditOrigins: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "origins", abstract: "Lists the logs that have a copy in the database.")

    @Option(help: "postgresql://USER@HOST/DATABASE, env:NAME or credential:NAME. Default: `audit_database`.")
    var database: String?

    @OptionGroup var settings: SettingsOptions

    mutating func run() throws {
        do {
            var options = DatabaseOptions()
            options.database = database
            for origin in try options.reader(try settings.load()).origins() { print(origin) }
        } catch let error as AuditError {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
    }
}
