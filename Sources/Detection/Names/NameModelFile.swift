extension NameModel {
    /// `CRNM` and the number of the form that a model's file has; a file of another form is refused.
    private static let head = Array("CRNM1\n".utf8)

    /// The model as a file: scale, threshold, transitions, weights, the lexicon's two lists; numbers have their lowest byte first.
    package var file: [UInt8] {
        var out = Self.head
        func append(_ number: UInt32) {
            for shift in 0..<4 { out.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * shift))) }
        }
        append(scale.bitPattern)
        append(threshold.bitPattern)
        for transition in transitions { append(transition.bitPattern) }
        for weight in weights { out.append(UInt8(bitPattern: weight)) }
        let (hashes, entries) = lexicon.table
        append(UInt32(hashes.count))
        for hash in hashes { append(hash) }
        for entry in entries {
            out += [UInt8(truncatingIfNeeded: entry), UInt8(truncatingIfNeeded: entry >> 8)]
        }
        return out
    }

    /// Reads a file; nil for what is none or is cut.
    package init?(file: [UInt8]) {
        var place = Self.head.count
        func number() -> UInt32? {
            guard place + 4 <= file.count else { return nil }
            defer { place += 4 }
            return (0..<4).reduce(0) { $0 | UInt32(file[place + $1]) << UInt32(8 * $1) }
        }
        guard file.starts(with: Self.head), let scale = number(), let threshold = number() else { return nil }
        var transitions: [Float] = []
        for _ in 0..<NameLabel.count * NameLabel.count {
            guard let bits = number() else { return nil }
            transitions.append(Float(bitPattern: bits))
        }
        let weightCount = NameFeatures.tableCount * NameLabel.count
        guard place + weightCount <= file.count else { return nil }
        let weights = file[place..<place + weightCount].map { Int8(bitPattern: $0) }
        place += weightCount
        guard let count = number(), count <= 1 << 24, place + Int(count) * 6 == file.count else { return nil }
        var hashes: [UInt32] = []
        hashes.reserveCapacity(Int(count))
        for _ in 0..<count { hashes.append(number() ?? 0) }
        let entries = (0..<Int(count)).map {
            UInt16(file[place + 2 * $0]) | UInt16(file[place + 2 * $0 + 1]) << 8
        }
        guard let lexicon = NameLexicon(hashes: hashes, entries: entries),
            Float(bitPattern: scale).isFinite, transitions.allSatisfy(\.isFinite)
        else { return nil }
        self.init(
            lexicon: lexicon, weights: weights, scale: Float(bitPattern: scale), transitions: transitions,
            threshold: Float(bitPattern: threshold))
    }
}
