import Foundation
import Testing

@testable import Detection

private func accepts(_ validator: Validator, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return validator.accepts(bytes.span)
}

@Suite struct `A validator` {
    static let vectors: [(Validator, [String], [String])] = [
        (
            .upn,
            [
                "Z000000026001", "N000000026002", "B801200005001", "P207000016049", "Z00000002600B",
                "Z 0000-0002 6001", "z000000026001",
            ],
            [
                "Z000000026002", "Q207000016049", "I000000026001", "Z00000002600I", "Z00000002600",
                "Z0000000260011", "0000000026001", "",
            ]
        ),
        (
            .uln, ["9276308686", "1000000019", "2040608027"],
            ["9276308685", "9999999999", "0276308686", "927630868", "927630868A"]
        ),
        (
            .uci, ["999990260001T", "68199 0 01 2058 G", "689990980001D"],
            ["999990260001A", "9999902600010", "99999C260001T", "A99990260001T"]
        ),
        (
            .nhs, ["9434765919", "9876543210", "999 000 0018", "0101011237"],
            ["9876543212", "4857773456", "0000000000", "1111111111", "943476591", "94347659190"]
        ),
        (
            .nino, ["AB123456C", "JK 12 34 56 A", "ce123456", "AA123456D"],
            ["QQ123456C", "BG123456A", "AO123456A", "DA123456A", "AB123456E", "AB12345C", "AB1234567"]
        ),
        (
            .utr, ["1955839661", "2112233445", "1955839661K", "K1231955839661", "123 1955839661"],
            [
                "1955839662", "0955839661", "195583966", "121955839661", "K1955839662", "K1955839661K",
                "KKKKKKKKKK",
            ]
        ),
        (.vat, ["980780684", "GB980780684", "GB 999 9999 73"], ["980780685", "000000000", "12345"]),
        (.luhn, ["4242424242424242", "79927398713"], ["4242424242424241", "7", ""]),
        (
            .card,
            [
                "4242 4242 4242 4242", "5555555555554444", "378282246310005", "2223003122003222",
                "6205500000000000004",
            ],
            [
                "4242424242424241", "1234567812345670", "0000000000000000", "424242424242",
                "5555555555555555444",
            ]
        ),
        (
            .mod97, ["GB29NWBK60161331926819", "DE89 3704 0044 0532 0130 00", "gb55test08999966374958"],
            ["GB29NWBK60161331926818", "DE89 3704 0044 0532 0130 0", "GB29", "1229NWBK60161331926819"]
        ),
        (
            .ukphone,
            [
                "07700 900123", "+44 7700 900123", "0044 7700 900 123", "+44 (0)20 7946 0000",
                "(0161) 496 0000", "016977 3999",
                "0800 1111", "03069 990000", "01632 960 123",
            ],
            [
                "7700900123", "0770090012", "077009001234", "00000000000", "0123", "0612345678",
                "+33 6 39 98 12 40",
            ]
        ),
        (
            .date,
            [
                "31/12/2014", "1.2.14", "2014-09-03", "5th July 2013", "5 of Sept 2013", "July 5, 2013",
                "030914", "03092014",
                "29/02/2012", "29/02/12", "1 May 99",
            ],
            [
                "31/04/2014", "29/02/2013", "32/01/2014", "00/05/2014", "12/13/2014", "12/12/1812",
                "12/12/2099", "311314", "1/2",
                "May 2013", "1.2.3.4", "12/12/201", "",
            ]
        ),
        (
            .email,
            [
                "a@b.co", "o'neill@school.sch.uk", "\(String(repeating: "a", count: 64))@b.example",
                "x@a-b.c-d.example",
            ],
            [
                "a..b@c.example", ".a@c.example", "a.@c.example", "a@localhost", "a@b.c1m", "a@-b.example",
                "a@b-.example", "@b.example",
                "\(String(repeating: "a", count: 65))@b.example",
                "a@\(String(repeating: "b", count: 64)).example", "a@b..example",
            ]
        ),
        (
            .ipv4, ["192.0.2.1", "0.0.0.0", "255.255.255.255"],
            ["256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1..2.3", "a.b.c.d"]
        ),
        (
            .entropy, ["q7Zt0wLmB4rVyD8s", "purplefox41", "Welcome2Marlbrook"],
            [
                "password", "11111111111", "aaaaaaaaa1", "your-key-here", "abab1212abab", "",
                "dapi12345678901234ab",
            ]
        ),
    ]

    @Test(arguments: vectors)
    func `accepts what is valid and nothing else`(validator: Validator, valid: [String], invalid: [String]) {
        for text in valid { #expect(accepts(validator, text), "\(validator) \(text)") }
        for text in invalid { #expect(!accepts(validator, text), "\(validator) \(text)") }
    }

    @Test func `is covered by vectors`() { #expect(Set(Self.vectors.map(\.0)) == Set(Validator.allCases)) }

    static let checked: [(Validator, String)] = [
        (.upn, "Z000000026001"), (.upn, "B801200005001"), (.uln, "9276308686"), (.uci, "999990260123H"),
        (.nhs, "9990312346"),
        (.luhn, "4242424242424242"), (.mod97, "GB55TEST08999966374958"),
    ]

    @Test(arguments: checked)
    func `notices every single wrong digit`(validator: Validator, valid: String) {
        #expect(accepts(validator, valid))
        let characters = Array(valid)
        for index in characters.indices where characters[index].isNumber {
            for digit in "0123456789" where digit != characters[index] {
                var wrong = characters
                wrong[index] = digit
                #expect(!accepts(validator, String(wrong)), "\(String(wrong))")
            }
        }
    }

    @Test(arguments: checked.filter { $0.0 == .upn || $0.0 == .mod97 || $0.0 == .nhs })
    func `notices neighbours that changed places`(validator: Validator, valid: String) {
        var characters = Array(valid)
        for index in 1..<characters.count where characters[index - 1] != characters[index] {
            guard characters[index].isNumber, characters[index - 1].isNumber else { continue }
            characters.swapAt(index - 1, index)
            #expect(!accepts(validator, String(characters)))
            characters.swapAt(index - 1, index)
        }
    }

    @Test func `takes bytes of any kind without harm`() {
        for validator in Validator.allCases {
            for bytes in [
                [], [0xFF], [UInt8](repeating: 0x39, count: 5_000), [UInt8](repeating: 0x40, count: 300),
            ] {
                _ = validator.accepts(bytes.span)
            }
        }
    }
}
