/// What a search brings home.
struct SearchHits {
    var candidates: [Candidate] = []
    /// Where words stand that hint at spelled-out data.
    var cues: [Int] = []
    /// Where something odd stands, in bytes of the part that was searched.
    var oddPlaces: [Int] = []

    mutating func removeAll() {
        candidates.removeAll(keepingCapacity: true)
        cues.removeAll(keepingCapacity: true)
        oddPlaces.removeAll(keepingCapacity: true)
    }
}
