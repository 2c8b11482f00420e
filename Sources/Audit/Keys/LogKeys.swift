import Foundation

/// What a log is signed with: a folder besides the database, for the gateway's account alone.
///
/// | file | |
/// |---|---|
/// | `signing-key` | signs checkpoints; never leaves the machine |
/// | `mac-key` | makes the next entry's MAC; written over again and again |
/// | `verifier-keys` | public: what a verifier believes |
/// | `first-mac-key` | for the DPO: checks every MAC. To be taken away, then deleted here |
/// | `token-keys` | one for each quarter; see `TokenKeys` |
struct LogKeys: Sendable {
    private static let signingFormat = "cloakroom-signing-key/1"

    let folder: String
    let signer: CheckpointSigner
    let macFile: MACKeyFile
    let chain: MACChain

    /// Where the keys of the log at a path are.
    static func folder(besides path: String) -> String {
        AuditLog.path(besides: path, extension: "keys")
    }

    /// Reads the keys of a log that has some.
    ///
    /// - Throws: `AuditError.keysMissing` and `.keysUnusable`: a log is never continued with other keys.
    init(of path: String, origin: String) throws(AuditError) {
        folder = Self.folder(besides: path)
        let signingPath = folder + "/signing-key"
        guard let text = try? String(contentsOfFile: signingPath, encoding: .utf8) else {
            throw .keysMissing(path: folder)
        }
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == Self.signingFormat, parts[1] == origin,
            let seeds = Data(base64Encoded: String(parts[2])),
            let signer = CheckpointSigner(origin: origin, seeds: seeds)
        else { throw .keysUnusable(path: signingPath) }
        self.signer = signer
        macFile = MACKeyFile(path: folder + "/mac-key")
        guard let chain = macFile.read() else { throw .keysUnusable(path: folder + "/mac-key") }
        self.chain = chain
    }

    /// Makes keys for a log that has none.
    init(makingFor path: String, origin: String) throws(AuditError) {
        folder = Self.folder(besides: path)
        macFile = MACKeyFile(path: folder + "/mac-key")
        chain = MACChain()
        do {
            signer = try CheckpointSigner(origin: origin)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Self.write(
                "\(Self.signingFormat)\n\(origin)\n\(signer.seeds.base64EncodedString())\n",
                to: folder + "/signing-key")
            try Self.write(
                signer.verifierKeys.map { "\($0)\n" }.joined(), to: folder + "/verifier-keys")
            try Self.write(chain.firstKey + "\n", to: folder + "/first-mac-key")
            try macFile.write(chain)
        } catch {
            throw .keysUnusable(path: folder)
        }
    }

    private static func write(_ text: String, to path: String) throws {
        try KeyFile.replace(path, with: Data(text.utf8))
    }
}

/// The files of a log's keys that people are given.
public struct LogKeyFiles: Sendable {
    private let folder: String

    init(folder: String) { self.folder = folder }

    public var verifierKeys: String { folder + "/verifier-keys" }

    /// Nil once it was handed over.
    public var firstMACKeyIfThere: String? {
        let path = folder + "/first-mac-key"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}

extension AuditLog {
    /// Where something stands that belongs to a log: under its name, with another extension.
    public static func path(besides path: String, extension name: String) -> String {
        (path.hasSuffix(".sqlite") ? String(path.dropLast(".sqlite".count)) : path) + "." + name
    }

    public static func keyFiles(besides path: String) -> LogKeyFiles {
        LogKeyFiles(folder: LogKeys.folder(besides: path))
    }
}
