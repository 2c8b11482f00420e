import Detection

/// The examples of a library, run with all its rules at once.
public struct ExampleRun: Sendable {
    /// How many examples there are.
    public let count: Int
    /// One for each example that failed.
    public let failures: [RuleDiagnostic]

    /// Runs every example of every rule that is not switched off.
    public init(of library: RuleLibrary) {
        var count = 0
        var failures: [RuleDiagnostic] = []
        for authored in library.packs.flatMap(\.rules) where authored.mode != .off {
            for example in authored.examples {
                count += 1
                if let failure = Self.failure(of: example, of: authored, under: library.rules) {
                    failures.append(failure)
                }
            }
        }
        self.count = count
        self.failures = failures
    }

    private static func failure(
        of example: RuleExample,
        of authored: AuthoredRule,
        under rules: CompiledRules
    ) -> RuleDiagnostic? {
        let all: [Finding]
        do throws(ScanError) {
            let text = example.text.span
            all = try rules.telling(besides: rules.findingsWithoutRoster(in: text), in: text)
        } catch {
            return diagnostic(.notFound, example, authored, error.problem, hint: error.hint)
        }
        let found = all.filter { $0.rule == authored.rule.id }.map(\.bytes)
        guard found != example.finds else { return nil }
        if example.isSkip {
            let where_ = found.map(shown).joined(separator: ", ")
            return diagnostic(
                .foundInSkip, example, authored, "Rule `\(authored.rule.id)` finds something at \(where_).",
                hint: "Make the pattern stricter, or add a validator, context or `unless`."
            )
        }
        let winners = Set(
            all.filter { finding in example.finds.contains { $0.overlaps(finding.bytes) } }.map(\.rule)
        )
        .subtracting([authored.rule.id])
        let lost = winners.map(\.rawValue).sorted().joined(separator: ", ")
        let wanted = example.finds.map(shown).joined(separator: ", ")
        let got = found.isEmpty ? "nothing" : found.map(shown).joined(separator: ", ")
        return diagnostic(
            .notFound, example, authored,
            "Rule `\(authored.rule.id)` should find \(wanted) and finds \(got).",
            hint: winners.isEmpty
                ? "Check pattern, validator and context words." : "It overlaps a finding of \(lost)."
        )
    }

    private static func shown(_ range: Range<Int>) -> String {
        "bytes \(range.lowerBound)–\(range.upperBound)"
    }

    private static func diagnostic(
        _ code: RuleDiagnostic.Code,
        _ example: RuleExample,
        _ authored: AuthoredRule,
        _ problem: String,
        hint: String
    ) -> RuleDiagnostic {
        RuleDiagnostic(
            severity: .error, code: code, file: authored.file, line: example.line, column: example.column,
            problem: problem, hint: hint
        )
    }
}
