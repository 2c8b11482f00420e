import Detection
import Redaction
import Testing

@Suite struct `The model of matters in a request` {
    /// What `hello there` comes to in these places.
    @Test(arguments: [
        (#"{"role":"user","content":"hello there"}"#, Verdict.block),
        (#"{"role":"system","content":"hello there"}"#, .block),
        (#"{"role":"tool","tool_call_id":"1","content":"hello there"}"#, .block),
        (#"{"role":"assistant","content":"hello there"}"#, .allow),
        (#"{"content":[{"type":"text","text":"hello there"}],"role":"assistant"}"#, .allow),
    ])
    func `judges what people and their tools say, not what the model said before`(
        message: String, expected: Verdict
    ) throws {
        let user = #"{"role":"user","content":""}"#
        let body = #"{"model":"m","messages":[\#(user),\#(message),\#(user)]}"#
        #expect(try inspector(isOnTrial: false).inspect(chat(body)).verdict == expected)
    }

    @Test func `judges what an answer is to begin with`() throws {
        let body = #"{"model":"m","messages":[{"role":"assistant","content":"hello there"}]}"#
        #expect(try inspector(isOnTrial: false).inspect(chat(body)).verdict == .block)
    }

    @Test func `judges no tool's description`() throws {
        let tool = #"{"type":"function","function":{"name":"f","description":"hello there"}}"#
        let body = #"{"model":"m","messages":[{"role":"user","content":""}],"tools":[\#(tool)]}"#
        #expect(try inspector(isOnTrial: false).inspect(chat(body)).verdict == .allow)
    }

    @Test(arguments: [true, false])
    func `blocks, and on trial is counted only`(isOnTrial: Bool) throws {
        let inspector = try inspector(isOnTrial: isOnTrial)
        let expected: Verdict = isOnTrial ? .allow : .block
        let text = try inspector.inspect(text: Array("hello there".utf8))
        #expect(text.verdict == expected)
        #expect(text.findings.isEmpty == isOnTrial && text.trials.isEmpty != isOnTrial)
        let inspection = try inspector.inspect(chat(saying: "hello there"))
        #expect(inspection.verdict == expected)
        #expect(inspection.trials.isEmpty != isOnTrial)
    }

    private func inspector(isOnTrial: Bool) throws -> Inspector {
        let rule = Rule(
            id: RuleID("told"), title: "told", entity: .sensitive, matcher: .matters, confidence: 60,
            isOnTrial: isOnTrial)
        let model = MatterModel(weights: Self.weights, scale: 1)
        return Inspector(
            rules: try CompiledRules(compiling: [rule], matters: model),
            policy: Policy(name: "toy", version: 1, treatments: [.sensitive: .block]))
    }

    /// “hello there” tells something, and nothing else does.
    private static let weights: [Int8] = {
        var weights = [Int8](repeating: -1, count: MatterFeatures.tableCount)
        MatterFeatures.forEachSentence(in: Array("hello there".utf8).span) { _, features in
            for feature in features where feature != 0 { weights[Int(feature)] = 100 }
        }
        return weights
    }()
}
