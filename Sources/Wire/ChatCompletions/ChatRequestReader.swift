/// Walks a chat completions request along `ChatRequestFields` and collects its texts.
struct ChatRequestReader {
    private let tape: JSONTape
    private(set) var model = ""
    private(set) var isStreaming = false
    private(set) var messageCount = 0
    private(set) var segments: [Segment] = []

    init(_ tape: JSONTape) { self.tape = tape }

    mutating func read() throws(WireError) {
        guard tape.kind(JSONTape.root) == .object else { throw .wrongType(place: "", expected: .object) }
        try readFields(of: JSONTape.root, ChatRequestFields.request, at: "")
    }

    private mutating func readFields(
        of object: Int,
        _ fields: [DeclaredField],
        at place: String
    ) throws(WireError) {
        for (key, value) in tape.members(object) {
            guard let field = fields.first(where: { tape.isText(key, $0.name) }) else {
                throw .unknownField(place: place, at: Int(tape.nodes[key].start))
            }
            if case .readBefore = field.rule { continue }
            try read(value, field.rule, at: Self.place(of: field.name, in: place))
        }
        for field in fields where field.isRequired && tape.member(field.name, of: object) == nil {
            throw .missingField(place: Self.place(of: field.name, in: place))
        }
    }

    private static func place(of name: String, in place: String) -> String {
        place.isEmpty ? name : "\(place).\(name)"
    }

    private mutating func read(_ value: Int, _ rule: FieldRule, at place: String) throws(WireError) {
        let kind = tape.kind(value)
        switch rule {
        case .readBefore: break
        case .model: model = try readModel(value, at: place)
        case .messages: try readMessages(value, at: place)
        case .content(let isAssistant): try readContent(value, isAssistant: isAssistant, at: place)
        case .stream: isStreaming = try readFlag(value, at: place)
        case .flag: _ = try readFlag(value, at: place)
        case .modalities: try readModalities(value, at: place)
        case .text:
            guard kind == .string else { throw .wrongType(place: place, expected: .text) }
            take(value, at: place)
        case .inspect: inspect(value, at: place)
        case .number:
            guard kind == .number || kind == .null else { throw .wrongType(place: place, expected: .number) }
            take(value, at: place)
        case .object(let fields):
            guard kind != .null else { return }
            guard kind == .object else { throw .wrongType(place: place, expected: .object) }
            try readFields(of: value, fields, at: place)
        case .refuse(let reason):
            guard kind == .null else { throw .refusedField(place: place, reason: reason) }
        case .refuseTrue(let reason):
            guard kind == .null || kind == .false else { throw .refusedField(place: place, reason: reason) }
        }
    }
}

// MARK: - Fields of the request

extension ChatRequestReader {
    private static let modelByteCountMax = 200

    /// Bounded and plain, because the name shows up in messages and logs.
    private func readModel(_ value: Int, at place: String) throws(WireError) -> String {
        guard tape.kind(value) == .string else { throw .wrongType(place: place, expected: .modelName) }
        let text = tape.text(value)
        let isPlain = text.allSatisfy { (0x21...0x7E).contains($0) && $0 != .quote }
        guard (1...Self.modelByteCountMax).contains(text.count), isPlain else {
            throw .wrongType(place: place, expected: .modelName)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func readFlag(_ value: Int, at place: String) throws(WireError) -> Bool {
        switch tape.kind(value) {
        case .true: return true
        case .false, .null: return false
        default: throw .wrongType(place: place, expected: .flag)
        }
    }

    private func readModalities(_ value: Int, at place: String) throws(WireError) {
        guard tape.kind(value) != .null else { return }
        guard tape.kind(value) == .array else { throw .wrongType(place: place, expected: .array) }
        let elements = Array(tape.elements(value))
        guard elements.count == 1, tape.kind(elements[0]) == .string, tape.isText(elements[0], "text") else {
            throw .refusedField(place: place, reason: .notText)
        }
    }
}

// MARK: - Messages

extension ChatRequestReader {
    private mutating func readMessages(_ value: Int, at place: String) throws(WireError) {
        guard tape.kind(value) == .array else { throw .wrongType(place: place, expected: .array) }
        for message in tape.elements(value) {
            try readMessage(message, at: "\(place)[\(messageCount)]")
            messageCount += 1
        }
        guard messageCount > 0 else { throw .emptyMessages }
    }

    private mutating func readMessage(_ message: Int, at place: String) throws(WireError) {
        guard tape.kind(message) == .object else { throw .wrongType(place: place, expected: .object) }
        let role = try readRole(of: message, at: place)
        try readFields(of: message, ChatRequestFields.message(from: role), at: place)
    }

    private func readRole(of message: Int, at place: String) throws(WireError) -> ChatRequestFields.Role {
        guard let value = tape.member("role", of: message) else {
            throw .missingField(place: place + ".role")
        }
        guard tape.kind(value) == .string else { throw .wrongType(place: place + ".role", expected: .text) }
        if let role = ChatRequestFields.Role.allCases.first(where: { tape.isText(value, $0.rawValue) }) {
            return role
        }
        guard !ChatRequestFields.toolRoles.contains(where: { tape.isText(value, $0) }) else {
            throw .refusedField(place: place + ".role", reason: .toolCalls)
        }
        throw .unknownRole(place: place + ".role")
    }

    private mutating func readContent(
        _ value: Int,
        isAssistant: Bool,
        at place: String
    ) throws(WireError) {
        switch tape.kind(value) {
        case .string: take(value, at: place)
        case .null where isAssistant: break
        case .array:
            for (index, part) in tape.elements(value).enumerated() {
                try readPart(part, isAssistant: isAssistant, at: "\(place)[\(index)]")
            }
        default: throw .wrongType(place: place, expected: .content)
        }
    }

    private mutating func readPart(
        _ part: Int,
        isAssistant: Bool,
        at place: String
    ) throws(WireError) {
        guard tape.kind(part) == .object else { throw .wrongType(place: place, expected: .object) }
        guard let type = tape.member("type", of: part) else { throw .missingField(place: place + ".type") }
        guard tape.kind(type) == .string else { throw .wrongType(place: place + ".type", expected: .text) }
        if tape.isText(type, "text") {
            try readFields(of: part, ChatRequestFields.textPart, at: place)
        } else if tape.isText(type, "refusal") {
            guard isAssistant else { throw .wrongType(place: place, expected: .textPart) }
            try readFields(of: part, ChatRequestFields.refusalPart, at: place)
        } else {
            throw .uninspectablePart(place: place)
        }
    }
}

// MARK: - Segments

extension ChatRequestReader {
    /// How many levels of a free-form value a place names.
    ///
    /// A bound, because a place is a string for each segment: deep nesting must not cost many times the body.
    private static let placeLevelCountMax = 4

    /// Takes in every string, key and number of a free-form value.
    private mutating func inspect(_ value: Int, at place: String, levelCount: Int = placeLevelCountMax) {
        guard levelCount > 0 else {
            for node in tape.subtree(value) { take(node, at: place) }
            return
        }
        switch tape.kind(value) {
        case .object:
            // The keys are the client's words, so a place must not repeat them.
            let below = place + ".*"
            for (key, member) in tape.members(value) {
                take(key, at: below)
                inspect(member, at: below, levelCount: levelCount - 1)
            }
        case .array:
            for (index, element) in tape.elements(value).enumerated() {
                inspect(element, at: "\(place)[\(index)]", levelCount: levelCount - 1)
            }
        default:
            take(value, at: place)
        }
    }

    private mutating func take(_ node: Int, at place: String) {
        let kind: Segment.Kind
        switch tape.kind(node) {
        case .string: kind = .string
        case .key: kind = .key
        case .number: kind = .number
        case .object, .array, .true, .false, .null: return
        }
        segments.append(
            Segment(text: tape.text(node), place: place, kind: kind, bytes: tape.nodes[node].bytes)
        )
    }
}
