/// Small office files of invented texts, part by part.
public enum OfficeFile {
    /// A Word file whose body holds `body`, with further parts.
    public static func docx(_ body: String, parts: [(String, String)] = []) -> [UInt8] {
        docxArchive(body, parts: parts).bytes
    }

    /// The same before it is written, for tests that add what does not belong there.
    public static func docxArchive(_ body: String, parts: [(String, String)] = []) -> ZIPFile {
        archive([("word/document.xml", "<w:document \(word)><w:body>\(body)</w:body></w:document>")] + parts)
    }

    /// A Word paragraph with one run.
    public static func paragraph(_ text: String) -> String { "<w:p><w:r><w:t>\(text)</w:t></w:r></w:p>" }

    /// An Excel file with the shared texts and the rows of its only sheet.
    public static func xlsx(
        shared: [String] = [],
        rows: String,
        sheets: String = #"<sheet name="Form 7B" sheetId="1"/>"#,
        parts: [(String, String)] = []
    ) -> [UInt8] {
        let texts = shared.map { "<si><t>\($0)</t></si>" }.joined()
        return archive(
            [
                ("xl/workbook.xml", "<workbook \(sheet)><sheets>\(sheets)</sheets></workbook>"),
                (
                    "xl/worksheets/sheet1.xml",
                    "<worksheet \(sheet)><sheetData>\(rows)</sheetData></worksheet>"
                ),
                ("xl/sharedStrings.xml", "<sst \(sheet)>\(texts)</sst>"),
            ] + parts
        ).bytes
    }

    /// An archive of OOXML parts.
    public static func archive(_ parts: [(String, String)]) -> ZIPFile {
        var file = ZIPFile()
        file.add(
            "[Content_Types].xml",
            #"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#
        )
        for (name, text) in parts { file.add(name, text) }
        return file
    }

    /// An OpenDocument file of the given sort (`text`) with that body.
    public static func openDocument(_ sort: String, _ body: String, parts: [(String, String)] = []) -> [UInt8]
    {
        var file = ZIPFile()
        file.add("mimetype", "application/vnd.oasis.opendocument.\(sort)")
        file.add("content.xml", "<office:document-content \(open)>\(body)</office:document-content>")
        for (name, text) in parts { file.add(name, text) }
        return file.bytes
    }

    public static let word =
        #"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="urn:wp" xmlns:mc="urn:mc""#
    public static let sheet = #"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#
    public static let slide =
        #"xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="urn:a""#
    public static let open =
        #"xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:ta" xmlns:draw="urn:d" xmlns:dc="urn:dc" "#
        + #"xmlns:svg="urn:s" xmlns:xlink="urn:x""#
}

/// Small PDFs, written by hand; readers find the objects themselves where the table of them is wrong.
public enum PDFFile {
    /// One page that shows a line, with further entries of the catalogue and of the trailer.
    public static func page(
        _ text: String,
        catalogue: String = "",
        trailer: String = "",
        objects: [String] = [],
        resources: String = "",
        page: String = ""
    ) -> [UInt8] {
        let stream = "BT /F1 12 Tf 72 700 Td (\(text)) Tj ET"
        let all =
            [
                "<< /Type /Catalog /Pages 2 0 R \(catalogue) >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                    + "/Resources << /Font << /F1 5 0 R >> \(resources) >> \(page) >>",
                "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            ] + objects
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in all.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(all.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            file += String(repeating: "0", count: 10 - digits.utf8.count) + digits + " 00000 n \n"
        }
        file += "trailer\n<< /Size \(all.count + 1) /Root 1 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }
}
