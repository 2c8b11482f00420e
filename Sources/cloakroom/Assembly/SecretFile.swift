import Foundation
import SystemPackage

/// A new file for its owner alone.
enum SecretFile {
    enum Failure: Error {
        case exists
        case unwritable
    }

    /// Makes the file, which must not be there, with these bytes; they are on the disk when this returns.
    static func create(_ path: String, _ bytes: Data) throws(Failure) {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch {
            throw error as? Errno == .fileExists ? .exists : .unwritable
        }
        do {
            try descriptor.closeAfter {
                try descriptor.writeAll(bytes)
                guard fsync(descriptor.rawValue) == 0 else { throw Failure.unwritable }
            }
        } catch {
            // Half a key is none.
            try? FileManager.default.removeItem(atPath: path)
            throw .unwritable
        }
    }
}
