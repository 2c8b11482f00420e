@testable import Detection
@testable import Rules

extension RuleLibrary {
    /// The rules but those that ask a model, for what is said of patterns and views only.
    var rulesWithoutNames: CompiledRules {
        get throws { try CompiledRules(compiling: rules.rules.filter { !$0.matcher.isModel }) }
    }
}
