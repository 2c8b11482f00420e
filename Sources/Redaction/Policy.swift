public import Detection

/// The rulebook: what happens to each kind of personal data.
public struct Policy: Sendable {
    /// What happens to one kind.
    public enum Treatment: Hashable, Sendable {
        case allow
        case redact(Operator)
        case block

        public var verdict: Verdict {
            switch self {
            case .allow: .allow
            case .redact: .redact
            case .block: .block
            }
        }
    }

    public let name: String
    public let version: Int
    /// So many rows about people block the request.
    public let tableRowCountMin: Int
    private let treatments: [EntityType: Treatment]

    /// What a policy says that does not speak of tables.
    public static let tableRowCountMinDefault = 3

    /// Takes one treatment for every kind; a kind without one is blocked.
    public init(
        name: String,
        version: Int,
        tableRowCountMin: Int = tableRowCountMinDefault,
        treatments: [EntityType: Treatment]
    ) {
        self.name = name
        self.version = version
        self.tableRowCountMin = tableRowCountMin
        self.treatments = treatments
    }

    /// What happens to this kind.
    ///
    /// A kind that the policy does not name is blocked: silence is no permission.
    public func treatment(of entity: EntityType) -> Treatment { treatments[entity] ?? .block }

    /// What happens to a text with these findings.
    public func verdict(on findings: some Sequence<Finding>) -> Verdict {
        findings.map { treatment(of: $0.entity).verdict }.max() ?? .allow
    }
}
