import Foundation

/// Keeps a second process from writing the same log.
///
/// SQLite would let both in; two connections that checkpoint can damage a file in WAL mode (before 3.51.3).
/// The operating system takes the lock back when the process ends, however it ends.
final class WriterLock: Sendable {
    private let file: FileHandle

    /// - Throws: `AuditError.inUse` when another process has it.
    init(besides path: String) throws(AuditError) {
        let lockPath = path + ".lock"
        if !FileManager.default.fileExists(atPath: lockPath) {
            // A failure shows when the file is opened.
            _ = FileManager.default.createFile(
                atPath: lockPath, contents: nil, attributes: [.posixPermissions: 0o600]
            )
        }
        guard let file = FileHandle(forUpdatingAtPath: lockPath) else {
            throw .cannotOpen(path: path, code: 14)
        }
        guard flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path: path) }
        self.file = file
    }

    func release() {
        // Said, not left to closing: a child process may hold a copy of the descriptor.
        _ = flock(file.fileDescriptor, LOCK_UN)
        try? file.close()
    }
}
