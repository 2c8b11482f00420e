import TestSupport
import Testing

@testable import Detection

@Suite struct `A canonical view` {
    static let views: [(String, String)] = [
        // Characters
        ("Z0000\u{200B}000\u{AD}26001", "Z000000026001"), ("０７７００ ９００１２３", "07700 900123"),
        ("\u{1D7D8}\u{1D7DF}\u{1D7E0}", "078"), ("0\u{FE0F}\u{20E3}7\u{FE0F}\u{20E3}", "07"),
        ("٠٧٧٠٠", "07700"),
        ("jо@schооl.example", "jo@school.example"), ("Привет", "Привет"), ("naïve Zoë", "naïve Zoë"),
        ("Zoe\u{308}", "Zoë"), ("Z\u{334}\u{301}o", "Zo"), ("07700\u{2013}900123", "07700-900123"),
        ("it’s “so” – he said", "it’s “so” – he said"), ("Mr\u{A0}Kos", "Mr Kos"), ("a\u{0}b", "ab"),
        ("\u{202E}12\u{202C}", "12"), ("①②③", "123"), ("🇬🇧", "GB"),
        // Escapes
        ("%30%37", "07"), ("100% sure", "100% sure"), ("&#48;&#x37;&commat;", "07@"), ("A & B", "A & B"),
        (#"\u0030\x37\060"#, "070"), ("=30=37", "07"), ("x=30 y", "x=30 y"), ("U+0030 U+0037", "07"),
        // Encodings
        ("NHS OTk5MDAwMDAxOA==", "NHS 9990000018"), ("OTk5MDAwMDAxOA", "9990000018"),
        ("39393930303030303138", "9990000018"), ("39 39 39 30 30 30 30 30 31 38", "9990000018"),
        ("HE4TSMBQGAYDAMJYGA======", "99900000180"),
        ("T1RrNU1EQXdNREF4T0E9PQ==", "9990000018"), ("understanding", "understanding"),
        // Markup
        ("079<b>00</b> 900", "07900 900"), ("a<br>b", "a\nb"), ("a</td><td>b", "a\t\tb"),
        ("a<thead>b", "a\nb"),
        ("N&iacute;amh &Lstrok;uk &eacutee;", "Níamh Łuk &eacutee;"), ("0<!-- x -->7", "07"),
        ("3 < 4 > 2", "3 < 4 > 2"),
        ("**07700** 900", "07700 900"), (#"jo\_b\@x.example"#, "jo_b@x.example"),
        // Separators
        ("0 7 7 0 0 9 0 0 1 2 3", "07700900123"), ("0.7.7.0.0.9", "077009"), ("999.000.0018", "999 000 0018"),
        ("999/000/0018", "999 000 0018"), ("999  000  0018", "999 000 0018"),
        ("1, 2, 3, 4, 5, 6, 7", "1, 2, 3, 4, 5, 6, 7"),
        ("3.5 and 4.25", "3.5 and 4.25"), ("j o @ x . u k", "jo@x.uk"), ("a b c", "a b c"),
        ("999\n000 0018", "999 000 0018"),
        // Spelling
        ("phone: oh seven seven double-oh nine hundred", "phone: 077009 hundred"),
        ("mail jo dot bloggs at school dot example", "mail jo.bloggs@school.example"),
        ("jo(at)school.example", "jo@school.example"), ("jo [at] school [dot] example", "jo@school.example"),
        ("jo @ school.example", "jo@school.example"), ("look at this. dot", "look at this. dot"),
        ("seven eight nine", "seven eight nine"),
    ]

    @Test func `knows how far from each place it was changed`() {
        let view = CanonicalView(of: Array("Jo\u{200B}e met ０７７ people, \u{AD}Anna met none".utf8).span)
        let changes = view.changes.parts(around: (0, 0), upTo: view.bytes.count)
        #expect(changes.count == 3)
        var index = 0
        // Back and forth, for patterns that wait for a word are tried before it.
        for place in Array(view.bytes.indices) + view.bytes.indices.reversed() + [3, 20, 1, 15] {
            let next = changes.map { max(0, $0.lowerBound - place) }.enumerated().filter {
                changes[$0.offset].upperBound >= place
            }.map(\.element).min()
            let last = changes.filter { $0.upperBound < place }.map { place - $0.upperBound }.min()
            let distances = view.changes.distances(from: place, &index)
            #expect(distances.next == next ?? .max)
            #expect(distances.last == (next == 0 ? 0 : last ?? .max))
        }
    }

    @Test(arguments: views)
    func `shows what a reader sees`(text: String, expected: String) {
        let bytes = Array(text.utf8)
        #expect(String(decoding: CanonicalView(of: bytes.span).bytes, as: UTF8.self) == expected)
    }
}
