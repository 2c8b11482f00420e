/// Names one exchange to people: `CR-7F3K2Q9D`.
///
/// Staff quote it, the DPO looks it up.
///
/// Crockford's base 32: no I, L, O or U to misread. Forty random bits: among a million exchanges two share a
/// reference with a chance of one in two, so it is unique only together with the time; the log refuses a
/// second INTENT under the same one.
public struct ExchangeRef: Hashable, Sendable, CustomStringConvertible {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let letterCount = 8

    private let text: String

    public init() {
        // Five bits a letter, asked of the system at once: it is asked for every request.
        let bits = UInt64.random(in: .min ... .max)
        text = String((0..<Self.letterCount).map { Self.alphabet[Int(bits >> (5 * UInt64($0)) & 31)] })
    }

    /// - Parameter text: With or without `CR-`, in either case.
    public init?(_ text: String) {
        let upper = text.uppercased()
        let letters = upper.hasPrefix("CR-") ? String(upper.dropFirst(3)) : upper
        guard letters.count == Self.letterCount, letters.allSatisfy(Self.alphabet.contains) else {
            return nil
        }
        self.text = letters
    }

    public var description: String { "CR-" + text }
}
