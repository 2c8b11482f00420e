/// Writes ZIP archives for tests, right ones and wrong ones.
public struct ZIPFile {
    private struct Entry {
        let name: [UInt8]
        let packed: [UInt8]
        let byteCount: Int
        let checksum: UInt32
        let method: UInt16
        let flags: UInt16
    }

    private var entries: [Entry] = []
    /// Stands behind the directory.
    public var comment: [UInt8] = []

    public init() {}

    /// Adds an entry as it is; `isEncrypted` sets the flag alone.
    public mutating func add(_ name: String, _ bytes: [UInt8], isEncrypted: Bool = false) {
        entries.append(
            Entry(
                name: Array(name.utf8), packed: bytes, byteCount: bytes.count,
                checksum: Self.checksum(bytes), method: 0, flags: isEncrypted ? 1 : 0
            )
        )
    }

    public mutating func add(_ name: String, _ text: String) { add(name, Array(text.utf8)) }

    /// Adds an entry that begins with a text, goes on with one byte again and again, and is packed 158 to 1.
    ///
    /// Its checksum is wrong: nobody should come as far.
    public mutating func addRepeating(_ name: String, _ start: String, _ byte: UInt8, count: Int) {
        var bits = BitWriter()
        bits.write(0b011, 3)  // the last block, with fixed codes. Source: RFC 1951, 3.2.6
        for literal in Array(start.utf8) + [byte] { bits.writeCode(0x30 + UInt32(literal), 8) }
        for _ in 0..<count / 258 {
            bits.writeCode(0b1100_0101, 8)  // length 258
            bits.writeCode(0, 5)  // distance 1
        }
        bits.writeCode(0, 7)
        entries.append(
            Entry(
                name: Array(name.utf8), packed: bits.bytes,
                byteCount: start.utf8.count + 1 + count / 258 * 258,
                checksum: 0, method: 8, flags: 0
            )
        )
    }

    /// The archive.
    ///
    /// Source: PKWARE's APPNOTE 6.3.10, 4.3.
    public var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let common =
                Self.little(entry.flags, entry.method, 0, 0x21) + Self.wide(entry.checksum)
                + Self.wide(UInt32(entry.packed.count)) + Self.wide(UInt32(entry.byteCount))
                + Self.little(UInt16(entry.name.count), 0)
            directory += Self.wide(0x0201_4B50) + Self.little(20, 20) + common + Self.little(0, 0, 0, 0, 0)
            directory += Self.wide(UInt32(file.count)) + entry.name
            file += Self.wide(0x0403_4B50) + Self.little(20) + common + entry.name + entry.packed
        }
        let start = file.count
        file += directory + Self.wide(0x0605_4B50)
        file += Self.little(0, 0, UInt16(entries.count), UInt16(entries.count))
        file += Self.wide(UInt32(directory.count)) + Self.wide(UInt32(start))
        return file + Self.little(UInt16(comment.count)) + comment
    }

    private static func little(_ numbers: UInt16...) -> [UInt8] {
        numbers.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] as [UInt8] }
    }

    private static func wide(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}

/// Bits as deflate packs them: numbers from their lowest bit, codes from their highest.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var used = 8

    mutating func write(_ value: UInt32, _ count: Int) {
        for index in 0..<count {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= UInt8(value >> index & 1) << used
            used += 1
        }
    }

    mutating func writeCode(_ value: UInt32, _ count: Int) {
        for index in (0..<count).reversed() { write(value >> index & 1, 1) }
    }
}
