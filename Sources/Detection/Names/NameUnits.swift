/// Cuts a text into the parts that names are looked for in, one after the other.
///
/// Where a part ends follows from where it starts and from nothing else, so that names do not depend on how the text
/// arrived. Parts end at the end of a line or sentence, where names seldom go on.
enum NameUnits {
    /// No part is longer, in bytes.
    static let byteCountMax = 2_048

    private static let lineEndsFrom = 512
    private static let sentenceEndsFrom = 1_024
    private static let wordEndsFrom = 1_536

    /// Where the part ends that starts at `start`; nil if that is not known before more of the text is there.
    static func end(of text: Span<UInt8>, from start: Int, isLast: Bool) -> Int? {
        let part = text.extracting(start..<min(text.count, start + byteCountMax))
        let line = part.firstPlace(of: 0x0A, from: lineEndsFrom)
        var place = sentenceEndsFrom
        while place < min(line, part.count) {
            if part[place] == 0x20, place >= wordEndsFrom || isSentenceEnd(part[place - 1]) {
                return start + place + 1
            }
            place += 1
        }
        if line < part.count { return start + line + 1 }
        if part.count < byteCountMax { return isLast && !part.isEmpty ? text.count : nil }
        var end = start + byteCountMax
        while end > start + 1, end < text.count, text[end].isUTF8Continuation { end -= 1 }
        return end
    }

    private static func isSentenceEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }
}
