/// What shows that a log, an export or a proof is not as the gateway wrote it.
public struct LogFault: Error, Hashable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        /// The bytes are not in the one form.
        case malformed
        /// An entry is missing, twice there, or in another's place.
        case sequence
        /// An entry does not have the hash that stands beside it.
        case leaf
        /// What stands beside an entry to find it by is not what it says.
        case column
        case mac
        /// An outcome without its INTENT, or with two.
        case missingIntent = "missing_intent"
        /// Something is gone and no erasure says so, or is there although one does.
        case erasure
        /// Something kept beside the log is not what the log says.
        case kept
        /// A checkpoint's root is not that of the entries.
        case root
        /// A checkpoint that no known key signed.
        case signature
        /// Kept hashes of the tree that are not its own.
        case node
        /// Shorter than the log once was.
        case rolledBack = "rolled_back"
        /// The log once had another root at this size.
        case fork
        case proof
        /// Signed by the log's keys, for another log.
        case origin
    }

    public let reason: Reason
    /// The entry, or the size of the checkpoint, where it shows.
    public let at: Int64

    public init(_ reason: Reason, at: Int64) {
        self.reason = reason
        self.at = at
    }

    /// What is wrong, in a sentence.
    public var problem: String {
        switch reason {
        case .malformed: "Entry \(at) cannot be read."
        case .sequence: "Entry \(at) is missing, there twice, or in another one's place."
        case .leaf: "Entry \(at) was altered."
        case .column: "Entry \(at) is listed as something that it is not."
        case .mac: "Entry \(at) was not written when it says: its MAC is wrong."
        case .missingIntent:
            "Entry \(at) tells the outcome of a request that was never recorded, or a second outcome."
        case .erasure: "What entry \(at) holds is gone without an erasure, or still there after one."
        case .kept: "What is kept with entry \(at) was altered."
        case .root: "The checkpoint of \(at) entries does not fit them."
        case .signature: "The checkpoint of \(at) entries is signed by nobody whom you trust."
        case .node: "The tree was altered near entry \(at)."
        case .rolledBack: "The log is shorter than the \(at) entries that you saw before."
        case .fork: "The first \(at) entries are others than those that you saw before."
        case .proof: "The proof for \(at) does not hold."
        case .origin: "The checkpoint of \(at) entries is another log's."
        }
    }
}
