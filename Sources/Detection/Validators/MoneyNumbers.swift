/// The Luhn sum over all digits.
///
/// Source: ISO/IEC 7812-1, annex B.
func passesLuhn(_ found: Span<UInt8>) -> Bool {
    let number = Characters(found)
    guard number.count > 1, !number.isOverlong, number.areDigits(0..<number.count) else { return false }
    var sum = 0
    for i in 0..<number.count {
        let digit = Int(number[number.count - 1 - i] - UInt8(ascii: "0"))
        let doubled = i % 2 == 1 ? digit * 2 : digit
        sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
}

/// A payment card: Luhn, and a length that its issuer uses.
///
/// Source: ISO/IEC 7812-1; the schemes' published ranges, Mastercard's 2-series (2221 to 2720) and the
/// airlines' UATP (1, 15 digits) included.
func isPaymentCard(_ found: Span<UInt8>) -> Bool {
    guard passesLuhn(found) else { return false }
    let card = Characters(found)
    guard card.count >= 12, !card.areAllSame else { return false }
    var prefix = 0
    for i in 0..<4 { prefix = prefix * 10 + Int(card[i] - UInt8(ascii: "0")) }
    switch prefix {
    case 1000...1999: return card.count == 15
    case 4000...4999: return [13, 16, 19].contains(card.count)
    case 5100...5599, 2221...2720: return card.count == 16
    case 3400...3499, 3700...3799: return card.count == 15
    case 3000...3059, 3095, 3600...3699, 3800...3999: return (14...19).contains(card.count)
    case 3528...3589: return (16...19).contains(card.count)
    case 6011, 6440...6599: return (16...19).contains(card.count)
    case 6200...6299: return (16...19).contains(card.count)
    case 5000...5099, 5600...5899, 6300...6399, 6700...6799: return (12...19).contains(card.count)
    default: return false
    }
}

/// An International Bank Account Number: length by country, remainder 1 modulo 97.
///
/// Source: ISO 13616-1:2020; check digits ISO/IEC 7064 MOD 97-10; lengths: SWIFT IBAN registry.
func isIBAN(_ found: Span<UInt8>) -> Bool {
    let iban = Characters(found)
    guard (15...34).contains(iban.count), !iban.isOverlong, iban[0].isASCIILetter, iban[1].isASCIILetter,
        iban.areDigits(2..<4)
    else { return false }
    guard ibanLength(iban[0], iban[1]) == iban.count else { return false }
    var rest = 0
    for i in 0..<iban.count {
        let byte = iban[(i + 4) % iban.count]
        if byte.isASCIIDigit {
            rest = (rest * 10 + Int(byte - UInt8(ascii: "0"))) % 97
        } else {
            rest = (rest * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
        }
    }
    return rest == 1
}

/// The length of a country's IBAN; nil for countries that have none.
private func ibanLength(_ first: UInt8, _ second: UInt8) -> Int? {
    guard first | 0x20 >= UInt8(ascii: "a"), second | 0x20 >= UInt8(ascii: "a") else { return nil }
    let length = ibanLengths[Int(first & 0x1F) << 5 | Int(second & 0x1F)]
    return length > 0 ? Int(length) : nil
}

/// By the last five bits of a country's two letters; 0 for none.
private let ibanLengths: [UInt8] = {
    let lengths: KeyValuePairs<UInt8, String> = [
        15: "NO",
        16: "BE",
        18: "DK FI FK FO GL NL SD",
        19: "MK SI",
        20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA",
        23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST",
        26: "IS TR",
        27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
        29: "BR EG PS QA UA",
        30: "JO KW MU YE",
        31: "MT SC",
        32: "LC",
        33: "RU",
    ]
    var table = [UInt8](repeating: 0, count: 1 << 10)
    for (length, countries) in lengths {
        for country in countries.split(separator: " ") {
            let letters = country.utf8.map { Int($0 & 0x1F) }
            table[letters[0] << 5 | letters[1]] = length
        }
    }
    return table
}()
