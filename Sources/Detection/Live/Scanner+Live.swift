extension Scanner {
    /// Where the first suspect stands that no view has shown yet.
    var firstSuspect: Int { memory.suspects.suspects.first?.place ?? .max }

    /// Where the first match starts that is not reported yet.
    var firstStart: Int? { memory.candidates.first?.bytes.lowerBound }

    /// Where the first match starts of some rules, by recognizer, that is not reported yet.
    func firstStart(of isWanted: [Bool]) -> Int? {
        let first = memory.candidates.first { isWanted[$0.recognizer] }?.bytes.lowerBound
        let seeker = memory.linkSeekers.first { isWanted[$0.recognizer] }?.bytes.lowerBound
        guard let first, let seeker else { return first ?? seeker }
        return min(first, seeker)
    }

    /// The start of the character that a place stands in.
    func characterStart(_ place: Int) -> Int {
        var place = place
        while place > base, place - base < memory.window.count, memory.window[place - base].isUTF8Continuation
        {
            place -= 1
        }
        return max(0, place)
    }
}
