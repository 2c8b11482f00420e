/// One person as a school's records name them; lives only while a roster is built.
public struct RosterPerson: Sendable {
    /// What somebody is to the school.
    public enum Role: UInt8, CaseIterable, Sendable {
        case pupil, parent, staff

        /// What findings of such a person are called.
        public var entity: EntityType {
            switch self {
            case .pupil: .pupil
            case .parent: .parent
            case .staff: .staff
            }
        }

        public var name: String {
            switch self {
            case .pupil: "pupil"
            case .parent: "parent"
            case .staff: "staff"
            }
        }
    }

    /// An identifier that belongs to one person.
    public struct Value: Hashable, Sendable {
        public let kind: RosterValueKind
        public let text: String

        public init(kind: RosterValueKind, text: String) {
            self.kind = kind
            self.text = text
        }
    }

    public let role: Role
    /// Legal, preferred, known as: each as it is written.
    public var forenames: [String]
    public var middleNames: [String]
    /// Legal, preferred, former.
    public var surnames: [String]
    public var values: [Value]
    /// As a number: 20140903 for 3 September 2014; nil if it is not known.
    public var birthDate: Int?

    public init(
        role: Role,
        forenames: [String],
        middleNames: [String] = [],
        surnames: [String],
        values: [Value] = [],
        birthDate: Int? = nil
    ) {
        self.role = role
        self.forenames = forenames
        self.middleNames = middleNames
        self.surnames = surnames
        self.values = values
        self.birthDate = birthDate
    }
}

/// The sorts of identifiers that a roster knows people by.
///
/// The raw values stand in roster files.
public enum RosterValueKind: UInt8, CaseIterable, Sendable {
    case upn = 0, uln, uci, candidateNumber, admissionNumber, email, username

    /// What a finding of such a value is called.
    public var entity: EntityType {
        switch self {
        case .upn: .upn
        case .uln: .uln
        case .uci: .uci
        case .candidateNumber: .candidateNumber
        case .admissionNumber: .admissionNumber
        case .email: .email
        case .username: .username
        }
    }

    /// Whether signs belong to it: `j.smith` is not `jsmith`.
    var keepsSigns: Bool { self == .email || self == .username }

    /// Whether it is so short that it says nothing without a word about it, or its person, nearby.
    var needsCompany: Bool { self == .candidateNumber || self == .admissionNumber }
}

/// Which person of a roster a finding is about.
///
/// A number of the roster's own, which says nothing without the school's records.
public struct PersonRef: Hashable, Sendable {
    public let number: Int

    public init(number: Int) { self.number = number }
}
