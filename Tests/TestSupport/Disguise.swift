/// One way to write a value so that a reader still reads it, or can with little effort, but its bytes are others.
public struct Disguise: Sendable, CustomStringConvertible {
    public enum Kind: Sendable {
        /// Undone by rules alone: nearly every value must be found.
        case deterministic
        /// Undone where a word nearby says what the value is.
        case hinted
    }

    /// What a value must be for the disguise to leave it readable.
    public enum Subject: Sendable {
        case anything
        /// Letters and digits, perhaps in groups.
        case number
        case address
    }

    public let description: String
    public let kind: Kind
    public let subject: Subject
    public let apply: @Sendable (String) -> String

    private init(
        _ description: String,
        _ kind: Kind = .deterministic,
        for subject: Subject = .anything,
        _ apply: @escaping @Sendable (String) -> String
    ) {
        self.description = description
        self.kind = kind
        self.subject = subject
        self.apply = apply
    }

    public static let all: [Disguise] = invisible + lookalike + escaped + encoded + markup + parted + hinted

    // MARK: - Characters

    /// The mark after every character but the last.
    private static func between(_ mark: String, _ value: String) -> String {
        value.map { String($0) }.joined(separator: mark)
    }

    private static let invisible = [
        Disguise("zero-width space") { between("\u{200B}", $0) },
        Disguise("zero-width joiner") { between("\u{200D}", $0) },
        Disguise("zero-width non-joiner") { between("\u{200C}", $0) },
        Disguise("soft hyphen") { between("\u{AD}", $0) },
        Disguise("word joiner") { between("\u{2060}", $0) },
        Disguise("byte order mark") { between("\u{FEFF}", $0) },
        Disguise("left-to-right mark") { between("\u{200E}", $0) },
        Disguise("embedding and pop") { between("\u{202A}\u{202C}", $0) },
        Disguise("isolates") { amid("\u{2069}\u{2068}", $0) },
        Disguise("variation selector") { value in scalars(value) { [$0, "\u{FE0F}"] } },
        Disguise("grapheme joiner") { value in scalars(value) { [$0, "\u{34F}"] } },
        Disguise("control character") { between("\u{1}", $0) },
        Disguise("struck through") { value in scalars(value) { [$0, "\u{336}"] } },
    ]

    private static func scalars(_ value: String, _ map: (Unicode.Scalar) -> [Unicode.Scalar]) -> String {
        var out = String.UnicodeScalarView()
        for scalar in value.unicodeScalars { out.append(contentsOf: map(scalar)) }
        return String(out)
    }

    /// Digits, and letters if there is a first capital and small one, moved to other characters.
    private static func moved(
        _ value: String,
        digits: UInt32?,
        capitals: UInt32? = nil,
        small: UInt32? = nil
    ) -> String {
        scalars(value) { scalar in
            let moved: UInt32? =
                switch scalar {
                case "0"..."9": digits.map { $0 + scalar.value - 0x30 }
                case "A"..."Z": capitals.map { $0 + scalar.value - 0x41 }
                case "a"..."z": small.map { $0 + scalar.value - 0x61 }
                default: nil
                }
            return [moved.flatMap { Unicode.Scalar($0) } ?? scalar]
        }
    }

    private static let lookalike = [
        Disguise("full width") { value in
            scalars(value) {
                [(0x21...0x7E).contains($0.value) ? Unicode.Scalar($0.value + 0xFEE0) ?? $0 : $0]
            }
        },
        Disguise("mathematical bold") { moved($0, digits: 0x1D7CE, capitals: 0x1D400, small: 0x1D41A) },
        Disguise("mathematical monospace") { moved($0, digits: 0x1D7F6, capitals: 0x1D670, small: 0x1D68A) },
        Disguise("double-struck digits") { moved($0, digits: 0x1D7D8) },
        Disguise("keycaps") { value in
            scalars(value) { ("0"..."9").contains($0) ? [$0, "\u{FE0F}", "\u{20E3}"] : [$0] }
        },
        Disguise("circled") { value in
            scalars(moved(value, digits: nil, capitals: 0x24B6, small: 0x24D0)) { scalar in
                scalar == "0"
                    ? ["\u{24EA}"]
                    : [
                        ("1"..."9").contains(scalar)
                            ? Unicode.Scalar(scalar.value + 0x242F) ?? scalar : scalar
                    ]
            }
        },
        Disguise("subscript digits") { moved($0, digits: 0x2080) },
        Disguise("Arabic-Indic digits") { moved($0, digits: 0x660) },
        Disguise("Devanagari digits") { moved($0, digits: 0x966) },
        Disguise("Bengali digits") { moved($0, digits: 0x9E6) },
        Disguise("Thai digits") { moved($0, digits: 0xE50) },
        Disguise("regional indicators") { moved($0, digits: nil, capitals: 0x1F1E6) },
        Disguise("tag characters") { value in scalars(value) { [Unicode.Scalar($0.value + 0xE0000) ?? $0] } },
        Disguise("Cyrillic and Greek letters") { value in
            let letters: [Unicode.Scalar: Unicode.Scalar] = [
                "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "J": "Ј", "K": "К", "M": "М", "N": "Ν",
                "O": "О", "P": "Р",
                "T": "Т", "X": "Х", "Y": "Υ", "Z": "Ζ", "a": "а", "c": "с", "e": "е", "i": "і", "o": "о",
                "p": "р", "x": "х",
                "s": "ѕ",
            ]
            return scalars(value) { [letters[$0] ?? $0] }
        },
        Disguise("no-break spaces", for: .number) { grouped($0, "\u{A0}") },
        Disguise("thin spaces", for: .number) { grouped($0, "\u{2009}") },
        Disguise("ideographic spaces", for: .number) { grouped($0, "\u{3000}") },
        Disguise("en dashes", for: .number) { grouped($0, "\u{2013}") },
        Disguise("non-breaking hyphens", for: .number) { grouped($0, "\u{2011}") },
    ]

    // MARK: - Escapes and encodings

    private static func each(_ value: String, _ map: (UInt8) -> String) -> String {
        value.utf8.map(map).joined()
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }

    private static let escaped = [
        Disguise("percent") { each($0) { "%" + hex($0) } },
        Disguise("HTML decimal") { each($0) { "&#\($0);" } },
        Disguise("HTML hexadecimal") { each($0) { "&#x" + hex($0) + ";" } },
        Disguise(#"\u"#) { each($0) { #"\u00"# + hex($0) } },
        Disguise(#"\x"#) { each($0) { #"\x"# + hex($0).lowercased() } },
        Disguise(#"\u{}"#) { each($0) { #"\u{"# + hex($0) + "}" } },
        Disguise("quoted-printable") { each($0) { "=" + hex($0) } },
        Disguise("U+") { $0.utf8.map { "U+00" + hex($0) }.joined(separator: " ") },
    ]

    private static func base64(
        _ value: String, _ last: (Character, Character) = ("+", "/"), isPadded: Bool = true
    ) -> String {
        let letters =
            Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") + [last.0, last.1]
        return bits(value, size: 6, letters)
            + (isPadded ? String(repeating: "=", count: (3 - value.utf8.count % 3) % 3) : "")
    }

    private static func bits(_ value: String, size: Int, _ letters: [Character]) -> String {
        var out = ""
        var buffer = 0
        var count = 0
        for byte in value.utf8 {
            buffer = buffer << 8 | Int(byte)
            count += 8
            while count >= size {
                count -= size
                out.append(letters[buffer >> count & (1 << size - 1)])
            }
            buffer &= 1 << count - 1
        }
        if count > 0 { out.append(letters[buffer << (size - count) & (1 << size - 1)]) }
        return out
    }

    private static let encoded = [
        Disguise("base64") { base64($0) },
        Disguise("base64 for addresses, no padding") { base64($0, ("-", "_"), isPadded: false) },
        Disguise("base64 twice") { base64(base64($0)) },
        Disguise("base64 of full width", for: .number) { base64(moved($0, digits: 0xFF10)) },
        Disguise("base32") { bits($0, size: 5, Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")) },
        Disguise("hexadecimal") { each($0) { hex($0).lowercased() } },
        Disguise("hexadecimal in pairs") { $0.utf8.map(hex).joined(separator: " ") },
        Disguise("hexadecimal with colons") { $0.utf8.map(hex).joined(separator: ":") },
        Disguise("hexadecimal list") { $0.utf8.map { "0x" + hex($0) }.joined(separator: ",") },
        Disguise("percent of base64") { each(base64($0)) { "%" + hex($0) } },
    ]

    // MARK: - Markup and separators

    /// The mark in the middle.
    private static func amid(_ mark: String, _ value: String) -> String {
        let middle = value.count / 2
        return String(value.prefix(middle)) + mark + String(value.dropFirst(middle))
    }

    /// The separator in the place of those that the value has; groups of three characters where it has none.
    private static func grouped(_ value: String, _ separator: String) -> String {
        let groups = value.split { $0 == " " || $0 == "-" }
        if groups.count > 1 { return groups.joined(separator: separator) }
        var parts: [Substring] = []
        var rest = value[...]
        while !rest.isEmpty {
            let count = rest.count == 4 ? 4 : 3
            parts.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return parts.joined(separator: separator)
    }

    private static func single(_ value: String, _ separator: String) -> String {
        value.filter { $0.isLetter || $0.isNumber }.map { String($0) }.joined(separator: separator)
    }

    private static let markup = [
        Disguise("HTML tag") { amid("<b></b>", $0) },
        Disguise("HTML span") { amid(#"<span class="x"></span>"#, $0) },
        Disguise("HTML comment") { amid("<!-- c -->", $0) },
        Disguise("CSS comment", for: .number) { amid("/* c */", $0) },
        Disguise("Markdown bold", for: .number) { amid("**", $0) },
        Disguise("Markdown code") { amid("``", $0) },
        Disguise("soft line break") { amid("=\r\n", $0) },
    ]

    private static let parted = [
        Disguise("spaced") { between(" ", $0.filter { $0 != " " }) },
        Disguise("dotted", for: .number) { single($0, ".") },
        Disguise("hyphenated", for: .number) { single($0, "-") },
        Disguise("underscored", for: .number) { single($0, "_") },
        Disguise("slashed", for: .number) { single($0, "/") },
        Disguise("starred", for: .number) { single($0, "*") },
        Disguise("doubly spaced", for: .number) { single($0, "  ") },
        Disguise("groups with dots", for: .number) { grouped($0, ".") },
        Disguise("groups with slashes", for: .number) { grouped($0, "/") },
        Disguise("groups with underscores", for: .number) { grouped($0, "_") },
        Disguise("groups with two spaces", for: .number) { grouped($0, "  ") },
        Disguise("groups with tabs", for: .number) { grouped($0, "\t") },
        Disguise("over two lines", for: .number) { value in
            value.contains(" ") ? value.replacing(" ", with: "\n") : amid("\n", value)
        },
        Disguise("at and dot in brackets", for: .address) {
            $0.replacing("@", with: " [at] ").replacing(".", with: " [dot] ")
        },
    ]

    // MARK: - With a hint

    private static let digitWords = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ]

    private static let hinted = [
        Disguise("spelled digits", .hinted, for: .number) { value in
            single(value, " ").split(separator: " ").map { character in
                character.first?.wholeNumberValue.map { digitWords[$0] } ?? String(character)
            }.joined(separator: " ")
        },
        Disguise("spelled digits, oh and hyphens", .hinted, for: .number) { value in
            single(value, " ").split(separator: " ").map { character in
                character == "0"
                    ? "oh" : character.first?.wholeNumberValue.map { digitWords[$0] } ?? String(character)
            }.joined(separator: "-")
        },
        Disguise("letters for digits", .hinted, for: .number) { value in
            value.replacing("0", with: "O").replacing("1", with: "l").replacing("5", with: "S")
        },
        Disguise("rot13", .hinted) { value in
            scalars(value) { scalar in
                switch scalar {
                case "a"..."z": [Unicode.Scalar((scalar.value - 0x61 + 13) % 26 + 0x61) ?? scalar]
                case "A"..."Z": [Unicode.Scalar((scalar.value - 0x41 + 13) % 26 + 0x41) ?? scalar]
                default: [scalar]
                }
            }
        },
        Disguise("backwards", .hinted) { String($0.reversed()) },
        Disguise("at and dot", .hinted, for: .address) {
            $0.replacing("@", with: " at ").replacing(".", with: " dot ")
        },
    ]
}
