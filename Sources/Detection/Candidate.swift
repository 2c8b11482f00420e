/// A match that counts, before it is compared with those it overlaps.
struct Candidate {
    let recognizer: PatternRecognizer
    /// Offsets in the text.
    let bytes: Range<Int>
    let confidence: Int

    var rule: Rule { recognizer.rule }

    func finding(_ bytes: Range<Int>) -> Finding {
        Finding(entity: rule.entity, rule: rule.id, bytes: bytes, confidence: confidence)
    }
}

/// The one place that says which of two overlapping candidates is reported.
///
/// Evidence that holds a check digit beats a mere shape; then the higher confidence; then the longer; then
/// the earlier; then the rule's name, so that the order of files never matters.
func takesPrecedence(_ a: Candidate, over b: Candidate) -> Bool {
    let isProven = (a.rule.validator?.provesNumber ?? false, b.rule.validator?.provesNumber ?? false)
    if isProven.0 != isProven.1 { return isProven.0 }
    if a.confidence != b.confidence { return a.confidence > b.confidence }
    if a.bytes.count != b.bytes.count { return a.bytes.count > b.bytes.count }
    if a.bytes.lowerBound != b.bytes.lowerBound { return a.bytes.lowerBound < b.bytes.lowerBound }
    return a.rule.id.rawValue < b.rule.id.rawValue
}

/// Turns overlapping candidates into findings that do not overlap and together cover the same text.
///
/// A candidate that lost still found something: what the winners leave of it, if it holds a letter or digit,
/// is reported too. Otherwise the loser's rest would leave in clear.
func findings(ofCluster cluster: [Candidate], in window: borrowing TextWindow) -> [Finding] {
    if cluster.count == 1 { return [cluster[0].finding(cluster[0].bytes)] }
    var found: [Finding] = []
    for candidate in cluster.sorted(by: takesPrecedence) {
        for rest in candidate.bytes.parts(outside: found.map(\.bytes)) {
            if rest == candidate.bytes || window.holdsText(rest) { found.append(candidate.finding(rest)) }
        }
    }
    return found.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
}

extension Range<Int> {
    /// What none of the others covers, in order.
    fileprivate func parts(outside others: [Range<Int>]) -> [Range<Int>] {
        var rests = [self]
        for other in others where other.overlaps(self) {
            rests = rests.flatMap { rest -> [Range<Int>] in
                guard rest.overlaps(other) else { return [rest] }
                let before = rest.lowerBound..<Swift.max(rest.lowerBound, other.lowerBound)
                let after = Swift.min(rest.upperBound, other.upperBound)..<rest.upperBound
                return [before, after].filter { !$0.isEmpty }
            }
        }
        return rests
    }
}
