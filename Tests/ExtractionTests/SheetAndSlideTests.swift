import Extraction
import TestSupport
import Testing

@Suite struct `A sheet, a slide or an OpenDocument file` {
    @Test func `gives rows with a tab for each column`() {
        let rows = """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="E1"><v>12.5</v></c></row>
            <row r="2"><c r="B2" t="inlineStr"><is><t>Jo</t></is></c><c r="C2" t="b"><v>1</v></c></row>
            <row r="3"><c r="A3" t="str"><f>A1&amp;"x"</f><v>Samx</v></c><c r="B3"><v>7</v></c></row>
            <row r="4"><c r="A4"/><c r="XFD4"><v>9</v></c></row>
            """
        let file = OfficeFile.xlsx(shared: ["Sam", "7B", "left over"], rows: rows)
        let expected = """
            Form 7B
            Sam\t7B\t\t\t12.5
            \tJo\t1
            Samx\t7
            A1&"x"
            \t9
            left over

            """
        #expect(read(file, as: .xlsx) == .success(expected))
    }

    @Test func `gives hidden sheets, comments and what pivot tables keep`() {
        let parts = [
            (
                "xl/comments1.xml",
                "<comments \(OfficeFile.sheet)><authors><author>Jo Sample</author></authors><commentList><comment ref=\"A1\"><text>"
                    + "<r><t>Ring </t></r><r><t>mum</t></r></text></comment></commentList></comments>"
            ),
            (
                "xl/persons/person.xml",
                "<personList><person displayName=\"Sam Sample\" userId=\"s@example.org\"/></personList>"
            ),
            (
                "xl/pivotCache/pivotCacheDefinition1.xml",
                "<pivotCacheDefinition><cacheField name=\"Need\"><sharedItems><s v=\"SEND\"/></sharedItems></cacheField></pivotCacheDefinition>"
            ),
            (
                "xl/worksheets/sheet2.xml",
                "<worksheet \(OfficeFile.sheet)><row><c><v>5</v></c></row><oddHeader>&amp;LSecret</oddHeader></worksheet>"
            ),
        ]
        let file = OfficeFile.xlsx(
            rows: "", sheets: #"<sheet name="A" sheetId="1"/><sheet name="B" sheetId="2" state="hidden"/>"#,
            parts: parts)
        let expected = "A\nB\nJo Sample\nRing mum\nSam Sample\ns@example.org\nNeed\nSEND\n5\n&LSecret\n"
        #expect(read(file, as: .xlsx) == .success(expected))
    }

    static let dates: [(String, String)] = [
        (#"<c s="1"><v>40972</v></c>"#, "04/03/2012"),
        (#"<c s="1" t="n"><v>40972.75</v></c>"#, "04/03/2012"),
        (#"<c s="2"><v>1</v></c>"#, "01/01/1900"),
        (#"<c s="2"><v>61</v></c>"#, "01/03/1900"),
        (#"<c s="2"><v>36585</v></c>"#, "29/02/2000"),
        (#"<c s="0"><v>40972</v></c>"#, "40972"),
        (#"<c s="3"><v>40972</v></c>"#, "40972"),
        (#"<c s="1" t="str"><v>40972</v></c>"#, "40972"),
        (#"<c s="1"><v>0.5</v></c>"#, "0.5"),
        (#"<c s="99"><v>40972</v></c>"#, "40972"),
    ]

    @Test(arguments: dates)
    func `shows dates as dates`(cell: String, expected: String) {
        let styles = """
            <styleSheet \(OfficeFile.sheet)><numFmts><numFmt numFmtId="164" formatCode="[$-809]dd\\ mmmm\\ yyyy"/>\
            <numFmt numFmtId="165" formatCode="[Red]0&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>
            """
        let file = OfficeFile.xlsx(rows: "<row>\(cell)</row>", parts: [("xl/styles.xml", styles)])
        #expect(read(file, as: .xlsx) == .success("Form 7B\n\(expected)\n"))
    }

    @Test func `counts days from 1904 where the file does`() {
        let parts = [
            ("xl/a/workbook.xml", "<workbook><workbookPr date1904=\"1\"/></workbook>"),
            ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        ]
        let file = OfficeFile.xlsx(rows: "<row><c><v>39510</v></c></row>", parts: parts)
        #expect(read(file, as: .xlsx) == .success("Form 7B\n04/03/2012\n"))
    }

    @Test func `is damaged where a cell refers to no text`() {
        let rows = #"<row><c t="s"><v>1</v></c></row>"#
        #expect(read(OfficeFile.xlsx(shared: ["a"], rows: rows), as: .xlsx) == .failure(.damaged))
    }

    @Test func `gives slides, their notes and comments`() {
        let file = OfficeFile.archive([
            ("ppt/presentation.xml", "<p:presentation \(OfficeFile.slide)/>"),
            (
                "ppt/slides/slide1.xml",
                "<p:sld \(OfficeFile.slide)><p:txBody><a:p><a:r><a:t>Year 7</a:t></a:r></a:p></p:txBody><a:tbl><a:tr>"
                    + "<a:tc><a:txBody><a:p><a:r><a:t>Sam</a:t></a:r></a:p></a:txBody></a:tc>"
                    + "<a:tc><a:txBody><a:p><a:r><a:t>late</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:sld>"
            ),
            (
                "ppt/notesSlides/notesSlide1.xml",
                "<p:notes \(OfficeFile.slide)><a:p><a:r><a:t>Say less</a:t></a:r></a:p></p:notes>"
            ),
            (
                "ppt/comments/comment1.xml",
                "<p:cmLst \(OfficeFile.slide)><p:cm><p:text>Is it Sam?</p:text></p:cm></p:cmLst>"
            ),
            (
                "ppt/commentAuthors.xml",
                "<p:cmAuthorLst \(OfficeFile.slide)><p:cmAuthor name=\"Jo Sample\" initials=\"JS\"/></p:cmAuthorLst>"
            ),
        ])
        #expect(
            read(file.bytes, as: .pptx)
                == .success("Year 7\nSam\tlate\nSay less\nIs it Sam?\nJo Sample\nJS\n"))
    }

    static let openDocuments: [(OfficeFormat, String, String, String)] = [
        (
            .odt, "text",
            "<office:text><text:p>Dear <text:span>Mrs</text:span> <text:span>Sam</text:span>ple<text:tab/>x<text:s/>y</text:p></office:text>",
            "Dear Mrs Sample\tx y\n"
        ),
        (
            .odt, "text",
            "<office:text><text:p>One<office:annotation><dc:creator>Jo</dc:creator><text:p>why?</text:p></office:annotation>ly</text:p>"
                + "<text:p><draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:desc>a photo</svg:desc></draw:frame></text:p></office:text>",
            "Jo\nwhy?\nOnely\nbox\na photo\n"
        ),
        (
            .ods, "spreadsheet",
            "<table:table table:name=\"Marks\"><table:table-row><table:table-cell><text:p>Sam</text:p></table:table-cell>"
                + "<table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell><text:p>7</text:p></table:table-cell>"
                + "<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row></table:table>",
            "Marks\nSam\t\t\t7\n"
        ),
        (.odp, "presentation", "<draw:page><text:p>Slide</text:p></draw:page>", "Slide\n"),
    ]

    @Test(arguments: openDocuments)
    func `gives the text of OpenDocument`(format: OfficeFormat, sort: String, body: String, expected: String)
    {
        #expect(read(OfficeFile.openDocument(sort, body), as: format) == .success(expected))
    }
}
