import Detection
import TestSupport
import Testing
import Wire

@testable import Redaction

@Suite struct `An identifier cut up` {
    private func sent(_ contents: [String]) throws -> (verdict: Verdict, texts: [String]) {
        let messages = contents.map { #"{"role":"user","content":\#($0)}"# }.joined(separator: ",")
        let inspection = try toyInspector().inspect(
            chat(#"{"model":"m","messages":[\#(messages)]}"#))
        guard let body = inspection.body else { return (inspection.verdict, []) }
        let again = try APIRequest(body.bytes, to: .chatCompletions, limits: JSONLimits())
        return (inspection.verdict, again.segments.map { $0.text.string })
    }

    private func parts(_ texts: [String]) -> String {
        "[" + texts.map { #"{"type":"text","text":"\#($0)"}"# }.joined(separator: ",") + "]"
    }

    @Test func `by the parts of a message is found and replaced as one`() throws {
        let (verdict, texts) = try sent([parts(["number X1", "23 please"])])
        #expect(verdict == .redact)
        #expect(texts == ["number [UPN_1]", " please"])
    }

    @Test func `by two messages is found too, and its whole self has the same placeholder`() throws {
        let (verdict, texts) = try sent([#""number X12""#, #""3 please, X123""#])
        #expect(verdict == .redact)
        #expect(texts == ["number [UPN_1]", " please, [UPN_1]"])
    }

    @Test func `by three messages and more is found as one`() throws {
        let (verdict, texts) = try sent([#""number X""#, #""1""#, #""2""#, #""3 please""#])
        #expect(verdict == .redact)
        #expect(texts == ["number [UPN_1]", "", "", " please"])
    }

    @Test(arguments: [
        ["of X", "12", "3 now"], ["of ", "X", "1", "2", "3", " now"], ["o", "f", " X1", "2", "3", " now"],
        ["of X", "", "12", "", "3 now"],
    ])
    func `by many parts is replaced where it begins`(_ texts: [String]) throws {
        let (verdict, sent) = try sent([parts(texts)])
        #expect(verdict == .redact)
        #expect(sent.joined() == "of [UPN_1] now")
        #expect(sent.count == texts.count)
    }

    @Test func `is found in every cut of a text into parts`() throws {
        let text = "a X123, X456 and é X123 end"
        let characters = text.map(String.init)
        var random = SplitMix64(seed: 20_261_128)
        for _ in 0..<300 {
            var texts = [""]
            for character in characters {
                if Int.random(in: 0..<3, using: &random) == 0 { texts.append("") }
                texts[texts.endIndex - 1] += character
            }
            let (_, sent) = try sent([parts(texts)])
            #expect(sent.joined() == "a [UPN_1], [UPN_2] and é [UPN_1] end", "\(texts)")
        }
    }

    @Test func `between long texts is found at every border`() throws {
        let prose = String(repeating: "word ", count: 60)
        let (_, texts) = try sent([parts(["X1", "2", "3 \(prose) X", "4", "56 \(prose) é X7", "8", "9"])])
        #expect(
            texts == ["[UPN_1]", "", " \(prose) [UPN_2]", "", " \(prose) é [UPN_3]", "", ""])
    }

    @Test func `swallows what its pieces are found to be by themselves`() throws {
        // The second part has a UPN of its own.
        let (verdict, texts) = try sent([parts(["tel 99", "9999 X123"]), parts(["tel X123", "456"])])
        #expect(verdict == .redact)
        #expect(texts == ["tel ••••99", " [UPN_1]", "tel [UPN_1]", "456"])
    }

    @Test func `by something else than a border is none`() throws {
        let (verdict, texts) = try sent([#""number X12 and""#, #""3 please""#])
        #expect(verdict == .allow)
        #expect(texts == ["number X12 and", "3 please"])
    }

    @Test func `by texts of which each is an element of its own is none`() throws {
        let body = #"{"model":"m","input":["number X1","23"]}"#
        let apart = try APIRequest(Array(body.utf8), to: .embeddings, limits: JSONLimits())
        // Texts of their own, not of one conversation.
        #expect(try toyInspector().inspect(apart).verdict == .allow)
        let whole = try APIRequest(
            Array(#"{"model":"m","input":"number X123"}"#.utf8), to: .embeddings, limits: JSONLimits())
        #expect(try toyInspector().inspect(whole).verdict == .block)
    }

    @Test func `by as many parts as a request may have is found in time`() throws {
        let count = 39_000
        let numbers = (0..<count / 3).flatMap { _ in ["X", "1", "23 "] }
        let request = try chat(#"{"model":"m","messages":[{"role":"user","content":\#(parts(numbers))}]}"#)
        let clock = ContinuousClock()
        let start = clock.now
        let inspection = try toyInspector().inspect(request, until: .at(start + .seconds(20)))
        #expect(inspection.findings.count == count / 3)
        // Generous, for builds without optimisation: quadratic work takes minutes.
        #expect(clock.now - start < .seconds(20))
    }
}
