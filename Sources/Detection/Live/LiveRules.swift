import Synchronization

/// The rules of a set that a live scanner asks, by the kinds that it holds back.
final class LiveRules: Sendable {
    /// Those whose findings are held back: asked at each piece whether one of them may begin.
    let held: CompiledRules
    /// Those that decide what is found of the held kinds; nil for all of the set.
    ///
    /// With those that may dispute a place, without those that need far more of a text than their match, or are about
    /// sentences: names, people of the roster, addresses, sensitive and confidential matters. A number that only the roster
    /// knows as one is therefore reported, but not held back.
    let judging: CompiledRules?
    let kinds: Set<EntityType>
    /// By recognizer of the judging rules: whether its findings are held back.
    let isHeld: [Bool]
    let scratches = ScratchPool()

    init(of rules: CompiledRules, held kinds: Set<EntityType>) {
        func isAsked(_ recognizer: Recognizer) -> Bool {
            kinds.contains(recognizer.rule.entity) && !recognizer.rule.isOnTrial
        }
        let needsAll =
            rules.recognizers.contains { recognizer in
                isAsked(recognizer) && (recognizer.rule.matcher.isModel || recognizer.rule.linksPerson)
            } || rules.roster != nil && kinds.contains(where: \.isPerson)
        self.kinds = kinds
        held = CompiledRules(some: rules.recognizers.filter(isAsked))
        let judging = rules.recognizers.filter {
            needsAll || isAsked($0) || !$0.rule.isOnTrial && Self.mayDispute($0.rule)
        }
        isHeld = judging.map { isAsked($0) || needsAll && $0.rule.matcher == .roster }
        self.judging = needsAll ? nil : CompiledRules(some: judging)
    }

    /// Whether a rule's findings are values like those that are held back.
    private static func mayDispute(_ rule: Rule) -> Bool {
        switch rule.entity {
        case .address, .sensitive, .confidential: false
        default: !rule.entity.isPerson && !rule.linksPerson && !rule.matcher.isModel
        }
    }
}

/// The live rules of one set, made once for each choice of kinds.
final class LiveRulesPool: Sendable {
    /// Policies have few choices; more are made anew each time.
    private static let countMax = 16

    private let made = Mutex<[Set<EntityType>: LiveRules]>([:])

    func rules(of rules: CompiledRules, held kinds: Set<EntityType>) -> LiveRules {
        made.withLock { made in
            if let known = made[kinds] { return known }
            let new = LiveRules(of: rules, held: kinds)
            if made.count < Self.countMax { made[kinds] = new }
            return new
        }
    }
}

/// Memory that PCRE2 interprets patterns with, twenty kilobytes, lent for one look at a time.
///
/// A scanner that kept its own would hold it as long as its stream is open.
final class ScratchPool: Sendable {
    /// More than look at once on any machine that this runs on.
    private static let keptCountMax = 16

    private let free = Mutex<[PatternScratch]>([])

    func take() -> PatternScratch { free.withLock { $0.popLast() } ?? PatternScratch() }

    func giveBack(_ scratch: PatternScratch) {
        free.withLock { free in
            if free.count < Self.keptCountMax { free.append(scratch) }
        }
    }
}
