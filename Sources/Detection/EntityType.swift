/// A kind of personal, sensitive or confidential data.
///
/// The raw value is what people read and write: in rule files, placeholders, evidence and reports.
/// A closed set: a new kind needs a line here, a verdict in every policy file and a row in the design's
/// vocabulary.
public enum EntityType: String, CaseIterable, Hashable, Sendable {
    case person = "PERSON"
    case pupil = "PUPIL"
    case parent = "PARENT"
    case staff = "STAFF"
    case email = "EMAIL"
    case userPrincipalName = "USER_PRINCIPAL_NAME"
    case phone = "PHONE"
    case address = "ADDRESS"
    case postcode = "POSTCODE"
    case dateOfBirth = "DATE_OF_BIRTH"
    case age = "AGE"
    case upn = "UPN"
    case uln = "ULN"
    case uci = "UCI"
    case trn = "TRN"
    case nhsNumber = "NHS_NUMBER"
    case nino = "NINO"
    case passport = "PASSPORT"
    case drivingLicence = "DRIVING_LICENCE"
    case dbsNumber = "DBS_NUMBER"
    case utr = "UTR"
    case candidateNumber = "CANDIDATE_NUMBER"
    case admissionNumber = "ADMISSION_NUMBER"
    case caseRef = "CASE_REF"
    case username = "USERNAME"
    case bankAccount = "BANK_ACCOUNT"
    case iban = "IBAN"
    case paymentCard = "PAYMENT_CARD"
    case vehicleReg = "VEHICLE_REG"
    case ip = "IP"
    case mac = "MAC"
    case urlPersonal = "URL_PERSONAL"
    case secret = "SECRET"
    case geo = "GEO"
    case sensitive = "SENSITIVE"
    case confidential = "CONFIDENTIAL"

    /// Whether a finding of this kind points at one person, so that a sensitive term near it is about somebody.
    ///
    /// A postcode, an IP address or a password alone does not say who is meant.
    public var pointsAtPerson: Bool {
        switch self {
        case .postcode, .ip, .mac, .secret, .geo, .sensitive, .confidential: false
        default: true
        }
    }

    /// Whether a finding of this kind is the name of a person.
    public var isPerson: Bool {
        switch self {
        case .person, .pupil, .parent, .staff: true
        default: false
        }
    }
}
