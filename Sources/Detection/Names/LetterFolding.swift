/// Latin letters without their accents, in small: `É` is `e`, `ß` is `ss`, `Ł` is `l`.
package enum LetterFolding {
    /// What stands for the letter at a place, and whether it is a capital; nothing for a combining mark; nil where it is not known.
    package static func base(_ text: Span<UInt8>, at place: Int) -> (bytes: [UInt8], isCapital: Bool)? {
        guard place + 1 < text.count else { return nil }
        let (first, second) = (text[place], text[place + 1])
        let code = Int(first & 0x1F) << 6 | Int(second & 0x3F)
        switch first {
        case 0xC3, 0xC4, 0xC5:
            guard let base = table[code - 0xC0] else { return nil }
            return (base, isCapital(code))
        case 0xCC, 0xCD:
            guard code < 0x370 else { return nil }
            return ([], false)
        default: return nil
        }
    }

    private static func isCapital(_ code: Int) -> Bool {
        switch code {
        case 0xC0...0xDE: true
        case 0x100...0x137, 0x14A...0x177: code % 2 == 0
        case 0x139...0x148, 0x179...0x17E: code % 2 == 1
        case 0x178: true
        default: false
        }
    }

    /// From U+00C0 to U+017F.
    private static let table: [[UInt8]?] = {
        let latin1 = "a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th ss"
        let small = "a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y"
        let extended = """
            a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h i i i i i i i i i i ij ij j j k k \
            k l l l l l l l l l l n n n n n n n n n o o o o o o oe oe r r r r r r s s s s s s s s t t t t t t u u u u u u u u \
            u u u u w w y y y z z z z z z s
            """
        return (latin1 + " " + small + " " + extended).split(separator: " ").map {
            $0 == "-" ? nil : Array($0.utf8)
        }
    }()
}
