import Detection
import Foundation
import Yams

/// Reads one pack.
struct PackReader {
    static let packKeys = ["pack", "version", "review_by", "source", "define", "lists", "rules"]
    static let ruleKeys = [
        "id", "title", "why", "entity", "pattern", "words", "model", "case", "separators", "validator",
        "extend",
        "confidence",
        "context",
        "requires", "all_of", "unless", "exclude", "links", "sensitivity", "mode", "examples",
    ]

    var reader: YAMLReader
    /// What the pack's rules may refer to.
    var definitions: Definitions
    private let expectedID: String
    private let level: Rule.Level
    private let today: CalendarDay

    /// Takes the id that the path below `packs` says, `uk.schools.pupil`, and what all packs may refer to.
    init(
        file: String,
        expectedID: String,
        level: Rule.Level = .trust,
        shared: Definitions = Definitions(),
        today: CalendarDay
    ) {
        reader = YAMLReader(file: file)
        definitions = shared
        self.expectedID = expectedID
        self.level = level
        self.today = today
    }

    /// The pack, or nil; what is wrong stands in `reader.diagnostics`.
    ///
    /// A pack with errors in some rules is returned with the others, so that they are checked in the same
    /// run.
    mutating func read(_ bytes: Data) -> RulePack? {
        guard let node = reader.compose(bytes),
            let fields = reader.fields(node, of: "the pack", known: Self.packKeys)
        else { return nil }
        if let idNode = reader.required("pack", in: fields), let id = reader.text(idNode), id != expectedID {
            reader.report(
                .packNotAtPath, idNode, "The pack is called `\(id)` but its path says `\(expectedID)`.",
                hint: "Rename one of them."
            )
        }
        let version = reader.number("version", in: fields, from: 1...1_000_000) ?? 1
        let reviewBy = readReviewBy(fields)
        let source = reader.text("source", in: fields, hint: "Say where the format is described.") ?? ""
        readDefinitions(fields)
        let rules = readRuleNodes(fields)
        return RulePack(
            id: expectedID, version: version, reviewBy: reviewBy ?? today, source: source,
            rules: rules.compactMap { readRule($0) }
        )
    }

    /// Only the pack that lends its definitions to others may do without rules.
    private mutating func readRuleNodes(_ fields: YAMLFields) -> [Node] {
        if expectedID == Definitions.sharedPackID, fields["rules"] == nil { return [] }
        return reader.required("rules", in: fields).map { reader.list($0) } ?? []
    }

    private mutating func readReviewBy(_ fields: YAMLFields) -> CalendarDay? {
        guard let node = reader.required("review_by", in: fields), let day = reader.day(node) else {
            return nil
        }
        if day < today {
            reader.warn(
                .pastReview, node, "This pack was to be reviewed by \(day).",
                hint: "Check it against its source, then move the date."
            )
        }
        return day
    }

    private mutating func readRule(_ node: Node) -> AuthoredRule? {
        guard let fields = reader.fields(node, of: "a rule", known: Self.ruleKeys) else { return nil }
        let id = reader.text("id", in: fields)
        let title = reader.text("title", in: fields, hint: "Staff read it in a block message.")
        let why = reader.text("why", in: fields, hint: "Say why this matters, in one sentence.")
        let entity = reader.required("entity", in: fields)
            .flatMap { reader.word($0, as: EntityType.self, what: "entity") }
        let (matcher, matcherNode) = readMatcher(fields)
        let validator = fields["validator"].flatMap { reader.word($0, as: Validator.self, what: "validator") }
        let findingExtension = fields["extend"]
            .flatMap { reader.word($0, as: FindingExtension.self, what: "extension") }
        let confidence = reader.number("confidence", in: fields, from: 0...100)
        let context = readContext(fields)
        let sensitivity = fields["sensitivity"]
            .flatMap { reader.word($0, as: Rule.Sensitivity.self, what: "sensitivity") }
        let mode = readMode(fields)
        let examples = matcher == .roster && fields["examples"] == nil ? [] : readExamples(fields)
        guard let id, let title, let why, let entity, let matcher, let matcherNode, let confidence else {
            return nil
        }
        let rule = Rule(
            id: RuleID(id), title: title, entity: entity, matcher: matcher,
            separators: reader.optionalText("separators", in: fields) ?? "", validator: validator,
            findingExtension: findingExtension,
            confidence: confidence, context: context, companions: readCompanions(fields),
            vetoes: words("unless", in: fields),
            exclusions: readExclusions(fields),
            linksPerson: readLinks(fields), sensitivity: sensitivity ?? .normal, level: level,
            isOnTrial: mode == .shadow
        )
        return AuthoredRule(
            rule: rule, why: why, mode: mode, examples: examples, file: reader.file,
            line: node.mark?.line ?? 0,
            matcherPlace: (matcherNode.mark?.line ?? 0, matcherNode.mark?.column ?? 0)
        )
    }
}

// MARK: - Parts of a rule

extension PackReader {
    private enum Model: String, CaseIterable {
        case names, roster, matters

        var matcher: Rule.Matcher {
            switch self {
            case .names: .names
            case .roster: .roster
            case .matters: .matters
            }
        }
    }

    private enum LetterCase: String, CaseIterable {
        case exact, any
    }

    private mutating func readMatcher(_ fields: YAMLFields) -> (Rule.Matcher?, Node?) {
        if let model = fields["model"] {
            if let other = fields["pattern"] ?? fields["words"] {
                reader.report(
                    .unknownKey, other, "A rule has a pattern, words or a model.", hint: "Make it two rules.")
            }
            return (reader.word(model, as: Model.self, what: "model")?.matcher, model)
        }
        switch (fields["pattern"], fields["words"]) {
        case (let pattern?, nil):
            if let node = fields["case"] {
                reader.report(
                    .unknownKey, node, "`case` goes with `words`, not with `pattern`.",
                    hint: "Start the pattern with (?i) to match any case."
                )
            }
            return (reader.text(pattern).flatMap { expanded($0, pattern) }.map { .pattern($0) }, pattern)
        case (nil, let words?):
            let letterCase =
                fields["case"].flatMap { reader.word($0, as: LetterCase.self, what: "case") } ?? .any
            guard let list = self.words(words) else { return (nil, nil) }
            return (.words(list, caseSensitive: letterCase == .exact), words)
        case (.some, let words?):
            reader.report(
                .unknownKey, words, "A rule has a pattern or words, not both.", hint: "Make it two rules.")
        case (nil, nil):
            reader.report(
                .missingKey, fields.node, "A rule needs the key `pattern` or `words`.", hint: nil
            )
        }
        return (nil, nil)
    }

    private mutating func readContext(_ fields: YAMLFields) -> Rule.Context? {
        let isRequired = readRequires(fields)
        guard let node = fields["context"] else {
            if isRequired, let requires = fields["requires"] {
                reader.report(
                    .missingKey, requires, "`requires: context` needs the key `context`.",
                    hint: "Add context: { words: [...], within: 40, boost: 0 }."
                )
            }
            return nil
        }
        guard let context = reader.fields(node, of: "the context", known: ["words", "within", "boost"]) else {
            return nil
        }
        let words = reader.required("words", in: context).flatMap { self.words($0) }
        let within = reader.number("within", in: context, from: 1...1_000)
        let boost = reader.optionalNumber("boost", in: context, from: 0...100) ?? 0
        guard let words, let within else { return nil }
        return Rule.Context(words: words, within: within, boost: boost, isRequired: isRequired)
    }

    private mutating func readCompanions(_ fields: YAMLFields) -> Rule.Companions? {
        guard let node = fields["all_of"],
            let companions = reader.fields(node, of: "`all_of`", known: ["patterns", "within"])
        else { return nil }
        let within = reader.number("within", in: companions, from: 1...1_000)
        let patterns = reader.required("patterns", in: companions).map { list in
            reader.list(list).compactMap { node in
                reader.text(node).flatMap { expanded($0, node) }
            }
        }
        guard let within, let patterns else { return nil }
        return Rule.Companions(patterns: patterns, within: within)
    }

    private enum Requirement: String, CaseIterable {
        case context
    }

    private mutating func readRequires(_ fields: YAMLFields) -> Bool {
        fields["requires"].flatMap { reader.word($0, as: Requirement.self, what: "requirement") } != nil
    }

    /// The values that are excluded today.
    ///
    /// Each list says who answers for it, why and until when; one that ran out excludes nothing any more.
    private mutating func readExclusions(_ fields: YAMLFields) -> [String] {
        guard let node = fields["exclude"] else { return [] }
        return reader.list(node).flatMap { item -> [String] in
            let known = ["values", "owner", "reason", "expires"]
            guard let exclusion = reader.fields(item, of: "an exclusion", known: known) else { return [] }
            _ = reader.text("owner", in: exclusion, hint: "Say who answers for it.")
            _ = reader.text("reason", in: exclusion, hint: "Say why these values may leave.")
            let values =
                reader.required("values", in: exclusion) == nil ? [] : reader.texts("values", in: exclusion)
            guard let dayNode = reader.required("expires", in: exclusion), let day = reader.day(dayNode)
            else {
                return []
            }
            guard day < today else { return values }
            reader.warn(
                .expiredExclusion, dayNode, "This exclusion ran out on \(day) and excludes nothing any more.",
                hint: "Check that it is still needed, then move the date; or remove it.")
            return []
        }
    }

    private enum Link: String, CaseIterable {
        case person
    }

    private mutating func readLinks(_ fields: YAMLFields) -> Bool {
        fields["links"].flatMap { reader.word($0, as: Link.self, what: "link") } != nil
    }

    private mutating func readMode(_ fields: YAMLFields) -> AuthoredRule.Mode {
        fields["mode"].flatMap { reader.word($0, as: AuthoredRule.Mode.self, what: "mode") } ?? .on
    }

    private mutating func readExamples(_ fields: YAMLFields) -> [RuleExample] {
        guard let node = reader.required("examples", in: fields, hint: "A rule's examples are its test."),
            let examples = reader.fields(node, of: "the examples", known: ["find", "skip"])
        else { return [] }
        return readExamples("find", in: examples) + readExamples("skip", in: examples)
    }

    private mutating func readExamples(_ key: String, in fields: YAMLFields) -> [RuleExample] {
        guard let node = fields[key] else {
            reader.report(
                .missingExample, fields.node, "The examples have no `\(key)` list.",
                hint: key == "find"
                    ? "Add a text with «…» around what is found." : "Add a text that looks similar."
            )
            return []
        }
        let items = reader.list(node)
        if items.isEmpty, node.sequence != nil {
            reader.report(
                .missingExample, node, "The list `\(key)` is empty.", hint: "A rule's examples are its test.")
        }
        return items.compactMap { item in
            guard let text = reader.text(item) else { return nil }
            let mark = item.mark
            let example = RuleExample(marked: text, line: mark?.line ?? 0, column: mark?.column ?? 0)
            guard let example, example.isSkip == (key == "skip") else {
                reader.report(
                    .badExample, item,
                    key == "find"
                        ? "A find example needs «…» marks, in pairs." : "A skip example has no «…» marks.",
                    hint: "Mark exactly what must be found, in `find` only."
                )
                return nil
            }
            return example
        }
    }
}
