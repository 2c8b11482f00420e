/// Patterns put into 64 buckets, each of patterns that start alike.
///
/// However many rules there are, one look-up in one small table says no at nearly every word.
struct TriggerBuckets {
    /// By pattern its bucket, as a bit.
    let bits: [UInt64]
    let masks: ByteMasks

    /// Five bytes are looked at, as `ByteMasks` does at every word.
    private static let byteCount = 5

    /// Some patterns and what they start with together.
    private struct Bucket {
        var members: [Int]
        var bytes: [ByteSet]

        func joined(_ other: Bucket) -> Bucket {
            var bytes = bytes
            for offset in bytes.indices { bytes[offset].formUnion(other.bytes[offset]) }
            return Bucket(members: members + other.members, bytes: bytes)
        }

        /// About how often a word of prose gets through, in no unit.
        var cost: Double {
            bytes.prefix(byteCount).reduce(1) { $0 * $1.proseShare }
        }
    }

    init(of starts: [PatternStart]) {
        var buckets = starts.enumerated().map { Bucket(members: [$0], bytes: $1.bytes) }
        if buckets.count > Triggers.groupCountMax {
            // Those that start alike stand side by side; then the pairs that let the least through are joined.
            buckets.sort { $0.bytes.lexicographicallyPrecedes($1.bytes, by: ByteSet.areInOrder) }
            var increases = zip(buckets, buckets.dropFirst()).map(Self.increase)
            while buckets.count > Triggers.groupCountMax {
                let least = increases.indices.min { increases[$0] < increases[$1] } ?? 0
                buckets[least] = buckets[least].joined(buckets.remove(at: least + 1))
                increases.remove(at: least)
                for pair in [least - 1, least] where increases.indices.contains(pair) {
                    increases[pair] = Self.increase(buckets[pair], buckets[pair + 1])
                }
            }
        }
        var bits = [UInt64](repeating: 0, count: starts.count)
        var masks = ByteMasks(groupCount: 1)
        for (index, bucket) in buckets.enumerated() {
            let bit: UInt64 = 1 << UInt64(index)
            for member in bucket.members { bits[member] = bit }
            masks.insert(bit, group: 0, bucket.bytes)
        }
        (self.bits, self.masks) = (bits, masks)
    }

    private static func increase(_ one: Bucket, _ other: Bucket) -> Double {
        one.joined(other).cost - one.cost - other.cost
    }
}

extension ByteSet {
    private static func range(_ bytes: ClosedRange<UInt8>) -> ByteSet {
        var set = ByteSet()
        for byte in bytes { set.insert(byte) }
        return set
    }

    private static let small = range(0x61...0x7A)
    private static let space = ByteSet(0x20)

    /// About how much of prose is one of these bytes: mostly small letters, a sixth spaces.
    var proseShare: Double {
        let smallCount = intersection(.small).count
        let spaceCount = intersection(.space).count
        return Double(smallCount) * 0.03 + Double(spaceCount) * 0.16 + Double(count - smallCount - spaceCount)
            * 0.0006
    }

    /// About how many words of prose start with one of these bytes: an eighth with a capital, few with a digit.
    var wordStartShare: Double {
        let smallCount = intersection(.small).count
        let capitalCount = intersection(.range(0x41...0x5A)).count
        return Double(smallCount) * 0.03 + Double(capitalCount) * 0.005
            + Double(count - smallCount - capitalCount) * 0.002
    }
}
