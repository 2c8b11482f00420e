import Detection
import Redaction
import Testing

@Suite struct `Rows about people` {
    static let tables: [(String, Int?, [Int])] = [
        ("name,upn,class,note\na,X123,b,c\nd,X124,e,f\ng,X125,h,i\n", 3, [2]),
        ("a\tX123\tb\nc\tX124\td\ne\tX125\tf", 3, [2]),
        ("| A | B |\n|---|---|\n| X123 | y |\n| X124 | y |\n| X125 | y |", 3, [2]),
        ("Jo - X123 - b\nMo - X124 - c\nBo - X125 - d\n", 3, [2]),
        // Without columns: a name and a number in each line.
        ("X123 Mr Bloggs 6y2\nX124 Mr Cloggs 7y9 new\n\nX125 Mr Doggs SS 77\nThat is all", 3, []),
        ("X123 Mr Bloggs\nX124 Mr Cloggs\nask them\nX125 Mr Doggs", nil, []),
        ("X123 Mr Bloggs\nX124\nX125 Mr Doggs", nil, []),
        ("a;X123;Mr Bloggs\nb;X124;Mr Cloggs\nc;X125;Mr Doggs", 3, [2, 3]),
        // A cell with a comma of its own, and one row without its last cell.
        ("a,b,c,X123\na,b,c,X124\n\"a, b\",b,c,X125", 3, [4, 5]),
        // Two rows are two people, not a list.
        ("a,b,c,X123\na,b,c,X124\n", nil, []),
        // Rows about nobody.
        ("a,b,c,1\na,b,c,2\na,b,c,3\na,b,c,4", nil, []),
        // Prose with as many commas.
        ("Ask X123, X124 and X125, then rest.\nThat, too, is fine, as is this.", nil, []),
        ("X123\nX124\nX125", nil, []),
        // Another shape between them.
        ("a|X123|c\nb|X124|c\nand now for something else\nb|X125|c", nil, []),
    ]

    @Test(arguments: tables)
    func `are told from prose by their separators`(text: String, rowCount: Int?, columns: [Int]) throws {
        let inspection = try toyInspector().inspect(text: Array(text.utf8))
        #expect(inspection.table?.rowCount == rowCount)
        #expect(inspection.table?.columns ?? [] == columns)
        #expect((inspection.verdict == .block) == (rowCount != nil))
    }

    @Test func `block a request, and say where they are`() throws {
        let inspection = try toyInspector().inspect(chat(saying: "hello", "a|X123|c\\na|X124|c\\na|X125|c"))
        #expect(inspection.verdict == .block)
        #expect(inspection.body == nil)
        let table = try #require(inspection.findings.first { $0.finding.rule == .recordTable })
        #expect(table.place == "messages[1].content")
        #expect(table.table?.rowCount == 3)
    }
}
