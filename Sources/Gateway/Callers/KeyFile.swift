import Foundation

/// The file that holds the callers' keys, hashed.
///
/// Command line and gateway share it.
public struct KeyFile: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    private struct Content: Codable {
        var version = 1
        var keys: [CallerKey] = []
    }

    /// All keys that were ever issued; none when there is no file.
    public func read() throws(KeyFileError) -> [CallerKey] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let bytes = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let content = try? decoder.decode(Content.self, from: bytes), content.version == 1 else {
            throw .damaged(path)
        }
        return content.keys
    }

    /// Changes the keys while no other process does, and replaces the file in one step.
    public func update(_ change: (inout [CallerKey]) throws -> Void) throws {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
            )
        }
        let lockPath = path + ".lock"
        if !FileManager.default.fileExists(atPath: lockPath) { _ = create(lockPath, Data()) }
        guard let lock = FileHandle(forUpdatingAtPath: lockPath) else { throw KeyFileError.unwritable(path) }
        defer {
            // Said, not left to closing: a child process may hold a copy of the descriptor.
            _ = flock(lock.fileDescriptor, LOCK_UN)
            try? lock.close()
        }
        guard flock(lock.fileDescriptor, LOCK_EX) == 0 else { throw KeyFileError.unwritable(path) }
        var keys = try read()
        try change(&keys)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.dateEncodingStrategy = .iso8601
        let bytes = try encoder.encode(Content(keys: keys))
        do {
            try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw KeyFileError.unwritable(path)
        }
    }

    /// Makes a file that only its owner can read.
    private func create(_ path: String, _ bytes: Data) -> Bool {
        FileManager.default.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
    }
}

/// Why the key file cannot be used.
public enum KeyFileError: Error, Hashable, Sendable {
    case unreadable(String)
    case damaged(String)
    case unwritable(String)

    public var problem: String {
        switch self {
        case .unreadable(let path): "The key file \(path) cannot be read."
        case .damaged(let path): "The key file \(path) is not one that Cloakroom wrote."
        case .unwritable(let path): "The key file \(path) cannot be written."
        }
    }

    public var hint: String {
        switch self {
        case .unreadable, .unwritable: "Check the folder and who may read and write it."
        case .damaged: "Bring it back from a backup, or move it away and issue new keys."
        }
    }

    public var label: String {
        switch self {
        case .unreadable: "key_file_unreadable"
        case .damaged: "key_file_damaged"
        case .unwritable: "key_file_unwritable"
        }
    }
}
