/// A number of the UK's telephone plan, however it is written.
///
/// Source: Ofcom, National Telephone Numbering Plan: ranges by first digits and their lengths.
/// The national number is what follows `+44`, `0044` or the trunk 0.
func isUKPhone(_ found: Span<UInt8>) -> Bool {
    let digits = Characters(found)
    guard digits.count >= 7, !digits.isOverlong, digits.areDigits(0..<digits.count) else { return false }
    var start = 0
    if digits.starts(with: "0044") {
        start = 4
    } else if digits.starts(with: "44") && digits.count >= 11 {
        start = 2
    }
    // The trunk 0, alone or as the (0) of +44 (0)…; without either prefix it is needed.
    if start < digits.count, digits.digit(start) == 0 {
        start += 1
    } else if start == 0 {
        return false
    }
    let count = digits.count - start
    guard count >= 7, let first = digits.digit(start), let second = digits.digit(start + 1),
        let third = digits.digit(start + 2)
    else { return false }
    switch first {
    case 1: return second != 0 && (count == 10 || count == 9)
    case 2: return [0, 3, 4, 8, 9].contains(second) && count == 10
    case 3: return [0, 3, 4, 7].contains(second) && count == 10
    case 5: return (second == 5 || second == 6) && count == 10 || (second == 0 && third == 0 && count == 9)
    case 7: return count == 10
    case 8: return [0, 4, 7].contains(second) && (count == 10 || (second == 0 && (count == 9 || count == 7)))
    case 9: return [0, 1, 8].contains(second) && count == 10
    default: return false
    }
}

extension Characters {
    fileprivate func starts(with prefix: String) -> Bool {
        var i = 0
        for byte in prefix.utf8 {
            guard i < count, self[i] == byte else { return false }
            i += 1
        }
        return true
    }
}

/// An e-mail address, also a Microsoft 365 user principal name.
///
/// Source: RFC 5321 lengths (64 before the @, 254 in all); labels of 1 to 63 letters, digits and inner
/// hyphens; a top-level label without digits. No dot first, last or doubled before the @.
func isEmail(_ found: Span<UInt8>) -> Bool {
    guard found.count <= 254, let at = lastIndex(of: UInt8(ascii: "@"), in: found), (1...64).contains(at)
    else {
        return false
    }
    let dot = UInt8(ascii: ".")
    guard found[0] != dot, found[at - 1] != dot else { return false }
    for i in 1..<max(1, at) where found[i] == dot && found[i - 1] == dot { return false }
    return isDomain(found.extracting(at + 1..<found.count))
}

private func lastIndex(of byte: UInt8, in bytes: Span<UInt8>) -> Int? {
    var i = bytes.count - 1
    while i >= 0 {
        if bytes[i] == byte { return i }
        i -= 1
    }
    return nil
}

private func isDomain(_ domain: Span<UInt8>) -> Bool {
    var labelCount = 0
    var labelStart = 0
    var hasDigit = false
    for i in 0...domain.count {
        guard i == domain.count || domain[i] == UInt8(ascii: ".") else {
            if domain[i].isASCIIDigit { hasDigit = true }
            continue
        }
        let isLast = i == domain.count
        guard (1...63).contains(i - labelStart), domain[labelStart] != UInt8(ascii: "-"),
            domain[i - 1] != UInt8(ascii: "-")
        else { return false }
        // An internationalised top-level domain is letters and digits behind `xn--`.
        let isEncoded =
            i - labelStart > 4 && domain[labelStart] | 0x20 == UInt8(ascii: "x")
            && domain[labelStart + 2] == UInt8(ascii: "-") && domain[labelStart + 3] == UInt8(ascii: "-")
        if isLast && (hasDigit && !isEncoded || i - labelStart < 2) { return false }
        labelCount += 1
        labelStart = i + 1
        hasDigit = false
    }
    return labelCount >= 2
}

/// Four numbers from 0 to 255 with dots, none with a leading zero.
///
/// Source: RFC 791; RFC 6943, 3.1.1.
func isIPv4(_ found: Span<UInt8>) -> Bool {
    var parts = 0
    var value = 0
    var digits = 0
    for i in 0...found.count {
        if i < found.count, found[i].isASCIIDigit {
            guard digits == 0 || value > 0 else { return false }
            value = value * 10 + Int(found[i] - UInt8(ascii: "0"))
            digits += 1
            guard digits <= 3, value <= 255 else { return false }
        } else {
            guard digits > 0, i == found.count || found[i] == UInt8(ascii: ".") else { return false }
            parts += 1
            value = 0
            digits = 0
        }
    }
    return parts == 4
}
