public import Detection

/// What happens to personal data in an answer that was not in the prompt.
///
/// A model can repeat what it was trained on, and a tool can fetch records.
public struct AnswerPolicy: Hashable, Sendable {
    /// What happens to one kind.
    public enum Treatment: String, CaseIterable, Sendable {
        /// Shown and not counted.
        case pass
        /// Shown, and counted in the evidence.
        case count
        /// Taken out before anybody sees it, and counted.
        case redact

        /// Whether something gets past this one that another one keeps back.
        public func isLooser(than other: Treatment) -> Bool { strictness < other.strictness }

        private var strictness: Int {
            switch self {
            case .pass: 0
            case .count: 1
            case .redact: 2
            }
        }
    }

    private let treatments: [EntityType: Treatment]
    /// The kinds of which nothing may be shown before it is found.
    public let held: Set<EntityType>

    /// A kind without a treatment is counted.
    public init(_ treatments: [EntityType: Treatment]) {
        self.treatments = treatments
        held = Set(treatments.filter { $0.value == .redact }.keys)
    }

    /// What a policy says that does not speak of answers: everything is counted.
    public static let counting = AnswerPolicy([:])

    public func treatment(of entity: EntityType) -> Treatment { treatments[entity] ?? .count }

    /// This policy with what a school treats otherwise.
    public func tightened(_ treatments: [EntityType: Treatment]) -> AnswerPolicy {
        AnswerPolicy(self.treatments.merging(treatments) { $1 })
    }
}
