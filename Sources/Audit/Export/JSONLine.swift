/// Writes one JSON object without white space.
///
/// Keys stand in the order in which they are written, and nil is left out. By hand, because `JSONEncoder` takes longer for a
/// line than the database takes for its entry.
struct JSONLine {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

    init() { bytes.reserveCapacity(1_024) }

    /// Ends the object.
    consuming func finished() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    mutating func set(_ key: String, _ value: String?) {
        guard let value else { return }
        begin(key)
        append(value)
    }

    mutating func set(_ key: String, _ value: (some BinaryInteger)?) {
        guard let value else { return }
        begin(key)
        bytes.append(contentsOf: String(value).utf8)
    }

    mutating func set(_ key: String, _ value: Bool) {
        begin(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    mutating func set(_ key: String, _ values: [String]) {
        begin(key)
        list(values) { $0.append($1) }
    }

    mutating func set(_ key: String, _ values: [Int64]) {
        begin(key)
        list(values) { $0.bytes.append(contentsOf: String($1).utf8) }
    }

    mutating func object(_ key: String, _ write: (inout JSONLine) -> Void) {
        begin(key)
        object(write)
    }

    mutating func objects<Element>(
        _ key: String, _ elements: [Element], _ write: (inout JSONLine, Element) -> Void
    ) {
        begin(key)
        list(elements) { line, element in line.object { write(&$0, element) } }
    }

    private mutating func object(_ write: (inout JSONLine) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        write(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func list<Element>(_ elements: [Element], _ write: (inout JSONLine, Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func begin(_ key: String) {
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        append(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Escapes what JSON demands, and what breaks lines elsewhere: a record must stay one line for every reader.
    ///
    /// Source: RFC 8259, section 7. Control characters up to U+009F and the separators U+2028 and U+2029.
    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars { append(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "\\": bytes.append(contentsOf: "\\\(scalar)".utf8)
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
            let digits = String(scalar.value, radix: 16)
            bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
        default: bytes.append(contentsOf: String(scalar).utf8)
        }
    }
}
