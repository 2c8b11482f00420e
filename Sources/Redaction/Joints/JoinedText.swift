internal import Wire

/// Running texts that follow each other, as they read without the borders between them.
///
/// Short texts are in one with all they have. A long one ends one with its head and begins the next with its
/// tail: so all of a request's together are no longer than its texts.
struct JoinedText {
    private let pieces: [TextPiece]
    /// Where each piece begins if nothing stands between them, and where the last one ends.
    private let offsets: [Int]

    /// How much of a long text is read beside a border: more than any identifier that can be cut has.
    static let reach = 96

    private init(_ pieces: [TextPiece]) {
        self.pieces = pieces
        offsets = pieces.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.bytes.count) }
    }

    /// All joined texts of a request, in order; a text without a neighbour is in none.
    static func all(in segments: [Segment]) -> [JoinedText] {
        var all: [JoinedText] = []
        var pieces: [TextPiece] = []
        for index in segments.indices where segments[index].isRunning && !segments[index].text.isEmpty {
            let text = segments[index].text
            guard text.count > 2 * reach else {
                pieces.append(TextPiece(segment: index, bytes: text.indices))
                continue
            }
            pieces.append(TextPiece(segment: index, bytes: 0..<text.wholeCharacters(before: reach)))
            if pieces.count > 1 { all.append(JoinedText(pieces)) }
            let tail = text.wholeCharacters(from: text.count - reach)
            pieces = [TextPiece(segment: index, bytes: tail..<text.count)]
        }
        if pieces.count > 1 { all.append(JoinedText(pieces)) }
        return all
    }

    /// Whether an identifier may stand in it: without a digit or an at sign there is none.
    func isSuspect(in segments: [Segment]) -> Bool {
        pieces.contains { piece in
            segments[piece.segment].text[piece.bytes].contains {
                $0 &- 0x30 < 10 || $0 == UInt8(ascii: "@") || $0 >= 0x80
            }
        }
    }

    /// The text with something between the pieces, and where each of them begins in it.
    func read(_ joiner: [UInt8], in segments: [Segment]) -> (text: [UInt8], starts: [Int]) {
        var text: [UInt8] = []
        var starts: [Int] = []
        for piece in pieces {
            if !starts.isEmpty { text += joiner }
            starts.append(text.count)
            text += segments[piece.segment].text[piece.bytes]
        }
        return (text, starts)
    }

    /// Where bytes of the text that was read stand if nothing stands between the pieces.
    func source(of bytes: Range<Int>, starts: [Int], joiner byteCount: Int) -> Range<Int> {
        func source(_ place: Int) -> Int {
            let piece = starts.lastIndex(notAfter: place)
            return min(offsets[piece] + place - starts[piece], offsets[piece + 1])
        }
        return source(bytes.lowerBound)..<source(bytes.upperBound)
    }

    /// What the pieces have of these bytes, which are counted as if nothing stood between them.
    func pieces(in source: Range<Int>) -> [TextPiece] {
        var found: [TextPiece] = []
        var index = offsets.lastIndex(notAfter: source.lowerBound)
        while index < pieces.count, offsets[index] < source.upperBound {
            let start = max(source.lowerBound - offsets[index], 0)
            let end = min(source.upperBound - offsets[index], pieces[index].bytes.count)
            let base = pieces[index].bytes.lowerBound
            found.append(TextPiece(segment: pieces[index].segment, bytes: base + start..<base + end))
            index += 1
        }
        return found
    }
}

extension [Int] {
    /// The last of these ascending numbers that is not greater; the first is not.
    fileprivate func lastIndex(notAfter number: Int) -> Int {
        var low = 0
        var high = count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] <= number { low = middle } else { high = middle }
        }
        return low
    }
}

extension [UInt8] {
    /// The end of the last whole character before so many bytes.
    fileprivate func wholeCharacters(before byteCount: Int) -> Int {
        var end = byteCount
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }

    /// The start of the first whole character from a place on.
    fileprivate func wholeCharacters(from place: Int) -> Int {
        var start = place
        while start < count, self[start] & 0xC0 == 0x80 { start += 1 }
        return start
    }
}
