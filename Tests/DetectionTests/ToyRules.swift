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

/// Rules that look at what a scanner has to keep: neighbours, context, persons, lines.
let watchfulToyRules = [
    toy(
        "code", pattern: #"X\d{3}"#,
        context: .init(words: ["number"], within: 30, boost: 9, isRequired: false)),
    toy(
        "near", .uln, pattern: #"\d{5}"#,
        context: .init(words: ["uln", "learner"], within: 30, boost: 9, isRequired: true)),
    toy("veto", .phone, pattern: #"0\d{6}"#, vetoes: ["order"]),
    toy("name", .person, pattern: #"Mr (?<find>[A-Z][a-zé]{1,12})"#),
    toy("line", .caseRef, pattern: #"^ref: ?\w{1,8}$"#),
    toy("look", .trn, pattern: #"(?<=t=)\d{2}(?=;)"#),
    toy("term", .sensitive, words: ["ill", "free school meals"], linksPerson: true),
]

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
