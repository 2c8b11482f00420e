/// How the finding of a rule is extended beyond what its pattern or words match.
public enum FindingExtension: String, CaseIterable, Sendable {
    /// The words of the rule end a street's name; the finding is the postal address.
    case streetAddress = "street_address"
    /// The rule matches a postcode; the finding is the postal address that ends with it.
    case postalAddress = "postal_address"
    /// The rule matches a label; the finding is the postal address behind it.
    case labelledAddress = "labelled_address"
    /// The rule matches part of what is told of somebody; the finding is the clause.
    case statement
    /// The rule matches what is told of somebody; the finding is that with what follows of the clause.
    case particulars
    /// The rule matches a protective marking; the finding is its line, or its sentence in a long one.
    case marking

    /// How far before and behind a match the finding reaches, and what decides about it, in bytes.
    var reach: Int { isPassage ? StatementReader.reach : AddressReader.reach }

    /// Whether the match is found whatever stands around it, and only how far the finding goes is read.
    ///
    /// Such a match is judged, and stands against others, by itself; what surrounds it gives way to other findings.
    var isPassage: Bool {
        switch self {
        case .streetAddress, .postalAddress, .labelledAddress: false
        case .statement, .particulars, .marking: true
        }
    }

    /// What the finding is for a match; nil if there is none.
    func finding(
        for match: Range<Int>,
        in text: Span<UInt8>,
        with reader: inout StatementReader
    ) -> Range<Int>? {
        switch self {
        case .streetAddress: AddressReader(around: match, of: text).address(ofStreet: match, in: text)
        case .postalAddress: AddressReader(around: match, of: text).address(toPostcode: match, in: text)
        case .labelledAddress: AddressReader(around: match, of: text).address(afterLabel: match, in: text)
        case .statement:
            reader.start(of: match, in: text)..<reader.end(of: match, in: text)
        case .particulars: match.lowerBound..<reader.end(of: match, in: text)
        case .marking: StatementReader.marking(of: match, in: text)
        }
    }
}
