/// Checks what a pattern cannot: check digits, calendars, number plans.
///
/// The raw value is the name in a rule file. Each case is one pure function over the found bytes, which may
/// hold separators; it never allocates.
public enum Validator: String, CaseIterable, Hashable, Sendable {
    case upn
    case uln
    case uci
    case nhs
    case nino
    case utr
    case vat
    case luhn
    case card
    case mod97
    case ukphone
    case date
    case email
    case ipv4
    case entropy

    /// Whether passing says more than “it has the right form”: check digits make chance hits rare.
    var provesNumber: Bool {
        switch self {
        case .upn, .uln, .uci, .nhs, .utr, .vat, .luhn, .card, .mod97: true
        case .nino, .ukphone, .date, .email, .ipv4, .entropy: false
        }
    }

    func accepts(_ found: Span<UInt8>) -> Bool {
        switch self {
        case .upn: isUPN(found)
        case .uln: isULN(found)
        case .uci: isUCI(found)
        case .nhs: isNHSNumber(found)
        case .nino: isNINO(found)
        case .utr: isUTR(found)
        case .vat: isVATNumber(found)
        case .luhn: passesLuhn(found)
        case .card: isPaymentCard(found)
        case .mod97: isIBAN(found)
        case .ukphone: isUKPhone(found)
        case .date: isDate(found)
        case .email: isEmail(found)
        case .ipv4: isIPv4(found)
        case .entropy: looksRandom(found)
        }
    }
}
