import ArgumentParser
import Extraction
import Foundation

/// The process that reads one attachment, started by the gateway.
///
/// Standard input is the file, standard output its text. Standard error is one line from a closed set: the label of
/// what is wrong, or the number of pictures; never anything of the file.
struct ExtractCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Read the text of one file from standard input, under limits.",
        discussion: "Not for people: the gateway starts it for each attachment.",
        shouldDisplay: false
    )

    @Option(
        help: "docx, xlsx, pptx, odt, ods, odp or pdf.",
        transform: { label in
            guard let kind = DocumentKind(label: label) else {
                throw ValidationError("--kind is docx, xlsx, pptx, odt, ods, odp or pdf.")
            }
            return kind
        })
    var kind: DocumentKind

    @Option(help: "Processor time in seconds, for this process and for each that it starts.")
    var processorTime = 10

    func run() async throws {
        guard ProcessLimits.apply(processorTime: processorTime) else { throw Self.end(.failed) }
        do throws(ExtractionError) {
            let extracted = try await extract(try input())
            do { try FileHandle.standardOutput.write(contentsOf: Data(extracted.text)) } catch {
                throw .failed
            }
            tell("\(ExtractedText.imageCountLabel) \(extracted.uninspectedImageCount)")
        } catch {
            throw Self.end(error)
        }
    }

    private func extract(_ bytes: [UInt8]) async throws(ExtractionError) -> ExtractedText {
        let limits = ExtractionLimits()
        return switch kind {
        case .office(let format): try TextExtractor(limits: limits).text(of: bytes, as: format)
        case .pdf: try await PDFReader(limits: limits).text(of: bytes)
        }
    }

    /// The whole of standard input, to its end also where it is too much: who writes must not be cut off.
    private func input() throws(ExtractionError) -> [UInt8] {
        let byteCountMax = ExtractionLimits().inputByteCountMax
        var bytes: [UInt8] = []
        var isTooLarge = false
        while true {
            let piece: Data?
            do { piece = try FileHandle.standardInput.read(upToCount: 1 << 16) } catch { throw .failed }
            guard let piece, !piece.isEmpty else { break }
            isTooLarge = isTooLarge || bytes.count + piece.count > byteCountMax
            if !isTooLarge { bytes += piece }
        }
        guard !isTooLarge else { throw .tooLarge(.inputBytes) }
        return bytes
    }

    private static func end(_ error: ExtractionError) -> ExitCode {
        tell(error.label)
        return ExitCode(error.exitCode)
    }
}
