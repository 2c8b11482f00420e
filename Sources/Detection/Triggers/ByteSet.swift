/// A set of byte values.
struct ByteSet: Equatable, Sendable {
    private var words = SIMD4<UInt64>(repeating: 0)

    static let all = ByteSet(words: SIMD4(repeating: .max))

    init() {}

    private init(words: SIMD4<UInt64>) { self.words = words }

    init(_ byte: UInt8) { insert(byte) }

    var isEmpty: Bool { words == SIMD4(repeating: 0) }

    var count: Int {
        words[0].nonzeroBitCount + words[1].nonzeroBitCount + words[2].nonzeroBitCount
            + words[3].nonzeroBitCount
    }

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    mutating func formUnion(_ other: ByteSet) { words |= other.words }

    func intersection(_ other: ByteSet) -> ByteSet { ByteSet(words: words & other.words) }

    /// Any order, but always the same.
    static func areInOrder(_ a: ByteSet, _ b: ByteSet) -> Bool {
        for index in 0..<4 where a.words[index] != b.words[index] { return a.words[index] < b.words[index] }
        return false
    }

    /// Every member, in order.
    ///
    /// Bit by bit: asked for each part of each pattern, so that a test of all bytes took a fifth of loading the rules.
    var members: [UInt8] {
        var members: [UInt8] = []
        members.reserveCapacity(count)
        for index in 0..<4 {
            var bits = words[index]
            while bits != 0 {
                members.append(UInt8(index * 64 + bits.trailingZeroBitCount))
                bits &= bits &- 1
            }
        }
        return members
    }

    /// ASCII letters and digits.
    static let lettersAndDigits: ByteSet = {
        var set = ByteSet()
        for byte in UInt8.min...UInt8.max where byte.isASCIILetterOrDigit { set.insert(byte) }
        return set
    }()
}
