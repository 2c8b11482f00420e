import Detection
import Redaction
import Testing

@Suite struct `The model of matters in a request` {
    @Test(arguments: [true, false])
    func `blocks, and on trial is counted only`(isOnTrial: Bool) throws {
        let rule = Rule(
            id: RuleID("told"), title: "told", entity: .sensitive, matcher: .matters, confidence: 60,
            isOnTrial: isOnTrial)
        // To this one every sentence tells something.
        let model = MatterModel(
            weights: Array(repeating: 100, count: MatterFeatures.tableCount), scale: 1, threshold: 0)
        let inspector = Inspector(
            rules: try CompiledRules(compiling: [rule], matters: model),
            policy: Policy(name: "toy", version: 1, treatments: [.sensitive: .block]))
        let expected: Verdict = isOnTrial ? .allow : .block
        let text = try inspector.inspect(text: Array("hello there".utf8))
        #expect(text.verdict == expected)
        #expect(text.findings.isEmpty == isOnTrial && text.trials.isEmpty != isOnTrial)
        let inspection = try inspector.inspect(chat(saying: "hello there"))
        #expect(inspection.verdict == expected)
        #expect(inspection.trials.isEmpty != isOnTrial)
    }
}
