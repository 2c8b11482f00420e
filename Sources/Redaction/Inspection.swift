public import Detection

/// A finding and the field it stands in.
public struct PlacedFinding: Hashable, Sendable {
    /// `messages[2].content`.
    public let place: String
    public let finding: Finding
    /// What the policy does about it.
    ///
    /// A finding that the policy would redact but that stands where nothing can be replaced, such as a JSON
    /// key, blocks.
    public let verdict: Verdict
    /// Where it stands in the request: several pieces where it lies across texts.
    public let pieces: [TextPiece]
    /// Where the finding is a whole table: what it is like.
    public let table: RecordTable?
}

extension RuleID {
    /// What rows about people are reported as; no file holds this rule.
    public static let recordTable = RuleID("policy.table")
}

/// One request, judged.
///
/// Holds the vault, which nothing outside can see or copy; `restorer()` takes it along.
public struct Inspection: ~Copyable, Sendable {
    public let verdict: Verdict
    /// In the order of the request.
    public let findings: [PlacedFinding]
    /// What rules on trial found, and what the policy would have done about it; it has no part in the verdict.
    public let trials: [PlacedFinding]
    /// What may be sent; nil when the verdict is block.
    public let body: RedactedBody?
    /// Values that were found and left in the request.
    let known: Set<[UInt8]>
    let vault: Vault

    /// Ends the inspection and gives what brings the values back into the answer.
    public consuming func restorer() -> Restorer { Restorer(vault: vault) }
}
