/// What a verifier knows that the log cannot change.
public struct Trust: Hashable, Sendable {
    /// Whose signatures are believed.
    public let keys: [VerifierKey]
    /// The first key of the MACs; nil leaves them unchecked.
    let chain: MACChain?
    /// The newest checkpoint that the verifier saw; nil where this is the first.
    public let seen: SignedCheckpoint?

    init(keys: [VerifierKey], chain: MACChain? = nil, seen: SignedCheckpoint? = nil) {
        self.keys = keys
        self.chain = chain
        self.seen = seen
    }

    /// - Parameters:
    ///   - keys: Lines with verifier keys.
    ///   - macKey: The line with the first key.
    ///   - seen: A signed note.
    /// - Throws: `AuditError.trustUnusable`, with what cannot be read.
    public init(keys: String, macKey: String? = nil, seen: String? = nil) throws(AuditError) {
        var parsed: [VerifierKey] = []
        for line in keys.split(whereSeparator: \.isNewline) {
            guard let key = VerifierKey(String(line)) else { throw .trustUnusable(what: "key") }
            parsed.append(key)
        }
        guard parsed.contains(where: { !$0.isWitness }) else { throw .trustUnusable(what: "key") }
        var chain: MACChain?
        if let macKey {
            chain = MACChain(firstKey: macKey.hasSuffix("\n") ? macKey.dropLast() : macKey[...])
            guard chain != nil else { throw .trustUnusable(what: "MAC key") }
        }
        var checkpoint: SignedCheckpoint?
        if let seen {
            checkpoint = SignedCheckpoint(seen)
            guard checkpoint != nil else { throw .trustUnusable(what: "checkpoint") }
        }
        self.init(keys: parsed, chain: chain, seen: checkpoint)
    }

    /// The keys that the log's own checkpoints must be signed with.
    var logKeys: [VerifierKey] { keys.filter { !$0.isWitness } }
    var origin: String? { logKeys.first?.name }

    /// Checks that a checkpoint is this log's and signed.
    func check(_ signed: SignedCheckpoint) throws(LogFault) {
        guard signed.checkpoint.origin == origin else { throw LogFault(.origin, at: signed.checkpoint.size) }
        guard signed.isSigned(byEachOf: logKeys), signed.isSignedByNoneWrongly(keys) else {
            throw LogFault(.signature, at: signed.checkpoint.size)
        }
    }
}
