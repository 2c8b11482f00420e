import Extraction
import Foundation
import Wire

/// Turns the files of a prompt into text, so that they are inspected and forwarded like everything else.
struct AttachmentReader: Sendable {
    let extractor: AttachmentExtractor
    let limits: Limits

    /// The request with a text in the place of each file.
    ///
    /// `model` is what the path named, if it did.
    ///
    /// - Throws: For the first file that cannot be read; a prompt with such a file stays here.
    func reading(_ prompt: APIRequest, model: String?) async throws(GatewayError) -> APIRequest {
        guard !prompt.attachments.isEmpty else { return prompt }
        var texts: [[UInt8]] = []
        for file in prompt.attachments { texts.append(try await text(of: file)) }
        let body = prompt.replacingAttachments(with: texts)
        do throws(WireError) {
            return try APIRequest(body, to: prompt.surface, model: model, limits: limits.requestJSON)
        } catch {
            throw .unreadable(error)
        }
    }

    private func text(of file: AttachedFile) async throws(GatewayError) -> [UInt8] {
        guard let kind = AttachmentKind(file), let bytes = Self.decoded(file.base64) else {
            throw .unreadable(.uninspectablePart(place: file.place))
        }
        let extracted = try await extract(bytes, kind, at: file.place)
        return Self.framed(extracted, of: kind, name: file.name)
    }

    private func extract(
        _ bytes: [UInt8],
        _ kind: AttachmentKind,
        at place: String
    ) async throws(GatewayError) -> ExtractedText {
        switch kind {
        case .plain:
            guard let text = PlainText.utf8(bytes) else {
                throw .unreadable(.uninspectablePart(place: place))
            }
            return ExtractedText(text: text, uninspectedImageCount: 0)
        case .document(let document):
            do throws(AttachmentError) {
                return try await extractor.text(of: bytes, as: document)
            } catch {
                throw .attachment(error)
            }
        }
    }

    private static func decoded(_ base64: [UInt8]) -> [UInt8]? {
        Data(base64Encoded: Data(base64), options: [.ignoreUnknownCharacters]).map { Array($0) }
    }

    /// What the AI service reads: where the file begins and ends, and what was not sent of it.
    private static func framed(_ file: ExtractedText, of kind: AttachmentKind, name: [UInt8]) -> [UInt8] {
        var text = Array("Attached file".utf8)
        if !name.isEmpty { text += [0x20] + name }
        text += ":\n".utf8
        text += file.text
        if file.uninspectedImageCount > 0 {
            text += "\n(Pictures in the file were left out: \(file.uninspectedImageCount).)".utf8
        }
        if kind == .document(.pdf) {
            text += "\n(Notes that were attached to its pages, if there are any, were left out.)".utf8
        }
        return text + "\n(End of the attached file.)".utf8
    }
}

/// Text files in the encodings that school software writes.
enum PlainText {
    /// The text in UTF-8; nil for what is no text.
    ///
    /// What is not UTF-8 is read as UTF-16 if it says so, else as Windows-1252, in which every byte is a character.
    static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        let text: String?
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            text = String(bytes: bytes, encoding: .utf16)
        } else if bytes.contains(0) {
            return nil
        } else {
            let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
            text =
                String(validating: content, as: UTF8.self) ?? String(bytes: content, encoding: .windowsCP1252)
        }
        return text.map { Array($0.utf8) }
    }
}
