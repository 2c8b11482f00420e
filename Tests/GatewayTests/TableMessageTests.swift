import Detection
import Redaction
import Testing
import Wire

@testable import Gateway

@Suite struct `What staff read about a list of people` {
    @Test(arguments: [
        ("a|X123|b", "Leave out column 2, which says who is meant"),
        ("X123|b|X456", "Leave out columns 1 and 3, which say who is meant"),
        ("X123 Mr Bloggs in", "Leave out the names and numbers, which say who is meant"),
    ])
    func `names the columns to leave out`(row: String, advice: String) throws {
        let rule = Rule(
            id: RuleID("toy"), title: "toy", entity: .upn, matcher: .pattern("X[0-9]{3}"), confidence: 90)
        let name = Rule(
            id: RuleID("name"), title: "name", entity: .person,
            matcher: .words(["Bloggs"], caseSensitive: true), confidence: 90)
        let rules = try CompiledRules(compiling: [rule, name])
        let policy = Policy(
            name: "toy", version: 1,
            treatments: [.upn: .redact(.pseudonymize), .person: .redact(.pseudonymize)])
        let text = Array(repeating: row, count: 3).joined(separator: "\\n")
        let body = #"{"model":"m","messages":[{"role":"user","content":"\#(text)"}]}"#
        let request = try APIRequest(Array(body.utf8), to: .chatCompletions, limits: JSONLimits())
        let inspection = try Inspector(rules: rules, policy: policy).inspect(request)
        let message = BlockMessage(inspection.findings, rules: rules, request)
        #expect(message.text.contains("Found in your last message: a list of 3 people."))
        #expect(message.text.contains(advice), "\(message.text)")
    }
}
