/// Reads JSON once, byte by byte, and leaves the nodes of a `JSONTape`.
///
/// It keeps its own stack: depth costs memory that is bounded, never the thread's.
/// Source: RFC 8259, read to the letter.
struct JSONParser {
    private enum Expected {
        case value
        /// After `[`: a value or the end.
        case firstElement
        /// After `{`: a key or the end.
        case firstKey
        case key
        /// After a value inside an array or object.
        case commaOrEnd
    }

    private(set) var nodes: [JSONTape.Node] = []
    private let limits: JSONLimits
    /// The next byte.
    private var at = 0
    /// Open arrays and objects, as nodes.
    private var open: [Int] = []

    init(limits: JSONLimits) { self.limits = limits }

    mutating func parse(_ bytes: Span<UInt8>) throws(WireError) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { throw .byteOrderMark }
        nodes.reserveCapacity(min(limits.valueCountMax, bytes.count / 16 + 8))
        skipSpace(bytes)
        guard at < bytes.count else { throw .empty }
        var expected = Expected.value
        repeat {
            guard at < bytes.count else { throw .endedEarly(at: at) }
            expected = try step(bytes, expected)
            skipSpace(bytes)
        } while !open.isEmpty
        guard at == bytes.count else { throw .trailingBytes(at: at) }
    }

    private mutating func step(_ bytes: Span<UInt8>, _ expected: Expected) throws(WireError) -> Expected {
        let byte = bytes[at]
        switch expected {
        case .firstElement where byte == UInt8(ascii: "]"), .firstKey where byte == UInt8(ascii: "}"):
            return close()
        case .value, .firstElement:
            return try value(bytes)
        case .firstKey, .key:
            return try key(bytes)
        case .commaOrEnd:
            let isObject = open.last.map { nodes[$0].kind == .object } ?? false
            if byte == .comma {
                at += 1
                return isObject ? .key : .value
            }
            guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                throw .unexpectedByte(at: at)
            }
            return close()
        }
    }

    private mutating func key(_ bytes: Span<UInt8>) throws(WireError) -> Expected {
        guard bytes[at] == .quote else { throw .unexpectedByte(at: at) }
        try string(bytes, kind: .key)
        skipSpace(bytes)
        guard at < bytes.count else { throw .endedEarly(at: at) }
        guard bytes[at] == .colon else { throw .unexpectedByte(at: at) }
        at += 1
        return .value
    }

    private mutating func value(_ bytes: Span<UInt8>) throws(WireError) -> Expected {
        switch bytes[at] {
        case UInt8(ascii: "{"):
            try begin(.object)
            return .firstKey
        case UInt8(ascii: "["):
            try begin(.array)
            return .firstElement
        case .quote: try string(bytes, kind: .string)
        case UInt8(ascii: "t"): try word("true", .true, bytes)
        case UInt8(ascii: "f"): try word("false", .false, bytes)
        case UInt8(ascii: "n"): try word("null", .null, bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(bytes)
        default: throw .unexpectedByte(at: at)
        }
        return .commaOrEnd
    }

    private mutating func begin(_ kind: JSONTape.Kind) throws(WireError) {
        guard open.count < limits.depthMax else { throw .tooDeep(depthMax: limits.depthMax, at: at) }
        open.append(nodes.count)
        try append(kind, at..<at + 1)
        at += 1
    }

    private mutating func close() -> Expected {
        at += 1
        if let index = open.popLast() {
            nodes[index].end = Int32(at)
            nodes[index].next = Int32(nodes.count)
        }
        return .commaOrEnd
    }

    private mutating func append(
        _ kind: JSONTape.Kind,
        _ range: Range<Int>,
        hasEscapes: Bool = false
    ) throws(WireError) {
        guard nodes.count < limits.valueCountMax else {
            throw .tooManyValues(valueCountMax: limits.valueCountMax)
        }
        nodes.append(
            JSONTape.Node(
                kind: kind, hasEscapes: hasEscapes, start: Int32(range.lowerBound),
                end: Int32(range.upperBound), next: Int32(nodes.count + 1)
            )
        )
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while at < bytes.count {
            switch bytes[at] {
            case .space, .tab, .lf, .cr: at += 1
            default: return
            }
        }
    }
}

// MARK: - Words and numbers

extension JSONParser {
    private mutating func word(_ word: String, _ kind: JSONTape.Kind, _ bytes: Span<UInt8>) throws(WireError)
    {
        let start = at
        for letter in word.utf8 {
            guard at < bytes.count else { throw .endedEarly(at: at) }
            guard bytes[at] == letter else { throw .unexpectedByte(at: at) }
            at += 1
        }
        try append(kind, start..<at)
    }

    /// RFC 8259, section 6: `-`, digits without a leading zero, fraction, exponent.
    private mutating func number(_ bytes: Span<UInt8>) throws(WireError) {
        let start = at
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let firstDigit = at
        let count = skipDigits(bytes)
        guard count > 0, count == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
            throw .badNumber(at: start)
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            guard skipDigits(bytes) > 0 else { throw .badNumber(at: start) }
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            guard skipDigits(bytes) > 0 else { throw .badNumber(at: start) }
        }
        try append(.number, start..<at)
    }

    private mutating func skipDigits(_ bytes: Span<UInt8>) -> Int {
        let first = at
        while at < bytes.count, bytes[at].isDigit { at += 1 }
        return at - first
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string(_ bytes: Span<UInt8>, kind: JSONTape.Kind) throws(WireError) {
        let start = at
        var hasEscapes = false
        at += 1
        while true {
            skipPlain(bytes)
            guard at < bytes.count else { throw .endedEarly(at: at) }
            switch bytes[at] {
            case .quote:
                at += 1
                return try append(kind, start..<at, hasEscapes: hasEscapes)
            case .backslash:
                hasEscapes = true
                try escape(bytes)
            case ..<0x20: throw .controlCharacter(at: at)
            default:
                let count = UTF8Check.characterByteCount(bytes, at: at)
                guard count > 0 else { throw .invalidUTF8(at: at) }
                at += count
            }
        }
    }

    /// Skips ASCII that stands for itself: nearly all of a prompt, so the loop keeps its place in a register.
    private mutating func skipPlain(_ bytes: Span<UInt8>) {
        var i = at
        while i < bytes.count {
            let byte = bytes[i]
            guard byte &- 0x20 < 0x60, byte != .quote, byte != .backslash else { break }
            i += 1
        }
        at = i
    }

    private mutating func escape(_ bytes: Span<UInt8>) throws(WireError) {
        guard at + 1 < bytes.count else { throw .endedEarly(at: bytes.count) }
        guard bytes[at + 1] == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(bytes[at + 1]) else { throw .badEscape(at: at) }
            at += 2
            return
        }
        switch try codeUnit(bytes, at: at) {
        case 0xD800..<0xDC00:
            guard at + 7 < bytes.count, bytes[at + 6] == .backslash, bytes[at + 7] == UInt8(ascii: "u"),
                (0xDC00..<0xE000).contains(try codeUnit(bytes, at: at + 6))
            else {
                throw .loneSurrogate(at: at)
            }
            at += 12
        case 0xDC00..<0xE000: throw .loneSurrogate(at: at)
        default: at += 6
        }
    }

    private func codeUnit(_ bytes: Span<UInt8>, at escape: Int) throws(WireError) -> UInt32 {
        guard escape + 5 < bytes.count else { throw .endedEarly(at: bytes.count) }
        var unit: UInt32 = 0
        for i in escape + 2..<escape + 6 {
            guard let digit = JSONString.hexDigit(bytes[i]) else { throw .badEscape(at: escape) }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }
}
