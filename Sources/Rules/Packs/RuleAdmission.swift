public import Detection

extension RuleLibrary {
    /// Measures the rules on the texts that are hardest for them: a rule that is too slow, or fails there, would keep
    /// the whole gateway busy.
    ///
    /// Takes about a millisecond a rule. Rules that `known` already had are not measured again: what was let in stays
    /// in, and a reload is quick.
    ///
    /// - Returns: A warning for each rule that is slow.
    /// - Throws: An error for each rule that is refused, with all warnings.
    public func admit(known: CompiledRules? = nil) throws(RuleDiagnostics) -> [RuleDiagnostic] {
        let authored = packs.flatMap(\.rules)
        let found = rules.probes(unlessIn: known).compactMap { id, probe in
            authored.first { $0.rule.id == id }.flatMap { RuleAdmission.diagnostic(of: $0, probe) }
        }
        guard !found.contains(where: { $0.severity == .error }) else { throw RuleDiagnostics(found) }
        return found
    }
}

/// What is said about a rule that was measured.
enum RuleAdmission {
    static func diagnostic(of rule: AuthoredRule, _ probe: RuleProbe) -> RuleDiagnostic? {
        let isRefused = probe.error != nil || probe.bytesPerSecond < RuleProbe.refusedBytesPerSecond
        guard isRefused || probe.bytesPerSecond < RuleProbe.warnedBytesPerSecond else { return nil }
        let problem =
            probe.error.map { "on a text made for it: \($0.problem)" }
            ?? "reads \(shown(probe.bytesPerSecond)) MB a second of a text made for it"
        return RuleDiagnostic(
            severity: isRefused ? .error : .warning, code: .tooSlow, file: rule.file,
            line: rule.matcherPlace.line,
            column: rule.matcherPlace.column, problem: "Rule `\(rule.rule.id)` \(problem).",
            hint:
                "It should read \(shown(RuleProbe.warnedBytesPerSecond)) MB a second. Let fewer parts of the pattern repeat, lower the counts, or let parts that follow one another share no characters."
        )
    }

    private static func shown(_ bytesPerSecond: Double) -> String {
        let tenths = Int(bytesPerSecond / 1e5)
        return tenths >= 100 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
