import Testing
import Wire

@Suite struct `An error of Wire` {
    /// One row a case; `row(of:)` does not compile when a case has none.
    static let rows: [(error: WireError, label: String, place: String?)] = [
        (.empty, "empty_body", nil),
        (.bodyTooLarge(byteCountMax: 9), "body_too_large", nil),
        (.byteOrderMark, "byte_order_mark", nil),
        (.invalidUTF8(at: 9), "invalid_utf8", nil),
        (.unexpectedByte(at: 9), "invalid_json", nil),
        (.endedEarly(at: 9), "json_ended_early", nil),
        (.trailingBytes(at: 9), "trailing_bytes", nil),
        (.controlCharacter(at: 9), "control_character", nil),
        (.badEscape(at: 9), "bad_escape", nil),
        (.loneSurrogate(at: 9), "lone_surrogate", nil),
        (.badNumber(at: 9), "bad_number", nil),
        (.duplicateKey(at: 9), "duplicate_key", nil),
        (.tooDeep(depthMax: 9, at: 9), "json_too_deep", nil),
        (.tooManyValues(valueCountMax: 9), "too_many_values", nil),
        (.wrongType(place: "n", expected: .number), "wrong_type", "n"),
        (.missingField(place: "model"), "missing_field", "model"),
        (.unknownField(place: "messages[0]", at: 9), "unknown_field", "messages[0]"),
        (.refusedField(place: "tools", reason: .hostedTool), "refused_field", "tools"),
        (.uninspectablePart(place: "messages[0].content[1]"), "uninspectable_part", "messages[0].content[1]"),
        (.unknownRole(place: "messages[0].role"), "unknown_role", "messages[0].role"),
        (.emptyList(place: "messages"), "empty_list", "messages"),
        (.unknownWord(place: "input[0].role"), "unknown_word", "input[0].role"),
        (.eventTooLarge(byteCountMax: 9), "event_too_large", nil),
        (.notAnAnswer, "not_an_answer", nil),
    ]

    private static func row(of error: WireError) -> Int {
        switch error {
        case .empty: 0
        case .bodyTooLarge: 1
        case .byteOrderMark: 2
        case .invalidUTF8: 3
        case .unexpectedByte: 4
        case .endedEarly: 5
        case .trailingBytes: 6
        case .controlCharacter: 7
        case .badEscape: 8
        case .loneSurrogate: 9
        case .badNumber: 10
        case .duplicateKey: 11
        case .tooDeep: 12
        case .tooManyValues: 13
        case .wrongType: 14
        case .missingField: 15
        case .unknownField: 16
        case .refusedField: 17
        case .uninspectablePart: 18
        case .unknownRole: 19
        case .emptyList: 20
        case .unknownWord: 21
        case .eventTooLarge: 22
        case .notAnAnswer: 23
        }
    }

    @Test(arguments: rows)
    func `has a label, a place, a problem and a hint`(error: WireError, label: String, place: String?) {
        #expect(error.label == label)
        #expect(error.place == place)
        #expect(error.problem.hasSuffix(".") && error.hint.hasSuffix("."))
        if let place { #expect(error.problem.contains(place)) }
    }

    @Test func `of each case has a row, and no label twice`() {
        #expect(Self.rows.map { Self.row(of: $0.error) } == Array(0...23))
        #expect(Set(Self.rows.map(\.label)).count == Self.rows.count)
    }

    @Test func `that is about the whole body has no place`() {
        #expect(WireError.wrongType(place: "", expected: .object).place == nil)
        #expect(WireError.wrongType(place: "", expected: .object).problem == "The body must be an object.")
        #expect(WireError.unknownField(place: "", at: 9).place == nil)
    }
}
