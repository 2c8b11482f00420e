/// Reads a pattern into a `PatternNode`.
///
/// The syntax is the part of PCRE2's that has a longest match and cannot call for help from outside: no
/// unbounded repetition, back reference, recursion, verb or callout. What is left out is refused by name, so
/// that a pattern never means one thing to its author and another to the engine.
struct PatternParser {
    static let byteCountMax = 4_000
    private static let depthMax = 32

    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    private init(_ source: String) { bytes = Array(source.utf8) }

    static func parse(_ source: String) throws(PatternSyntaxError) -> PatternNode {
        var parser = PatternParser(source)
        guard !parser.bytes.isEmpty else { throw PatternSyntaxError(.empty, at: 0) }
        guard parser.bytes.count <= byteCountMax else {
            throw PatternSyntaxError(.tooLong(byteCountMax: byteCountMax), at: byteCountMax)
        }
        let node = try parser.choice()
        guard parser.at == parser.bytes.count else { throw PatternSyntaxError(.unexpected, at: parser.at) }
        return node
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func starts(with text: String) -> Bool {
        bytes[at...].starts(with: text.utf8)
    }

    private mutating func take(_ count: Int) -> [UInt8] {
        defer { at += count }
        return Array(bytes[at..<at + count])
    }

    private mutating func choice() throws(PatternSyntaxError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw PatternSyntaxError(.tooDeep(depthMax: Self.depthMax), at: at)
        }
        var branches = [try sequence()]
        while next == UInt8(ascii: "|") {
            at += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternSyntaxError) -> PatternNode {
        var parts: [PatternNode] = []
        while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let start = at
            let part = try item()
            parts.append(try quantified(part, from: start))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func item() throws(PatternSyntaxError) -> PatternNode {
        switch bytes[at] {
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "["): return try characterClass()
        case UInt8(ascii: "\\"): return try escape()
        case UInt8(ascii: "^"): return .anchor(source: take(1), behind: 1, ahead: 0)
        case UInt8(ascii: "$"): return .anchor(source: take(1), behind: 0, ahead: 2)
        case UInt8(ascii: "."): return .character(source: take(1), width: 1...1)
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            throw PatternSyntaxError(.unexpected, at: at)
        default:
            let width = characterWidth(at: at)
            return .character(source: take(width), width: width...width)
        }
    }

    /// Bytes of the UTF-8 character that starts here.
    ///
    /// The pattern came from a `String`, so it is well formed.
    private func characterWidth(at index: Int) -> Int {
        switch bytes[index] {
        case ..<0x80: 1
        case ..<0xE0: 2
        case ..<0xF0: 3
        default: 4
        }
    }
}

// MARK: - Groups

extension PatternParser {
    private mutating func group() throws(PatternSyntaxError) -> PatternNode {
        let start = at
        if starts(with: "(*") { throw PatternSyntaxError(.unsupported("A verb such as (*…)"), at: at) }
        if let option = try optionSetting() { return option }
        let opening = try groupOpening()
        let content = try choice()
        guard next == UInt8(ascii: ")") else { throw PatternSyntaxError(.unclosed, at: start) }
        at += 1
        switch opening.dropFirst(2).first {
        case UInt8(ascii: "="), UInt8(ascii: "!"):
            return .look(opening: opening, content, isBehind: false)
        case UInt8(ascii: "<") where opening.count == 4:
            return .look(opening: opening, content, isBehind: true)
        default:
            return .group(opening: opening, content)
        }
    }

    /// `(?i)`, `(?s)`, `(?m)` and their combinations.
    private mutating func optionSetting() throws(PatternSyntaxError) -> PatternNode? {
        guard starts(with: "(?") else { return nil }
        var end = at + 2
        while end < bytes.count, "ims".utf8.contains(bytes[end]) { end += 1 }
        guard end > at + 2, end < bytes.count, bytes[end] == UInt8(ascii: ")") else { return nil }
        return .option(source: take(end + 1 - at))
    }

    /// The opening of `(?i:…)`: options that end with the group.
    private mutating func scopedOptions() -> [UInt8]? {
        var end = at + 2
        while end < bytes.count, "ims".utf8.contains(bytes[end]) { end += 1 }
        guard end > at + 2, end < bytes.count, bytes[end] == UInt8(ascii: ":") else { return nil }
        return take(end + 1 - at)
    }

    private mutating func groupOpening() throws(PatternSyntaxError) -> [UInt8] {
        guard starts(with: "(?") else {
            at += 1
            return Array("(?:".utf8)
        }
        if let opening = scopedOptions() { return opening }
        if starts(with: "(?:") || starts(with: "(?=") || starts(with: "(?!") { return take(3) }
        if starts(with: "(?<=") || starts(with: "(?<!") { return take(4) }
        if starts(with: "(?<find>") { return take(8) }
        if starts(with: "(?<") || starts(with: "(?P") || starts(with: "(?'") {
            throw PatternSyntaxError(.unsupported("A group with a name other than `find`"), at: at)
        }
        if starts(with: "(?>") { throw PatternSyntaxError(.unsupported("An atomic group"), at: at) }
        if starts(with: "(?#") { throw PatternSyntaxError(.unsupported("A comment"), at: at) }
        throw PatternSyntaxError(.unsupported("This kind of group"), at: at)
    }
}

// MARK: - Quantifiers

extension PatternParser {
    private mutating func quantified(
        _ node: PatternNode,
        from start: Int
    ) throws(PatternSyntaxError) -> PatternNode {
        guard let count = try count() else { return node }
        switch node {
        case .anchor, .option, .look: throw PatternSyntaxError(.unexpected, at: start)
        case .character, .sequence, .choice, .group, .repetition: break
        }
        var mode: [UInt8] = []
        if next == UInt8(ascii: "?") || next == UInt8(ascii: "+") { mode = take(1) }
        if next == UInt8(ascii: "*") || next == UInt8(ascii: "{") || next == UInt8(ascii: "+") {
            throw PatternSyntaxError(.unexpected, at: at)
        }
        return .repetition(node, count: count, mode: mode)
    }

    private mutating func count() throws(PatternSyntaxError) -> ClosedRange<Int>? {
        switch next {
        case UInt8(ascii: "?"):
            at += 1
            return 0...1
        case UInt8(ascii: "*"), UInt8(ascii: "+"):
            throw PatternSyntaxError(.unbounded, at: at)
        case UInt8(ascii: "{"):
            return try braces()
        default:
            return nil
        }
    }

    private mutating func braces() throws(PatternSyntaxError) -> ClosedRange<Int> {
        let start = at
        at += 1
        let least = number()
        var most = least
        if next == UInt8(ascii: ",") {
            at += 1
            most = number()
            if most == nil && least != nil && next == UInt8(ascii: "}") {
                throw PatternSyntaxError(.unbounded, at: start)
            }
        }
        guard let least, let most, least <= most, most > 0, next == UInt8(ascii: "}") else {
            throw PatternSyntaxError(.badCount, at: start)
        }
        at += 1
        return least...most
    }

    private mutating func number() -> Int? {
        var value: Int?
        var digits = 0
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 4 {
            value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
            digits += 1
            at += 1
        }
        return value
    }
}

// MARK: - Escapes and classes

extension PatternParser {
    private mutating func escape() throws(PatternSyntaxError) -> PatternNode {
        guard at + 1 < bytes.count else { throw PatternSyntaxError(.unexpected, at: at) }
        switch bytes[at + 1] {
        case UInt8(ascii: "b"), UInt8(ascii: "B"):
            return .anchor(source: take(2), behind: 1, ahead: 1)
        default:
            return .character(source: try escapedByte(), width: 1...1)
        }
    }

    /// An escape that stands for one byte, in or outside a class.
    private mutating func escapedByte() throws(PatternSyntaxError) -> [UInt8] {
        guard at + 1 < bytes.count else { throw PatternSyntaxError(.unexpected, at: at) }
        let byte = bytes[at + 1]
        switch byte {
        case UInt8(ascii: "x"):
            let digits = bytes[(at + 2)...].prefix(2)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit) else {
                throw PatternSyntaxError(.unsupported("\\x without two hexadecimal digits"), at: at)
            }
            return take(4)
        case _ where "dDwWsShHnrt".utf8.contains(byte):
            return take(2)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            let name = String(decoding: [UInt8(ascii: "\\"), byte], as: UTF8.self)
            throw PatternSyntaxError(.unsupported("The escape \(name)"), at: at)
        case 0x80...:
            throw PatternSyntaxError(.unexpected, at: at)
        default:
            return take(2)
        }
    }

    /// A class.
    ///
    /// Characters beyond ASCII are several bytes and become alternatives of their own: `[aé]` is `(?:[a]|é)`.
    private mutating func characterClass() throws(PatternSyntaxError) -> PatternNode {
        let start = at
        var members = take(1)
        var others: [[UInt8]] = []
        if next == UInt8(ascii: "^") { members += take(1) }
        let isNegated = members.count == 2
        let membersStart = members.count
        if next == UInt8(ascii: "]") { throw PatternSyntaxError(.unexpected, at: at) }
        while let byte = next, byte != UInt8(ascii: "]") {
            if byte == UInt8(ascii: "\\") {
                members += try escapedByte()
            } else if byte == UInt8(ascii: "[") {
                if starts(with: "[:") { throw PatternSyntaxError(.unsupported("A POSIX class"), at: at) }
                at += 1
                members += Array("\\[".utf8)
            } else if byte < 0x80 {
                members += take(1)
            } else {
                let isRangeEnd = members.last == UInt8(ascii: "-") && members.count > membersStart + 1
                let character = take(characterWidth(at: at))
                guard !isNegated, !isRangeEnd, next != UInt8(ascii: "-") else {
                    throw PatternSyntaxError(.nonASCIIInClass, at: at - character.count)
                }
                others.append(character)
            }
        }
        guard next == UInt8(ascii: "]") else { throw PatternSyntaxError(.unclosed, at: start) }
        at += 1
        members.append(UInt8(ascii: "]"))
        let asciiClass = PatternNode.character(source: members, width: 1...1)
        guard !others.isEmpty else { return asciiClass }
        let alternatives = others.map { PatternNode.character(source: $0, width: $0.count...$0.count) }
        let hasASCII = members.count > membersStart + 1
        return .group(opening: Array("(?:".utf8), .choice((hasASCII ? [asciiClass] : []) + alternatives))
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
