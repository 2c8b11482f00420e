import Testing

@testable import Detection

@Suite struct `A postal address` {
    /// Where the marked words stand, and the text without the marks.
    private static func seed(in marked: String) -> (text: [UInt8], seed: Range<Int>) {
        let parts = Array(marked.utf8).split(separator: UInt8(ascii: "^"), omittingEmptySubsequences: false)
        return (Array(parts.joined()), parts[0].count..<parts[0].count + parts[1].count)
    }

    /// The address that is read from the marked words.
    private static func address(in marked: String, _ kind: FindingExtension) -> String? {
        let (text, seed) = seed(in: marked)
        var reader = StatementReader()
        return kind.finding(for: seed, in: text.span, with: &reader).map {
            String(decoding: text[$0], as: UTF8.self)
        }
    }

    static let postcodes: [(String, String?)] = [
        ("at Trewen, Mabyn, Bodmin ^ZZ99 3AB^", "Trewen, Mabyn, Bodmin ZZ99 3AB"),
        ("Mabyn, Bodmin ^ZZ99 3AB^", nil),
        ("to 14 Trewen, Bodmin ^ZZ99 3AB^, UK", "14 Trewen, Bodmin ZZ99 3AB, UK"),
        ("Hill Museum, Trewen, Bodmin ^ZZ99 3AB^", nil),
        ("School Bungalow, Trewen, Bodmin ^ZZ99 3AB^", "School Bungalow, Trewen, Bodmin ZZ99 3AB"),
        ("58 children in Trewen ^ZZ99 3AB^", nil),
        ("year 4 in trewen ^zz99 3ab^", nil),
        ("flat 2, 4 trewen, bodmin ^zz99 3ab^", "flat 2, 4 trewen, bodmin zz99 3ab"),
    ]

    @Test(arguments: postcodes)
    func `is read from its postcode`(marked: String, expected: String?) {
        #expect(Self.address(in: marked, .postalAddress) == expected)
    }

    static let streets: [(String, String?)] = [
        ("lives at 14 Made Up ^Road^, Trewen with his mum", "14 Made Up Road, Trewen"),
        ("14 Made Up ^Road^ Primary School", nil),
        ("Hill School, 14 Made Up ^Road^, Trewen ZZ99 3AB", nil),
        ("Year 9 Made Up ^Park^", nil), ("£14 Made Up ^Road^", nil), ("10 Minute ^Drive^", nil),
        ("Made Up ^Road^ in Trewen", nil),
        (
            "Jo Bloggs\nFlat 2\nThe Maltings\n3-7 Made Up ^Lane^\nTrewen\nZZ99 3AB\n\nDear",
            "Flat 2\nThe Maltings\n3-7 Made Up Lane\nTrewen\nZZ99 3AB"
        ),
        ("to 2F1, 48 Made Up ^Loan^, Trewen, ZZ99 3AB", "2F1, 48 Made Up Loan, Trewen, ZZ99 3AB"),
        ("to 3 Left, 22 Made Up ^Street^, Trewen", "3 Left, 22 Made Up Street, Trewen"),
        ("\t14 Made Up ^Road^\tTrewen\tZZ99 3AB\t7B", "14 Made Up Road\tTrewen\tZZ99 3AB"),
        ("x,14 Made Up ^Road^,Trewen,7B", "14 Made Up Road"),
        ("14 Made Up ^Road^\n\nTrewen ZZ99 3AB", "14 Made Up Road"),
        (
            "6 Made Up ^Mews^, rear of 3 Low St, Trewen, ZZ99 3AB",
            "6 Made Up Mews, rear of 3 Low St, Trewen, ZZ99 3AB"
        ),
        ("Ty Newydd, 2 Made Up ^Terrace^, Trewen", "Ty Newydd, 2 Made Up Terrace, Trewen"),
    ]

    @Test(arguments: streets)
    func `is read from its street`(marked: String, expected: String?) {
        #expect(Self.address(in: marked, .streetAddress) == expected)
    }

    /// However the text goes on farther away: the reader looks no farther than its reach.
    @Test func `does not depend on what stands beyond its reach`() {
        let (text, seed) = Self.seed(in: "lives at 14 Made Up ^Road^, Trewen, Bodmin")
        let alone = AddressReader(around: seed, of: text.span).address(ofStreet: seed, in: text.span)
        let padding = Array(repeating: UInt8(ascii: "x"), count: 3 * AddressReader.reach) + [0x0A]
        let padded = padding + text + [0x0A] + padding
        let moved = seed.shifted(by: padding.count)
        let found = AddressReader(around: moved, of: padded.span).address(ofStreet: moved, in: padded.span)
        #expect(found == alone?.shifted(by: padding.count))
    }
}
