internal import Detection
internal import Synchronization

/// One channel's text on its way.
final class GuardedText: Sendable {
    fileprivate struct State: ~Copyable {
        var scanner: LiveScanner?
        /// What may be the beginning of a placeholder, so that it was not scanned yet.
        var tail: [UInt8] = []
        /// What was scanned and not shown yet.
        var pending: [UInt8] = []
        /// How much was shown.
        var shownCount = 0
        /// Found in what was not shown yet.
        var findings: [Finding] = []
    }

    private let state: Mutex<State>
    /// Whether anything may have to be taken out.
    private let isHeld: Bool

    private let isJSON: Bool

    init(rules: CompiledRules, held: Set<EntityType>, isJSON: Bool, until deadline: ScanDeadline) {
        self.isJSON = isJSON
        isHeld = !held.isEmpty
        state = Mutex(State(scanner: LiveScanner(rules: rules, held: held, until: deadline)))
    }

    /// What can be shown now, and what was found in it, in its offsets.
    func feed(_ piece: [UInt8]) throws(ScanError) -> (text: [UInt8], findings: [Finding]) {
        try state.withLock { state throws(ScanError) in
            try state.scan(piece, isJSON: isJSON, isFinal: false)
            let settled = state.scanner?.settledByteCount ?? 0
            return state.takeShown(upTo: isHeld ? settled : .max)
        }
    }

    /// The rest.
    func finish() throws(ScanError) -> (text: [UInt8], findings: [Finding]) {
        try state.withLock { state throws(ScanError) in
            try state.scan([], isJSON: isJSON, isFinal: true)
            if let scanner = state.scanner.take() { try scanner.finish(into: &state.findings) }
            return state.takeShown(upTo: .max)
        }
    }
}

extension GuardedText.State {
    /// Hands the scanner what is no beginning of a placeholder.
    fileprivate mutating func scan(_ piece: [UInt8], isJSON: Bool, isFinal: Bool) throws(ScanError) {
        let text = tail.isEmpty ? piece : tail + piece
        let (masked, end) = PlaceholderMask.masked(text, isJSON: isJSON, isFinal: isFinal)
        pending += text[..<end]
        tail = Array(text[end...])
        try scanner?.feed(masked.span, into: &findings)
    }

    /// Takes what lies before a place that nothing found lies across, with its findings.
    ///
    /// Findings of kinds that are not held back may come late: they start before 0, where they were shown already.
    fileprivate mutating func takeShown(upTo settled: Int) -> (text: [UInt8], findings: [Finding]) {
        var end = min(settled, shownCount + pending.count)
        for finding in findings where finding.bytes.lowerBound < end && finding.bytes.upperBound > end {
            end = min(end, max(shownCount, finding.bytes.lowerBound))
        }
        var shown: [Finding] = []
        findings.removeAll { finding in
            guard finding.bytes.upperBound <= end else { return false }
            shown.append(finding.shifted(by: -shownCount))
            return true
        }
        let text = Array(pending.prefix(end - shownCount))
        pending.removeFirst(text.count)
        shownCount = end
        shown.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
        return (text, shown)
    }
}

extension Finding {
    fileprivate func shifted(by offset: Int) -> Finding {
        Finding(
            entity: entity, rule: rule,
            bytes: bytes.lowerBound + offset..<bytes.upperBound + offset, confidence: confidence,
            isOnTrial: isOnTrial, person: person)
    }
}
