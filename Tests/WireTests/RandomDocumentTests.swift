import Foundation
import TestSupport
import Testing

@testable import Wire

/// What Wire reads, compared with what another parser reads.
@Suite struct `Of random documents` {
    @Test func `every one that JSON allows is read as another parser reads it`() throws {
        var random = Self.random(seed: 7)
        for _ in 0..<2_000 {
            let bytes = Array(RandomJSON.value(&random).utf8)
            try Self.compare(JSONTape(parsing: bytes, limits: JSONLimits()))
        }
    }

    @Test func `a damaged one is refused or read as another parser reads it`() throws {
        var random = Self.random(seed: 8)
        for _ in 0..<10_000 {
            let bytes = Self.damaged(Array(RandomJSON.value(&random).utf8), &random)
            guard let tape = try? JSONTape(parsing: bytes, limits: JSONLimits()) else { continue }
            try Self.compare(tape)
        }
    }

    @Test func `a damaged request is refused or shows every text that another parser reads`() throws {
        var random = Self.random(seed: 9)
        var readCount = 0
        for _ in 0..<10_000 {
            let whole = RandomJSON.request(&random)
            let bytes = Self.damaged(Array(whole.utf8), &random)
            guard let chat = try? APIRequest(bytes, to: .chatCompletions, limits: JSONLimits()) else {
                continue
            }
            readCount += 1
            #expect(chat.rewriting([]) == bytes)
            let object = try JSONSerialization.jsonObject(with: Data(bytes))
            // Words of closed lists are no segments.
            let closed = Set([chat.model, "text", "system", "developer", "user", "assistant"])
            let shown = chat.segments.filter { $0.kind == .string }
                .map { String(decoding: $0.text, as: UTF8.self) }
            let expected = Leaves.strings(object).filter { !closed.contains($0) }
            #expect(shown.filter { !closed.contains($0) }.sorted() == expected.sorted())
        }
        // Most damage hits the grammar, but not so much that nothing was compared.
        #expect(readCount > 200)
    }

    @Test func `a request whose texts are rewritten reads back as the new texts`() throws {
        var random = Self.random(seed: 10)
        for _ in 0..<1_000 {
            let chat = try APIRequest(
                Array(RandomJSON.request(&random).utf8), to: .chatCompletions, limits: JSONLimits())
            var expected = chat.segments.map(\.text)
            var replacements: [(segment: Int, text: [UInt8])] = []
            for (index, segment) in chat.segments.enumerated()
            where segment.kind == .string && Bool.random(using: &random) {
                expected[index] = Array(RandomJSON.text(&random).utf8)
                replacements.append((index, expected[index]))
            }
            let body = chat.rewriting(replacements)
            let again = try APIRequest(body, to: .chatCompletions, limits: JSONLimits())
            #expect(again.segments.map(\.text) == expected)
            #expect(again.segments.map(\.place) == chat.segments.map(\.place))
        }
    }

    private static func random(seed: UInt64) -> SplitMix64 {
        print("seed \(seed)")
        return SplitMix64(seed: seed)
    }

    /// The document with one byte changed, put in, taken out, or cut off at.
    private static func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(Array("\"\\{}[],:u0 ".utf8).randomElement(using: &random) ?? 0, at: place)
        case 2: bytes.remove(at: place)
        default: bytes.removeSubrange(place...)
        }
        return bytes
    }

    private static func compare(_ tape: JSONTape) throws {
        func texts(_ kind: JSONTape.Kind) -> [String] {
            tape.nodes.indices.filter { tape.kind($0) == kind }
                .map { String(decoding: tape.text($0), as: UTF8.self) }.sorted()
        }
        let object = try JSONSerialization.jsonObject(with: Data(tape.bytes), options: [.fragmentsAllowed])
        #expect(texts(.string) == Leaves.strings(object).sorted())
        #expect(texts(.key) == Leaves.keys(object).sorted())
    }
}
