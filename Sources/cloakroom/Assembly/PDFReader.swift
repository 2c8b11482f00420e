import Extraction
import Gateway
import Subprocess
import SystemPackage

/// Reads a PDF with the programs of poppler-utils, each of which inherits the limits of this process.
///
/// Programs and not the library: poppler is the largest and oldest of what reads strangers' bytes here, and the
/// programs are what Debian mends. `fd://0` is their name for standard input.
struct PDFReader {
    private let limits: ExtractionLimits
    /// Lists of pictures and properties.
    private static let listByteCountMax = 1 << 20
    private static let folder = "/usr/bin/"

    init(limits: ExtractionLimits) { self.limits = limits }

    /// The title and its like, addresses that links lead to, and the text of all pages and forms.
    ///
    /// - Throws: `holdsAnotherFile` also for forms of XFA, whose text does not stand on the pages.
    func text(of bytes: [UInt8]) async throws(ExtractionError) -> ExtractedText {
        guard ExtractedFile.isPDF(bytes) else { throw .wrongKind }
        let properties = try await run("pdfinfo", ["-enc", "UTF-8", "fd://0"], bytes)
        try check(properties)
        let attached = try await run("pdfdetach", ["-list", "fd://0"], bytes)
        guard attached.starts(with: Array("0 embedded files".utf8)) else { throw .holdsAnotherFile }
        let pictures = try await run("pdfimages", ["-list", "fd://0"], bytes)
        let addresses = try await run("pdfinfo", ["-url", "-enc", "UTF-8", "fd://0"], bytes)
        let pages = try await run(
            "pdftotext", ["-enc", "UTF-8", "-nopgbrk", "fd://0", "-"], bytes,
            byteCountMax: limits.textByteCountMax)
        let text =
            Self.written(properties) + Self.lines(addresses).dropFirst().flatMap { $0 + [0x0A] } + pages
        guard text.count <= limits.textByteCountMax else { throw .tooLarge(.textBytes) }
        return ExtractedText(
            text: Array(String(decoding: text, as: UTF8.self).utf8),
            uninspectedImageCount: Self.imageCount(pictures))
    }

    private func check(_ properties: [UInt8]) throws(ExtractionError) {
        for line in Self.lines(properties) {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard words.count >= 2 else { continue }
            switch (words[0], words[1]) {
            case ("JavaScript:", "yes"): throw .hasMacros
            case ("Form:", "XFA"): throw .holdsAnotherFile
            default: break
            }
        }
    }

    /// What a person or program wrote into the properties: all lines before those that poppler itself makes up.
    private static func written(_ properties: [UInt8]) -> [UInt8] {
        lines(properties)
            .prefix { !$0.starts(with: Array("Custom Metadata:".utf8)) }
            .filter { line in !dates.contains { line.starts(with: $0) } }
            .flatMap { $0 + [0x0A] }
    }

    private static let dates = ["CreationDate:", "ModDate:"].map { Array($0.utf8) }

    /// Each picture once, however often it is shown; masks belong to pictures.
    ///
    /// Columns: page, num, type, width, height, color, comp, bpc, enc, interp, object, ID. Those inside a page's own
    /// text have no object.
    private static func imageCount(_ list: [UInt8]) -> Int {
        var objects: Set<[Substring]> = []
        var inlineCount = 0
        for line in lines(list).dropFirst(2) {
            let columns = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard columns.count > 11, columns[2] == "image" else { continue }
            if columns[10] == "[inline]" { inlineCount += 1 } else { objects.insert(Array(columns[10...11])) }
        }
        return objects.count + inlineCount
    }

    private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] { text.split(separator: 0x0A) }

    private func run(
        _ program: String,
        _ arguments: [String],
        _ bytes: [UInt8],
        byteCountMax: Int = listByteCountMax
    ) async throws(ExtractionError) -> [UInt8] {
        let result: ExecutionResult<Void, BytesOutput, BytesOutput>
        do {
            result = try await Subprocess.run(
                .path(FilePath(Self.folder + program)), arguments: Arguments(arguments),
                environment: .custom([:]),
                input: .inputWriter, output: .bytes(limit: byteCountMax), error: .bytes(limit: 1 << 20)
            ) { await $0.give(bytes) }
        } catch let error as SubprocessError {
            switch error.code {
            case .executableNotFound: throw .programMissing
            case .outputLimitExceeded: throw .tooLarge(.textBytes)
            default: throw .failed
            }
        } catch {
            throw .failed
        }
        // Poppler's codes: 1 cannot be opened, 3 forbidden. Source: pdftotext(1), “Exit codes”.
        switch result.terminationStatus {
        case .exited(0): return result.standardOutput
        case .exited(3): throw .encrypted
        case .exited:
            let isLocked = result.standardError.contains(Array("Incorrect password".utf8))
            throw isLocked ? .encrypted : .damaged
        case .signaled(let signal): throw ExtractionError(signal: signal)
        }
    }
}
