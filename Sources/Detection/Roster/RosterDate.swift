/// Dates as people write them, among tokens.
enum RosterDate {
    /// The date that starts at a number: 20140903 for `3/9/2014`, `03.09.14`, `2014-09-03`, `3 September 2014`; and its last token.
    static func date(at place: Int, in tokens: [NameToken]) -> (date: Int, last: Int)? {
        guard let first = number(tokens[place]), place + 2 < tokens.count else { return nil }
        let second = tokens[place + 1]
        if second.isWord, let month = month(second) {
            guard let year = number(tokens[place + 2]) else { return nil }
            return date(year, month, first).map { ($0, place + 2) }
        }
        guard place + 4 < tokens.count, second.kind == .mark,
            ["/", "-", "."].contains(where: { (sign: Unicode.Scalar) in second.isMark(UInt8(ascii: sign)) }),
            tokens[place + 3].kind == .mark, tokens[place + 3].key == second.key,
            let middle = number(tokens[place + 2]), let last = number(tokens[place + 4])
        else { return nil }
        let found = tokens[place].length == 4 ? date(first, middle, last) : date(last, middle, first)
        return found.map { ($0, place + 4) }
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        let year = year < 30 ? year + 2_000 : year < 100 ? year + 1_900 : year
        guard (1_900...2_100).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        return year * 10_000 + month * 100 + day
    }

    private static func number(_ token: NameToken) -> Int? {
        guard token.kind == .number, token.length <= 4 else { return nil }
        return (0..<Int(token.length)).reduce(0) { $0 * 10 + Int(token.prefix >> UInt32(8 * $1) & 0x0F) }
    }

    private static func month(_ token: NameToken) -> Int? {
        guard token.length >= 3 else { return nil }
        let start = token.prefix & 0xFF_FFFF
        return months.firstIndex(of: start).map { $0 + 1 }
    }

    private static let months: [UInt32] = "jan feb mar apr may jun jul aug sep oct nov dec".split(
        separator: " "
    ).map {
        $0.utf8.enumerated().reduce(0) { $0 | UInt32($1.element) << UInt32(8 * $1.offset) }
    }
}
