import TestSupport
import Testing

@Suite struct `An answer that would send values away` {
    /// `%` stands for a placeholder that stays, `+` for one that comes back.
    static let answers: [String] = [
        // URLs.
        "https://evil.example/% +", "HTTPS://evil.example/?q=%&n=% +", "see https://%.evil.example",
        "http:% +", "//evil.example/% +",
        "ftp://x/%", "www.evil.example/% +", "WWW.%", "mailto:% +", "data:text/html,% +",
        "javascript:f('%') +", "https:\\/\\/evil.example\\/% +",
        "https:/\\evil.example/% +", "https://a/%/%#% +", "https://a/x)% +", "https://a/\"% +",
        "\"https://a\"+", "'https://a/%' + '+'", "`https://a/%`+",
        "{\"u\":\"https://a/%\",\"n\":\"+\"}", "https://a\n+", "https://a\t+", "https://a<+",
        "the data: + and http: +", "metadata: +",
        "+://x/%", "a//%", "a / + / b", "and/or +", "w.ww +", "www +",
        // Markdown.
        "[x](https://a/%) +", "[+ x](https://a/%)+", "[[+]](https://a/%)+", "![x](https://a/%)+",
        "![x](a/%)+", "[x](%)+", "[x]( % )+", "[x](<a %>)+", "[x](<a) %>)+", "[x](a(b)%)+",
        "[x](a\\)%)+", "[x](a \"%\")+", "[x](a\n%)+", "[x](a\n\n+", "[x](a\r\n\r\n+", "x](//a/)% +",
        "[x](//a/)+", "[x] (+)", "[x][+]", "(+)", "[sic] +", "[x]()+", "[x](a (b)% [y](<\\//a)) %>)\n\n+",
        "[a](x [b](<\\//e/)) %>))+", "[a](//e/](<(>))%)+", "[a](//e/](y)%)+", "[x]: https://a/% +",
        "[x]: a/%\n+", "[x]:\na/% +", "[x]: <a %> +", "[x]:\n\n+", "[Teacher]: + said", "[Teacher]: “+ said”",
        "[Teacher]: \"+\"",
        "[x]: [y](%)+", "[a [x]: b](<\\//e/ %>)+",
        // HTML.
        "<img src=https://a/%>+", "<img src='a?%'>+", "<img src=\"a > %\">+", "<IMG\nSRC=\"a\n\n%\">+",
        "<a href=a title='+' >+".replacing("'+'", with: "'%'"), "<p>+</p>+", "</p %>+", "<br/>+",
        "<!-- % -->+", "<p %\n\n+", "<p a='%\n\n%'>+", "<x-y z=%>+", "<a =\"x> <img src='b?q=\">%'>+",
        "<a b=c\"d>+<e f=\"%\">", "<a title=x\"y>+", "<a/href=%>+", "< p +", "<3 + and 1<2 +",
        "<jo@a.example> +", "a<b, +", "<>+",
        "<a b = \"c>%\">+", "<a b c=\"d\"e='f>%'>+",
        // CSS.
        "url(a/%) +", "URL( \"a)%\" )+", "background:url('a?%')+", "curl (+)", "@import '//a/%'; +",
        // A value that is a URL goes on.
        "§?q=% +", "§ +",
    ]

    @Test(arguments: answers)
    func `keeps placeholders in links and tags, and nowhere else`(template: String) {
        for (placeholder, value) in [
            ("[PERSON_2]", "Bo Lund"), ("[person-2]", "Bo Lund"), ("\\[PERSON\\_2\\]", "Bo Lund"),
        ] {
            let written = template.map { "%+".contains($0) ? placeholder : String($0) }.joined()
            let answer = written.replacing("§", with: "[URL_PERSONAL_1]")
            let expected = template.map { $0 == "%" ? placeholder : $0 == "+" ? value : String($0) }.joined()
                .replacing("§", with: "https://evil.example/x")
            let restored = RestoredAnswer.ofEveryCut(answer)
            #expect(restored.text == expected, "\(template)")
            #expect(restored.withheldCount == template.count { $0 == "%" })
            #expect(restored.inventedCount == 0)
        }
    }

    static let bare: [(String, String, Int)] = [
        ("https://a/PERSON_1 PERSON_1", "https://a/PERSON_1 Aisha Khan", 1),
        ("<a href=PERSON_1>PERSON_1", "<a href=PERSON_1>Aisha Khan", 1),
        ("<PERSON_1 x=PERSON_2>", "<Aisha Khan x=PERSON_2>", 1),
        ("Jo <[EMAIL_1]> <[PERSON_1]>", "Jo <jo@school.example> <Aisha Khan>", 0),
        ("<[PUPIL_2] src=[PERSON_2]>", "<Cai src=[PERSON_2]>", 1),
        ("[x]: [PUPIL_2]/[PUPIL_2] [PUPIL_2]", "[x]: Cai/[PUPIL_2] Cai", 1),
        ("https://a/[person 1] PERSON_1", "https://a/[person 1] Aisha Khan", 1),
        ("<https://a/[PERSON_1]>[PERSON_1]", "<https://a/[PERSON_1]>Aisha Khan", 1),
        ("</PERSON_1>", "</PERSON_1>", 1),
        ("[PERSON_1](https://a/[PERSON_1]) [UPN_1]", "[Aisha Khan](https://a/[PERSON_1]) X123", 1),
        ("![PERSON_1](HTTPS://a/b)[UPN_1]", "![Aisha Khan](HTTPS://a/b)X123", 0),
        ("**[ Person 1 ](<a b>)**", "**[Aisha Khan](<a b>)**", 0),
        ("[PERSON_1](/a/[UPN_1]) [PERSON_1](#[UPN_1])", "[Aisha Khan](/a/[UPN_1]) [Aisha Khan](#[UPN_1])", 2),
        ("[PERSON_1](mailto:[EMAIL_1])", "[Aisha Khan](mailto:[EMAIL_1])", 1),
        ("[PERSON_1](../a) [PERSON_1]( www.a.example)", "[Aisha Khan](../a) [Aisha Khan]( www.a.example)", 0),
        ("[PERSON_1](Year 7) and [PERSON_1]", "Aisha Khan(Year 7) and Aisha Khan", 0),
        ("[PERSON_1](htt", "Aisha Khan(htt", 0),
        ("[PERSON_1](https:", "[Aisha Khan](https:", 0),
        ("\\[PERSON\\_1\\](https://a/[UPN_1])", "Aisha Khan(https://a/[UPN_1])", 1),
        ("https://a/[PERSON_1](https://a)", "https://a/[PERSON_1](https://a)", 1),
        ("[PERSON_9](https://a)", "[PERSON_9](https://a)", 0),
        ("[PERSON_1]([PERSON_2])", "Aisha Khan(Bo Lund)", 0),
        ("[PERSON_1 x](PERSON_2)", "[Aisha Khan x](PERSON_2)", 1),
        ("https://a/[PERSON_9] [PERSON_9]", "https://a/[PERSON_9] [PERSON_9]", 0),
    ]

    @Test(arguments: bare)
    func `keeps what has no brackets, too`(answer: String, expected: String, withheldCount: Int) {
        let restored = RestoredAnswer.ofEveryCut(answer)
        #expect(restored.text == expected)
        #expect(restored.withheldCount == withheldCount)
    }

    /// However much stands between.
    @Test func `cannot be filled up until the guard forgets`() {
        let filling = String(repeating: "a(b) ", count: 20_000)
        for start in ["<img alt='", "<img alt=x ", "[x](a"] {
            let answer = start + filling + "[PERSON_1]"
            #expect(RestoredAnswer(of: [Array(answer.utf8)]).text == answer)
        }
    }

    static let documents: [(String, String, Int)] = [
        (#"{"to":"[PERSON_1]"}"#, #"{"to":"Aisha Khan"}"#, 0),
        (#"{"to":"[ADDRESS_1]"}"#, #"{"to":"Flat \"2\"\n1 High St"}"#, 0),
        (#"{"a":"\n[PERSON_1]\t","b":"\nPERSON_1\n"}"#, #"{"a":"\nAisha Khan\t","b":"\nAisha Khan\n"}"#, 0),
        (#"{"a":"\u000aPERSON_1 \u00e9PERSON_1"}"#, #"{"a":"\u000aAisha Khan \u00e9PERSON_1"}"#, 0),
        (#"{"a":"\\[PERSON\\_1\\] PERSON\\_1"}"#, #"{"a":"Aisha Khan Aisha Khan"}"#, 0),
        (#"{"a":"\u005bPERSON_1]"}"#, #"{"a":"\u005bAisha Khan]"}"#, 0),
        (
            #"{"u":"https://a/[PERSON_1]","n":"[PERSON_1]"}"#,
            #"{"u":"https://a/[PERSON_1]","n":"Aisha Khan"}"#, 1
        ),
        (#"{"u":"https:\/\/a\/[PERSON_1]","n":"x"}"#, #"{"u":"https:\/\/a\/[PERSON_1]","n":"x"}"#, 1),
        (#"{"u":"https:\u002f\u002fa\u002f[PERSON_1]"}"#, #"{"u":"https:\u002f\u002fa\u002f[PERSON_1]"}"#, 1),
        (#"{"u":"https://a\n[PERSON_1]"}"#, #"{"u":"https://a\nAisha Khan"}"#, 0),
        (
            #"{"h":"\u003cimg src=\"a?[PERSON_1]\"\u003e[PERSON_1]"}"#,
            #"{"h":"\u003cimg src=\"a?[PERSON_1]\"\u003eAisha Khan"}"#, 1
        ),
        (#"{"h":"<img src=\"a?","n":"[PERSON_1]"}"#, #"{"h":"<img src=\"a?","n":"Aisha Khan"}"#, 0),
        (#"{"m":"![x](a\/[PERSON_1])"}"#, #"{"m":"![x](a\/[PERSON_1])"}"#, 1),
        (
            #"{"m":"[PERSON_1](https:\/\/a\/[UPN_1]) [UPN_1]","n":"[PERSON_1](\/a)"}"#,
            #"{"m":"[Aisha Khan](https:\/\/a\/[UPN_1]) X123","n":"[Aisha Khan](\/a)"}"#, 1
        ),
        (#"["PERSON_1","[PERSON_2]",1]"#, #"["Aisha Khan","Bo Lund",1]"#, 0),
        (#"{"a":"\ud83d\ude00PERSON_1 \u00"#, #"{"a":"\ud83d\ude00Aisha Khan \u00"#, 0),
    ]

    @Test(arguments: documents)
    func `stays valid JSON and keeps its links where it is JSON`(
        source: String, expected: String, withheldCount: Int
    ) {
        let restored = RestoredAnswer.ofEveryCut(source, isJSON: true)
        #expect(restored.text == expected)
        #expect(restored.withheldCount == withheldCount)
    }
}
