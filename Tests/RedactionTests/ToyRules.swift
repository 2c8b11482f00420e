import Detection
import Redaction
import Wire

/// Rules that are easy to see: `X123` is a UPN, `Mr Abc` a person, `card 1234` a card, `hush` a secret.
func toyRules() throws -> CompiledRules {
    func rule(_ id: String, _ entity: EntityType, _ pattern: String) -> Rule {
        Rule(id: RuleID(id), title: id, entity: entity, matcher: .pattern(pattern), confidence: 90)
    }
    return try CompiledRules(compiling: [
        rule("toy.upn", .upn, #"X\d{3}"#),
        rule("toy.person", .person, #"Mr (?<find>[A-Z][a-zé]{1,20})"#),
        rule("toy.card", .paymentCard, #"card (?<find>\d{4})"#),
        rule("toy.phone", .phone, #"tel (?<find>\d{6})"#),
        rule("toy.secret", .secret, "hush"),
        rule("toy.age", .age, #"aged \d{1,2}"#),
    ])
}

func toyPolicy(vectors: Policy.VectorTreatment = .block) -> Policy {
    var treatments: [EntityType: Policy.Treatment] = [:]
    for entity in EntityType.allCases { treatments[entity] = .redact(.pseudonymize) }
    treatments[.paymentCard] = .redact(.remove)
    treatments[.phone] = .redact(.mask(keepLast: 2))
    treatments[.secret] = .block
    treatments[.age] = .allow
    return Policy(name: "toy", version: 1, vectors: vectors, treatments: treatments)
}

func toyInspector() throws -> Inspector { Inspector(rules: try toyRules(), policy: toyPolicy()) }

func chat(_ text: String) throws -> APIRequest {
    try APIRequest(Array(text.utf8), to: .chatCompletions, limits: JSONLimits())
}

func chat(saying messages: String...) throws -> APIRequest {
    let list = messages.map { #"{"role":"user","content":"\#($0)"}"# }.joined(separator: ",")
    return try chat(#"{"model":"m","messages":[\#(list)]}"#)
}

extension [UInt8] {
    var string: String { String(decoding: self, as: UTF8.self) }
}
