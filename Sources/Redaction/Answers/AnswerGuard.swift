public import Detection
internal import Synchronization
internal import Wire

/// Reads the texts of an answer as they arrive, and takes out what the policy lets nobody see.
///
/// It stands before the `Restorer`: what that brings back is the person's own and is never taken out.
public struct AnswerGuard: Sendable {
    private let rules: CompiledRules
    private let policy: AnswerPolicy
    private let held: Set<EntityType>
    /// Values that the prompt held and the policy left in it: nothing new when an answer says them again.
    private let known: Set<[UInt8]>
    private let deadline: ScanDeadline
    private var channels: [AnswerChannel: GuardedText] = [:]
    public private(set) var tallies: [AnswerTally] = []

    init(rules: CompiledRules, policy: AnswerPolicy, known: Set<[UInt8]>, until deadline: ScanDeadline) {
        self.rules = rules
        self.policy = policy
        self.known = known
        self.deadline = deadline
        held = policy.held
    }

    /// Takes the next piece of a channel's text and returns what can be shown now.
    mutating func feed(_ piece: [UInt8], on channel: AnswerChannel) throws(ScanError) -> [UInt8] {
        let text = channels[channel] ?? GuardedText(rules: rules, held: held, until: deadline)
        channels[channel] = text
        let (shown, findings) = try text.feed(piece)
        return redacted(shown, findings)
    }

    /// Ends a channel and returns what was held back.
    mutating func finish(_ channel: AnswerChannel) throws(ScanError) -> [UInt8] {
        guard let text = channels.removeValue(forKey: channel) else { return [] }
        let (shown, findings) = try text.finish()
        return redacted(shown, findings)
    }

    /// The channels that have begun and not ended, in no order.
    var openChannels: [AnswerChannel] { Array(channels.keys) }

    /// What can be shown of a text that is there as a whole; it is counted only if it was not shown before in pieces.
    mutating func redact(_ text: [UInt8], isRepeated: Bool) throws(ScanError) -> [UInt8] {
        let findings = try rules.findings(in: text.span, until: deadline)
        let tallied = tallies
        let new = redacted(text, findings)
        if isRepeated { tallies = tallied }
        return new
    }

    /// A text with what the policy takes out replaced; findings are in its offsets, in order.
    private mutating func redacted(_ text: [UInt8], _ findings: [Finding]) -> [UInt8] {
        guard !findings.isEmpty else { return text }
        let placeholders = PlaceholderReader(text: text).bracketed
        var out: [UInt8] = []
        var at = 0
        for finding in findings where !finding.isOnTrial {
            let treatment = policy.treatment(of: finding.entity)
            guard treatment != .pass, !placeholders.contains(where: { $0.overlaps(finding.bytes) }) else {
                continue
            }
            let start = max(finding.bytes.lowerBound, at)
            let isShown = finding.bytes.lowerBound < 0
            if !isShown, known.contains(Array(text[finding.bytes])) { continue }
            add(finding, isRemoved: treatment == .redact && !isShown)
            guard treatment == .redact, !isShown, start < finding.bytes.upperBound else { continue }
            out += text[at..<start]
            out += "[\(finding.entity.rawValue) removed]".utf8
            at = finding.bytes.upperBound
        }
        return at == 0 ? text : out + text[at...]
    }

    private mutating func add(_ finding: Finding, isRemoved: Bool) {
        let index = tallies.firstIndex {
            $0.rule == finding.rule && $0.entity == finding.entity && $0.isRemoved == isRemoved
        }
        if let index {
            tallies[index].count += 1
        } else {
            tallies.append(
                AnswerTally(rule: finding.rule, entity: finding.entity, isRemoved: isRemoved, count: 1))
        }
    }
}

extension PlaceholderReader {
    /// Where placeholders in brackets stand, as a model may have written them.
    fileprivate var bracketed: [Range<Int>] {
        text.indices.filter { text[$0] == UInt8(ascii: "[") }.compactMap { start in
            (try? placeholder(at: start, isInBrackets: false)).map { start..<$0.end }
        }
    }
}

/// What a rule found in an answer, counted; never what it found.
public struct AnswerTally: Hashable, Sendable {
    public let rule: RuleID
    public let entity: EntityType
    /// Whether it was taken out before anybody saw it.
    public let isRemoved: Bool
    public internal(set) var count: Int
}

/// One channel's text on its way.
private final class GuardedText: Sendable {
    fileprivate struct State: ~Copyable {
        var scanner: LiveScanner?
        /// What was not shown yet.
        var pending: [UInt8] = []
        /// How much was shown.
        var shownCount = 0
        /// Found in what was not shown yet.
        var findings: [Finding] = []
    }

    private let state: Mutex<State>
    /// Whether anything may have to be taken out.
    private let isHeld: Bool

    init(rules: CompiledRules, held: Set<EntityType>, until deadline: ScanDeadline) {
        isHeld = !held.isEmpty
        state = Mutex(State(scanner: LiveScanner(rules: rules, held: held, until: deadline)))
    }

    /// What can be shown now, and what was found in it, in its offsets.
    func feed(_ piece: [UInt8]) throws(ScanError) -> (text: [UInt8], findings: [Finding]) {
        try state.withLock { state throws(ScanError) in
            state.pending += piece
            try state.scanner?.feed(piece.span, into: &state.findings)
            let settled = state.scanner?.settledByteCount ?? 0
            return state.takeShown(upTo: isHeld ? settled : .max)
        }
    }

    /// The rest.
    func finish() throws(ScanError) -> (text: [UInt8], findings: [Finding]) {
        try state.withLock { state throws(ScanError) in
            if let scanner = state.scanner.take() { try scanner.finish(into: &state.findings) }
            return state.takeShown(upTo: .max)
        }
    }
}

extension GuardedText.State {
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
            bytes: bytes.lowerBound + offset..<bytes.upperBound + offset, confidence: confidence)
    }
}
