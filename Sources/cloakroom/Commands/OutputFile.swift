import Foundation

/// Where an export goes: a file, or standard output.
///
/// A file appears under its name only when it is whole, so that nobody collects half of it, and a failure leaves what was there.
struct OutputFile {
    private let handle: FileHandle
    private let path: String

    /// Opens it for as long as `body` writes to it.
    ///
    /// - Parameters:
    ///   - path: `-` for standard output.
    ///   - body: Writes it.
    /// - Returns: What `body` does.
    /// - Throws: What `body` does, and the exit code for a file that cannot be written.
    static func open<Value>(_ path: String, _ body: (OutputFile) async throws -> Value) async throws -> Value
    {
        guard path != "-" else { return try await body(OutputFile(handle: .standardOutput, path: path)) }
        let part = path + ".part"
        do {
            guard
                FileManager.default.createFile(
                    atPath: part, contents: nil, attributes: [.posixPermissions: 0o600]),
                let handle = FileHandle(forWritingAtPath: part)
            else { throw failure(path) }
            let value = try await body(OutputFile(handle: handle, path: path))
            do {
                try handle.synchronize()
                try handle.close()
                if FileManager.default.fileExists(atPath: path) {
                    try FileManager.default.removeItem(atPath: path)
                }
                try FileManager.default.moveItem(atPath: part, toPath: path)
            } catch { throw failure(path) }
            return value
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            throw error
        }
    }

    func write(_ bytes: [UInt8]) throws {
        do { try handle.write(contentsOf: Data(bytes)) } catch { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> any Error {
        fail(
            path == "-" ? "Standard output cannot be written." : "\(path) cannot be written.",
            hint: "Check the folder, who may write there, and the space on the disk.", Exit.failure)
    }
}
