import Foundation

/// A small secret file, for its owner alone.
enum KeyFile {
    /// Writes it whole or not at all; it is on the disk when this returns.
    static func replace(_ path: String, with data: Data) throws {
        let url = URL(fileURLWithPath: path)
        try data.write(to: url, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let file = try FileHandle(forUpdating: url)
        defer { try? file.close() }
        try file.synchronize()
    }
}
