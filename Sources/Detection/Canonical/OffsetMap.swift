/// Where each byte of a rewritten text came from.
///
/// Holds the changes only: a stretch that was copied is one entry, however long.
struct OffsetMap {
    /// A stretch of the rewritten text, up to the next entry's start.
    struct Entry {
        let start: Int
        /// Where it came from.
        ///
        /// A copied stretch came byte from byte; each byte of another one came from all of these.
        let source: Range<Int>
        let isCopy: Bool
    }

    private(set) var entries: [Entry] = []

    mutating func append(_ entry: Entry) { entries.append(entry) }

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    /// The bytes that a part of the rewritten text, which must not be empty, came from.
    func source(of range: Range<Int>) -> Range<Int> {
        let first = source(of: range.lowerBound)
        let last = source(of: range.upperBound - 1)
        return min(first.lowerBound, last.lowerBound)..<max(first.upperBound, last.upperBound)
    }

    private func source(of place: Int) -> Range<Int> {
        var low = 0
        var high = entries.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if entries[middle].start <= place { low = middle } else { high = middle }
        }
        let entry = entries[low]
        guard entry.isCopy else { return entry.source }
        let at = entry.source.lowerBound + place - entry.start
        return at..<at + 1
    }
}

/// Rewrites a text from left to right and keeps account of where everything came from.
struct Rewriter {
    /// What came out so far, and from where; whoever takes them leaves others, whose memory is used again.
    var bytes: [UInt8] = []
    var map = OffsetMap()
    /// Up to here the text is dealt with.
    private(set) var done = 0

    /// Prepares for another text.
    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        map.removeAll()
        done = 0
    }

    var isChanged: Bool { done > 0 }

    /// Puts something, perhaps nothing, in the place of a part of the text; what was passed over is copied.
    ///
    /// Parts come in order and do not overlap.
    mutating func replace(_ part: Range<Int>, of text: Span<UInt8>, with replacement: [UInt8]) {
        start(part, of: text, isEmpty: replacement.isEmpty)
        bytes += replacement
    }

    /// The same with one byte, without an array.
    mutating func replace(_ part: Range<Int>, of text: Span<UInt8>, with byte: UInt8) {
        start(part, of: text, isEmpty: false)
        bytes.append(byte)
    }

    /// The same with few bytes, without an array.
    mutating func replace(_ part: Range<Int>, of text: Span<UInt8>, with few: FewBytes) {
        start(part, of: text, isEmpty: few.count == 0)
        for index in 0..<few.count { bytes.append(UInt8(truncatingIfNeeded: few.value >> UInt32(8 * index))) }
    }

    private mutating func start(_ part: Range<Int>, of text: Span<UInt8>, isEmpty: Bool) {
        precondition(part.lowerBound >= done && part.upperBound <= text.count, "parts come in order")
        // Nearly all rewriting makes a text shorter.
        if done == 0 { bytes.reserveCapacity(text.count) }
        copy(text, upTo: part.lowerBound)
        if !isEmpty { map.append(OffsetMap.Entry(start: bytes.count, source: part, isCopy: false)) }
        done = part.upperBound
    }

    /// Copies the rest.
    mutating func finish(_ text: Span<UInt8>) {
        copy(text, upTo: text.count)
    }

    private mutating func copy(_ text: Span<UInt8>, upTo end: Int) {
        guard done < end else { return }
        map.append(OffsetMap.Entry(start: bytes.count, source: done..<end, isCopy: true))
        // A few bytes one by one: characters in disguise stand close together.
        if end - done <= 8 {
            for place in done..<end { bytes.append(text[place]) }
        } else {
            bytes.append(done..<end, of: text)
        }
        done = end
    }
}
