/// Why a body, an event or an answer cannot be read.
///
/// Cases hold places and bounds, never text: a body that cannot be read is still somebody's prompt. A place
/// is built from the names that Cloakroom declares and from indices; other keys show as a byte offset. The
/// place of the body as a whole is empty.
public enum WireError: Error, Hashable, Sendable {
    // Not JSON, or JSON that two parsers could read differently.
    case empty
    case bodyTooLarge(byteCountMax: Int)
    case byteOrderMark
    case invalidUTF8(at: Int)
    case unexpectedByte(at: Int)
    case endedEarly(at: Int)
    case trailingBytes(at: Int)
    case controlCharacter(at: Int)
    case badEscape(at: Int)
    case loneSurrogate(at: Int)
    case badNumber(at: Int)
    case duplicateKey(at: Int)
    case tooDeep(depthMax: Int, at: Int)
    case tooManyValues(valueCountMax: Int)
    // JSON, but no request that can be inspected.
    case wrongType(place: String, expected: Expected)
    case missingField(place: String)
    case unknownField(place: String, at: Int)
    case refusedField(place: String, reason: RefusalReason)
    case uninspectablePart(place: String)
    case unknownRole(place: String)
    case unknownWord(place: String)
    case emptyList(place: String)
    // Answers.
    case eventTooLarge(byteCountMax: Int)
    case notAnAnswer

    /// What should stand in a place, in words that follow “must be”.
    public enum Expected: String, Hashable, Sendable {
        case object = "an object"
        case array = "a list"
        case text = "a text"
        case number = "a number"
        case flag = "true or false"
        case modelName = "the name of a model"
        case content = "a text or a list of parts"
    }

    /// Why a field that is known is not taken.
    public enum RefusalReason: String, Hashable, Sendable {
        /// The endpoint would run it, and send what it was told elsewhere.
        case hostedTool
        case keepsTextUpstream
        /// It names text that an endpoint keeps, where none is kept.
        case usesTextUpstream
        case notText
        /// Numbers that stand for the words of a text.
        case tokens
        case unknownItem
        /// It tells the endpoint where to send the prompt.
        case steersEndpoint
    }
}

extension WireError {
    /// What is wrong and where, in one sentence.
    public var problem: String {
        switch self {
        case .empty: "The body is empty."
        case .bodyTooLarge(let byteCountMax): "The body is larger than \(byteCountMax) bytes."
        case .byteOrderMark: "The body starts with a byte order mark."
        case .invalidUTF8(let offset): "The body is not valid UTF-8 at byte \(offset)."
        case .unexpectedByte(let offset): "The body is not JSON: unexpected character at byte \(offset)."
        case .endedEarly(let offset): "The body is not JSON: it ends too early, at byte \(offset)."
        case .trailingBytes(let offset): "Something follows the end of the JSON, at byte \(offset)."
        case .controlCharacter(let offset): "A string holds a raw control character at byte \(offset)."
        case .badEscape(let offset): "A string holds an escape that JSON does not know, at byte \(offset)."
        case .loneSurrogate(let offset): "A string holds half a surrogate pair at byte \(offset)."
        case .badNumber(let offset): "A number is not written as JSON asks, at byte \(offset)."
        case .duplicateKey(let offset): "A key stands twice in one object, at byte \(offset)."
        case .tooDeep(let depthMax, let offset):
            "The JSON is nested deeper than \(depthMax) levels, at byte \(offset)."
        case .tooManyValues(let valueCountMax): "The JSON holds more than \(valueCountMax) values."
        case .wrongType(let place, let expected):
            "\(place.isEmpty ? "The body" : place) must be \(expected.rawValue)."
        case .missingField(let place): "\(place) is missing."
        case .unknownField(let place, let offset):
            place.isEmpty
                ? "The request has a field that Cloakroom does not know, at byte \(offset)."
                : "\(place) has a field that Cloakroom does not know, at byte \(offset)."
        case .refusedField(let place, let reason): "\(place) is not taken: \(reason.words)."
        case .uninspectablePart(let place): "A picture, sound or file cannot be inspected (\(place))."
        case .unknownRole(let place): "\(place) is not a role that Cloakroom takes."
        case .unknownWord(let place): "\(place) says something that Cloakroom does not know."
        case .emptyList(let place): "\(place) is empty."
        case .eventTooLarge(let byteCountMax): "An event of the answer is larger than \(byteCountMax) bytes."
        case .notAnAnswer: "The endpoint's answer is not what its API promises."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .empty, .endedEarly, .missingField, .emptyList: "Send a complete request."
        case .bodyTooLarge, .tooManyValues: "Send less at once."
        case .tooDeep: "Send JSON with less nesting."
        case .byteOrderMark, .invalidUTF8: "Send UTF-8 without a byte order mark."
        case .unexpectedByte, .trailingBytes, .controlCharacter, .badEscape, .badNumber:
            "Send JSON as RFC 8259 describes it."
        case .loneSurrogate: "Write the character whole, as two \\u escapes or as itself."
        case .duplicateKey: "Send each key once."
        case .wrongType: "Look the field up in the description of the API."
        case .unknownField: "Take the field out, or ask IT whether Cloakroom can learn it."
        case .refusedField(_, let reason): reason.remedy
        case .uninspectablePart: "Take it out, and send text only."
        case .unknownRole: "Use a role that the API describes."
        case .unknownWord: "Use a word that the API describes for this field."
        case .eventTooLarge, .notAnAnswer: "Tell IT: the endpoint's address may be wrong."
        }
    }

    /// A constant word for logs, metrics, evidence and the client's `code`.
    public var label: String {
        switch self {
        case .empty: "empty_body"
        case .bodyTooLarge: "body_too_large"
        case .byteOrderMark: "byte_order_mark"
        case .invalidUTF8: "invalid_utf8"
        case .unexpectedByte: "invalid_json"
        case .endedEarly: "json_ended_early"
        case .trailingBytes: "trailing_bytes"
        case .controlCharacter: "control_character"
        case .badEscape: "bad_escape"
        case .loneSurrogate: "lone_surrogate"
        case .badNumber: "bad_number"
        case .duplicateKey: "duplicate_key"
        case .tooDeep: "json_too_deep"
        case .tooManyValues: "too_many_values"
        case .wrongType: "wrong_type"
        case .missingField: "missing_field"
        case .unknownField: "unknown_field"
        case .refusedField: "refused_field"
        case .uninspectablePart: "uninspectable_part"
        case .unknownRole: "unknown_role"
        case .unknownWord: "unknown_word"
        case .emptyList: "empty_list"
        case .eventTooLarge: "event_too_large"
        case .notAnAnswer: "not_an_answer"
        }
    }

    /// The field that is meant, as clients name it; nil where the body as a whole is.
    public var place: String? {
        switch self {
        case .wrongType(let place, _), .missingField(let place), .unknownField(let place, _),
            .refusedField(let place, _), .uninspectablePart(let place), .unknownRole(let place),
            .unknownWord(let place), .emptyList(let place):
            place.isEmpty ? nil : place
        default: nil
        }
    }
}

extension WireError.RefusalReason {
    fileprivate var words: String {
        switch self {
        case .hostedTool: "the AI service would run it by itself and send text elsewhere"
        case .keepsTextUpstream: "it would keep text at the AI service"
        case .usesTextUpstream:
            "it names text that is kept at the AI service, and Cloakroom lets none be kept there"
        case .notText: "only text can be inspected"
        case .tokens: "numbers in the place of words cannot be read"
        case .unknownItem: "it is of a type that Cloakroom does not know"
        case .steersEndpoint: "it could send the prompt to another service"
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .hostedTool: "Switch this tool off in your client; tools that your client runs itself are fine."
        case .keepsTextUpstream: "Leave the field out or set it to false."
        case .usesTextUpstream: "Leave the field out, and send the whole conversation."
        case .notText: "Send text only, and ask for text only."
        case .tokens: "Send the text itself."
        case .steersEndpoint: "Leave the field out; IT chooses the AI service."
        case .unknownItem: "Start a new conversation, or leave this item out."
        }
    }
}
