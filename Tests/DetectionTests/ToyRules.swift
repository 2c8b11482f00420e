import Detection

func toy(
    _ id: String,
    _ entity: EntityType = .upn,
    pattern: String? = nil,
    words: [String] = [],
    separators: String = "",
    validator: Validator? = nil,
    confidence: Int = 80,
    context: Rule.Context? = nil,
    vetoes: [String] = [],
    linksPerson: Bool = false
) -> Rule {
    Rule(
        id: RuleID(id), title: id, entity: entity,
        matcher: pattern.map { .pattern($0) } ?? .words(words, caseSensitive: false), separators: separators,
        validator: validator, confidence: confidence, context: context, vetoes: vetoes,
        linksPerson: linksPerson
    )
}

/// The found parts of a text, as `rule=part`.
func found(_ text: String, by rules: [Rule]) throws -> [String] {
    try found(text, by: CompiledRules(compiling: rules))
}

func found(_ text: String, by rules: CompiledRules) throws -> [String] {
    let bytes = Array(text.utf8)
    return try rules.findings(in: bytes.span).map { finding in
        "\(finding.rule)=\(String(decoding: bytes[finding.bytes], as: UTF8.self))"
    }
}
