import Foundation

/// A database that holds copies of logs, one for each origin, as one node uses it.
///
/// PostgreSQL is one, and in tests a SQLite file: what has to be done in which order is proved without a server. Calls block.
protocol LogCopy: AnyObject {
    /// Makes the origin this connection's own as long as it lasts.
    ///
    /// - Throws: `AuditError.originInUse` where another connection has it; `.copyDiffers` where the origin has other keys;
    ///   `.originOfOtherAccount` where another account brought it.
    func claim(_ origin: String, verifierKeys: String) throws(AuditError)

    /// How many entries the copy has.
    func size(of origin: String) throws(AuditError) -> Int64

    /// The size of the copy's newest checkpoint; 0 where it has none.
    func signedSize(of origin: String) throws(AuditError) -> Int64

    /// Writes batches until there are no more, in one transaction.
    func write(_ origin: String, _ next: () throws(AuditError) -> CopyBatch?) throws(AuditError)

    func leaves(of origin: String, _ range: Range<Int64>) throws(AuditError) -> [TreeHash]
    func node(of origin: String, level: Int, position: Int64) throws(AuditError) -> TreeHash?

    /// What the copies of other origins have come to.
    func peers(besides origin: String) throws(AuditError) -> [PeerCheckpoint]

    /// Whether a log has entries in a range other than records of its peers.
    func hasOwnEntries(of origin: String, in range: ClosedRange<Int64>) throws(AuditError) -> Bool

    /// Every origin that has a copy.
    func origins() throws(AuditError) -> [String]

    /// - Throws: `AuditError.noSuchOrigin`.
    func verifierKeys(of origin: String) throws(AuditError) -> String

    /// Whatever `body` reads is of one state of the database.
    func inOneState(_ body: () throws -> Void) throws

    /// A copy as it is, in pieces: for reading it back.
    func read(_ origin: String, _ take: (CopyBatch) throws -> Void) throws
}

/// The tree of a copy.
struct CopiedTree: TreeSource {
    let copy: any LogCopy
    let origin: String

    func leaves(_ range: Range<Int64>) throws -> [TreeHash] {
        let leaves = try copy.leaves(of: origin, range)
        guard leaves.count == range.count else { throw AuditError.copyDiffers(origin: origin) }
        return leaves
    }

    func node(level: Int, position: Int64) throws -> TreeHash? {
        try copy.node(of: origin, level: level, position: position)
    }

    /// Whether it begins with the entries of a checkpoint.
    ///
    /// - Throws: What keeps that from being told; entries that are missing do not.
    func fits(_ checkpoint: Checkpoint) throws(AuditError) -> Bool {
        do throws(AuditError) {
            return try root(checkpoint.size) == checkpoint.root
        } catch .copyDiffers {
            return false
        } catch {
            throw error
        }
    }

    /// The root of the first `size` entries.
    func root(_ size: Int64) throws(AuditError) -> TreeHash {
        do {
            return try TreeReader(source: self).root(0..<size)
        } catch {
            throw error as? AuditError ?? .databaseAway
        }
    }
}

/// A piece of a log: entries that follow each other, and what belongs to them.
struct CopyBatch: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let sequence: Int64
        let exchange: String?
        let kind: String
        let recorded: Int64
        /// Nil where it was erased.
        let content: Data?
        let digest: Data
        let mac: Data
    }

    struct Node: Hashable, Sendable {
        let level: Int64
        let position: Int64
        let hash: Data
    }

    struct KeptThing: Hashable, Sendable {
        let sequence: Int64
        let what: String
        let bytes: Data
    }

    struct Signed: Hashable, Sendable {
        let size: Int64
        let recorded: Int64
        let note: String
    }

    var entries: [Entry] = []
    var nodes: [Node] = []
    var kept: [KeptThing] = []
    /// Those of whole copies, and those of before that got another time or another signature.
    var checkpoints: [Signed] = []
    /// The erasures among the entries, by their numbers.
    var erasures: [RecordedErasure] = []
    /// The last of the erasures behind these entries that name one of them; 0 where none does.
    var lastErasure: Int64 = 0
}

/// The newest checkpoint of another node's copy.
struct PeerCheckpoint: Hashable, Sendable {
    let origin: String
    let verifierKeys: String
    let note: String
}
