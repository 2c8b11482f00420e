extension Span<UInt8> {
    /// Whether it holds nothing but white space.
    var isBlank: Bool {
        for index in indices where self[index] > 0x20 { return false }
        return true
    }

    var hasLetters: Bool {
        for index in indices
        where self[index] | 0x20 >= 0x61 && self[index] | 0x20 <= 0x7A || self[index] >= 0x80 {
            return true
        }
        return false
    }

    /// Whether it is a number, moment or truth as programs write them into a file's properties:
    /// `12`, `2026-01-31T09:00:00Z`, `false`.
    var isMachineValue: Bool {
        if count == 4 && starts(with: Array("true".utf8)) { return true }
        if count == 5 && starts(with: Array("false".utf8)) { return true }
        for index in indices {
            switch self[index] {
            case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x3A, 0x50, 0x54, 0x5A, 0x48, 0x4D, 0x53: continue
            default: return false
            }
        }
        return true
    }

    func starts(with magic: [UInt8]) -> Bool {
        guard count >= magic.count else { return false }
        for index in magic.indices where self[index] != magic[index] { return false }
        return true
    }

    func startsWithOne(of magics: [[UInt8]]) -> Bool {
        for magic in magics where starts(with: magic) { return true }
        return false
    }
}

extension Array<UInt8> {
    mutating func append(contentsOf span: Span<UInt8>) {
        for index in span.indices { append(span[index]) }
    }
}
