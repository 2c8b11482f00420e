/// Where the bytes stand next that are rare in prose, so that patterns which hold one are tried only near it.
struct RareBytes {
    /// The bytes that are looked for.
    static let all: [UInt8] = Array("@:=|/".utf8)

    /// For each byte a place with it, and from where on there was none before that place.
    private var known = InlineArray<5, (from: Int, next: Int)>(repeating: (0, -1))

    /// Forgets, for another text.
    mutating func reset() {
        known = InlineArray(repeating: (0, -1))
    }

    /// The first place from `start` on that holds the byte; the end of the text if none does.
    @inline(__always)
    mutating func next(_ byte: UInt8, in text: Span<UInt8>, from start: Int) -> Int {
        next(Self.index(of: byte), in: text, from: start)
    }

    /// The same for a byte by its place in `all`.
    @inline(__always)
    mutating func next(_ index: Int, in text: Span<UInt8>, from start: Int) -> Int {
        let (from, next) = known[index]
        if from <= start, start <= next { return next }
        let found = text.firstPlace(of: Self.all[index], from: start)
        known[index] = (start, found)
        return found
    }

    private static func index(of byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "@"): 0
        case UInt8(ascii: ":"): 1
        case UInt8(ascii: "="): 2
        case UInt8(ascii: "|"): 3
        default: 4
        }
    }
}
