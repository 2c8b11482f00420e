/// Numbers that are looked up at words of a text, each with a range of a list that belongs to it.
struct KeyTable: Sendable {
    private struct Slot {
        var key: UInt64 = 0
        var first: UInt32 = 0
        /// None in an empty slot.
        var count: UInt32 = 0
    }

    private var slots: [Slot]
    private let bitCount: UInt64

    /// - Parameter keys: Each once, with a range that is not empty.
    init(_ keys: [(key: UInt64, range: Range<Int>)]) {
        var bitCount: UInt64 = 3
        while 1 << bitCount < 2 * keys.count { bitCount += 1 }
        self.bitCount = bitCount
        slots = Array(repeating: Slot(), count: 1 << Int(bitCount))
        for (key, range) in keys {
            var place = firstPlace(of: key)
            while slots[place].count > 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Slot(key: key, first: UInt32(range.lowerBound), count: UInt32(range.count))
        }
    }

    /// Multiplicative hashing, of which the highest bits count: the constant is 2⁶⁴ divided by the golden ratio.
    @inline(__always)
    static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }

    private func firstPlace(of key: UInt64) -> Int { Int(Self.hash(key) >> (64 - bitCount)) }

    /// What belongs to a key; nil if it is not in the table.
    func range(of key: UInt64) -> Range<Int>? {
        var place = firstPlace(of: key)
        while slots[place].count > 0 {
            let slot = slots[place]
            if slot.key == key {
                return Int(slot.first)..<Int(slot.first + slot.count)
            }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }
}
