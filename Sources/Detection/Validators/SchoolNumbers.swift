/// Unique Pupil Number: check letter, 11 digits, and a digit or (temporary) a letter.
///
/// Source: DfE, “Unique pupil numbers: guide” and Common Basic Data Set: weights 2 to 13, modulo 23, letters
/// without I, O and S. Finds every wrong digit and every swap of neighbours.
func isUPN(_ found: Span<UInt8>) -> Bool {
    let upn = Characters(found)
    guard upn.count == 13, !upn.isOverlong, var sum = upn.weightedSum(1..<12, firstWeight: 2, step: 1) else {
        return false
    }
    guard let last = upn.digit(12) ?? pupilLetterValue(upn[12]) else { return false }
    sum += 13 * last
    return pupilLetterValue(upn[0]) == sum % 23
}

/// The place of a letter in `ABCDEFGHJKLMNPQRTUVWXYZ`.
private func pupilLetterValue(_ letter: UInt8) -> Int? {
    guard letter.isASCIILetter else { return nil }
    let place = Int(letter - UInt8(ascii: "A"))
    return switch letter {
    case UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "S"): nil
    case ..<UInt8(ascii: "I"): place
    case ..<UInt8(ascii: "O"): place - 1
    case ..<UInt8(ascii: "S"): place - 2
    default: place - 3
    }
}

/// Unique Learner Number: 10 digits, the first not 0; weights 10 to 1, modulo 11 leaves 10.
///
/// Source: Learning Records Service, “ULN check digit calculation”.
func isULN(_ found: Span<UInt8>) -> Bool {
    let uln = Characters(found)
    guard uln.count == 10, uln[0] != UInt8(ascii: "0"),
        let sum = uln.weightedSum(0..<10, firstWeight: 10, step: -1)
    else { return false }
    return sum % 11 == 10
}

/// Unique Candidate Identifier: centre (5), board (1), year (2), candidate (4), check letter.
///
/// Source: JCQ, “UCI check digit”: weights 16 to 5, modulo 17, letters `ABCDEFGHKLMRTVWXY`. A board letter in
/// the sixth place counts A = 1, B = 2; published sources disagree on later letters, which are refused.
func isUCI(_ found: Span<UInt8>) -> Bool {
    let uci = Characters(found)
    guard uci.count == 13, !uci.isOverlong, uci.areDigits(0..<5), uci.areDigits(6..<12) else { return false }
    let board: Int
    switch uci[5] {
    case UInt8(ascii: "A"), UInt8(ascii: "B"): board = Int(uci[5] - UInt8(ascii: "A")) + 1
    default:
        guard let digit = uci.digit(5) else { return false }
        board = digit
    }
    guard let before = uci.weightedSum(0..<5, firstWeight: 16, step: -1),
        let after = uci.weightedSum(6..<12, firstWeight: 10, step: -1)
    else { return false }
    let letters = "ABCDEFGHKLMRTVWXY"
    let place = (before + 11 * board + after) % 17
    return uci[12] == letters.utf8.dropFirst(place).first
}
