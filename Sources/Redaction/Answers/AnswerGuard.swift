public import Detection
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
        let text =
            channels[channel]
            ?? GuardedText(rules: rules, held: held, isJSON: channel.isJSON, until: deadline)
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
    mutating func redact(
        _ text: [UInt8],
        isJSON: Bool = false,
        isRepeated: Bool
    ) throws(ScanError) -> [UInt8] {
        let (masked, _) = PlaceholderMask.masked(text, isJSON: isJSON, isFinal: true)
        let findings = try rules.findings(in: masked.span, until: deadline)
        let tallied = tallies
        let new = redacted(text, findings)
        if isRepeated { tallies = tallied }
        return new
    }

    /// A text with what the policy takes out replaced; findings are in its offsets, in order.
    private mutating func redacted(_ text: [UInt8], _ findings: [Finding]) -> [UInt8] {
        guard !findings.isEmpty else { return text }
        // “password: [PERSON_1]” names no password.
        let placeholders = PlaceholderMask.ranges(in: text)
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

/// What a rule found in an answer, counted; never what it found.
public struct AnswerTally: Hashable, Sendable {
    public let rule: RuleID
    public let entity: EntityType
    /// Whether it was taken out before anybody saw it.
    public let isRemoved: Bool
    public internal(set) var count: Int
}
