/// What was found out about the runs that start at the last few places of a text.
///
/// Each run is looked at once, however many separators ask for it.
struct KnownRuns {
    /// More than a separator looks back, so that no two starts it asks for share an entry.
    private static let count = 64

    private struct Entry {
        var start = -1
        var number = SeparatedRuns.Number.none
    }

    private var entries = InlineArray<64, Entry>(repeating: Entry())
    /// The last single characters that were read, in bytes of the whole text.
    private var singles: SingleCharacters?
    /// Where the text that is asked about starts in the whole text.
    var base = 0

    /// The single characters in a row that start at a place, where a word must start.
    mutating func singles(in text: Span<UInt8>, from start: Int) -> SeparatedRuns.Run? {
        guard SingleCharacters.mayStart(text, start) else { return nil }
        if singles?.index(of: start + base) == nil {
            guard let read = SingleCharacters(in: text, from: start) else { return nil }
            singles = read.shifted(by: base)
        }
        return singles?.run(from: start + base)?.shifted(by: -base)
    }

    mutating func groups(
        from start: Int,
        _ find: (Int) -> SeparatedRuns.Number
    ) -> SeparatedRuns.Number {
        let index = (start + base) % Self.count
        if entries[index].start != start + base {
            entries[index].start = start + base
            entries[index].number = find(start).shifted(by: base)
        }
        return entries[index].number.shifted(by: -base)
    }
}

extension SeparatedRuns.Run {
    fileprivate func shifted(by offset: Int) -> Self {
        Self(bytes: bytes.shifted(by: offset), singlesSeparatorByteCount: singlesSeparatorByteCount)
    }
}

extension SeparatedRuns.Number {
    fileprivate func shifted(by offset: Int) -> Self {
        switch self {
        case .none: .none
        case .ordinary(let end): .ordinary(end: end + offset)
        case .run(let run): .run(run.shifted(by: offset))
        }
    }
}
