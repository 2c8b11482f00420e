/// How the finding of a rule is extended beyond what its pattern or words match.
public enum FindingExtension: String, CaseIterable, Sendable {
    /// The words of the rule end a street's name; the finding is the postal address.
    case streetAddress = "street_address"
    /// The rule matches a postcode; the finding is the postal address that ends with it.
    case postalAddress = "postal_address"
    /// The rule matches a label; the finding is the postal address behind it.
    case labelledAddress = "labelled_address"

    /// How far before and behind a match the finding reaches, and what decides about it, in bytes.
    var reach: Int { AddressReader.reach }

    /// What the finding is for a match; nil if there is none.
    func finding(for match: Range<Int>, in text: Span<UInt8>) -> Range<Int>? {
        let reader = AddressReader(around: match, of: text)
        return switch self {
        case .streetAddress: reader.address(ofStreet: match, in: text)
        case .postalAddress: reader.address(toPostcode: match, in: text)
        case .labelledAddress: reader.address(afterLabel: match, in: text)
        }
    }
}
