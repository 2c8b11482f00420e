import Testing
import Wire

@testable import Redaction

@Suite struct `An identifier cut in two` {
    private func sent(_ contents: [String]) throws -> (verdict: Verdict, texts: [String]) {
        let messages = contents.map { #"{"role":"user","content":\#($0)}"# }.joined(separator: ",")
        let inspection = try toyInspector().inspect(
            chat(#"{"model":"m","messages":[\#(messages)]}"#))
        guard let body = inspection.body else { return (inspection.verdict, []) }
        let again = try APIRequest(body.bytes, to: .chatCompletions, limits: JSONLimits())
        return (inspection.verdict, again.segments.map { $0.text.string })
    }

    @Test func `by the parts of a message is found and replaced as one`() throws {
        let (verdict, texts) = try sent([
            #"[{"type":"text","text":"number X1"},{"type":"text","text":"23 please"}]"#
        ])
        #expect(verdict == .redact)
        #expect(texts == ["number [UPN_1]", " please"])
    }

    @Test func `by two messages is found too, and its whole self has the same placeholder`() throws {
        let (verdict, texts) = try sent([#""number X12""#, #""3 please, X123""#])
        #expect(verdict == .redact)
        #expect(texts == ["number [UPN_1]", " please, [UPN_1]"])
    }

    @Test func `by something else than a border is none`() throws {
        let (verdict, texts) = try sent([#""number X12 and""#, #""3 please""#])
        #expect(verdict == .allow)
        #expect(texts == ["number X12 and", "3 please"])
    }

    @Test func `blocks where one end cannot be rewritten`() throws {
        let body = #"{"model":"m","input":["number X1","23"]}"#
        let apart = try APIRequest(Array(body.utf8), to: .embeddings, limits: JSONLimits())
        // Texts of their own, not of one conversation.
        #expect(try toyInspector().inspect(apart).verdict == .allow)
        let whole = try APIRequest(
            Array(#"{"model":"m","input":"number X123"}"#.utf8), to: .embeddings, limits: JSONLimits())
        #expect(try toyInspector().inspect(whole).verdict == .block)
    }
}
