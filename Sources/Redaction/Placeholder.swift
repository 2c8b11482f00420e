internal import Detection

/// What the AI endpoint sees in the place of a value: `[UPN_1]`.
struct Placeholder: Hashable {
    let entity: EntityType
    /// From 1, by first appearance in the request.
    let number: Int

    var text: [UInt8] { Array("[\(entity.rawValue)_\(number)]".utf8) }

    /// Bytes that stand in a placeholder between the brackets.
    static func canHold(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The longest that can be met: the longest kind, and as many digits as a request can hold values.
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
}
