import Testing

@testable import Detection

@Suite struct `The start of a pattern` {
    private func start(of source: String) throws -> PatternStart {
        PatternStart(of: try PatternParser.parse(source), asking: CharacterTable())
    }

    static let starts: [(String, [String])] = [
        ("abc", ["a", "b", "c", "*"]),
        ("a?bc", ["ab", "bc", "*", "*"]),
        ("(?:ab|c)d", ["ac", "bd", "*"]),
        ("a{2,3}b", ["a", "a", "ab", "*"]),
        ("(?i)ab", ["Aa", "Bb", "*"]),
        ("(?:a|(?i:b))c", ["ABab", "Cc", "*"]),
        ("[a-c]x", ["abc", "x", "*"]),
        ("(?=z)a", ["a", "*"]),
        ("a(?:bc){0,1}d", ["a", "bd", "*"]),
    ]

    @Test(arguments: starts)
    func `says what each of the first bytes can be`(source: String, expected: [String]) throws {
        let bytes = try start(of: source).bytes
        for (offset, letters) in expected.enumerated() {
            let shown = bytes[offset] == .all ? "*" : String(decoding: bytes[offset].members, as: UTF8.self)
            #expect(shown == letters, "\(source), offset \(offset)")
        }
    }

    @Test func `takes a character beyond ASCII byte by byte`() throws {
        let bytes = try start(of: "é1").bytes
        #expect(bytes[0].members == [0xC3] && bytes[1].members == [0xA9] && bytes[2].members == [0x31])
    }

    static let required: [(String, PatternStart.RequiredByte?)] = [
        (#"[a-z]{1,9}@[a-z]{1,9}"#, .init(byte: UInt8(ascii: "@"), distance: 1...9)),
        ("(?:ab{0,2})x@", .init(byte: UInt8(ascii: "@"), distance: 2...4)),
        ("a|b@", nil), ("a@?", nil), ("abc", nil),
        ("(?:[a-f]{1,4}:){2}|[a-f]:[a-f]", .init(byte: UInt8(ascii: ":"), distance: 1...4)),
        ("[a-f](?:a:)?", nil), ("a:|b@", nil),
        ("(?:[a-z]@)", .init(byte: UInt8(ascii: "@"), distance: 1...1)),
    ]

    @Test(arguments: required)
    func `names a rare byte that stands in every match`(source: String, expected: PatternStart.RequiredByte?)
        throws
    {
        #expect(try start(of: source).required == expected)
    }

    static let lookBehinds: [(String, [String])] = [
        ("(?<=[|,])a", [",|", "*"]),
        (#"(?<=his |my )a"#, [" ", "sy"]),
        ("(?<=x|yz)a", ["xz", "*"]),
        ("(?i)(?<=ab)c", ["Bb", "Aa"]),
        ("(?:(?<=x)a|(?<=y)b)c", ["xy", "*"]),
        ("(?:(?<=x)a|b)c", ["*", "*"]),
        ("(?<=^)a", ["*", "*"]),
        ("(?<!x)a", ["*", "*"]),
        ("a(?<=x)", ["*", "*"]),
        ("(?:(?<=x)a){0,1}b", ["*", "*"]),
        ("(?:(?<=x)a){1,2}b", ["x", "*"]),
    ]

    @Test(arguments: lookBehinds)
    func `says what may stand before a match`(source: String, expected: [String]) throws {
        let bytes = try start(of: source).before.bytes
        for (offset, letters) in expected.enumerated() {
            let shown = bytes[offset] == .all ? "*" : String(decoding: bytes[offset].members, as: UTF8.self)
            #expect(shown == letters, "\(source), offset \(offset)")
        }
    }
}
