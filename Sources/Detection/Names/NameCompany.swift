/// Who else a part of a text names for sure: a doubtful name among them is a name.
struct NameCompany {
    private var first: Range<Int>?
    /// Whether two different names are sure.
    private var holdsTwo = false
    /// Whether something else points at a person: a title with a name, an address, a number.
    private let isProven: Bool

    /// So likely is a sure one.
    private static let likelihoodMin: Float = 0.97

    init(isProven: Bool) { self.isProven = isProven }

    mutating func add(_ name: NameTagger.Name, in text: Span<UInt8>) {
        guard name.likelihood >= Self.likelihoodMin, !holdsTwo else { return }
        guard let first else {
            first = name.bytes
            return
        }
        holdsTwo = !text.areSame(first, name.bytes)
    }

    /// Whether somebody else than the name itself is sure.
    func surrounds(_ name: NameTagger.Name, in text: Span<UInt8>) -> Bool {
        isProven || holdsTwo || first.map { !text.areSame($0, name.bytes) } ?? false
    }
}

extension Span<UInt8> {
    /// Whether the same bytes stand at two places.
    fileprivate func areSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard a.count == b.count else { return false }
        for offset in 0..<a.count where self[a.lowerBound + offset] != self[b.lowerBound + offset] {
            return false
        }
        return true
    }
}
