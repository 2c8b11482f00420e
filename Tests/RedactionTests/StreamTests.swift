import Detection
import Foundation
import TestSupport
import Testing
import Wire

@testable import Redaction

/// Streams of every API, cut everywhere.
@Suite struct `A stream of any API` {
    private static let text = "Dear [PERSON_1], é [UPN_1] and [UPN_7] ["
    private static let arguments = #"{"list":["[UPN_1]"],"to":"[PERSON_1]"}"#
    private static let restoredText = "Dear Bloggs, é X123 and [UPN_7] ["
    private static let restoredArguments = #"{"list":["X123"],"to":"Bloggs"}"#
    private let inspector: Inspector

    init() throws { inspector = try toyInspector() }

    private func restored(
        _ fixture: StreamFixture,
        _ pieces: [[UInt8]]
    ) throws -> (raw: [UInt8], events: [[String: Any]]) {
        let inspection = try inspector.inspect(chat(saying: #"X123 Mr Bloggs"#))
        let reader = AnswerReader(fixture.surface, limits: JSONLimits())
        var stream = AnswerStream(
            reader, framing: fixture.surface.framing,
            inspecting: inspector.answerGuard(after: inspection, until: .none),
            restorer: inspection.restorer(),
            eventByteCountMax: 1 << 16)
        var raw: [UInt8] = []
        for piece in pieces { try stream.feed(piece.span, into: &raw) }
        try stream.finish(into: &raw)
        return (raw, try Self.events(raw, fixture.surface.framing))
    }

    private static func events(_ raw: [UInt8], _ framing: AnswerFraming) throws -> [[String: Any]] {
        let blocks = String(decoding: raw, as: UTF8.self).split(separator: "\n").map { line in
            line.hasPrefix("data: ") ? line.dropFirst(6) : framing == .lines ? line : ""
        }
        return try blocks.filter { $0.hasPrefix("{") }.compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    @Test(arguments: StreamFixture.all)
    func `is restored the same for every cut of its bytes`(fixture: StreamFixture) throws {
        let stream = Array(
            fixture.make(["Dear [PER", "SON_1], é [UP", "N_1] and [UPN_7] ["], [Self.arguments]).utf8)
        let whole = try restored(fixture, [stream])
        let (text, arguments) = fixture.read(whole.events)
        #expect(text == Self.restoredText)
        #expect(arguments == Self.restoredArguments)
        for pieces in everySplit(of: stream) { #expect(try restored(fixture, pieces).raw == whole.raw) }
    }

    @Test(arguments: StreamFixture.all)
    func `is restored wherever its texts are cut into events`(fixture: StreamFixture) throws {
        let characters = Self.text.map(String.init)
        let sources = Self.arguments.map(String.init)
        for count in [1, 2, 3, 7] {
            let pieces = stride(from: 0, to: characters.count, by: count).map {
                characters[$0..<min($0 + count, characters.count)].joined()
            }
            let arguments = stride(from: 0, to: sources.count, by: count).map {
                sources[$0..<min($0 + count, sources.count)].joined()
            }
            let stream = fixture.make(pieces, arguments)
            let (_, events) = try restored(fixture, [Array(stream.utf8)])
            let read = fixture.read(events)
            #expect(read.text == Self.restoredText)
            #expect(read.arguments == Self.restoredArguments)
        }
    }

    @Test(arguments: StreamFixture.all)
    func `repeats the restored text wherever it repeats its text`(fixture: StreamFixture) throws {
        let stream = fixture.make(Self.text.map(String.init), [Self.arguments])
        let events = try restored(fixture, [Array(stream.utf8)]).events
        let expected = fixture.repeats(try Self.events(Array(stream.utf8), fixture.surface.framing))
        #expect(fixture.repeats(events) == expected.map { _ in Self.restoredText })
        if fixture.surface == .responses { #expect(expected.count >= 4) }
    }

    @Test func `that counts its events counts those that are put in as well`() throws {
        let fixture = try #require(StreamFixture.all.first { $0.surface == .responses })
        let stream = fixture.make(Self.text.map(String.init), [Self.arguments])
        let events = try restored(fixture, [Array(stream.utf8)]).events
        #expect(events.compactMap { $0["sequence_number"] as? Int } == Array(0..<events.count))
    }

    @Test(arguments: StreamFixture.all)
    func `that is cut off is not done, and shows all that had come`(fixture: StreamFixture) throws {
        let stream = fixture.make(["Dear [PER", "SON_1], é [UP"], [Self.arguments])
        let ends = fixture.framing == .lines ? "\n" : "\n\n"
        let events = stream.components(separatedBy: ends).dropLast().map { $0 + ends }
        var doneCount = 0
        for count in 0...events.count {
            let inspection = try inspector.inspect(chat(saying: #"X123 Mr Bloggs"#))
            var machine = AnswerStream(
                AnswerReader(fixture.surface, limits: JSONLimits()), framing: fixture.framing,
                inspecting: inspector.answerGuard(after: inspection, until: .none),
                restorer: inspection.restorer(), eventByteCountMax: 1 << 16)
            var raw: [UInt8] = []
            let came = events.prefix(count).joined()
            try machine.feed(Array(came.utf8).span, into: &raw)
            try machine.finish(into: &raw)
            doneCount += machine.isDone ? 1 : 0
            #expect(!machine.isDone || count == events.count)
            let (text, _) = fixture.read(try Self.events(raw, fixture.framing))
            let (written, _) = fixture.read(try Self.events(Array(came.utf8), fixture.framing))
            #expect(
                text
                    == written.replacing("[PERSON_1]", with: "Bloggs").replacing("[UPN_1]", with: "X123"))
            #expect(raw.string.contains("[DONE]") == came.contains("[DONE]"))
        }
        #expect(doneCount == 1)
    }

    @Test(arguments: StreamFixture.all)
    func `shows no piece of a placeholder of ours on its way`(fixture: StreamFixture) throws {
        let stream = Array(fixture.make(Self.text.map(String.init), [Self.arguments]).utf8)
        let inspection = try inspector.inspect(chat(saying: #"X123 Mr Bloggs"#))
        var machine = AnswerStream(
            AnswerReader(fixture.surface, limits: JSONLimits()), framing: fixture.surface.framing,
            inspecting: inspector.answerGuard(after: inspection, until: .none),
            restorer: inspection.restorer(), eventByteCountMax: 1 << 16)
        var shown: [UInt8] = []
        for byte in stream {
            try machine.feed([byte].span, into: &shown)
            let events = (try? Self.events(shown, fixture.surface.framing)) ?? []
            let text = fixture.read(events).text
            #expect(Self.restoredText.hasPrefix(text), "\(text)")
        }
    }
}
