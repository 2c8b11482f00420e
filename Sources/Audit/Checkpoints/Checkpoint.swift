/// How long the log is and what its root is, signed: the first three lines of a C2SP checkpoint.
public struct Checkpoint: Hashable, Sendable {
    public let origin: String
    public let size: Int64
    public let root: TreeHash

    public init(origin: String, size: Int64, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads a note's body; nil unless it is exactly three lines.
    public init?(body: String) {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, lines[3].isEmpty, !lines[0].isEmpty, let size = Int64(lines[1]), size >= 0,
            "\(size)" == lines[1], let root = TreeHash(base64: String(lines[2])), root.base64 == lines[2]
        else { return nil }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    public var body: String { "\(origin)\n\(size)\n\(root.base64)\n" }
}

/// A checkpoint with its signatures, not yet believed.
public struct SignedCheckpoint: Hashable, Sendable {
    public let checkpoint: Checkpoint
    public internal(set) var note: SignedNote

    public init?(_ text: String) {
        guard let note = SignedNote(text), let checkpoint = Checkpoint(body: note.body) else { return nil }
        self.checkpoint = checkpoint
        self.note = note
    }

    init(_ checkpoint: Checkpoint, _ lines: [SignedNote.Line]) {
        self.checkpoint = checkpoint
        note = SignedNote(body: checkpoint.body, lines: lines)
    }

    /// Whether every key signed it: or whoever breaks one kind would leave the other out.
    public func isSigned(byEachOf keys: [VerifierKey]) -> Bool {
        !keys.isEmpty
            && keys.allSatisfy { key in
                note.lines.contains { key.made($0) && key.verifies($0, of: checkpoint) }
            } && isSignedByNoneWrongly(keys)
    }

    /// Whether no line under the name and id of one of the keys is wrong.
    func isSignedByNoneWrongly(_ keys: [VerifierKey]) -> Bool {
        note.lines.allSatisfy { line in
            keys.first { $0.made(line) }?.verifies(line, of: checkpoint) ?? true
        }
    }
}
