/// What was done to an answer, counted.
public struct AnswerCounts: Hashable, Sendable {
    /// Placeholders that got their values back.
    public let restored: Int
    /// Placeholders that stayed because of where they stand: in a URL, a link's target or a tag.
    public let withheld: Int
    /// Placeholders that the model made up.
    public let invented: Int
    /// Personal data that was not in the prompt.
    public let found: [AnswerTally]

    init(_ restorer: borrowing Restorer, _ inspected: AnswerGuard) {
        restored = restorer.restoredCount
        withheld = restorer.withheldCount
        invented = restorer.inventedCount
        found = inspected.tallies
    }
}
