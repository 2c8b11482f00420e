/// Walks a request along the declared fields of its surface and collects its texts.
struct SurfaceReader {
    let surface: Surface
    private let limits: JSONLimits
    /// Whether the path has named the model: the body's own name for it is a text like any other then.
    private let isModelInPath: Bool
    private(set) var model: String?
    /// Where the body names another model than the path.
    private(set) var otherModel: Range<Int>?
    private(set) var isStreaming: Bool?
    private(set) var answerForm = AnswerForm.prose
    private(set) var messageCount = 0
    private(set) var segments: [Segment] = []
    /// The last of the turns that are being read.
    private var lastTurn: Int?
    /// Whose words are being read.
    private var author = Segment.Author.client
    var attachments: [AttachedFile] = []
    /// The declared members that the body has.
    private(set) var names: Set<String> = []
    private(set) var documents: [(document: APIRequest.Document, tape: JSONTape)] = []

    /// The body.
    var tape: JSONTape { documents[0].tape }

    init(_ surface: Surface, model: String?, limits: JSONLimits) {
        self.surface = surface
        self.model = model
        self.limits = limits
        isModelInPath = model != nil
    }

    mutating func read(_ body: [UInt8]) throws(WireError) {
        let tape = try JSONTape(parsing: body, limits: limits)
        documents = [(.init(bytes: body, parent: nil), tape)]
        guard tape.kind(JSONTape.root) == .object else { throw .wrongType(place: "", expected: .object) }
        let fields = surface.fields
        names = Set(fields.lazy.map(\.name).filter { tape.member($0, of: JSONTape.root) != nil })
        try readFields(of: JSONTape.root, fields, at: "")
        messageCount =
            tape.member(surface.conversation, of: JSONTape.root).map { list in
                tape.kind(list) == .array ? tape.elements(list).reduce(0) { count, _ in count + 1 } : 1
            } ?? 0
        answerForm = tape.answerForm(surface)
    }

    mutating func readFields(
        of object: Int,
        _ fields: [DeclaredField],
        at place: String
    ) throws(WireError) {
        for (key, value) in tape.members(object) {
            guard let field = fields.first(where: { tape.isText(key, $0.name) }) else {
                try takeUndeclared(key, value, at: place)
                continue
            }
            try read(value, field.rule, of: object, at: Self.place(of: field.name, in: place))
        }
        for field in fields where field.isRequired && tape.member(field.name, of: object) == nil {
            if case .model = field.rule, isModelInPath { continue }
            throw .missingField(place: Self.place(of: field.name, in: place))
        }
    }

    static func place(of name: String, in place: String) -> String {
        place.isEmpty ? name : "\(place).\(name)"
    }

    /// Reads the value of a declared field; `owner` is the object that has it.
    private mutating func read(
        _ value: Int,
        _ rule: FieldRule,
        of owner: Int,
        at place: String
    ) throws(WireError) {
        let kind = tape.kind(value)
        switch rule {
        case .model: try readModel(value, at: place)
        case .stream: isStreaming = try readFlag(value, at: place) ?? isStreaming
        case .flag: _ = try readFlag(value, at: place)
        case .number:
            guard kind == .number || kind == .null else { throw .wrongType(place: place, expected: .number) }
            try take(value, at: place)
        case .text, .running, .fixed: try readText(value, rule, at: place)
        case .content(let part): try readContent(value, part, at: place)
        case .list(let element, let isEmptyAllowed):
            try readList(value, element, isEmptyAllowed: isEmptyAllowed, at: place)
        case .object(let fields):
            if try isObject(value, at: place) { try readFields(of: value, fields, at: place) }
        case .closed(let fields): try readClosed(value, fields, at: place)
        case .keyed(let fields, let others): try readKeyed(value, fields, beside: others, at: place)
        case .variants(let by, let preset, let variants, let others):
            try readVariant(value, by: by, preset: preset, variants, others: others, at: place)
        case .words(let words): try readWord(value, of: words, at: place)
        case .source: try readSource(value, at: place)
        case .inspect: try inspect(value, at: place)
        case .textOrTexts: try readTexts(value, at: place)
        case .attachment(let shape): try readAttachment(value, shape, part: owner, at: place)
        case .written(let author, let rule): try read(value, rule, by: author, at: place)
        case .turn(let rule):
            try read(value, rule, by: isEarlierAnswer(value) ? .model : author, at: place)
        case .refuse(let reason):
            // An empty list asks for nothing, and some clients send one always.
            guard kind == .null || kind == .array && tape.subtree(value).count == 1 else {
                throw .refusedField(place: place, reason: reason)
            }
        case .refuseTrue(let reason):
            guard kind == .null || kind == .false else { throw .refusedField(place: place, reason: reason) }
        }
    }
}

// MARK: - Who wrote it

extension SurfaceReader {
    private mutating func read(
        _ value: Int, _ rule: FieldRule, by author: Segment.Author, at place: String
    ) throws(WireError) {
        let outer = self.author
        self.author = author
        defer { self.author = outer }
        try read(value, rule, of: value, at: place)
    }

    /// Whether the model said this in an earlier answer.
    ///
    /// What is said last is never one: there the client says what the answer is to begin with.
    private func isEarlierAnswer(_ turn: Int) -> Bool {
        guard turn != lastTurn, tape.kind(turn) == .object else { return false }
        func isOne(of words: [String], _ member: String) -> Bool {
            tape.member(member, of: turn).map { value in words.contains { tape.isText(value, $0) } } ?? false
        }
        return isOne(of: ["assistant", "model"], "role")
            || isOne(of: ["reasoning", "function_call", "custom_tool_call"], "type")
    }
}

// MARK: - Values

extension SurfaceReader {
    private static let modelByteCountMax = 200

    /// Bounded and plain, because the name shows up in messages and logs.
    private mutating func readModel(_ value: Int, at place: String) throws(WireError) {
        if isModelInPath, let model {
            guard tape.kind(value) == .string || tape.kind(value) == .null else {
                throw .wrongType(place: place, expected: .modelName)
            }
            if !tape.isText(value, model) { otherModel = tape.nodes[value].bytes }
            return
        }
        guard tape.kind(value) == .string, let name = Self.modelName(tape.text(value)) else {
            throw .wrongType(place: place, expected: .modelName)
        }
        model = name
    }

    /// The name of a model, or nil where this cannot be one.
    static func modelName(_ text: [UInt8]) -> String? {
        let isPlain = text.allSatisfy { (0x21...0x7E).contains($0) && $0 != .quote }
        guard (1...modelByteCountMax).contains(text.count), isPlain else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private func readFlag(_ value: Int, at place: String) throws(WireError) -> Bool? {
        switch tape.kind(value) {
        case .true: return true
        case .false: return false
        case .null: return nil
        default: throw .wrongType(place: place, expected: .flag)
        }
    }

    private mutating func readText(_ value: Int, _ rule: FieldRule, at place: String) throws(WireError) {
        switch (tape.kind(value), rule) {
        case (.null, _): break
        case (.string, .fixed): try take(value, at: place, as: .fixed)
        case (.string, .running): try take(value, at: place, isRunning: true)
        case (.string, _): try take(value, at: place)
        default: throw .wrongType(place: place, expected: .text)
        }
    }

    private mutating func readContent(
        _ value: Int,
        _ part: FieldRule,
        at place: String
    ) throws(WireError) {
        switch tape.kind(value) {
        case .string: try take(value, at: place, isRunning: true)
        case .null: break
        case .array: try readList(value, part, isEmptyAllowed: true, at: place)
        default: throw .wrongType(place: place, expected: .content)
        }
    }

    private mutating func readList(
        _ value: Int,
        _ element: FieldRule,
        isEmptyAllowed: Bool,
        at place: String
    ) throws(WireError) {
        guard tape.kind(value) != .null || !isEmptyAllowed else { return }
        guard tape.kind(value) == .array else { throw .wrongType(place: place, expected: .array) }
        if case .turn = element { for node in tape.elements(value) { lastTurn = node } }
        for (index, node) in tape.elements(value).enumerated() {
            try read(node, element, of: node, at: "\(place)[\(index)]")
        }
        guard isEmptyAllowed || tape.subtree(value).count > 1 else { throw .emptyList(place: place) }
    }

    private func isObject(_ value: Int, at place: String) throws(WireError) -> Bool {
        switch tape.kind(value) {
        case .object: return true
        case .null: return false
        default: throw .wrongType(place: place, expected: .object)
        }
    }

    private mutating func readClosed(
        _ value: Int,
        _ fields: [DeclaredField],
        at place: String
    ) throws(WireError) {
        guard try isObject(value, at: place) else { return }
        for (key, _) in tape.members(value) where !fields.contains(where: { tape.isText(key, $0.name) }) {
            throw .unknownField(place: place, at: Int(tape.nodes[key].start))
        }
        try readFields(of: value, fields, at: place)
    }

    private mutating func readKeyed(
        _ value: Int,
        _ fields: [DeclaredField],
        beside others: [DeclaredField],
        at place: String
    ) throws(WireError) {
        guard tape.kind(value) == .object else { throw .wrongType(place: place, expected: .object) }
        guard fields.contains(where: { tape.member($0.name, of: value) != nil }) else {
            throw .uninspectablePart(place: place)
        }
        try readFields(of: value, fields + others, at: place)
    }

    private mutating func readVariant(
        _ value: Int,
        by name: String,
        preset: String?,
        _ variants: [Variant],
        others: OtherVariant,
        at place: String
    ) throws(WireError) {
        guard tape.kind(value) == .object else { throw .wrongType(place: place, expected: .object) }
        let word = tape.member(name, of: value)
        guard word != nil || preset != nil else { throw .missingField(place: "\(place).\(name)") }
        if let word, tape.kind(word) != .string {
            throw .wrongType(place: "\(place).\(name)", expected: .text)
        }
        let variant = variants.first { variant in
            variant.names.contains { known in word.map { tape.isText($0, known) } ?? (known == preset) }
        }
        guard let variant else { throw others.error(at: place, by: name) }
        if case .object(let fields) = variant.rule {
            try readFields(of: value, [DeclaredField(name, .words(variant.names))] + fields, at: place)
        } else {
            try read(value, variant.rule, of: value, at: place)
        }
    }

    private func readWord(_ value: Int, of words: [String], at place: String) throws(WireError) {
        guard tape.kind(value) != .null else { return }
        guard tape.kind(value) == .string, words.contains(where: { tape.isText(value, $0) }) else {
            throw .unknownWord(place: place)
        }
    }

    /// Texts that become vectors; numbers in their place are the tokens of a text that cannot be read here.
    private mutating func readTexts(_ value: Int, at place: String) throws(WireError) {
        guard tape.kind(value) == .array else {
            guard tape.kind(value) == .string else { throw .wrongType(place: place, expected: .content) }
            return try take(value, at: place)
        }
        for (index, element) in tape.elements(value).enumerated() {
            guard tape.kind(element) == .string else { throw .refusedField(place: place, reason: .tokens) }
            try take(element, at: "\(place)[\(index)]")
        }
    }
}

extension OtherVariant {
    fileprivate func error(at place: String, by name: String) -> WireError {
        switch self {
        case .role: .unknownRole(place: "\(place).\(name)")
        case .part: .uninspectablePart(place: place)
        case .tool: .refusedField(place: place, reason: .hostedTool)
        case .item: .refusedField(place: place, reason: .unknownItem)
        }
    }
}

// MARK: - Segments

extension SurfaceReader {
    /// How many levels of a free-form value a place names.
    ///
    /// A bound, because a place is a string for each segment: deep nesting must not cost many times the body.
    private static let placeLevelCountMax = 4

    private mutating func takeUndeclared(_ key: Int, _ value: Int, at place: String) throws(WireError) {
        let below = Self.place(of: "*", in: place)
        try take(key, at: below)
        try inspect(value, at: below, levelCount: Self.placeLevelCountMax - 1)
    }

    /// Takes in every string, key and number of a free-form value.
    private mutating func inspect(
        _ value: Int,
        in document: Int = 0,
        at place: String,
        levelCount: Int = placeLevelCountMax
    ) throws(WireError) {
        let tape = documents[document].tape
        guard levelCount > 0 else {
            for node in tape.subtree(value) { try take(node, in: document, at: place) }
            return
        }
        switch tape.kind(value) {
        case .object:
            // The keys are the client's words, so a place must not repeat them.
            let below = place + ".*"
            for (key, member) in tape.members(value) {
                try take(key, in: document, at: below)
                try inspect(member, in: document, at: below, levelCount: levelCount - 1)
            }
        case .array:
            for (index, element) in tape.elements(value).enumerated() {
                try inspect(element, in: document, at: "\(place)[\(index)]", levelCount: levelCount - 1)
            }
        default:
            try take(value, in: document, at: place)
        }
    }

    /// Takes in a string that holds a JSON document; where it holds none, it is a text.
    private mutating func readSource(_ value: Int, at place: String) throws(WireError) {
        guard tape.kind(value) != .null else { return }
        guard tape.kind(value) == .string else { return try inspect(value, at: place) }
        let bytes = tape.text(value)
        guard let inner = try? JSONTape(parsing: bytes, limits: limits) else {
            return try take(value, at: place)
        }
        documents.append((.init(bytes: bytes, parent: (0, tape.nodes[value].bytes)), inner))
        try inspect(JSONTape.root, in: documents.count - 1, at: place)
    }

    private mutating func take(
        _ node: Int,
        in document: Int = 0,
        at place: String,
        as fixed: Segment.Kind? = nil,
        isRunning: Bool = false
    ) throws(WireError) {
        let tape = documents[document].tape
        let kind: Segment.Kind
        switch tape.kind(node) {
        case .string: kind = fixed ?? (surface.isRewritable ? .string : .vector)
        case .key: kind = .key
        case .number: kind = .number
        case .object, .array, .true, .false, .null: return
        }
        let text = tape.text(node)
        if kind == .string, BinaryText.holds(text) { throw .uninspectablePart(place: place) }
        segments.append(
            Segment(
                text: text, place: place, kind: kind, isRunning: isRunning, author: author,
                bytes: tape.nodes[node].bytes, document: document)
        )
    }
}
