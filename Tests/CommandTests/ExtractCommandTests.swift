import Extraction
import Foundation
import TestSupport
import Testing

/// `cloakroom extract` by itself.
@Suite(.timeLimit(.minutes(2))) struct `The process that reads a file` {
    /// Runs it with pipes, for it may write no file.
    private static func run(_ arguments: [String], _ bytes: [UInt8]) throws -> Program.Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["extract"] + arguments
        let folder = FileManager.default.temporaryDirectory.appending(path: "extract-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(bytes).write(to: folder)
        process.standardInput = try FileHandle(forReadingFrom: folder)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let lines = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Program.Result(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: lines, as: UTF8.self))
    }

    static let page = PDFFile.page(
        "Dear Mrs Sample", trailer: "/Info 6 0 R", objects: ["<< /Title (Review of Sam) >>"])

    /// A page with a link, a picture that is shown twice, and one inside of the page's text.
    static let pictures = PDFFile.page(
        "x) Tj ET q /I Do Q q /I Do Q BI /W 1 /H 1 /CS /G /BPC 8 ID a EI BT (",
        objects: [
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
                + "/Length 1 >>\nstream\na\nendstream"
        ],
        resources: "/XObject << /I 6 0 R >>",
        page:
            "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (mailto:sam@example.org) >> >>]"
    )

    /// A page with a text box, a form's field, and a note that no program of poppler's gives.
    static let notes = PDFFile.page(
        "page", catalogue: "/AcroForm << /Fields [6 0 R] >>",
        objects: [
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (field) /DA (/F1 12 Tf) /Rect [72 500 300 520] >>",
            "<< /Type /Annot /Subtype /FreeText /Contents (box) /DA (/F1 12 Tf) /Rect [72 600 300 620] >>",
            "<< /Type /Annot /Subtype /Text /Contents (note) /Rect [10 10 30 30] >>",
        ],
        page: "/Annots [6 0 R 7 0 R 8 0 R]")

    /// A file, shown by its kind alone.
    struct Row: CustomTestStringConvertible {
        let kind: String
        let bytes: [UInt8]
        var testDescription: String { "\(kind) of \(bytes.count) bytes" }
    }

    static let texts: [(String, [UInt8], String, Int)] = [
        ("docx", OfficeFile.docx(OfficeFile.paragraph("Dear Mrs Sample")), "Dear Mrs Sample\n", 0),
        ("xlsx", OfficeFile.xlsx(rows: "<row><c><v>5</v></c></row>"), "Form 7B\n5\n", 0),
        ("odt", OfficeFile.openDocument("text", "<text:p>Dear</text:p>"), "Dear\n", 0),
        ("pdf", page, "Title:           Review of Sam\nDear Mrs Sample\n\n", 0),
        ("pdf", notes, "page\n\nbox\n\nfield\n\n", 0),
        ("pdf", pictures, "   1  Annotation    mailto:sam@example.org\nx\n\n", 2),
    ]

    @Test(arguments: texts.map { (Row(kind: $0.0, bytes: $0.1), $0.2, $0.3) })
    func `writes its text and the number of pictures`(row: Row, text: String, imageCount: Int) throws {
        let result = try Self.run(["--kind", row.kind], row.bytes)
        #expect(result.output == text)
        #expect(result.errors == "uninspected_images \(imageCount)\n")
        #expect(result.status == 0)
    }

    static let refusals: [(String, [UInt8], ExtractionError)] = [
        ("docx", page, .wrongKind),
        ("pdf", OfficeFile.docx(""), .wrongKind),
        ("pdf", Array("%PDF-1.4\nnothing".utf8), .damaged),
        ("docx", [UInt8](repeating: 0x50, count: 17 << 20), .tooLarge(.inputBytes)),
        (
            "pdf",
            PDFFile.page(
                "x", trailer: "/Encrypt 6 0 R /ID [<41> <41>]",
                objects: [
                    "<< /Filter /Standard /V 1 /R 2 /P -4 /O <\(String(repeating: "41", count: 32))> /U <\(String(repeating: "42", count: 32))> >>"
                ]), .encrypted
        ),
        (
            "pdf",
            PDFFile.page(
                "x", catalogue: "/Names << /EmbeddedFiles << /Names [(a.txt) 6 0 R] >> >>",
                objects: [
                    "<< /Type /Filespec /F (a.txt) /EF << /F 7 0 R >> >>",
                    "<< /Type /EmbeddedFile /Length 2 >>\nstream\nhi\nendstream",
                ]), .holdsAnotherFile
        ),
        (
            "pdf",
            PDFFile.page(
                "x",
                catalogue:
                    "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>"),
            .hasMacros
        ),
    ]

    @Test(arguments: refusals.map { (Row(kind: $0.0, bytes: $0.1), $0.2) })
    func `ends with a number and one word`(row: Row, error: ExtractionError) throws {
        let result = try Self.run(["--kind", row.kind], row.bytes)
        #expect(result.errors == "\(error.label)\n")
        #expect(result.status == error.exitCode)
        #expect(result.output.isEmpty)
    }

    @Test func `does not know other kinds`() throws {
        #expect(try Self.run(["--kind", "doc"], []).status == 64)
    }

    @Test func `writes no file`() throws {
        let program = try Program()
        defer { program.remove() }
        // Standard output and error are files here.
        let result = try program.run("extract", "--kind", "docx", input: "no archive")
        #expect(result.status != 0 && result.output.isEmpty && result.errors.isEmpty)
    }

    /// Every twentieth of a PDF: a text or an error, and never anything else on standard error.
    @Test func `answers to a PDF that ends too early`() throws {
        for step in 1..<20 {
            let result = try Self.run(
                ["--kind", "pdf"], Array(Self.page.prefix(Self.page.count * step / 20)))
            let label = result.errors.split(separator: " ")[0].trimmingCharacters(in: .newlines)
            #expect(
                result.status == 0 ? label == "uninspected_images" : ExtractionError(label: label) != nil,
                "\(step)/20")
        }
    }
}
