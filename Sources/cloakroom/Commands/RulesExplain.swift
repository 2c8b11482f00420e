import ArgumentParser
import Detection
import Foundation
import Redaction
import Rules

/// `cloakroom rules explain`: why was something found, and why not.
struct RulesExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows, step by step, what each rule made of a text: why it found something, or why not.",
        discussion: "Offsets are bytes. The text itself is not shown."
    )

    @Argument(help: "A file, - for standard input, or the text itself.")
    var text: String

    @Option(help: "Explains only what stands at this byte of the text.")
    var at: Int?

    @OptionGroup var settings: SettingsOptions

    mutating func run() throws {
        let rules = try RuleSet.load(settings.load())
        let isFile = text == "-" || FileManager.default.fileExists(atPath: text)
        let bytes = isFile ? try InputFile.read(text) : Array(text.utf8)
        let inspection = try judged(bytes, named: isFile ? text : "the text", with: rules.inspector)
        if let at, !bytes.indices.contains(at) {
            throw fail(
                "The text has no byte \(at).", hint: "It has \(bytes.count) bytes, the first one is 0.",
                Exit.badInput)
        }
        let explanations = try explanations(of: bytes, rules).filter { explanation in
            at.map(explanation.bytes.contains) ?? true
        }
        let lines = LineIndex(bytes)
        for explanation in explanations { show(explanation, rules, lines) }
        if explanations.isEmpty { showNothing(bytes, rules) }
        if let table = inspection.table { say("a list of \(table.rowCount) people, which blocks as a whole") }
        say("verdict: \(inspection.verdict.rawValue)")
    }

    private func explanations(of bytes: [UInt8], _ rules: RuleSet) throws -> [Explanation] {
        do throws(ScanError) {
            return try rules.library.rules.explanations(of: bytes.span, nameLikelihoodMin: at == nil ? 10 : 0)
        } catch {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
    }

    private func show(_ explanation: Explanation, _ rules: RuleSet, _ lines: LineIndex) {
        let (line, column) = lines.place(of: explanation.bytes.lowerBound)
        let rule = rules.library.rules.rule(explanation.rule)
        say(
            "\(line):\(column) bytes \(explanation.bytes.lowerBound)–\(explanation.bytes.upperBound)  \(explanation.rule)  \(rule?.title ?? "")"
        )
        if explanation.isOnlySeen {
            say("    text        is disguised: its bytes match nothing, what a reader sees does")
        } else if !explanation.isOfModel {
            say("    pattern     matches")
        }
        for step in explanation.steps { say("    \(step.spoken)") }
        if let confidence = explanation.confidence, let rule {
            let verdict = rules.policy.policy.treatment(of: rule.entity).name
            say(
                "    → found: \(rule.entity.rawValue), confidence \(confidence), \(rule.isOnTrial ? "in shadow: nothing is done" : verdict)"
            )
        } else {
            say("    → not found")
        }
    }

    private func showNothing(_ bytes: [UInt8], _ rules: RuleSet) {
        say(at.map { "No rule's pattern matches at byte \($0)." } ?? "No rule's pattern matches.")
        guard let at else { return }
        if rules.library.rules.findsNames {
            say("The name model does not ask about it: it is not written like a name.")
        }
        let near = rules.library.rules.rulesWithContext(near: at, in: bytes.span)
        guard !near.isEmpty else { return }
        say(
            "Rules that look for words near this place, the nearest first; their pattern does not match here:"
        )
        for (rule, distance) in near.prefix(Self.nearRuleCountMax) {
            say("    \(rule), \(Explanation.Step.bytes(distance)) away")
        }
        if near.count > Self.nearRuleCountMax { say("    and \(near.count - Self.nearRuleCountMax) more") }
    }

    private static let nearRuleCountMax = 5
}

extension Explanation {
    /// Whether it is about a model or the roster, which have no pattern.
    fileprivate var isOfModel: Bool {
        switch steps.first {
        case .nameModel, .matterModel: true
        default: steps == [.roster] || steps == [.remembered]
        }
    }
}

extension Explanation.Step {
    fileprivate static func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

    /// What was asked, and the answer.
    fileprivate var spoken: String {
        switch self {
        case .nameModel(let likelihood, let needed):
            "model       a person's name with a likelihood of \(likelihood) %; \(needed) % are needed here"
        case .publicName:
            "public      the lists of public figures and characters hold it"
        case .noName:
            "doubt       likelier an abbreviation, a place, a plain word or the letter of a list's item"
        case .remembered:
            "memory      part of a name that stands elsewhere in the text for sure"
        case .roster:
            "roster      it is somebody's at the school"
        case .matterModel(let likelihood, let needed):
            "model       tells something about somebody with a likelihood of \(likelihood) %; \(needed) % are needed"
        case .validator(let validator, let accepts):
            "validator   \(validator.rawValue) \(accepts ? "accepts" : "refuses: wrong check digits or form")"
        case .context(let distance?, _, _):
            "context     a word stands \(Self.bytes(distance)) away"
        case .context(nil, let within, let isRequired):
            "context     no word within \(within) bytes\(isRequired ? ", and one is needed" : "")"
        case .companions(let areThere):
            "all_of      \(areThere ? "everything else that it needs stands near" : "something that it needs as well is not near")"
        case .veto(let distance):
            "unless      a word that vetoes stands \(Self.bytes(distance)) away"
        case .excluded:
            "exclude     the rule's file excludes this value"
        case .personLink(let isThere):
            "links       \(isThere ? "something points at a person" : "nothing within \(CompiledRules.personLinkWithin) bytes points at a person")"
        case .overlap(let winner):
            "overlap     lost to \(winner)"
        }
    }
}
