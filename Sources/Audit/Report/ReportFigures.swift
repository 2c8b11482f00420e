import Foundation

/// Counts of a period; no personal data, and no more memory than there are schools, rules, days and the like.
struct ReportFigures: Sendable {
    /// What was done with prompts.
    struct Verdicts: Sendable {
        var unchanged = 0
        var replaced = 0
        /// For what was found in them.
        var blocked = 0
        /// For another reason.
        var refused = 0

        var all: Int { unchanged + replaced + blocked + refused }

        var counts: [Int] { [unchanged, replaced, blocked, refused] }

        static func += (one: inout Verdicts, other: Verdicts) {
            one.unchanged += other.unchanged
            one.replaced += other.replaced
            one.blocked += other.blocked
            one.refused += other.refused
        }

        fileprivate mutating func count(_ evidence: Evidence) {
            switch evidence.verdict {
            case .allow: unchanged += 1
            case .redact: replaced += 1
            case .block where evidence.reason == nil: blocked += 1
            case .block: refused += 1
            }
        }
    }

    /// How often something was found.
    struct Found: Sendable {
        var prompts = 0
        var blockedPrompts = 0
        var findings = 0
    }

    struct RuleFound: Sendable {
        let entity: String
        let isOnTrial: Bool
        var found = Found()
    }

    /// What was done with answers.
    struct Answers: Sendable {
        var restored = 0
        var withheld = 0
        var invented = 0
        /// What the endpoint wrote that was not in the prompt, and that nobody saw.
        var removed = 0
    }

    /// A list that stops growing, and knows how much it should have held.
    struct Listed<Element: Sendable>: Sendable {
        static var countMax: Int { 1_000 }

        private(set) var elements: [Element] = []
        private(set) var count = 0

        mutating func append(_ element: Element) {
            count += 1
            if elements.count < Self.countMax { elements.append(element) }
        }
    }

    struct Event: Sendable {
        let reference: String?
        let at: UTCTime
        let detail: String
    }

    private(set) var first: UTCTime?
    private(set) var total = Verdicts()
    private(set) var byDay: [UTCDay: Verdicts] = [:]
    private(set) var bySchool: [String: Verdicts] = [:]
    private(set) var byProfile: [String: Verdicts] = [:]
    private(set) var byEndpoint: [String: Int] = [:]
    private(set) var byReason: [String: Int] = [:]
    private(set) var byEntity: [String: Found] = [:]
    /// Prompts in which a kind of data was found, by school.
    private(set) var entitiesBySchool: [String: [String: Int]] = [:]
    private(set) var byRule: [String: RuleFound] = [:]
    private(set) var callers: Set<String> = []
    private(set) var answers = Answers()
    private(set) var unanswered: [ExchangeSummary.State: Int] = [:]
    private(set) var interrupted = Listed<Event>()
    private(set) var reveals = Listed<Event>()
    private(set) var holds = Listed<Event>()
    private(set) var ruleChanges = Listed<Event>()
    private(set) var erasures = Listed<(sequence: Int64, at: UTCTime, erasure: Erasure)>()
    private(set) var clockChangeCount = 0
    /// Whose keys originals were sealed to, each time that others came.
    private(set) var recipients = Listed<Event>()
    private var lastRecipients: [String]?

    /// Records without a school stand under this.
    static let noSchool = "No school recorded"

    mutating func count(_ record: AuditRecord) {
        let at = UTCTime(record.recordedAt)
        first = first ?? at
        switch record {
        case .exchange(let exchange): count(exchange, at)
        case .event(let entry): count(entry, at)
        }
    }

    private mutating func count(_ exchange: ExchangeSummary, _ at: UTCTime) {
        let evidence = exchange.evidence
        let school = evidence.school ?? Self.noSchool
        total.count(evidence)
        byDay[UTCDay(at.day), default: Verdicts()].count(evidence)
        bySchool[school, default: Verdicts()].count(evidence)
        byProfile[evidence.profile, default: Verdicts()].count(evidence)
        callers.insert(evidence.caller)
        if let endpoint = evidence.endpoint, evidence.verdict != .block {
            byEndpoint[endpoint, default: 0] += 1
        }
        if let reason = evidence.reason { byReason[reason, default: 0] += 1 }
        count(evidence.tallies, isBlocked: evidence.verdict == .block && evidence.reason == nil, school)
        if let answer = exchange.answer {
            answers.restored += answer.restoredCount
            answers.withheld += answer.withheldCount
            answers.invented += answer.inventedCount
            answers.removed += answer.tallies.reduce(0) { $0 + ($1.isRemoved ? $1.count : 0) }
        } else if exchange.state != .blocked {
            unanswered[exchange.state, default: 0] += 1
            guard exchange.state == .interrupted else { return }
            interrupted.append(Event(reference: "\(evidence.exchange)", at: at, detail: school))
        }
    }

    private mutating func count(_ tallies: [FindingTally], isBlocked: Bool, _ school: String) {
        // A prompt counts once for each kind and rule, however many fields held it.
        var (entities, rules): (Set<String>, Set<String>) = ([], [])
        for tally in tallies {
            var rule = byRule[tally.rule] ?? RuleFound(entity: tally.entity, isOnTrial: tally.isOnTrial)
            rule.found.findings += tally.count
            if rules.insert(tally.rule).inserted {
                rule.found.prompts += 1
                if isBlocked { rule.found.blockedPrompts += 1 }
            }
            byRule[tally.rule] = rule
            guard !tally.isOnTrial else { continue }
            byEntity[tally.entity, default: Found()].findings += tally.count
            guard entities.insert(tally.entity).inserted else { continue }
            byEntity[tally.entity, default: Found()].prompts += 1
            if isBlocked { byEntity[tally.entity, default: Found()].blockedPrompts += 1 }
            entitiesBySchool[school, default: [:]][tally.entity, default: 0] += 1
        }
    }

    private mutating func count(_ entry: AuditEntry, _ at: UTCTime) {
        let reference = entry.exchange.map { "\($0)" }
        switch entry.content {
        case .reveal: reveals.append(Event(reference: reference, at: at, detail: ""))
        case .hold:
            holds.append(
                Event(reference: reference, at: at, detail: "placed, number \(entry.sequence)"))
        case .holdEnded(let hold, _):
            holds.append(Event(reference: nil, at: at, detail: "hold \(hold) ended"))
        case .rulesChanged(let rules, let policy):
            ruleChanges.append(
                Event(reference: nil, at: at, detail: "\(rules.prefix(12)) \(policy.prefix(12))"))
        case .erasure(let erasure): erasures.append((entry.sequence, at, erasure))
        case .clockWentBack: clockChangeCount += 1
        case .recipients(let keys):
            guard keys != lastRecipients else { return }
            lastRecipients = keys
            recipients.append(
                Event(reference: nil, at: at, detail: keys.isEmpty ? "None" : keys.joined(separator: ", ")))
        // Counted by `ReportReader`, which looks beyond the period.
        case .review, .started, .stopped: break
        case .intent, .blocked, .outcome, .peer, .cosigned: break
        }
    }
}
