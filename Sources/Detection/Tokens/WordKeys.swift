/// A set of words; compared without regard to case, by their first eight bytes and their length.
struct WordKeys {
    private let keys: KeyTable<UInt64, Void>

    /// The words stand with white space between them.
    init(_ words: String) {
        let keys = Set(
            words.split(whereSeparator: \.isWhitespace).map { word in
                TermSet.key(Array(word.utf8).span.eightBytes(at: 0), byteCount: word.utf8.count)
            })
        self.keys = KeyTable(keys.sorted().map { ($0, ()) }, none: ())
    }

    func holds(_ word: Range<Int>, of text: Span<UInt8>) -> Bool {
        !word.isEmpty
            && keys.value(of: TermSet.key(text.eightBytes(at: word.lowerBound), byteCount: word.count)) != nil
    }
}
