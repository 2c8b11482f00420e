/// Eight bytes that stand for a found value: the same value in one period has the same token, and without the
/// period's key the token tells nothing.
public struct ValueToken: Hashable, Sendable, CustomStringConvertible {
    public static let byteCount = 8

    let word: UInt64

    init(_ bytes: some Collection<UInt8>) {
        word = bytes.prefix(Self.byteCount).reduce(0) { $0 << 8 | UInt64($1) }
    }

    public var description: String {
        let text = String(word, radix: 16)
        return String(repeating: "0", count: 2 * Self.byteCount - text.count) + text
    }
}
