/// One rule as a person wrote it, ready to be compiled.
///
/// `Rules` reads these from YAML packs; `CompiledRules` turns them into what runs.
public struct Rule: Hashable, Sendable {
    /// What the rule looks for.
    public enum Matcher: Hashable, Sendable {
        /// A pattern in the syntax of `PatternSyntax`.
        case pattern(String)
        /// Any of these words or phrases, as whole words.
        case words([String], caseSensitive: Bool)
        /// Names of persons, as the name model tells them.
        case names
        /// The people of the school's roster.
        case roster
        /// What is told about somebody, as the model of matters tells it.
        case matters

        /// Whether something else than patterns and words looks for it.
        public var isModel: Bool { self == .names || self == .roster || self == .matters }
    }

    /// Words nearby that make a finding more likely, or that it needs.
    public struct Context: Hashable, Sendable {
        public let words: [String]
        /// How many bytes may stand between the finding and a word, on either side.
        public let within: Int
        /// Added to the confidence when a word is there.
        public let boost: Int
        /// Whether there is no finding without a word.
        public let isRequired: Bool

        public init(words: [String], within: Int, boost: Int, isRequired: Bool) {
            self.words = words
            self.within = within
            self.boost = boost
            self.isRequired = isRequired
        }
    }

    /// What must stand near a finding as well.
    public struct Companions: Hashable, Sendable {
        /// Each of them must match.
        public let patterns: [String]
        /// How many bytes before or behind the finding they may stand.
        public let within: Int

        public init(patterns: [String], within: Int) {
            self.patterns = patterns
            self.within = within
        }
    }

    /// What kind of harm a disclosure does; evidence and reports are grouped by it.
    public enum Sensitivity: String, CaseIterable, Sendable {
        case normal, special, criminal, safeguarding, confidential
    }

    public let id: RuleID
    /// What staff read in a block message: "Unique Pupil Number".
    public let title: String
    public let entity: EntityType
    public let matcher: Matcher
    /// ASCII characters of which one may stand between any two characters of the pattern.
    public let separators: String
    public let validator: Validator?
    /// How far the finding goes beyond what the pattern matches; nil for not at all.
    public let findingExtension: FindingExtension?
    /// 0 to 100, before context.
    public let confidence: Int
    public let context: Context?
    /// Nil for nothing; a rule that is a list of words has none.
    public let companions: Companions?
    /// Words that veto the finding when they stand as near as context words would.
    public let vetoes: [String]
    /// Values that are never reported, whatever their spacing and case.
    public let exclusions: [String]
    /// Whether the rule fires only near a finding that points at a person.
    public let linksPerson: Bool
    public let sensitivity: Sensitivity
    /// Who wrote a rule.
    public enum Level: String, CaseIterable, Comparable, Sendable {
        case trust, school

        public static func < (one: Level, other: Level) -> Bool { one == .trust && other == .school }
    }

    /// A school's rule adds to what the trust's find, and takes nothing from it.
    public let level: Level
    /// Whether the rule's findings are counted only.
    public let isOnTrial: Bool

    public init(
        id: RuleID,
        title: String,
        entity: EntityType,
        matcher: Matcher,
        separators: String = "",
        validator: Validator? = nil,
        findingExtension: FindingExtension? = nil,
        confidence: Int,
        context: Context? = nil,
        companions: Companions? = nil,
        vetoes: [String] = [],
        exclusions: [String] = [],
        linksPerson: Bool = false,
        sensitivity: Sensitivity = .normal,
        level: Level = .trust,
        isOnTrial: Bool = false
    ) {
        self.id = id
        self.title = title
        self.entity = entity
        self.matcher = matcher
        self.separators = separators
        self.validator = validator
        self.findingExtension = findingExtension
        self.confidence = confidence
        self.context = context
        self.companions = companions
        self.vetoes = vetoes
        self.exclusions = exclusions
        self.linksPerson = linksPerson
        self.sensitivity = sensitivity
        self.level = level
        self.isOnTrial = isOnTrial
    }
}
