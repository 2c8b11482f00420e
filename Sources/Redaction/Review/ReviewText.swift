internal import Detection
public import Wire

/// What the DPO reads of a blocked prompt without opening the original: its texts in which something was found, with everything
/// that was found replaced by what it is.
///
/// Whatever the policy lets pass is replaced too, and of what is told of somebody the whole sentence: this text is kept where IT
/// can read it.
public enum ReviewText {
    /// - Parameters:
    ///   - prompt: The request.
    ///   - findings: What was found in it.
    ///   - byteCountMax: Longer texts are cut.
    /// - Returns: UTF-8: for each text its place on a line, the text, and an empty line.
    public static func text(
        of prompt: APIRequest, _ findings: [PlacedFinding], byteCountMax: Int
    ) -> [UInt8] {
        var marks: [Int: [(bytes: Range<Int>, word: [UInt8])]] = [:]
        for finding in findings {
            let word = Array("[\(finding.finding.entity.rawValue)]".utf8)
            for piece in finding.pieces {
                let text = prompt.segments[piece.segment].text
                let bytes =
                    [.sensitive, .confidential].contains(finding.finding.entity)
                    ? sentence(around: piece.bytes, in: text) : piece.bytes
                marks[piece.segment, default: []].append((bytes, word))
            }
        }
        var out: [UInt8] = []
        for (segment, marks) in marks.sorted(by: { $0.key < $1.key }) {
            out += Array("\(prompt.segments[segment].place):\n".utf8)
            out += replaced(prompt.segments[segment].text, marks)
            out += [0x0A, 0x0A]
            if out.count > byteCountMax { return cut(out, at: byteCountMax) }
        }
        return out
    }

    /// Marks that overlap become one, under the first one's word.
    private static func replaced(
        _ text: [UInt8], _ marks: [(bytes: Range<Int>, word: [UInt8])]
    ) -> [UInt8] {
        var out: [UInt8] = []
        var at = 0
        for mark in marks.sorted(by: {
            ($0.bytes.lowerBound, -$0.bytes.upperBound) < ($1.bytes.lowerBound, -$1.bytes.upperBound)
        })
        where mark.bytes.upperBound > at {
            if mark.bytes.lowerBound >= at { out += text[at..<mark.bytes.lowerBound] + mark.word }
            at = mark.bytes.upperBound
        }
        return out + text[at...]
    }

    /// From behind the mark that ends the sentence before, to the one that ends this.
    private static func sentence(around bytes: Range<Int>, in text: [UInt8]) -> Range<Int> {
        func ends(_ byte: UInt8) -> Bool {
            [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), 0x0A, 0x0D].contains(byte)
        }
        let start = text[..<bytes.lowerBound].lastIndex(where: ends).map { $0 + 1 } ?? 0
        let end = text[bytes.upperBound...].firstIndex(where: ends) ?? text.count
        let first = text[start..<bytes.lowerBound].firstIndex { $0 != 0x20 } ?? bytes.lowerBound
        return first..<end
    }

    private static func cut(_ text: [UInt8], at count: Int) -> [UInt8] {
        var end = count
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return text[..<end] + Array("…".utf8)
    }
}
