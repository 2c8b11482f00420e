/// National Insurance number as HMRC issues it: two letters, six digits, suffix A to D or none.
///
/// Source: HMRC National Insurance Manual NIM39110: letters D F I Q U V never stand in the prefix, O never
/// second, and the prefixes BG GB KN NK NT TN ZZ are not used.
func isNINO(_ found: Span<UInt8>) -> Bool {
    let nino = Characters(found)
    guard nino.count == 8 || nino.count == 9, nino.areDigits(2..<8),
        nino[0].isASCIILetter, nino[1].isASCIILetter
    else { return false }
    if nino.count == 9 {
        guard (UInt8(ascii: "A")...UInt8(ascii: "D")).contains(nino[8]) else { return false }
    }
    switch nino[0] {
    case UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "Q"), UInt8(ascii: "U"),
        UInt8(ascii: "V"):
        return false
    default: break
    }
    switch nino[1] {
    case UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "Q"),
        UInt8(ascii: "U"), UInt8(ascii: "V"):
        return false
    default: break
    }
    return !isUnusedPrefix(nino[0], nino[1])
}

private func isUnusedPrefix(_ first: UInt8, _ second: UInt8) -> Bool {
    let unused = "BGGBKNNKNTTNZZ".utf8
    var before: UInt8 = 0
    for (place, letter) in unused.enumerated() {
        if place % 2 == 1, before == first, letter == second { return true }
        before = letter
    }
    return false
}

/// Unique Taxpayer Reference: 10 digits, the first a check digit for the rest.
///
/// The tax office's three digits before it, and a K before or behind it, are passed over.
///
/// Source: HMRC, UTR validation: weights 6 7 8 9 10 5 4 3 2 on digits 2 to 10, modulo 11, `21987654321`.
func isUTR(_ found: Span<UInt8>) -> Bool {
    let utr = Characters(found)
    guard utr.count >= 10, !utr.isOverlong else { return false }
    let hasLetterBefore = utr[0] == UInt8(ascii: "K")
    let hasLetterBehind = utr[utr.count - 1] == UInt8(ascii: "K")
    guard !hasLetterBefore || !hasLetterBehind else { return false }
    let end = hasLetterBehind ? utr.count - 1 : utr.count
    let start = end - 10
    let officeStart = hasLetterBefore ? 1 : 0
    guard start == officeStart || start == officeStart + 3, utr.areDigits(officeStart..<end),
        let check = utr.digit(start),
        let first = utr.weightedSum(start + 1..<start + 6, firstWeight: 6, step: 1),
        let rest = utr.weightedSum(start + 6..<start + 10, firstWeight: 5, step: -1)
    else { return false }
    let checkDigits = "21987654321"
    let place = (first + rest) % 11
    return checkDigits.utf8.dropFirst(place).first == UInt8(ascii: "0") + UInt8(check)
}

/// UK VAT number: optional GB or XI, 9 digits, optionally 3 for a branch.
///
/// Source: HMRC VAT registration manual, modulus 97 and “9755”: weights 8 to 2 plus the last two digits leave
/// 0 or 42 modulo 97.
func isVATNumber(_ found: Span<UInt8>) -> Bool {
    let vat = Characters(found)
    let hasPrefix =
        vat.count > 2
        && ((vat[0] == UInt8(ascii: "G") && vat[1] == UInt8(ascii: "B"))
            || (vat[0] == UInt8(ascii: "X") && vat[1] == UInt8(ascii: "I")))
    let start = hasPrefix ? 2 : 0
    let count = vat.count - start
    guard count == 9 || count == 12, vat.areDigits(start..<vat.count),
        let sum = vat.weightedSum(start..<start + 7, firstWeight: 8, step: -1),
        let tens = vat.digit(start + 7), let ones = vat.digit(start + 8)
    else { return false }
    let rest = (sum + tens * 10 + ones) % 97
    return sum > 0 && (rest == 0 || rest == 42)
}
