/// A request to an AI API, read strictly: what it asks for, and every text in it.
public struct APIRequest: Sendable {
    public let surface: Surface
    public let model: String
    public let isStreaming: Bool
    public let answerForm: AnswerForm
    /// How many messages, turns or items the conversation has.
    public let messageCount: Int
    /// Every string, every number, and every key that is not declared, in the order of the body.
    ///
    /// Left out are only words that were checked against a closed list: `role`, `type` of a part, `model`.
    public let segments: [Segment]
    /// Files that must become text before the request can be inspected.
    public let attachments: [AttachedFile]
    /// The body, then the JSON documents inside of strings; a document comes after the one that it stands in.
    private let documents: [Document]

    /// A JSON document of the request.
    struct Document {
        let bytes: [UInt8]
        /// Where its string stands; nil for the body.
        let parent: (document: Int, bytes: Range<Int>)?
    }

    /// Reads a request.
    ///
    /// `model` is the one that the path names, where it does; the body need not name one then.
    ///
    /// - Throws: For what could be read in two ways, cannot be inspected, or is refused.
    public init(
        _ body: [UInt8],
        to surface: Surface,
        model: String? = nil,
        limits: JSONLimits
    ) throws(WireError) {
        var reader = SurfaceReader(surface, model: model, limits: limits)
        try reader.read(body)
        let additions = surface.additions + Self.modelAddition(model, to: surface)
        let missing = additions.filter { !reader.names.contains($0.name) }
        if !missing.isEmpty || reader.otherModel != nil {
            let body = Self.adding(missing, to: Self.naming(model, at: reader.otherModel, in: body))
            reader = SurfaceReader(surface, model: model, limits: limits)
            try reader.read(body)
        }
        self.init(reader)
    }

    /// The body with the path's model in the place of another one.
    ///
    /// LangChain names a model of its own beside the deployment; an endpoint may go by the one or by the other.
    private static func naming(_ model: String?, at place: Range<Int>?, in body: [UInt8]) -> [UInt8] {
        guard let model, let place else { return body }
        return JSONTape.rewriting(body, [(place, Array(model.utf8))])
    }

    /// A model that only the path names is named in the body too: not every endpoint has it in its path.
    private static func modelAddition(_ model: String?, to surface: Surface) -> [(
        name: String, value: String
    )] {
        guard let model, surface.family == .openAI else { return [] }
        var value: [UInt8] = []
        JSONString.append(escaping: Array(model.utf8).span, to: &value)
        return [("model", String(decoding: value, as: UTF8.self))]
    }

    private init(_ reader: SurfaceReader) {
        surface = reader.surface
        model = reader.model ?? ""
        isStreaming = reader.surface.canStream && (reader.isStreaming ?? reader.surface.streamsByDefault)
        answerForm = reader.answerForm
        messageCount = reader.messageCount
        segments = reader.segments
        attachments = reader.attachments
        documents = reader.documents.map(\.document)
    }

    /// As it came, with what its surface asks the gateway to add.
    public var body: [UInt8] { documents[0].bytes }

    /// The body with members put in front; it holds at least one of its own.
    private static func adding(_ members: [(name: String, value: String)], to body: [UInt8]) -> [UInt8] {
        guard let open = body.firstIndex(of: UInt8(ascii: "{")) else { return body }
        let added = members.map { "\"\($0.name)\":\($0.value)," }.joined()
        return Array(body[...open]) + added.utf8 + body[(open + 1)...]
    }
}

// MARK: - Rewriting

extension APIRequest {
    /// The body with some segments' texts replaced.
    ///
    /// All bytes outside of them stay exactly as they came.
    ///
    /// Replacements are indices of segments of kind string or vector, in ascending order, with their new unescaped text.
    public func rewriting(_ replacements: [(segment: Int, text: [UInt8])]) -> [UInt8] {
        var edits: [[(bytes: Range<Int>, text: [UInt8])]] = Array(repeating: [], count: documents.count)
        for replacement in replacements {
            let segment = segments[replacement.segment]
            precondition([.string, .vector].contains(segment.kind), "only strings can be rewritten")
            edits[segment.document].append((segment.bytes, replacement.text))
        }
        // From the innermost: a rewritten document is a replacement in the one that it stands in.
        for index in documents.indices.reversed() where !edits[index].isEmpty {
            let document = documents[index]
            let bytes = JSONTape.rewriting(document.bytes, edits[index])
            guard let parent = document.parent else { return bytes }
            let place = edits[parent.document].firstIndex { $0.bytes.lowerBound > parent.bytes.lowerBound }
            edits[parent.document].insert(
                (parent.bytes, bytes), at: place ?? edits[parent.document].endIndex)
        }
        return body
    }

    /// The body with each attachment replaced by a part that holds this text; one a file, in order.
    public func replacingAttachments(with texts: [[UInt8]]) -> [UInt8] {
        precondition(texts.count == attachments.count, "one text for each file")
        var out: [UInt8] = []
        var at = 0
        for (file, text) in zip(attachments, texts) {
            out += body[at..<file.part.lowerBound]
            out += file.shape.textPart(holding: text)
            at = file.part.upperBound
        }
        return out + body[at...]
    }
}
