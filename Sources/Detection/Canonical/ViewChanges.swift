/// Which parts of a view are something else than the text, in bytes of the view as it is.
struct ViewChanges {
    /// In order; they do not overlap.
    private var ranges: [Range<Int>] = []
    private var carried: [Range<Int>] = []

    /// How far a word is followed from where it was changed, in bytes: as far as an island goes.
    private static let wordByteCountMax = Islands.byteCountMax

    mutating func removeAll() { ranges.removeAll(keepingCapacity: true) }

    /// Takes what one more step changed, and moves what earlier ones did to where it stands now.
    ///
    /// The step made `count` bytes of `sourceCount`.
    mutating func carry(through map: OffsetMap, of sourceCount: Int, to count: Int) {
        carried.removeAll(keepingCapacity: true)
        var next = 0
        var done = 0
        for (index, entry) in map.entries.enumerated() {
            let end = index + 1 < map.entries.count ? map.entries[index + 1].start : Int.max
            // What was taken out leaves a place where two bytes meet that did not.
            if entry.source.lowerBound > done { append(entry.start..<entry.start) }
            done = entry.source.upperBound
            while next < ranges.count, ranges[next].upperBound <= entry.source.lowerBound { next += 1 }
            guard entry.isCopy else {
                append(entry.start..<end)
                continue
            }
            while next < ranges.count, ranges[next].lowerBound < entry.source.upperBound {
                let part = ranges[next].clamped(to: entry.source)
                append(part.shifted(by: entry.start - entry.source.lowerBound))
                guard ranges[next].upperBound <= entry.source.upperBound else { break }
                next += 1
            }
        }
        if done < sourceCount { append(count..<count) }
        swap(&ranges, &carried)
    }

    private mutating func append(_ range: Range<Int>) {
        if let last = carried.last, range.lowerBound <= last.upperBound {
            carried[carried.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
        } else {
            carried.append(range)
        }
    }

    /// The changed parts with so many bytes around them; those that touch are one.
    func parts(around reach: (before: Int, behind: Int), upTo end: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        for range in ranges {
            let lower = max(0, min(range.lowerBound, end) - reach.before)
            let upper = range.upperBound < end - reach.behind ? range.upperBound + reach.behind : end
            if let last = parts.last, lower <= last.upperBound {
                parts[parts.count - 1] = last.lowerBound..<max(last.upperBound, upper)
            } else {
                parts.append(lower..<upper)
            }
        }
        return parts
    }

    /// How far from a place the next change starts, and how far before it the last one ended, in bytes; 0 inside one.
    ///
    /// `index` is that of some change: the search for it starts there, and ends at the next one.
    func distances(from place: Int, _ index: inout Int) -> (next: Int, last: Int) {
        index = min(index, ranges.count)
        while index > 0, ranges[index - 1].upperBound >= place { index -= 1 }
        while index < ranges.count, ranges[index].upperBound < place { index += 1 }
        let next = index < ranges.count ? max(0, ranges[index].lowerBound - place) : Int.max
        guard next > 0 else { return (0, 0) }
        return (next, index > 0 ? place - ranges[index - 1].upperBound : Int.max)
    }

    /// The changed parts with the rest of their words, and so many bytes and the rest of the words there.
    func words(in text: Span<UInt8>, margin: Int) -> [Range<Int>] {
        var words: [Range<Int>] = []
        for range in ranges {
            var start = max(0, min(range.lowerBound, text.count) - margin)
            var end = min(
                text.count, range.upperBound < text.count - margin ? range.upperBound + margin : text.count)
            if let last = words.last, start <= last.upperBound {
                guard end > last.upperBound else { continue }
                words.removeLast()
                start = last.lowerBound
            } else {
                let least = max(words.last?.upperBound ?? 0, start - Self.wordByteCountMax)
                while start > least, !text[start - 1].isASCIIWhiteSpace { start -= 1 }
            }
            let most = min(text.count, end + Self.wordByteCountMax)
            while end < most, !text[end].isASCIIWhiteSpace { end += 1 }
            words.append(start..<end)
        }
        return words
    }
}
