public import Foundation
import GRDB

extension AuditLog {
    /// Keeps a witness's signature with the checkpoint that it is for, and records it.
    ///
    /// - Throws: `AuditError.notSignedYet` where there is no checkpoint of that size, `.requestUnusable` for a line that is no signature.
    func cosign(_ size: Int64, _ line: String) async throws(AuditError) -> Int64 {
        guard let writer else { throw .readOnly }
        guard let signature = SignedNote.Line(line.hasSuffix("\n") ? line.dropLast() : line[...]) else {
            throw .requestUnusable
        }
        return try await writer.perform { tail, milliseconds, database in
            guard var signed = try database.checkpoint(of: size) else { throw AuditError.notSignedYet }
            guard signature.name != signed.checkpoint.origin else { throw AuditError.requestUnusable }
            signed.note.add(signature)
            try database.execute(
                sql: "UPDATE checkpoint SET note = ? WHERE size = ?", arguments: [signed.note.text, size])
            return try tail.append(
                .cosigned(size: size, line: signature.text), [], at: milliseconds, in: database)
        }
    }
}

/// Somebody who sees that the log only grows: the DPO, on a machine of their own.
///
/// The newest checkpoint that was seen is kept before it is cosigned: so no witness ever signs two logs.
public struct Witness: Sendable {
    private static let format = "cloakroom-witness-key/1"

    private let statePath: String
    private let key: WitnessKey?

    /// - Parameters:
    ///   - statePath: Where the newest checkpoint is kept.
    ///   - key: Cosigns; nil only watches.
    public init(statePath: String, key: WitnessKey?) {
        self.statePath = statePath
        self.key = key
    }

    /// Reads a witness's key, or makes one.
    public static func key(at path: String, named name: String) throws(AuditError) -> WitnessKey {
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
            let parts = text.split(whereSeparator: \.isNewline)
            guard parts.count == 3, parts[0] == format, let seed = Data(base64Encoded: String(parts[2])),
                let key = WitnessKey(name: String(parts[1]), seed: seed)
            else { throw .keysUnusable(path: path) }
            return key
        }
        guard let key = WitnessKey(name: name) else { throw .originUnusable(name) }
        do {
            let text = "\(format)\n\(name)\n\(key.seed.base64EncodedString())\n"
            try KeyFile.replace(path, with: Data(text.utf8))
        } catch {
            throw .keysUnusable(path: path)
        }
        return key
    }

    /// What was seen last; nil at the first time.
    public func seen() throws(AuditError) -> String? {
        guard FileManager.default.fileExists(atPath: statePath) else { return nil }
        guard let text = try? String(contentsOfFile: statePath, encoding: .utf8),
            SignedCheckpoint(text) != nil
        else { throw .trustUnusable(what: "checkpoint") }
        return text
    }

    /// Keeps a checkpoint that was verified, and cosigns it.
    ///
    /// - Returns: The signature line; nil for a witness that only watches.
    public func accept(_ checkpoint: SignedCheckpoint, at now: Date = Date()) throws(AuditError) -> String? {
        if let old = try seen().flatMap({ SignedCheckpoint($0) }),
            old.checkpoint.size > checkpoint.checkpoint.size
        {
            throw .rolledBack(path: statePath)
        }
        do {
            try KeyFile.replace(statePath, with: Data(checkpoint.note.text.utf8))
            return try key?.line(for: checkpoint.checkpoint, at: now).text
        } catch {
            throw .keysUnusable(path: statePath)
        }
    }
}
