/// NHS number, also the Scottish CHI and the Northern Irish H&C number: 10 digits.
///
/// Source: NHS Data Dictionary, “NHS NUMBER”: weights 10 to 2, eleven minus the sum modulo 11; 11 counts as 0,
/// and a number that would need 10 is never issued. A random number passes one time in eleven: rules ask for
/// context as well.
func isNHSNumber(_ found: Span<UInt8>) -> Bool {
    let number = Characters(found)
    guard number.count == 10, !number.areAllSame, let check = number.digit(9),
        let sum = number.weightedSum(0..<9, firstWeight: 10, step: -1)
    else { return false }
    let expected = (11 - sum % 11) % 11
    return expected == check
}
