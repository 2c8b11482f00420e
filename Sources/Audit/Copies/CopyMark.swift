import Foundation

/// Remembers how many entries the copy has, for a start while the database is away.
///
/// A mark that is lost or too low refuses requests too early; never too late, because it is written after the copy's commit.
struct CopyMark: Sendable {
    private let path: String

    init(besides log: String) { path = AuditLog.path(besides: log, extension: "copied") }

    func read() -> Int64 {
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        return text.flatMap { Int64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }.map { max($0, 0) }
            ?? 0
    }

    func write(_ size: Int64) {
        // Not synced, and a failure is no loss: see above.
        try? Data("\(size)\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
