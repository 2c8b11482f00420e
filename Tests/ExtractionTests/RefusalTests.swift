import Extraction
import TestSupport
import Testing

@Suite struct `A file that cannot be read` {
    private static let body = OfficeFile.paragraph("text")

    private static func with(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        var file = OfficeFile.docxArchive(body)
        file.add(name, bytes)
        return file.bytes
    }

    private static func with(_ name: String, _ text: String) -> [UInt8] { with(name, Array(text.utf8)) }

    private static let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    private static let encryptedPackage = ole + "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }

    static var encryptedEntry: [UInt8] {
        var file = OfficeFile.docxArchive(body)
        file.add("word/footnotes.xml", [1, 2, 3], isEncrypted: true)
        return file.bytes
    }

    static var nameTwice: [UInt8] {
        with("word/Document.xml", "<w:document xmlns:w=\"urn:w\"/>")
    }

    static let encryptedOpenDocument = OfficeFile.openDocument(
        "text", "",
        parts: [("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>")]
    )

    private static let laughs = """
        <!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">\
        <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]>\
        <x>&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;</x>
        """
    private static let external =
        #"<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:1/">%p;]><x>&e;</x>"#

    /// A file, shown by its name alone.
    struct Row: CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let format: OfficeFormat
        let error: ExtractionError
    }

    static let rows: [(String, [UInt8], OfficeFormat, ExtractionError)] = [
        ("nothing", [], .docx, .wrongKind),
        ("a text", Array("Dear all".utf8), .docx, .wrongKind),
        ("a PDF", PDFFile.page("x"), .xlsx, .wrongKind),
        ("a file of old Word", ole, .docx, .wrongKind),
        ("a password on OOXML", encryptedPackage, .xlsx, .encrypted),
        ("an encrypted entry", encryptedEntry, .docx, .encrypted),
        ("a password on OpenDocument", encryptedOpenDocument, .odt, .encrypted),
        ("an archive of something", ZIPFile().bytes, .docx, .wrongKind),
        ("Word as Excel", OfficeFile.docx(body), .xlsx, .wrongKind),
        ("Word as OpenDocument", OfficeFile.docx(body), .odt, .wrongKind),
        ("a text as a spreadsheet", OfficeFile.openDocument("text", ""), .ods, .wrongKind),
        ("macros", with("word/vbaProject.bin", ole), .docx, .hasMacros),
        (
            "macros without a name", with("[Content_Types].xml.rels", #"<R Type="http://x/vbaProject"/>"#),
            .docx, .hasMacros
        ),
        (
            "a type with macros",
            with(
                "x/types.xml",
                #"<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>"#),
            .docx, .hasMacros
        ),
        ("macros of Excel 4", with("xl/macrosheets/sheet1.xml", "<x/>"), .docx, .hasMacros),
        ("macros of OpenDocument", with("Basic/Standard/Module1.xml", "<x/>"), .docx, .hasMacros),
        ("an OLE object", with("word/embeddings/oleObject1.bin", ole), .docx, .holdsAnotherFile),
        ("an OLE object named a picture", with("word/media/image1.png", ole), .docx, .holdsAnotherFile),
        (
            "an archive in it", with("word/embeddings/sheet.xlsx", OfficeFile.xlsx(rows: "")), .docx,
            .holdsAnotherFile
        ),
        (
            "an archive named a font", with("word/fonts/a.odttf", ZIPFile.nested(depth: 3)), .docx,
            .holdsAnotherFile
        ),
        ("a page of HTML in it", with("word/afchunk.html", "<p>x</p>"), .docx, .holdsAnotherFile),
        ("a film", with("ppt/media/media1.mp4", [0, 0, 0, 0x18, 0x66]), .docx, .holdsAnotherFile),
        (
            "a file in an element", with("x.xml", "<pkg><binaryData>AAAA</binaryData></pkg>"), .docx,
            .holdsAnotherFile
        ),
        ("a billion laughs", with("x.xml", laughs), .docx, .hasDocumentType),
        ("an external entity", with("x.xml", external), .docx, .hasDocumentType),
        ("a document type alone", with("x.xml", "<!DOCTYPE x><x/>"), .docx, .hasDocumentType),
        ("an unknown entity", with("x.xml", "<x>&nbsp;</x>"), .docx, .damaged),
        ("XML cut off", with("x.xml", "<x><y>"), .docx, .damaged),
        ("XML that is none", with("x.xml", "{}"), .docx, .damaged),
        ("a name twice", nameTwice, .docx, .damaged),
    ]

    @Test(arguments: rows.map { Row(testDescription: $0.0, bytes: $0.1, format: $0.2, error: $0.3) })
    func `says why`(row: Row) {
        #expect(read(row.bytes, as: row.format) == .failure(row.error))
    }

    @Test(arguments: ExtractionError.all)
    func `has a label, a number and words for a person`(error: ExtractionError) {
        #expect(ExtractionError(label: error.label) == error)
        #expect(error.exitCode > 1 && error.exitCode != 64)
        for kind in DocumentKind.all {
            #expect(DocumentKind(label: kind.label) == kind)
            #expect(error.problem(of: kind).hasPrefix("The attached \(kind.name) "))
            #expect(error.hint(for: kind).hasSuffix("."))
        }
    }

    @Test func `crosses each limit`() {
        let words = OfficeFile.docx(OfficeFile.paragraph(String(repeating: "word ", count: 2_000)))
        let deep = String(repeating: "<x>", count: 60) + String(repeating: "</x>", count: 60)
        var bomb = OfficeFile.archive([])
        bomb.addRepeating("word/document.xml", "<w:document>", 0x20, count: 4 << 20)
        let rows: [(ExtractionBound, [UInt8], (inout ExtractionLimits) -> Void)] = [
            (.inputBytes, words, { $0.inputByteCountMax = words.count - 1 }),
            (.entries, words, { $0.entryCountMax = 1 }),
            (.unpackedBytes, words, { $0.unpackedByteCountMax = 9_999 }),
            (.compressionRatio, bomb.bytes, { $0.compressionRatioMax = 100 }),
            (.textBytes, words, { $0.textByteCountMax = 9_999 }),
            (.depth, Self.with("x.xml", deep), { $0.depthMax = 59 }),
        ]
        for (bound, bytes, cross) in rows {
            var limits = ExtractionLimits()
            #expect(read(bytes, as: .docx) != .failure(.tooLarge(bound)), "\(bound)")
            cross(&limits)
            #expect(read(bytes, as: .docx, limits) == .failure(.tooLarge(bound)), "\(bound)")
        }
    }

    @Test func `does not unpack without end`() {
        var bomb = OfficeFile.archive([])
        bomb.addRepeating("word/document.xml", "<w:document>", 0x20, count: 130 << 20)
        #expect(bomb.bytes.count < 1 << 20)
        #expect(read(bomb.bytes, as: .docx) == .failure(.tooLarge(.unpackedBytes)))
    }

    /// One long text in a thousand cells: small until it comes out.
    @Test func `does not repeat a text without end`() {
        let cell = #"<c t="s"><v>0</v></c>"#
        let rows = "<row>\(String(repeating: cell, count: 1_000))</row>"
        let file = OfficeFile.xlsx(shared: [String(repeating: "a", count: 32_000)], rows: rows)
        #expect(read(file, as: .xlsx) == .failure(.tooLarge(.textBytes)))
    }
}

extension ZIPFile {
    /// An archive in an archive in an archive.
    static func nested(depth: Int) -> [UInt8] {
        (0..<depth).reduce(Array("bottom".utf8)) { inner, _ in
            var file = ZIPFile()
            for index in 0..<4 { file.add("lib\(index).zip", inner) }
            return file.bytes
        }
    }
}
