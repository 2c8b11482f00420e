/// Appends fields in their one byte form.
struct EntryWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(512) }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    mutating func number(_ value: Int64) { word(UInt64(bitPattern: value)) }

    mutating func number(_ value: Int) { number(Int64(value)) }

    mutating func word(_ value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }

    mutating func text(_ value: String) {
        let count = UInt32(value.utf8.count)
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift)))
        }
        bytes.append(contentsOf: value.utf8)
    }

    mutating func raw(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    mutating func optional<Value>(_ value: Value?, _ write: (inout EntryWriter, Value) -> Void) {
        flag(value != nil)
        if let value { write(&self, value) }
    }

    mutating func list<Element>(_ elements: [Element], _ write: (inout EntryWriter, Element) -> Void) {
        number(elements.count)
        for element in elements { write(&self, element) }
    }
}

/// Reads fields back and trusts nothing.
struct EntryReader {
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    var isAtEnd: Bool { at == bytes.count }

    mutating func byte() throws(Malformed) -> UInt8 {
        guard at < bytes.count else { throw Malformed() }
        defer { at += 1 }
        return bytes[at]
    }

    mutating func number() throws(Malformed) -> Int64 { Int64(bitPattern: try word()) }

    mutating func int() throws(Malformed) -> Int { Int(try number()) }

    mutating func word() throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<8 { value = value << 8 | UInt64(try byte()) }
        return value
    }

    mutating func text() throws(Malformed) -> String {
        var count = 0
        for _ in 0..<4 { count = count << 8 | Int(try byte()) }
        guard let text = String(validating: try raw(count), as: UTF8.self) else { throw Malformed() }
        return text
    }

    mutating func raw(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= bytes.count - at else { throw Malformed() }
        defer { at += count }
        return bytes[at..<at + count]
    }

    mutating func flag() throws(Malformed) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw Malformed()
        }
    }

    mutating func optional<Value>(
        _ read: (inout EntryReader) throws(Malformed) -> Value
    ) throws(Malformed) -> Value? {
        try flag() ? try read(&self) : nil
    }

    mutating func list<Element>(
        _ read: (inout EntryReader) throws(Malformed) -> Element
    ) throws(Malformed) -> [Element] {
        // Every element takes at least a byte: a count that cannot be true reserves nothing.
        let count = try int()
        guard count >= 0, count <= bytes.count - at else { throw Malformed() }
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    /// A value of a closed set.
    mutating func word<Value: RawRepresentable<String>>(_: Value.Type) throws(Malformed) -> Value {
        guard let value = Value(rawValue: try text()) else { throw Malformed() }
        return value
    }
}
