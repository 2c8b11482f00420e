import Testing

@testable import Wire

@Suite struct `JSON is read strictly` {
    static let accepted: [String] = [
        "{}", "[]", "null", "true", "false", "0", "-0", "-1.5e+10", "1E5", "\"\"", " \t\r\n{} \n",
        #"{"a":{"b":[1,2,{"c":null}]}}"#, #""\u0041\u00e9\uD83D\uDE00""#, #""\"\\\/\b\f\n\r\t""#,
        #""\u0000""#, "\"é€😀\"", "[1,2,3]", #"{"a":1,"A":2,"\u0062":3}"#, "123456789012345678901234567890",
        "1e999", "0.0e-0", "-0.0", #"{"":0}"#, #"["\ud7ff\ue000\uFFFF"]"#, "\"\u{7F}\u{2028}\u{10FFFF}\"",
        // Equal to people, different to parsers: é in one character and in two.
        "{\"\u{E9}\":1,\"e\u{301}\":2}",
    ]

    @Test(arguments: accepted)
    func `a document that JSON allows is read`(text: String) throws {
        _ = try JSONTape(parsing: Array(text.utf8), limits: JSONLimits())
    }

    static let refused: [([UInt8], WireError)] = [
        (Array("".utf8), .empty),
        (Array("  ".utf8), .empty),
        ([0xEF, 0xBB, 0xBF] + Array("{}".utf8), .byteOrderMark),
        (Array("{".utf8), .endedEarly(at: 1)),
        (Array("[1,".utf8), .endedEarly(at: 3)),
        (Array("[1,]".utf8), .unexpectedByte(at: 3)),
        (Array("[,1]".utf8), .unexpectedByte(at: 1)),
        (Array("[1 2]".utf8), .unexpectedByte(at: 3)),
        (Array("{\"a\"}".utf8), .unexpectedByte(at: 4)),
        (Array("{\"a\":}".utf8), .unexpectedByte(at: 5)),
        (Array("{\"a\":1,}".utf8), .unexpectedByte(at: 7)),
        (Array("{a:1}".utf8), .unexpectedByte(at: 1)),
        (Array("{'a':1}".utf8), .unexpectedByte(at: 1)),
        (Array("{\"a\":1]".utf8), .unexpectedByte(at: 6)),
        (Array("{} {}".utf8), .trailingBytes(at: 3)),
        (Array("{}x".utf8), .trailingBytes(at: 2)),
        (Array("nul".utf8), .endedEarly(at: 3)),
        (Array("nulL".utf8), .unexpectedByte(at: 3)),
        (Array("NaN".utf8), .unexpectedByte(at: 0)),
        (Array("Infinity".utf8), .unexpectedByte(at: 0)),
        (Array("+1".utf8), .unexpectedByte(at: 0)),
        (Array(".5".utf8), .unexpectedByte(at: 0)),
        (Array("01".utf8), .badNumber(at: 0)),
        (Array("-".utf8), .badNumber(at: 0)),
        (Array("1.".utf8), .badNumber(at: 0)),
        (Array("1e".utf8), .badNumber(at: 0)),
        (Array("0x10".utf8), .trailingBytes(at: 1)),
        (Array("\"a".utf8), .endedEarly(at: 2)),
        (Array("\"a\nb\"".utf8), .controlCharacter(at: 2)),
        (Array("\"\u{0}\"".utf8), .controlCharacter(at: 1)),
        (Array(#""\x41""#.utf8), .badEscape(at: 1)),
        (Array(#""\u12G4""#.utf8), .badEscape(at: 1)),
        (Array(#""\u12"#.utf8), .endedEarly(at: 5)),
        (Array(#""\uD800""#.utf8), .loneSurrogate(at: 1)),
        (Array(#""\uD800\u0041""#.utf8), .loneSurrogate(at: 1)),
        (Array(#""\uDC00\uD800""#.utf8), .loneSurrogate(at: 1)),
        (Array("\"".utf8) + [0xFF] + Array("\"".utf8), .invalidUTF8(at: 1)),
        (Array("\"".utf8) + [0xC0, 0xAF] + Array("\"".utf8), .invalidUTF8(at: 1)),
        (Array("\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"".utf8), .invalidUTF8(at: 1)),
        (Array("\"".utf8) + [0xF4, 0x90, 0x80, 0x80] + Array("\"".utf8), .invalidUTF8(at: 1)),
        (Array("\"".utf8) + [0xE2, 0x82] + Array("\"".utf8), .invalidUTF8(at: 1)),
        (Array(#"{"a":1,"a":2}"#.utf8), .duplicateKey(at: 7)),
        (Array(#"{"a":1,"\u0061":2}"#.utf8), .duplicateKey(at: 7)),
        (Array(#"{"x":[{"k":1,"k":1}]}"#.utf8), .duplicateKey(at: 13)),
        (
            Array(#"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"a":0}"#.utf8),
            .duplicateKey(at: 55)
        ),
        (Array(#"{"\ud83d\ude00":1,"😀":2}"#.utf8), .duplicateKey(at: 18)),
        (Array("1 2".utf8), .trailingBytes(at: 2)),
        (Array("[1}".utf8), .unexpectedByte(at: 2)),
        (Array("]".utf8), .unexpectedByte(at: 0)),
        (Array("[\u{A0}1]".utf8), .unexpectedByte(at: 1)),
        (Array("[1]\u{0}".utf8), .trailingBytes(at: 3)),
        (Array("// x".utf8), .unexpectedByte(at: 0)),
        (Array("-01".utf8), .badNumber(at: 0)),
        (Array("1e+".utf8), .badNumber(at: 0)),
        (Array("-Infinity".utf8), .badNumber(at: 0)),
        (Array(#""\uD800\uD800""#.utf8), .loneSurrogate(at: 1)),
        (Array(#""\uD800x""#.utf8), .loneSurrogate(at: 1)),
        (Array(#""\uD800\u12"#.utf8), .endedEarly(at: 11)),
        (Array(#""\U0041""#.utf8), .badEscape(at: 1)),
        (Array("\"a\\".utf8), .endedEarly(at: 3)),
        (Array("\"".utf8) + [0x80] + Array("\"".utf8), .invalidUTF8(at: 1)),
        (Array("\"".utf8) + [0xE0, 0x80, 0xAF] + Array("\"".utf8), .invalidUTF8(at: 1)),
        (Array("\"".utf8) + [0xF0, 0x80, 0x80, 0xAF] + Array("\"".utf8), .invalidUTF8(at: 1)),
        (Array("\"".utf8) + [0xF5, 0x80, 0x80, 0x80] + Array("\"".utf8), .invalidUTF8(at: 1)),
    ]

    @Test(arguments: refused)
    func `what two parsers could read differently is refused`(bytes: [UInt8], error: WireError) {
        #expect(throws: error) { try JSONTape(parsing: bytes, limits: JSONLimits()) }
    }
}

@Suite struct `What a JSON string stands for` {
    static let strings: [(String, String)] = [
        (#""""#, ""), (#""a\u0041\u00e9\u20AC""#, "aAé€"), (#""\uD83D\uDE00!""#, "😀!"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""a\u0000b""#, "a\u{0}b"),
        (#""\\u0041""#, #"\u0041"#), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
    ]

    @Test(arguments: strings)
    func `is its unescaped text`(json: String, expected: String) throws {
        let tape = try JSONTape(parsing: Array(json.utf8), limits: JSONLimits())
        #expect(tape.text(JSONTape.root) == Array(expected.utf8))
    }

    @Test func `survives being written and read`() throws {
        let all = (0..<0x110000).compactMap { Unicode.Scalar(UInt32($0)) }
        var text: [UInt8] = []
        for scalar in all { text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter }
        var json: [UInt8] = []
        JSONString.append(escaping: text.span, to: &json)
        let limits = JSONLimits(byteCountMax: json.count)
        #expect(try JSONTape(parsing: json, limits: limits).text(JSONTape.root) == text)
    }
}

@Suite struct `A JSON bomb` {
    @Test func `of depth ends at the limit and costs no stack`() throws {
        let limits = JSONLimits(depthMax: 64)
        let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        _ = try JSONTape(parsing: Array(deepest.utf8), limits: limits)
        for opening in ["[", #"{"a":"#] {
            let bomb = Array(String(repeating: opening, count: 100_000).utf8)
            #expect(throws: WireError.tooDeep(depthMax: 64, at: 64 * opening.utf8.count)) {
                try JSONTape(parsing: bomb, limits: limits)
            }
        }
    }

    @Test func `of depth is read without recursion where the limit allows it`() throws {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let tape = try JSONTape(parsing: Array(deep.utf8), limits: JSONLimits(depthMax: 100_000))
        #expect(tape.nodes.count == 100_000)
    }

    @Test func `of a million keys ends at the limit`() {
        let keys = (0..<1_000_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(throws: WireError.tooManyValues(valueCountMax: 200_000)) {
            try JSONTape(parsing: Array("{\(keys)}".utf8), limits: JSONLimits(byteCountMax: 1 << 30))
        }
    }

    @Test func `of very many keys that differ is read, and the one that repeats is found`() throws {
        let keys = (0..<90_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        _ = try JSONTape(parsing: Array("{\(keys)}".utf8), limits: JSONLimits())
        #expect(throws: WireError.duplicateKey(at: keys.utf8.count + 2)) {
            try JSONTape(parsing: Array("{\(keys),\"k0\":0}".utf8), limits: JSONLimits())
        }
    }

    @Test func `of size ends before it is read`() {
        let bomb = [UInt8](repeating: UInt8(ascii: "\""), count: 50_000_000)
        #expect(throws: WireError.bodyTooLarge(byteCountMax: 8 << 20)) {
            try JSONTape(parsing: bomb, limits: JSONLimits())
        }
    }

    @Test func `cannot come through a limit that the tape could not count to`() {
        #expect(JSONLimits(byteCountMax: .max).byteCountMax == 1 << 31 - 1)
    }
}
