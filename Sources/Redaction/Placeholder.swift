internal import Detection

/// What the AI endpoint sees in the place of a value: `[UPN_1]`.
///
/// The names of one person share a number: `[PERSON_1]`, `[PERSON_1_FORENAME]`. Each way of writing a name has a placeholder
/// of its own, or an answer could not get back what was written.
struct Placeholder: Hashable {
    let entity: EntityType
    /// From 1, by first appearance in the request.
    let number: Int
    /// How a name differs from the one that stands for the whole person; nil of that one and of everything else.
    var form: Form?
    /// From 1: the ways of writing that a person's names of one form have.
    var variant = 1

    /// What of a person's names one is; a closed set, so that the longest placeholder is known.
    enum Form: String, CaseIterable {
        case fullName = "FULL_NAME"
        case shortName = "SHORT_NAME"
        case forename = "FORENAME"
        case surname = "SURNAME"
        case nickname = "NICKNAME"
        case initials = "INITIALS"
        /// Forename or surname, nobody knows.
        case name = "NAME"
    }

    var text: [UInt8] {
        let end = form.map { "_\($0.rawValue)" } ?? ""
        return Array("[\(entity.rawValue)_\(number)\(end)\(variant > 1 ? "_\(variant)" : "")]".utf8)
    }

    /// Bytes that stand in a placeholder between the brackets.
    static func canHold(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The longest that can be met: the longest kind, and as many digits as a request can hold values; of persons the
    /// longest form and twice the digits.
    static let byteCountMax = 40

    /// Every text in brackets that looks like a placeholder, whoever wrote it.
    static func all(in text: [UInt8]) -> [ArraySlice<UInt8>] {
        var found: [ArraySlice<UInt8>] = []
        var at = 0
        while let open = text[at...].firstIndex(of: UInt8(ascii: "[")) {
            var end = open + 1
            while end < text.count, canHold(text[end]) { end += 1 }
            if end < text.count, text[end] == UInt8(ascii: "]"), end > open + 1 {
                found.append(text[open...end])
            }
            at = end
        }
        return found
    }

    /// The placeholders whose number a text that looks like one takes: `[PERSON_1_FORENAME]` takes that of `[PERSON_1]`.
    static func bases(of text: ArraySlice<UInt8>) -> [[UInt8]] {
        var bases: [[UInt8]] = []
        var place = text.startIndex
        while let bar = text[place...].firstIndex(of: UInt8(ascii: "_")) {
            let digits = text[(bar + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            if !digits.isEmpty, digits.endIndex < text.endIndex, text[digits.endIndex] == UInt8(ascii: "_") {
                bases.append(text[..<digits.endIndex] + [UInt8(ascii: "]")])
            }
            place = bar + 1
        }
        return bases
    }
}
