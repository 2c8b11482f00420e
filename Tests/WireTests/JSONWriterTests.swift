import Testing
import Wire

@Suite struct `A JSON writer` {
    @Test func `puts commas, quotes and brackets where they belong`() {
        var json = JSONWriter()
        json.object { body in
            body.key("empty")
            body.object { _ in }
            body.key("list")
            body.array { list in
                list.number(-1)
                list.string("a\"\u{1}é")
                list.array { _ in }
                list.object { inner in
                    inner.key("k\n")
                    inner.null()
                }
                list.bool(true)
            }
            body.key("end")
            body.bool(false)
        }
        #expect(
            String(decoding: json.bytes, as: UTF8.self)
                == #"{"empty":{},"list":[-1,"a\"\u0001é",[],{"k\n":null},true],"end":false}"#
        )
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{8}\u{C}\u{1F}\u{7F}", "\"\\u0000\\u0008\\u000c\\u001f\u{7F}\""), ("é€😀", #""é€😀""#),
        ("\u{2028}", "\"\u{2028}\""),
    ])
    func `escapes only what JSON asks for`(text: String, expected: String) {
        var out = Array("[".utf8)
        JSONString.append(escaping: Array(text.utf8).span, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == "[" + expected)
    }
}
