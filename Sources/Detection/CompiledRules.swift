import Synchronization

/// What runs: every rule's pattern compiled, and how much text around a place decides about it.
///
/// Immutable and shared by all scanners; one exchange uses one of these from start to end. A class, because a copy of so
/// many lists for each scan and each view was measured at a twelfth of the time.
public final class CompiledRules: Sendable {
    /// How far from a sensitive term the person may stand, in bytes: about three lines of text.
    public static let personLinkWithin = 200
    /// The longest match that a pattern may have, in bytes.
    ///
    /// Long enough for a private key.
    public static let reachMax = 8_192

    /// The most rules that one set can hold.
    public static let ruleCountMax = 1_000

    let recognizers: [Recognizer]
    /// What matches the rules' patterns, by recognizer; nil for a list of words.
    let matchers: [PatternMatcher?]
    /// What decides between overlapping candidates, by recognizer.
    let traits: [RuleTraits]
    /// What the rules want near their matches, or do not want there.
    let nearby: NearbyTerms
    let memories = ScanMemoryPool()
    /// What live scanners have of these rules.
    let liveRules = LiveRulesPool()
    /// What finds names, and the rule that asks for them; nil if none does.
    let names: (finder: NameFinder, recognizer: Int)?
    /// Whether a rule asks the name model.
    public var findsNames: Bool { names != nil }
    /// The school's people, and the rule that asks for them; nil without a roster, or if no rule does.
    let roster: (roster: Roster, recognizer: Int)?
    /// What tells sensitive matters, and the rule that asks for it; nil if none does.
    let matters: (model: MatterModel, recognizer: Int)?
    /// Where which pattern could match.
    let triggers: Triggers
    /// The most digits that a pattern's matches hold, of those that hold nothing else.
    let digitCountMax: UInt64
    /// Patterns that wait for a word.
    let gates: WordGates
    /// The first words of `terms` and the words of `gates`.
    let words: BitFilter
    /// The words of all rules that are lists of words; the owner of a term is the rule's index.
    ///
    /// Behind the last rule's come the words that hint at something spelled out.
    let terms: TermSet
    private let rulesByID: [RuleID: Rule]

    /// Bytes after a place that can still change what is found there.
    let lookahead: Int
    /// Bytes before a place that decide about what is found there.
    let lookbehind: Int
    /// How far before a match its finding may start, in bytes.
    let extensionReach: Int
    /// How much text on either side of something disguised decides about a match that it is part of, in bytes.
    let viewMargin: Int

    /// How far before and behind something changed a match may start that it decides about, in bytes, by recognizer.
    let viewReaches: [(before: Int, behind: Int)]
    /// … of any rule.
    let viewReachMax: (before: Int, behind: Int)

    /// Whether a rule is on trial, so that some findings are only to be counted.
    public var hasTrials: Bool { traits.contains(where: \.isOnTrial) }

    public var rules: [Rule] { recognizers.map(\.rule) }

    /// Rules whose matches can start with nearly anything: they work, but are tried nearly everywhere.
    public var rulesWithoutTrigger: [RuleID] {
        recognizers.filter { $0.pattern?.hasUsableStart == false }.map(\.rule.id)
    }

    /// What the rules look for as PCRE2 would read it, in the rules' order: for comparing engines.
    ///
    /// Lists of words become patterns here; Cloakroom itself looks words up in a table.
    public var patternSources: [String] {
        recognizers.filter { !$0.rule.matcher.isModel }.map { recognizer in
            if let pattern = recognizer.pattern { return String(decoding: pattern.source, as: UTF8.self) }
            let node = try? recognizer.rule.patternNode
            let pattern = node.flatMap { try? Pattern($0, isBounded: true) }
            return String(decoding: pattern?.source ?? [], as: UTF8.self)
        }
    }

    /// Compiles the rules and keeps their order.
    ///
    /// A rule that asks for a roster is left out where there is none.
    ///
    /// - Parameters:
    ///   - rules: In the order in which they are reported.
    ///   - names: What finds names, for the rule that asks for them.
    ///   - roster: The school's people, for the rule that asks for them.
    ///   - matters: What tells sensitive matters, for the rule that asks for it.
    ///   - run: Calls a closure with each number below the given one, at once if it can.
    /// - Throws: Every rule's first error, not only the first rule's.
    public convenience init(
        compiling rules: [Rule],
        names: NameFinder? = nil,
        roster: Roster? = nil,
        matters: MatterModel? = nil,
        with run: Run = { count, work in for number in 0..<count { work(number) } }
    ) throws(RuleErrors) {
        let compiled = Self.recognizers(of: rules, with: run)
        var recognizers: [Recognizer] = []
        var errors: [RuleError] = []
        var ids: Set<RuleID> = []
        for (rule, recognizer) in zip(rules, compiled) where roster != nil || rule.matcher != .roster {
            do throws(RuleError) {
                guard ids.insert(rule.id).inserted else {
                    throw RuleError(
                        rule: rule.id, part: .id, message: "Two rules have this id.",
                        hint: "Give each rule its own id."
                    )
                }
                guard recognizers.count < Self.ruleCountMax else {
                    throw RuleError(
                        rule: rule.id, part: .id, message: "There are more than \(Self.ruleCountMax) rules.",
                        hint: "Put words that are treated alike into one rule."
                    )
                }
                recognizers.append(try recognizer.get())
            } catch {
                errors.append(error)
            }
        }
        errors += [
            Self.error(of: .names, in: recognizers, "name model", file: names == nil ? "names.model" : nil),
            Self.error(of: .roster, in: recognizers, "roster"),
            Self.error(
                of: .matters, in: recognizers, "model of matters",
                file: matters == nil ? "matters.model" : nil),
        ].compactMap { $0 }
        guard errors.isEmpty else { throw RuleErrors(errors: errors) }
        self.init(recognizers, names, roster, matters)
    }

    // A rule that asks a model is the only one, and the model is there; `file` names it where it is not.
    private static func error(
        of matcher: Rule.Matcher, in recognizers: [Recognizer], _ model: String, file: String? = nil
    ) -> RuleError? {
        let asking = recognizers.lazy.map(\.rule).filter { $0.matcher == matcher }
        guard let first = asking.first else { return nil }
        if let file {
            return RuleError(
                rule: first.id, part: .pattern, message: "The \(model) is missing or damaged.",
                hint: "Put a whole \(file) into `models` beside `packs`, or switch the rule off.")
        }
        guard let second = asking.dropFirst().first else { return nil }
        return RuleError(
            rule: second.id, part: .pattern, message: "Two rules ask the \(model).",
            hint: "Remove one of them.")
    }

    /// Runs a closure so many times, with the numbers from 0 on.
    public typealias Run = (_ count: Int, _ work: @Sendable (Int) -> Void) -> Void

    /// Compiles each rule by itself, in as many parts as may run at once.
    private static func recognizers(of rules: [Rule], with run: Run) -> [Result<Recognizer, RuleError>] {
        let parts = Mutex<[Int: [Result<Recognizer, RuleError>]]>([:])
        run(compilePartCount) { part in
            let table = CharacterTable()
            let some = stride(from: part, to: rules.count, by: compilePartCount).map { index in
                Result { () throws(RuleError) in try Recognizer(compiling: rules[index], asking: table) }
            }
            parts.withLock { $0[part] = some }
        }
        let all = parts.withLock { $0 }
        precondition(all.count == compilePartCount, "no part may be left out, or rules would be")
        return rules.indices.compactMap { all[$0 % compilePartCount]?[$0 / compilePartCount] }
    }

    private static let compilePartCount = 4

    /// One rule of a set, as if there were no other.
    convenience init(alone recognizer: Recognizer, _ names: NameFinder?) {
        self.init([recognizer], names, nil, nil)
    }

    /// Some rules of a set, without those that ask for names or a roster.
    convenience init(some recognizers: [Recognizer]) {
        self.init(recognizers.filter { !$0.rule.matcher.isModel }, nil, nil, nil)
    }

    private init(
        _ recognizers: [Recognizer], _ names: NameFinder?, _ roster: Roster?, _ matters: MatterModel?
    ) {
        self.recognizers = recognizers
        let asking = recognizers.firstIndex { $0.rule.matcher == .names }
        self.names = asking.flatMap { index in names.map { ($0, index) } }
        let listing = recognizers.firstIndex { $0.rule.matcher == .roster }
        self.roster = listing.flatMap { index in roster.map { ($0, index) } }
        let telling = recognizers.firstIndex { $0.rule.matcher == .matters }
        self.matters = telling.flatMap { index in matters.map { ($0, index) } }
        matchers = recognizers.map { $0.pattern?.matcher }
        traits = RuleTraits.all(of: recognizers.map(\.rule))
        rulesByID = Dictionary(uniqueKeysWithValues: recognizers.map { ($0.rule.id, $0.rule) })
        triggers = Triggers(
            recognizers.enumerated().flatMap { index, recognizer in
                recognizer.pattern?.gate == nil ? (recognizer.pattern?.starts ?? []).map { (index, $0) } : []
            })
        gates = WordGates(
            recognizers.enumerated().compactMap { index, recognizer in
                recognizer.pattern?.gate.map { (index, $0.start, $0.words) }
            })
        nearby = NearbyTerms(of: recognizers, triggers.members)
        terms = TermSet(
            recognizers.enumerated().compactMap { index, recognizer in
                guard case .words(let words, let caseSensitive) = recognizer.rule.matcher else { return nil }
                return TermSet.List(words: words, isCaseSensitive: caseSensitive, owner: index)
            } + [TermSet.List(words: SpelledOut.cues, isCaseSensitive: false, owner: recognizers.count)]
        )
        let starts = recognizers.compactMap(\.pattern).flatMap {
            $0.starts + [$0.gate?.start].compactMap { $0 }
        }
        digitCountMax =
            starts.compactMap(\.digitCounts).map { UInt64(63 - $0.leadingZeroBitCount) }.max() ?? 0
        words = terms.firstWords.inserting(gates.keys.map(KeyHash.hash))
        lookahead = max(SuspectSearch.reach, recognizers.map(\.lookahead).max() ?? 0)
        lookbehind = max(SuspectSearch.reach, recognizers.map(\.lookbehind).max() ?? 0)
        let reaches = recognizers.map(\.viewReach)
        let reachMax = (
            before: reaches.map(\.before).max() ?? 0, behind: reaches.map(\.behind).max() ?? 0
        )
        // Of rules with longer matches as much is looked at as any rule needs.
        viewReaches = zip(recognizers, reaches).map { $0.widthMax > Recognizer.viewWidthMax ? reachMax : $1 }
        viewReachMax = reachMax
        extensionReach = recognizers.map(\.extensionReach).max() ?? 0
        viewMargin = min(
            ViewSearch.marginMax, SuspectSearch.signWithin + (recognizers.map(\.viewMargin).max() ?? 0))
    }

    /// The rule of a finding; nil only for a finding of other rules.
    public func rule(_ id: RuleID) -> Rule? { rulesByID[id] }

    /// Scans a whole text.
    ///
    /// - Throws: `ScanError`. Treat it as “blocked”.
    public func findings(
        in text: Span<UInt8>,
        until deadline: ScanDeadline = .none
    ) throws(ScanError) -> [Finding] {
        var findings: [Finding] = []
        try Scanner(rules: self, until: deadline).scan(text, into: &findings)
        return findings
    }

    /// Scans a whole text as if there were no roster: for the rules' own examples, in which any school's people may be named.
    ///
    /// - Throws: `ScanError`. Treat it as “blocked”.
    public func findingsWithoutRoster(in text: Span<UInt8>) throws(ScanError) -> [Finding] {
        var findings: [Finding] = []
        try Scanner(rules: self, usesRoster: false).scan(text, into: &findings)
        return findings
    }
}

/// What is wrong with a set of rules; never empty.
public struct RuleErrors: Error, Equatable, Sendable {
    public let errors: [RuleError]
}
