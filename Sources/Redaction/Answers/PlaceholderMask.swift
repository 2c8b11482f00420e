/// Makes plain words of the placeholders in an answer.
///
/// To a scanner a placeholder looks like a value in disguise, with its brackets, underscore and digits: it would hold back
/// half a page around each. A plain word of the same length says nothing, and every offset stays.
enum PlaceholderMask {
    /// The text up to where a placeholder may have begun that is not there to its end, masked.
    ///
    /// - Returns: The masked text, and how much of the text it is.
    static func masked(_ text: [UInt8], isJSON: Bool, isFinal: Bool) -> (text: [UInt8], end: Int) {
        let reader = PlaceholderReader(text: text, isJSON: isJSON, isFinal: isFinal)
        let (ranges, end) = ranges(readBy: reader)
        guard !ranges.isEmpty || end < text.count else { return (text, end) }
        var masked = Array(text[..<end])
        for range in ranges { for place in range { masked[place] = UInt8(ascii: "x") } }
        return (masked, end)
    }

    /// Where placeholders stand in a text that is there as a whole.
    static func ranges(in text: [UInt8]) -> [Range<Int>] {
        ranges(readBy: PlaceholderReader(text: text)).ranges
    }

    private static func ranges(readBy reader: PlaceholderReader) -> (ranges: [Range<Int>], end: Int) {
        let text = reader.text
        var ranges: [Range<Int>] = []
        var at = text.firstIndex(of: UInt8(ascii: "[")) ?? text.count
        while at < text.count {
            do throws(PlaceholderReader.Cut) {
                let reading = try reader.placeholder(at: at, isInBrackets: false)
                if let reading { ranges.append(at..<reading.end) }
                at = next(after: reading.map { $0.end - 1 } ?? at, in: text)
            } catch {
                return (ranges, at)
            }
        }
        return (ranges, text.count)
    }

    private static func next(after place: Int, in text: [UInt8]) -> Int {
        text[(place + 1)...].firstIndex(of: UInt8(ascii: "[")) ?? text.count
    }
}
