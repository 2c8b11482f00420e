import Extraction
import TestSupport
import Testing

/// Whatever bytes come, a text or an error that says why follows, and never an end of the process.
@Suite struct `Damaged files` {
    private static let docx = OfficeFile.docx(
        OfficeFile.paragraph("Sam Sample")
            + "<w:tbl><w:tr><w:tc>\(OfficeFile.paragraph("x"))</w:tc></w:tr></w:tbl>",
        parts: [
            ("word/vmlDrawing1.vml", "<xml><div>Label</div></xml>"),
            ("docProps/core.xml", "<coreProperties><title>T</title></coreProperties>"),
        ])
    private static let xlsx = OfficeFile.xlsx(
        shared: ["Sam", "Jo"], rows: #"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>3</v></c></row>"#)
    private static let rows =
        #"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>y</t></is></c></row>"#

    @Test func `that end too early are damaged`() {
        for step in 1..<20 {
            let bytes = Array(Self.docx.prefix(Self.docx.count * step / 20))
            #expect(read(bytes, as: .docx) == .failure(.damaged), "\(step)/20")
        }
    }

    @Test func `give a text or an error, whichever bytes change`() {
        let seed: UInt64 = 0xA77A_C8ED
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            for (file, format) in [(Self.docx, OfficeFormat.docx), (Self.xlsx, .xlsx)] {
                var bytes = file
                Self.mutate(&bytes, &random)
                expectAnAnswer(read(bytes, as: format), seed)
            }
        }
    }

    /// With right checksums, so that what changed is read.
    @Test func `give a text or an error, whatever their parts say`() {
        let seed: UInt64 = 0x5EED_0F15
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            var body = Array(OfficeFile.paragraph("Sam <w:tab/>").utf8)
            var rows = Array(Self.rows.utf8)
            Self.mutate(&body, &random)
            Self.mutate(&rows, &random)
            let document = String(decoding: body, as: UTF8.self)
            expectAnAnswer(read(OfficeFile.docx(document), as: .docx), seed)
            let lenient = OfficeFile.docx("", parts: [("word/a.vml", document)])
            expectAnAnswer(read(lenient, as: .docx), seed)
            let sheet = String(decoding: rows, as: UTF8.self)
            expectAnAnswer(read(OfficeFile.xlsx(shared: ["Sam"], rows: sheet), as: .xlsx), seed)
        }
    }

    private func expectAnAnswer(_ result: Result<String, ExtractionError>, _ seed: UInt64) {
        switch result {
        case .success(let text): #expect(text.utf8.count < 10_000, "seed \(seed)")
        case .failure(let error): #expect(ExtractionError(label: error.label) == error, "seed \(seed)")
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
            default: bytes.swapAt(index, Int.random(in: bytes.indices, using: &random))
            }
        }
    }
}
