import Crypto
public import Detection
public import Foundation

/// The file that holds a roster: a header for people, and the tables, sealed.
///
/// `CRROST1`, a line of JSON, then AES-256-GCM of the tables with everything before as associated data: nobody without the key
/// learns who is in it, not even whether one guess is right, and nobody can change a byte unnoticed. The tables hold hashes only;
/// the seal hides how often each occurs as well, since the most frequent one is easy to guess.
///
/// Source: NIST SP 800-38D for AES-GCM.
public struct RosterFile: Sendable {
    /// What stands in clear.
    public struct Header: Codable, Hashable, Sendable {
        public let version: Int
        /// When it was built, in ISO 8601.
        public let built: String
        /// How many persons, by role.
        public let people: [String: Int]
        /// Names the key, and says nothing else about it.
        public let key: String
    }

    public let header: Header
    /// SHA-256 of the file, in hexadecimal.
    public let digest: String
    public let byteCount: Int
    private let head: Data
    private let sealed: Data
    private let path: String

    private static let mark = Data("CRROST1\n".utf8)
    private static let headerByteCountMax = 4_096
    /// Larger files are refused, in bytes: a million people have a third of it.
    private static let byteCountMax = 512 << 20
    /// Of the old number, a new roster may have this share less, in hundredths.
    private static let shrinkMax = 20

    /// Reads a file's header; the tables stay sealed.
    ///
    /// - Throws: `RosterError.fileUnreadable`, `.fileVersion`, `.fileDamaged`.
    public init(path: String) throws(RosterError) {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= Self.byteCountMax else {
            throw .fileUnreadable(path: path)
        }
        guard bytes.starts(with: Self.mark) else { throw .fileVersion(path: path) }
        let start = Self.mark.count
        guard let end = bytes[start...].prefix(Self.headerByteCountMax).firstIndex(of: 0x0A),
            let header = try? JSONDecoder().decode(Header.self, from: bytes[start..<end])
        else { throw .fileDamaged(path: path) }
        guard header.version == 1 else { throw .fileVersion(path: path) }
        self.header = header
        self.path = path
        head = Data(bytes[...end])
        sealed = Data(bytes[(end + 1)...])
        byteCount = bytes.count
        digest = SHA256.hash(data: bytes).map(\.hexadecimal).joined()
    }

    /// Opens the tables.
    ///
    /// - Throws: `RosterError.wrongKey`, `.fileDamaged`.
    public func open(_ keys: RosterKeys) throws(RosterError) -> Roster {
        guard header.key == keys.id else { throw .wrongKey(path: path) }
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let payload = try? AES.GCM.open(box, using: keys.seal, authenticating: head),
            let roster = Roster(payload: Array(payload), keys: keys)
        else { throw .fileDamaged(path: path) }
        return roster
    }

    /// Writes a roster in the place of the one that is there, in one step, for its owner only.
    ///
    /// - Parameters:
    ///   - roster: What is written.
    ///   - keys: The keys that it was built with.
    ///   - path: The file.
    ///   - now: When it was built.
    /// - Throws: `RosterError.fileUnwritable`.
    public static func write(_ roster: Roster, keys: RosterKeys, to path: String, at now: Date)
        throws(RosterError)
    {
        let counts = Dictionary(uniqueKeysWithValues: roster.counts.map { ($0.key.name, $0.value) })
        let header = Header(version: 1, built: now.formatted(.iso8601), people: counts, key: keys.id)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(header) else { throw .fileUnwritable(path: path) }
        let head = mark + line + Data([0x0A])
        guard
            let sealed = try? AES.GCM.seal(Data(roster.payload), using: keys.seal, authenticating: head)
                .combined,
            PrivateFile.replace(path, with: head + sealed)
        else { throw .fileUnwritable(path: path) }
    }

    /// Refuses counts that are over a fifth less than this file's, for any role.
    ///
    /// An export that was cut, or filtered by mistake, would leave people without protection and nobody would notice.
    ///
    /// - Throws: `RosterError.shrank`.
    public func checkShrink(to counts: [RosterPerson.Role: Int]) throws(RosterError) {
        for role in RosterPerson.Role.allCases {
            let (old, new) = (header.people[role.name] ?? 0, counts[role] ?? 0)
            if new * 100 < old * (100 - Self.shrinkMax) { throw .shrank(role: role, from: old, to: new) }
        }
    }
}

extension RosterKeys {
    /// Names the key: sixteen hexadecimal digits that nobody can compute it from.
    public var id: String { checkValue.map(\.hexadecimal).joined() }
}

/// A roster that is in use, and the digest that names it in the evidence.
public struct LoadedRoster: Sendable {
    public let roster: Roster
    public let digest: String

    public init(roster: Roster, digest: String) {
        self.roster = roster
        self.digest = digest
    }

    /// Reads and opens a roster's file.
    public static func load(
        from path: String,
        key: RosterKeyPlace,
        environment: [String: String]
    ) throws(RosterError) -> LoadedRoster {
        let keys = try key.keys(environment: environment)
        let file = try RosterFile(path: path)
        return LoadedRoster(roster: try file.open(keys), digest: file.digest)
    }
}
