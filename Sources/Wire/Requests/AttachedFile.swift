/// A file that a request carries.
public struct AttachedFile: Sendable {
    /// Where it stands: `messages[2].content[0]`.
    public let place: String
    /// As the client names it; a text like any other, to be inspected.
    public let name: [UInt8]
    /// In lower case, without parameters; empty where the client does not say.
    public let mediaType: String
    /// The file, in base64.
    public let base64: [UInt8]
    /// The whole part in the body.
    let part: Range<Int>
    let shape: AttachmentShape
}

/// How an API wraps a file.
enum AttachmentShape: Sendable {
    /// `{"type":"file","file":{"filename":…,"file_data":"data:…;base64,…"}}`
    case chatFile
    /// `{"type":"input_file","filename":…,"file_data":"data:…;base64,…"}`
    case responsesFile
    /// `{"type":"document","title":…,"source":{"type":"base64","media_type":…,"data":…}}`
    case document
    /// `{"inlineData":{"mimeType":…,"data":…}}`
    case inlineData

    /// A part of the same API that holds a text.
    func textPart(holding text: [UInt8]) -> [UInt8] {
        var json = JSONWriter()
        json.object { part in
            switch self {
            case .chatFile, .document: part.member("type", "text")
            case .responsesFile: part.member("type", "input_text")
            case .inlineData: break
            }
            part.key("text")
            part.string(text)
        }
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }
}

// MARK: - Reading

extension SurfaceReader {
    mutating func readAttachment(
        _ node: Int, _ shape: AttachmentShape, part: Int, at place: String
    ) throws(WireError) {
        switch shape {
        case .chatFile:
            guard let file = tape.member("file", of: part), tape.kind(file) == .object else {
                throw .missingField(place: place + ".file")
            }
            try takeFile(file, data: "file_data", name: "filename", part: part, shape, at: place)
        case .responsesFile:
            try takeFile(part, data: "file_data", name: "filename", part: part, shape, at: place)
        case .inlineData:
            guard tape.kind(node) == .object else { throw .wrongType(place: place, expected: .object) }
            let type = tape.member("mimeType", of: node) ?? tape.member("mime_type", of: node)
            try take(data: tape.member("data", of: node), type: type, name: nil, part: part, shape, at: place)
        case .document:
            try readDocument(part, at: place)
        }
    }

    /// A file whose data is a `data:` URL.
    private mutating func takeFile(
        _ file: Int, data: String, name: String, part: Int, _ shape: AttachmentShape, at place: String
    ) throws(WireError) {
        guard tape.member("file_id", of: file).map({ tape.kind($0) == .null }) ?? true,
            tape.member("file_url", of: file).map({ tape.kind($0) == .null }) ?? true
        else {
            throw .uninspectablePart(place: place)
        }
        try take(
            data: tape.member(data, of: file), type: nil, name: tape.member(name, of: file), part: part,
            shape,
            at: place)
    }

    private mutating func take(
        data: Int?, type: Int?, name: Int?, part: Int, _ shape: AttachmentShape, at place: String
    ) throws(WireError) {
        guard let data, tape.kind(data) == .string else { throw .uninspectablePart(place: place) }
        var mediaType = type.map { tape.kind($0) == .string ? tape.text($0) : [] } ?? []
        var base64 = tape.text(data)
        if base64.starts(with: "data:".utf8) {
            guard let comma = base64.firstIndex(of: .comma) else { throw .uninspectablePart(place: place) }
            let head = base64[5..<comma]
            guard head.suffix(7).elementsEqual(";base64".utf8) else {
                throw .uninspectablePart(place: place)
            }
            mediaType = Array(head.dropLast(7))
            base64 = Array(base64[(comma + 1)...])
        }
        attachments.append(
            AttachedFile(
                place: place, name: name.map { tape.kind($0) == .string ? tape.text($0) : [] } ?? [],
                mediaType: Self.plain(mediaType), base64: base64, part: tape.nodes[part].bytes, shape: shape))
    }

    /// Without parameters, in lower case.
    private static func plain(_ mediaType: [UInt8]) -> String {
        let type = mediaType.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != .space }
        return String(decoding: type.prefix(100).map(\.lowercased), as: UTF8.self)
    }

    /// Anthropic's documents are texts, blocks, or files.
    private mutating func readDocument(_ part: Int, at place: String) throws(WireError) {
        guard let source = tape.member("source", of: part), tape.kind(source) == .object,
            let type = tape.member("type", of: source), tape.kind(type) == .string
        else {
            throw .missingField(place: place + ".source")
        }
        if tape.isText(type, "base64") {
            try take(
                data: tape.member("data", of: source), type: tape.member("media_type", of: source),
                name: tape.member("title", of: part), part: part, .document, at: place)
        } else if tape.isText(type, "text") {
            try readFields(of: part, MessagesFields.textDocument, at: place)
        } else if tape.isText(type, "content") {
            try readFields(of: part, MessagesFields.blockDocument, at: place)
        } else {
            // An address or the name of a stored file: nothing of it can be read here.
            throw .uninspectablePart(place: place)
        }
    }
}
