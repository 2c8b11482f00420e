/// What a character looks like to a reader, as ASCII.
enum Fold: Equatable {
    /// Itself.
    case keep
    /// Nothing: it cannot be seen.
    case drop
    /// A mark on the letter before it.
    case mark
    /// This letter, digit, space or sign, wherever it stands.
    case ascii(UInt8)
    /// This letter, if the word around it is otherwise Latin: А in a Russian word is no A.
    case confusable(UInt8)
    /// This sign, which typography uses everywhere; it hides something only beside a digit.
    case typographic(UInt8)
}

/// Folds of all characters, by number.
///
/// Source: Unicode 16: general categories Cf and Mn (what is not seen), Nd (digits of all scripts), compatibility
/// decompositions of letters and digits; for confusables the letters of UTS #39 whose skeleton is one ASCII letter, as
/// far as they are in use.
enum FoldTable {
    static func fold(_ scalar: UInt32) -> Fold {
        if scalar < 0x80 { return isHiddenControl(UInt8(scalar)) ? .drop : .keep }
        if scalar < 0x10000 { return decode(basic[Int(scalar)]) }
        return supplementary(scalar)
    }

    /// Control characters that no reader sees; tab and line ends are seen.
    static func isHiddenControl(_ byte: UInt8) -> Bool {
        byte < 0x20 ? byte != 0x09 && byte != 0x0A && byte != 0x0D : byte == 0x7F
    }

    // MARK: - The basic plane, one byte a character

    private static let dropCode: UInt8 = 1
    private static let markCode: UInt8 = 2
    private static let typographicCodes: [UInt8: UInt8] = [3: 0x27, 4: 0x22, 5: 0x2D, 6: 0x2E]

    private static func decode(_ code: UInt8) -> Fold {
        switch code {
        case 0: .keep
        case dropCode: .drop
        case markCode: .mark
        case 3...6: .typographic(typographicCodes[code] ?? 0x2E)
        case 0x80...: .confusable(code & 0x7F)
        default: .ascii(code)
        }
    }

    private static let basic: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 0x10000)
        for range in invisible { for scalar in range { table[scalar] = dropCode } }
        for range in combining { for scalar in range { table[scalar] = markCode } }
        for zero in digitZeros where zero < 0x10000 {
            for digit in 0..<10 { table[zero + digit] = UInt8(0x30 + digit) }
        }
        for (first, text) in runs {
            for (offset, byte) in text.utf8.enumerated() { table[first + offset] = byte }
        }
        for scalar in 0xFF01...0xFF5E { table[scalar] = UInt8(scalar - 0xFF01 + 0x21) }
        for (letters, code) in typographic {
            for scalar in letters.unicodeScalars { table[Int(scalar.value)] = code }
        }
        for (letter, lookalikes) in lookalikes {
            for scalar in lookalikes.unicodeScalars where table[Int(scalar.value)] == 0 {
                table[Int(scalar.value)] = 0x80 | letter
            }
        }
        return table
    }()

    /// Format characters, fillers and selectors: joiners, direction marks, soft hyphen, byte order mark and their like.
    private static let invisible: [ClosedRange<Int>] = [
        0x80...0x84, 0x86...0x9F, 0xAD...0xAD, 0x34F...0x34F, 0x61C...0x61C, 0x115F...0x1160, 0x17B4...0x17B5,
        0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164...0x3164, 0xFE00...0xFE0F,
        0xFEFF...0xFEFF, 0xFFA0...0xFFA0, 0xFFF0...0xFFFB,
    ]

    /// Marks that go with the character before them; enclosing marks make keycaps.
    private static let combining: [ClosedRange<Int>] = [
        0x300...0x34E, 0x350...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20F0,
        0xFE20...0xFE2F,
    ]

    /// Zero in each script that has digits of its own; the other nine follow it.
    private static let digitZeros = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
        0xED0,
        0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
        0x2080, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066,
        0x110F0,
        0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50,
        0x11D50,
        0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0,
    ]

    /// Characters that follow one another and what they look like.
    private static let runs: [(Int, String)] = [
        (0x85, "\n"), (0xA0, " "), (0xB2, "23"), (0xB9, "1"), (0x1680, " "), (0x2000, "           "),
        (0x2024, "."), (0x2028, "\n\n"), (0x202F, " "), (0x205F, " "), (0x2070, "0i"),
        (0x2074, "456789+-=()n"),
        (0x2044, "/"), (0x2215, "/"), (0x2460, "123456789"), (0x2474, "123456789"), (0x2488, "123456789"),
        (0x249C, "abcdefghijklmnopqrstuvwxyz"), (0x24B6, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        (0x24D0, "abcdefghijklmnopqrstuvwxyz0"), (0x24F5, "123456789"), (0x24FF, "0"), (0x2776, "123456789"),
        (0x2780, "123456789"), (0x278A, "123456789"), (0x2800, " "), (0x3000, " "), (0x3002, "."),
        (0x3021, "123456789"),
        (0x2102, "C"), (0x210A, "gHHHh"), (0x2110, "IILl"), (0x2115, "N"), (0x2119, "PQRRR"), (0x2124, "Z"),
        (0x2128, "Z"), (0x212A, "KA"), (0x212C, "BC"), (0x212F, "eEF"), (0x2133, "Mo"), (0x2139, "i"),
        (0x2145, "Ddeij"), (0xFE50, ","), (0xFE52, ".;:"), (0xFE58, "-"), (0xFE63, "-"), (0xFE6B, "@"),
        (0x2043, "-"), (0x2212, "-"), (0x2010, "--"), (0x30FB, "."), (0x2160, "I"), (0x2164, "V"),
        (0x2169, "X"),
        (0x216C, "LCDM"), (0x2170, "i"), (0x2174, "v"), (0x2179, "x"), (0x217C, "lcdm"),
    ]

    /// Signs of ordinary typesetting.
    private static let typographic: [(String, UInt8)] = [
        ("\u{2018}\u{2019}\u{201A}\u{201B}\u{2032}\u{02BC}\u{00B4}", 3),
        ("\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{00AB}\u{00BB}", 4),
        ("\u{2012}\u{2013}\u{2014}\u{2015}\u{2E3A}", 5), ("\u{00B7}\u{2022}\u{2027}\u{2219}\u{22C5}", 6),
    ]

    /// Letters of other alphabets, small capitals and phonetic letters that look like an ASCII letter or digit.
    private static let lookalikes: [(UInt8, String)] = [
        ("A", "АΑᎪ"), ("B", "ВΒᏴ"), ("C", "СϹᏟ"), ("D", "Ꭰ"), ("E", "ЕΕᎬ"), ("F", "Ϝ"), ("G", "ԌᏀ"),
        ("H", "НΗᎻ"),
        ("I", "ІΙӀᏆ"), ("J", "ЈᎫͿ"), ("K", "КΚᏦ"), ("L", "Ꮮ"), ("M", "МΜᎷ"), ("N", "Ν"), ("O", "ОΟՕ"),
        ("P", "РΡᏢ"),
        ("Q", "Ԛ"), ("R", "Ꭱ"), ("S", "ЅՏᏚ"), ("T", "ТΤᎢ"), ("U", "Ս"), ("V", "ѴᏙ"), ("W", "ԜᎳ"), ("X", "ХΧ"),
        ("Y", "ҮΥУ"), ("Z", "ΖᏃ"), ("a", "аαɑᴀ"), ("b", "Ьʙ"), ("c", "сϲᴄ"), ("d", "ԁᴅ"), ("e", "еєᴇ"),
        ("f", "ƒ"),
        ("g", "ɡց"), ("h", "һհ"), ("i", "іιɩı"), ("j", "јϳᴊ"), ("k", "кκᴋ"), ("l", "ӏʟ"), ("m", "мᴍ"),
        ("n", "ոпɴ"),
        ("o", "оοօᴏσ"), ("p", "рρᴘ"), ("q", "ԛզ"), ("r", "гʀᴦ"), ("s", "ѕꜱ"), ("t", "тτᴛ"), ("u", "υսᴜ"),
        ("v", "ѵνᴠ"), ("w", "ԝѡᴡ"), ("x", "хχ"), ("y", "уүγʏ"), ("z", "ᴢ"), ("0", "〇"), ("1", "一"),
        ("2", "二"),
        ("3", "三З"), ("4", "四Ч"), ("5", "五"), ("6", "六б"), ("7", "七"), ("8", "八"), ("9", "九"),
    ].map { (letter: String, characters: String) in (letter.utf8.first ?? 0, characters) }

    // MARK: - Beyond the basic plane

    private static func supplementary(_ scalar: UInt32) -> Fold {
        let value = Int(scalar)
        func letter(_ offset: Int) -> Fold { .ascii(UInt8(0x41 + offset)) }
        switch value {
        case 0x1D400...0x1D6A3:
            // Thirteen alphabets, each capitals and small letters.
            let offset = (value - 0x1D400) % 52
            return .ascii(UInt8(offset < 26 ? 0x41 + offset : 0x61 + offset - 26))
        case 0x1D7CE...0x1D7FF: return .ascii(UInt8(0x30 + (value - 0x1D7CE) % 10))
        case 0x1F101...0x1F10A: return .ascii(UInt8(0x30 + value - 0x1F101))
        case 0x1F110...0x1F129: return letter(value - 0x1F110)
        case 0x1F130...0x1F149: return letter(value - 0x1F130)
        case 0x1F150...0x1F169: return letter(value - 0x1F150)
        case 0x1F170...0x1F189: return letter(value - 0x1F170)
        case 0x1F1E6...0x1F1FF: return letter(value - 0x1F1E6)
        // Tags: nobody sees them, but a model reads them as the letters that they name.
        case 0xE0020...0xE007E: return .ascii(UInt8(value - 0xE0000))
        case 0xE0000...0xE0FFF, 0x1D173...0x1D17A, 0x1BCA0...0x1BCA3: return .drop
        default:
            let zero = digitZeros.first { $0 >= 0x10000 && ($0..<$0 + 10).contains(value) }
            return zero.map { .ascii(UInt8(0x30 + value - $0)) } ?? .keep
        }
    }
}
