/// How far a copy is.
struct CopyProgress: Hashable {
    /// How many entries it has.
    var size: Int64
    /// The size of its newest checkpoint.
    var signedSize: Int64 = 0
    /// That checkpoint, where it is known: it may be signed again.
    var signed: CopyBatch.Signed?
    /// The last of the erasures that name what was gone before it was copied.
    var lastErasure: Int64 = 0

    /// Whether every gap in it has its erasure in it.
    var isWhole: Bool { size >= lastErasure }
}

/// Picks what one transaction takes of a log, batch by batch: entries, then checkpoints.
///
/// Old entries are gone, and the erasures that say so may stand years behind them. One transaction over all of it would begin anew
/// whenever the database goes away; so the entries come in pieces, and no checkpoint before the copy is whole. Behind its newest
/// checkpoint a copy may have gaps that nothing in it names, and readers leave those out.
struct Shipment {
    private let outbox: Outbox
    private let entryCountMax: Int64
    private let startSize: Int64
    private var areEntriesPicked = false
    private var areCheckpointsPicked = false
    /// How far the copy is when the transaction is through.
    private(set) var progress: CopyProgress
    /// Whether there are more checkpoints than one transaction takes.
    private(set) var hasMoreCheckpoints = false

    init(_ outbox: Outbox, after progress: CopyProgress, entryCountMax: Int64) {
        self.outbox = outbox
        self.progress = progress
        self.entryCountMax = entryCountMax
        startSize = progress.size
    }

    /// Nil when that is all.
    mutating func next() throws(AuditError) -> CopyBatch? {
        if !areEntriesPicked {
            let batch = try outbox.batch(after: progress)
            progress.size = batch.entries.last?.sequence ?? progress.size
            progress.lastErasure = max(progress.lastErasure, batch.lastErasure)
            areEntriesPicked =
                progress.isWhole || batch.entries.isEmpty || progress.size - startSize >= entryCountMax
            if !batch.entries.isEmpty { return batch }
        }
        guard progress.isWhole, !areCheckpointsPicked else { return nil }
        areCheckpointsPicked = true
        let page = try outbox.checkpoints(of: progress)
        hasMoreCheckpoints = page.isFull
        guard let last = page.checkpoints.last else { return nil }
        (progress.signed, progress.signedSize) = (last, last.size)
        return CopyBatch(checkpoints: page.checkpoints)
    }
}
