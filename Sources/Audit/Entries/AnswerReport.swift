/// What was done to an answer, counted; never what it said.
public struct AnswerReport: Hashable, Sendable {
    /// What a rule found in the answer that was not in the prompt.
    public struct Tally: Hashable, Sendable {
        public let rule: String
        public let entity: String
        public let count: Int
        /// Whether it was taken out before anybody saw it.
        public let isRemoved: Bool

        public init(rule: String, entity: String, count: Int, isRemoved: Bool) {
            self.rule = rule
            self.entity = entity
            self.count = count
            self.isRemoved = isRemoved
        }
    }

    public let byteCount: Int
    /// Placeholders that got their values back.
    public let restoredCount: Int
    /// Placeholders that stayed because of where they stand: in a URL, a link's target or a tag.
    public let withheldCount: Int
    /// Placeholders that the model made up.
    public let inventedCount: Int
    public let tallies: [Tally]

    public init(
        byteCount: Int,
        restoredCount: Int,
        withheldCount: Int = 0,
        inventedCount: Int = 0,
        tallies: [Tally] = []
    ) {
        self.byteCount = byteCount
        self.restoredCount = restoredCount
        self.withheldCount = withheldCount
        self.inventedCount = inventedCount
        self.tallies = tallies
    }
}
