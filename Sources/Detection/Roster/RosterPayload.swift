extension Roster {
    /// What a roster file seals: all tables, numbers with their lowest byte first.
    package var payload: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(byteCount + 64)
        out.append(number: UInt32(roles.count))
        out += roles
        for filter in [names, values] {
            out.append(number: UInt32(filter.words.count))
            for word in filter.words { out.append(number: word) }
        }
        out.append(number: UInt32(entries.count))
        for entry in entries { out.append(number: entry) }
        for start in starts { out.append(number: start) }
        out.append(number: UInt32(postings.count))
        for posting in postings { out.append(number: posting) }
        return out
    }

    /// Reads the tables; nil for what is cut or does not fit together.
    package convenience init?(payload: [UInt8], keys: RosterKeys) {
        var reader = PayloadReader(bytes: payload)
        guard let personCount = reader.count(max: Self.personCountMax), let roles = reader.bytes(personCount),
            roles.allSatisfy({ RosterPerson.Role(rawValue: $0) != nil }),
            let names = reader.filter(), let values = reader.filter(),
            let entryCount = reader.count(max: payload.count / 12),
            let entries: [UInt64] = reader.numbers(entryCount),
            let starts: [UInt32] = reader.numbers(entryCount + 1),
            let postingCount = reader.count(max: payload.count / 4),
            let postings: [UInt32] = reader.numbers(postingCount), reader.isAtEnd,
            starts.first == 0, starts.last == UInt32(postingCount),
            zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }),
            zip(entries, entries.dropFirst()).allSatisfy({ $0 < $1 }),
            postings.allSatisfy({ Int($0 >> Self.kindBitCount) < personCount })
        else { return nil }
        self.init(
            keys: keys, roles: roles, names: names, values: values, entries: entries, starts: starts,
            postings: postings)
    }
}

private struct PayloadReader {
    private let all: [UInt8]
    private var place = 0

    init(bytes: [UInt8]) { all = bytes }

    var isAtEnd: Bool { place == all.count }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count <= all.count - place else { return nil }
        defer { place += count }
        return Array(all[place..<place + count])
    }

    mutating func count(max: Int) -> Int? {
        let one: [UInt32]? = numbers(1)
        guard let number = one?.first, number <= max else { return nil }
        return Int(number)
    }

    mutating func numbers<Number: FixedWidthInteger>(_ count: Int) -> [Number]? {
        let width = Number.bitWidth / 8
        guard count <= (all.count - place) / width else { return nil }
        var out: [Number] = []
        out.reserveCapacity(count)
        for _ in 0..<count {
            var number: Number = 0
            for offset in 0..<width { number |= Number(all[place + offset]) << Number(8 * offset) }
            out.append(number)
            place += width
        }
        return out
    }

    mutating func filter() -> BitFilter? {
        guard let count = count(max: 1 << 18), let words: [UInt64] = numbers(count) else { return nil }
        return BitFilter(words: words)
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: some FixedWidthInteger) {
        for shift in 0..<number.bitWidth / 8 { append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
    }
}
