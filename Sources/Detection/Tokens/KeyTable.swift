/// Numbers that are looked up at words of a text, each with what belongs to it.
///
/// Slots of a few bytes: most of what a look-up costs is the wait for memory, so that a table of prefixes with eight
/// bytes a slot instead of sixteen was measured to be worth it.
struct KeyTable<Key: FixedWidthInteger & UnsignedInteger & Sendable, Value: Sendable>: Sendable {
    private struct Slot {
        /// Zero in an empty slot.
        var key: Key
        var value: Value
    }

    private var slots: [Slot]
    private let bitCount: UInt64

    /// - Parameters:
    ///   - entries: Each key once; none is zero.
    ///   - none: Fills what stays empty.
    init(_ entries: [(key: Key, value: Value)], none: Value) {
        var bitCount: UInt64 = 3
        while 1 << bitCount < 2 * entries.count { bitCount += 1 }
        self.bitCount = bitCount
        slots = Array(repeating: Slot(key: 0, value: none), count: 1 << Int(bitCount))
        for (key, value) in entries {
            precondition(key != 0, "zero marks an empty slot")
            var place = firstPlace(of: key)
            while slots[place].key != 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Slot(key: key, value: value)
        }
    }

    @inline(__always)
    private func firstPlace(of key: Key) -> Int { Int(KeyHash.hash(UInt64(key)) >> (64 - bitCount)) }

    /// What belongs to a key; nil if it is not in the table.
    @inline(__always)
    func value(of key: Key) -> Value? {
        var place = firstPlace(of: key)
        while slots[place].key != 0 {
            if slots[place].key == key { return slots[place].value }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }
}

enum KeyHash {
    /// Multiplicative hashing, of which the highest bits count: the constant is 2⁶⁴ divided by the golden ratio.
    @inline(__always)
    static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }
}

/// A range of a list, in half the room.
struct ShortRange: Hashable, Sendable {
    private let first: UInt32
    private let count: UInt32

    init(_ range: Range<Int>) {
        (first, count) = (UInt32(range.lowerBound), UInt32(range.count))
    }

    @inline(__always)
    var range: Range<Int> { Int(first)..<Int(first) + Int(count) }
}
