public import Detection
internal import Wire

/// The rulebook: what happens to each kind of personal data.
public struct Policy: Sendable {
    /// What happens to one kind.
    public enum Treatment: Hashable, Sendable {
        case allow
        /// Allowed, until the request's mosaic asks for more.
        case mosaic(Operator)
        case redact(Operator)
        case block

        /// What happens in a request whose mosaic is full, or is not.
        public func verdict(inFullMosaic isFull: Bool) -> Verdict {
            switch self {
            case .allow: .allow
            case .mosaic: isFull ? .redact : .allow
            case .redact: .redact
            case .block: .block
            }
        }

        /// Whether something gets past this one that another one keeps back.
        ///
        /// A mask shows the endpoint a few characters, a placeholder only which values are the same, an empty mask and nothing at
        /// all not even that.
        public func isLooser(than other: Treatment) -> Bool { strictness < other.strictness }

        private var strictness: Int {
            switch self {
            case .allow: 0
            case .mosaic: 1
            case .redact(.mask(let keepLast)): keepLast > 0 ? 10 - keepLast : 11
            case .redact(.pseudonymize): 10
            case .redact(.remove): 12
            case .block: 13
            }
        }

        /// What a finding is replaced by, if it is.
        func operation(inFullMosaic isFull: Bool) -> Operator? {
            switch self {
            case .allow, .block: nil
            case .mosaic(let operation): isFull ? operation : nil
            case .redact(let operation): operation
            }
        }

        /// What a policy file calls it.
        public var name: String {
            switch self {
            case .mosaic: "mosaic"
            case .allow, .redact, .block: verdict(inFullMosaic: true).rawValue
            }
        }
    }

    /// What happens to a finding that would be replaced, where its text becomes a vector.
    ///
    /// A vector of a placeholder finds nothing, and nobody sees why: so the preset is to say so.
    public enum VectorTreatment: String, CaseIterable, Sendable {
        /// The request is blocked.
        case block
        /// Replaced as anywhere else.
        case redact
    }

    /// How a client is told that its prompt was blocked.
    public enum BlockStyle: String, CaseIterable, Sendable {
        /// As an error of its API, which programs understand.
        case error
        /// As what the assistant says, for chat windows that show errors badly or not at all.
        case assistantMessage = "assistant_message"
    }

    public let name: String
    public let version: Int
    /// So many rows about people block the request.
    public let tableRowCountMin: Int
    /// Nil for a policy that adds nothing up.
    public let mosaic: Mosaic?
    /// What happens to personal data that answers bring in.
    public let answers: AnswerPolicy
    public let vectors: VectorTreatment
    public let blockStyle: BlockStyle
    /// What stands below the text of every answer; nil for nothing.
    public let footer: AnswerFooter?
    private let treatments: [EntityType: Treatment]

    /// What a policy says that does not speak of tables.
    public static let tableRowCountMinDefault = 3

    /// Takes one treatment for every kind; a kind without one is blocked.
    public init(
        name: String,
        version: Int,
        tableRowCountMin: Int = tableRowCountMinDefault,
        mosaic: Mosaic? = nil,
        answers: AnswerPolicy = .counting,
        vectors: VectorTreatment = .block,
        blockStyle: BlockStyle = .error,
        footer: AnswerFooter? = nil,
        treatments: [EntityType: Treatment]
    ) {
        self.name = name
        self.version = version
        self.tableRowCountMin = tableRowCountMin
        self.mosaic = mosaic
        self.answers = answers
        self.vectors = vectors
        self.blockStyle = blockStyle
        self.footer = footer
        self.treatments = treatments
    }

    /// What happens to this kind.
    ///
    /// A kind that the policy does not name is blocked: silence is no permission.
    public func treatment(of entity: EntityType) -> Treatment { treatments[entity] ?? .block }

    /// The policy of a school on top of this one.
    ///
    /// - Parameters:
    ///   - rows: So many rows about people block; nil for as many as here.
    ///   - answers: What the school treats otherwise in answers.
    ///   - vectors: What happens in texts that become vectors; nil for the same as here.
    ///   - blockStyle: How the school's clients are told of a block; nil for the same as here.
    ///   - footer: What the school puts below answers; nil for the same as here.
    ///   - treatments: What the school treats otherwise.
    /// - Returns: A policy of the same name.
    public func tightened(
        rows: Int?,
        answers: [EntityType: AnswerPolicy.Treatment] = [:],
        vectors: VectorTreatment? = nil,
        blockStyle: BlockStyle? = nil,
        footer: AnswerFooter? = nil,
        _ treatments: [EntityType: Treatment]
    ) -> Policy {
        Policy(
            name: name, version: version, tableRowCountMin: rows ?? tableRowCountMin, mosaic: mosaic,
            answers: self.answers.tightened(answers), vectors: vectors ?? self.vectors,
            blockStyle: blockStyle ?? self.blockStyle, footer: footer ?? self.footer,
            treatments: self.treatments.merging(treatments) { $1 })
    }

    /// Whether a finding can be replaced where such a text stands.
    ///
    /// A JSON key or number has no room for a placeholder, and what was signed would not be what was signed.
    func canReplace(in kind: Segment.Kind) -> Bool {
        kind == .string || kind == .vector && vectors == .redact
    }

    /// Whether these kinds of data together ask for more than each alone.
    public func isMosaicFull(of findings: some Sequence<Finding>) -> Bool {
        mosaic.map { $0.score(of: findings) >= $0.limit } ?? true
    }
}
