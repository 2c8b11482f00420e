import Extraction
import TestSupport
import Testing

/// What a file says, as a string, or why it says nothing.
func read(
    _ bytes: [UInt8],
    as format: OfficeFormat,
    _ limits: ExtractionLimits = ExtractionLimits()
) -> Result<String, ExtractionError> {
    Result { () throws(ExtractionError) in
        let text = try TextExtractor(limits: limits).text(of: bytes, as: format).text
        return String(decoding: text, as: UTF8.self)
    }
}

@Suite struct `A Word file` {
    static let bodies: [(String, String)] = [
        // A word that its formatting cuts in two.
        (
            "<w:p><w:r><w:t xml:space=\"preserve\">Mr </w:t></w:r><w:r><w:t>Whit</w:t></w:r><w:r><w:t>lock</w:t></w:r></w:p>",
            "Mr Whitlock\n"
        ),
        // Laid out for people: white space between elements is none.
        ("<w:p>\n  <w:r>\n    <w:t>one</w:t>\n  </w:r>\n</w:p>\n<w:p/>", "one\n"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc\n"),
        ("<w:p><w:pPr><w:tabs><w:tab w:pos=\"9\"/></w:tabs></w:pPr><w:r><w:t>x</w:t></w:r></w:p>", "x\n"),
        ("<w:p><w:r><w:t>A&amp;B &lt;é&gt;</w:t><w:noBreakHyphen/></w:r></w:p>", "A&B <é>-\n"),
        ("<w:p><w:r><w:sym w:font=\"Symbol\" w:char=\"F041\"/><w:t>b</w:t></w:r></w:p>", "Ab\n"),
        // Tables.
        (
            "<w:tbl><w:tr>\(cell("Sam"))\(cell("7B"))</w:tr><w:tr>\(cell("Jo"))\(cell(""))</w:tr></w:tbl>",
            "Sam\t7B\nJo\n"
        ),
        (
            "<w:tbl><w:tr><w:tc>\(paragraph("1 High Street"))\(paragraph("Sampleton"))</w:tc>\(cell("x"))</w:tr></w:tbl>",
            "1 High Street Sampleton\tx\n"
        ),
        (
            "<w:tbl><w:tr><w:tc><w:tbl><w:tr>\(cell("a"))\(cell("b"))</w:tr></w:tbl>\(paragraph("c"))</w:tc></w:tr></w:tbl>",
            "a\tb\nc\n"
        ),
        // Tracked changes: as it is, then as it was.
        (
            "<w:p><w:r><w:t xml:space=\"preserve\">Mr </w:t></w:r><w:del w:author=\"Jo\"><w:r><w:delText>Smith</w:delText></w:r></w:del>"
                + "<w:ins><w:r><w:t>Jones</w:t></w:r></w:ins><w:r><w:t>!</w:t></w:r></w:p>",
            "Mr Jones!\nMr Smith!\nJo\n"
        ),
        // What stands beside the text tears no word apart.
        (
            "<w:p><w:r><w:t>Sam</w:t></w:r><w:r><w:fldChar/></w:r><w:r><w:instrText> HYPERLINK \"mailto:a@example.org\" </w:instrText></w:r>"
                + "<w:r><w:fldChar/></w:r><w:r><w:t>my</w:t></w:r></w:p>",
            "Sammy\n HYPERLINK \"mailto:a@example.org\" \n"
        ),
        (
            "<w:p><w:r><w:t>See</w:t></w:r><w:r><w:drawing><wp:posOffset>114300</wp:posOffset><wp:docPr id=\"1\" name=\"Picture 1\" descr=\"Sam &amp; Jo\"/></w:drawing></w:r></w:p>",
            "See\nPicture 1\nSam & Jo\n"
        ),
        // A text box, in both forms that Word writes.
        (
            "<w:p><w:r><w:t>out</w:t></w:r><mc:AlternateContent><mc:Choice>\(paragraph("in"))</mc:Choice></mc:AlternateContent><w:r><w:t>side</w:t></w:r></w:p>",
            "in\noutside\n"
        ),
        ("<w:p><!-- hidden --><w:r><w:t>x</w:t></w:r></w:p>", "x\n hidden \n"),
    ]

    private static func paragraph(_ text: String) -> String { OfficeFile.paragraph(text) }
    private static func cell(_ text: String) -> String { "<w:tc>\(paragraph(text))</w:tc>" }

    @Test(arguments: bodies)
    func `gives the text of its body`(body: String, expected: String) {
        #expect(read(OfficeFile.docx(body), as: .docx) == .success(expected))
    }

    static let parts: [(String, String, String)] = [
        (
            "word/header1.xml",
            "<w:hdr \(OfficeFile.word)>\(OfficeFile.paragraph("Sampleton Academy"))</w:hdr>",
            "Sampleton Academy"
        ),
        ("word/footer2.xml", "<w:ftr \(OfficeFile.word)>\(OfficeFile.paragraph("page"))</w:ftr>", "page"),
        (
            "word/footnotes.xml",
            "<w:footnotes \(OfficeFile.word)><w:footnote>\(OfficeFile.paragraph("see p. 3"))</w:footnote></w:footnotes>",
            "see p. 3"
        ),
        (
            "word/endnotes.xml",
            "<w:endnotes \(OfficeFile.word)><w:endnote>\(OfficeFile.paragraph("the end"))</w:endnote></w:endnotes>",
            "the end"
        ),
        (
            "word/comments.xml",
            "<w:comments \(OfficeFile.word)><w:comment w:author=\"Jo Sample\" w:initials=\"JS\">\(OfficeFile.paragraph("Ask mum"))</w:comment></w:comments>",
            "Ask mum\nJo Sample\nJS"
        ),
        (
            "docProps/core.xml",
            "<cp:coreProperties xmlns:cp=\"urn:c\" xmlns:dc=\"urn:d\"><dc:title>Review of Sam</dc:title><dc:creator>Jo Sample</dc:creator>"
                + "<cp:revision>3</cp:revision><cp:created>2026-01-31T09:00:00Z</cp:created></cp:coreProperties>",
            "Review of Sam\nJo Sample"
        ),
        (
            "word/_rels/document.xml.rels",
            "<Relationships><Relationship Target=\"mailto:sam@example.org\" TargetMode=\"External\"/><Relationship Target=\"styles.xml\"/></Relationships>",
            "mailto:sam@example.org"
        ),
        (
            "customXml/item1.xml", "<form><upn>Z000000026001</upn><phone>07700900123</phone></form>",
            "Z000000026001\n07700900123"
        ),
        (
            "word/charts/chart1.xml",
            "<c:chartSpace xmlns:c=\"urn:c\"><c:pt><c:v>Sam</c:v></c:pt></c:chartSpace>", "Sam"
        ),
        // Old drawings, which are often not well-formed.
        (
            "word/vmlDrawing1.vml",
            "<xml xmlns:v=\"urn:v\"><v:textbox><div>Label<br></div></v:textbox><v:textpath string=\"DRAFT\"/></xml>",
            "Label\nDRAFT"
        ),
    ]

    @Test(arguments: parts)
    func `gives what stands outside of its body`(name: String, part: String, expected: String) {
        let file = OfficeFile.docx(OfficeFile.paragraph("body"), parts: [(name, part)])
        #expect(read(file, as: .docx) == .success("body\n\(expected)\n"))
    }

    @Test func `counts its pictures and passes by what says nothing`() throws {
        var file = OfficeFile.docxArchive(OfficeFile.paragraph("logo"))
        file.add("word/media/image1.png", [0x89, 0x50, 0x4E, 0x47, 0x0D])
        file.add("word/media/image2.jpeg", [0xFF, 0xD8, 0xFF, 0xE0])
        file.add("word/media/image3.svg", "<svg/>")
        file.add("word/media/image4.emf", [UInt8](repeating: 1, count: 40) + Array(" EMF".utf8))
        file.add("word/fonts/font1.odttf", [1, 2, 3])
        file.add("docProps/thumbnail.jpeg", [0xFF, 0xD8, 0xFF])
        file.add("word/printerSettings/printerSettings1.bin", [5, 5])
        file.add("word/", "")
        file.comment = Array("archived by Jo".utf8)
        let extracted = try TextExtractor().text(of: file.bytes, as: .docx)
        #expect(extracted.uninspectedImageCount == 4)
        #expect(String(decoding: extracted.text, as: UTF8.self) == "logo\narchived by Jo\n")
    }
}
