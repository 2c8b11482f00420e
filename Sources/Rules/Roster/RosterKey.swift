public import Detection
import Foundation

/// Where the roster's key is kept: a file, a variable, or a credential of systemd's; never in the roster.
public enum RosterKeyPlace: Hashable, Sendable, CustomStringConvertible {
    case file(String)
    case variable(String)
    /// The name of a file in the folder that systemd's `LoadCredential=` sets up, `$CREDENTIALS_DIRECTORY`.
    case credential(String)

    /// Reads `PATH`, `env:NAME` or `credential:NAME`.
    public init(_ text: String) {
        if text.hasPrefix("env:") {
            self = .variable(String(text.dropFirst(4)))
        } else if text.hasPrefix("credential:") {
            self = .credential(String(text.dropFirst(11)))
        } else {
            self = .file(text)
        }
    }

    /// What is used where nothing is said.
    public static let preset = RosterKeyPlace.credential("roster-key")

    public var description: String {
        switch self {
        case .file(let path): path
        case .variable(let name): "env:\(name)"
        case .credential(let name): "credential:\(name)"
        }
    }

    /// Reads the key: 64 hexadecimal digits, white space around them does not matter.
    public func keys(environment: [String: String]) throws(RosterError) -> RosterKeys {
        let text: String?
        switch self {
        case .file(let path): text = Self.text(of: path)
        case .variable(let name): text = environment[name]
        case .credential(let name):
            text = environment["CREDENTIALS_DIRECTORY"].flatMap { Self.text(of: "\($0)/\(name)") }
        }
        guard let text else { throw .keyMissing(place: description) }
        guard let bytes = Self.bytes(ofHexadecimal: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let keys = RosterKeys(bytes)
        else { throw .keyMalformed(place: description) }
        return keys
    }

    /// Makes a key and writes it to a file that only its owner can read.
    public func make() throws(RosterError) {
        guard case .file(let path) = self else { throw .keyUnwritable(path: description) }
        guard !FileManager.default.fileExists(atPath: path) else { throw .keyExists(path: path) }
        var random = SystemRandomNumberGenerator()
        let text = (0..<RosterKeys.byteCount).map { _ in
            UInt8.random(in: 0...255, using: &random).hexadecimal
        }.joined()
        PrivateFile.makeFolder(of: path)
        guard PrivateFile.create(path, Data((text + "\n").utf8)) else { throw .keyUnwritable(path: path) }
    }

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func bytes(ofHexadecimal text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

/// Files that only their owner can read.
enum PrivateFile {
    static func makeFolder(of path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        guard !folder.isEmpty else { return }
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    static func create(_ path: String, _ bytes: Data) -> Bool {
        FileManager.default.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
    }

    /// Puts a file in the place of another one in one step: readers see the old one or the new one.
    ///
    /// A file that is not there yet is made first, empty: an atomic write keeps who may read the one that it replaces, and would
    /// otherwise let the group read for a moment.
    static func replace(_ path: String, with bytes: Data) -> Bool {
        makeFolder(of: path)
        if !FileManager.default.fileExists(atPath: path), !create(path, Data()) { return false }
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            return true
        } catch {
            return false
        }
    }
}
