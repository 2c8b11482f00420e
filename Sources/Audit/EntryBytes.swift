import Foundation

/// Appends fields in their one byte form.
struct EntryWriter {
    private(set) var bytes = Data()

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func number(_ value: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: UInt64(bitPattern: value) >> UInt64(shift)))
        }
    }

    mutating func text(_ value: String) {
        let count = UInt32(value.utf8.count)
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift)))
        }
        bytes.append(contentsOf: value.utf8)
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout EntryWriter, Value) -> Void) {
        byte(value == nil ? 0 : 1)
        if let value { write(&self, value) }
    }
}

/// Reads fields back and trusts nothing.
struct EntryReader {
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: Data) { self.bytes = Array(bytes) }

    var isAtEnd: Bool { at == bytes.count }

    mutating func byte() throws(Malformed) -> UInt8 {
        guard at < bytes.count else { throw Malformed() }
        defer { at += 1 }
        return bytes[at]
    }

    mutating func number() throws(Malformed) -> Int64 {
        var value: UInt64 = 0
        for _ in 0..<8 { value = value << 8 | UInt64(try byte()) }
        return Int64(bitPattern: value)
    }

    mutating func text() throws(Malformed) -> String {
        var count = 0
        for _ in 0..<4 { count = count << 8 | Int(try byte()) }
        guard count <= bytes.count - at, let text = String(validating: bytes[at..<at + count], as: UTF8.self)
        else {
            throw Malformed()
        }
        at += count
        return text
    }

    mutating func flag() throws(Malformed) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw Malformed()
        }
    }

    mutating func isPresent() throws(Malformed) -> Bool { try flag() }
}
