import TestSupport
import Testing
import Wire

@Suite struct `An event stream` {
    static let streams: [(String, [String])] = [
        ("data: a\n\n", ["a"]),
        ("data: a\r\n\r\ndata:b\r\r", ["a", "b"]),
        (": ping\n\ndata: a\ndata: b\n\n", ["<heartbeat>", "a\nb"]),
        ("data: cut off", []),
        ("data: cut off\n", []),
        ("\u{FEFF}data: a\n\n", ["a"]),
        ("\u{FEFF}\u{FEFF}data: a\n\n", []),
        ("data\n\n", [""]),
        ("data:  two\n\n", [" two"]),
        ("event: x\n\n", []),
        ("event: x\ndata: a\n\ndata: b\n\n", ["x|a", "b"]),
        ("id: 7\nretry: 10\nother: x\ndata: a\n\n", ["a"]),
        ("data: {\"a\":\"é😀\"}\n\n", ["{\"a\":\"é😀\"}"]),
        ("\n\n\ndata: a\n\n\n\n", ["a"]),
        ("\r\n\r\ndata: a\r\ndata: b\r\n\r\n", ["a\nb"]),
        ("data: a\n\r\ndata: b\r\n\n", ["a", "b"]),
        ("data:\ndata\ndata:\n\n", ["\n\n"]),
        ("data: a\n: in between\ndata: b\n\n", ["<heartbeat>", "a\nb"]),
        ("event: x\nevent:\ndata: a\n\n", ["a"]),
        ("event: x\n\ndata: a\n\n", ["a"]),
        ("data : a\nDATA: a\n data: a\n\n", []),
        ("data: \u{FEFF}a:b\n\n", ["\u{FEFF}a:b"]),
        ("", []),
    ]

    @Test(arguments: streams)
    func `does not depend on where chunks are cut`(stream: String, expected: [String]) throws {
        for chunks in everySplit(of: Array(stream.utf8)) {
            var parser = EventStreamParser()
            var events: [ServerSentEvent] = []
            for chunk in chunks { try parser.feed(chunk.span, into: &events) }
            let shown = events.map { event in
                event.isHeartbeat
                    ? "<heartbeat>"
                    : (event.name.map { String(decoding: $0, as: UTF8.self) + "|" } ?? "")
                        + String(decoding: event.data, as: UTF8.self)
            }
            #expect(shown == expected)
        }
    }

    @Test func `with an event over the limit is an error`() {
        var parser = EventStreamParser(byteCountMax: 100)
        var events: [ServerSentEvent] = []
        #expect(throws: WireError.eventTooLarge(byteCountMax: 100)) {
            try parser.feed(Array("data: \(String(repeating: "x", count: 200))\n\n".utf8).span, into: &events)
        }
        var lines = EventStreamParser(byteCountMax: 100)
        #expect(throws: WireError.eventTooLarge(byteCountMax: 100)) {
            try lines.feed(Array(String(repeating: "data: xxxxxxxxxx\n", count: 20).utf8).span, into: &events)
        }
    }

    @Test(arguments: [
        ([0xEF], []), ([0xEF, 0xBB], []), ([0xEF, 0x0A] + Array("data: a\n\n".utf8), ["a"]),
        ([0xEF, 0xBB] + Array("data: a\n\ndata: b\n\n".utf8), ["b"]), ([0xEF, 0xBB, 0xBF, 0xEF, 0x0A], []),
    ])
    func `that starts with part of a byte order mark keeps it as text`(bytes: [UInt8], expected: [String])
        throws
    {
        for chunks in everySplit(of: bytes) {
            let (events, _) = try events(of: chunks)
            #expect(events.map { String(decoding: $0.data, as: UTF8.self) } == expected)
        }
    }

    @Test(arguments: [
        ("", false), ("data: a\n\n", false), ("data: a\r\n\r", false), (": x\n", false), ("\u{FEFF}", false),
        ("data: a", true), ("data: a\n", true), ("event: a\n", true), ("data: a\n\n:", true),
    ])
    func `tells whether its end cut something off`(stream: String, isCutOff: Bool) throws {
        for chunks in everySplit(of: Array(stream.utf8)) {
            #expect(try events(of: chunks).isCutOff == isCutOff)
        }
    }

    @Test func `takes an event of just the limit, however it is cut`() throws {
        let stream = Array("data: 4567\n\n".utf8)
        for chunks in everySplit(of: stream) {
            #expect(try events(of: chunks, byteCountMax: 10).events.count == 1)
            #expect(throws: WireError.eventTooLarge(byteCountMax: 9)) {
                try events(of: chunks, byteCountMax: 9)
            }
        }
    }

    @Test func `takes many events that are over the limit only together`() throws {
        let stream = Array(String(repeating: "event: x\ndata: 4567\n\n", count: 1_000).utf8)
        #expect(try events(of: [stream], byteCountMax: 20).events.count == 1_000)
    }

    @Test func `of a megabyte that comes byte by byte is one event`() throws {
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000)
        var parser = EventStreamParser()
        var events: [ServerSentEvent] = []
        for byte in Array("data:".utf8) + text + [0x0A, 0x0A] { try parser.feed([byte].span, into: &events) }
        #expect(events == [ServerSentEvent(data: text)])
    }

    private func events(
        of chunks: [[UInt8]],
        byteCountMax: Int = 1 << 20
    ) throws -> (events: [ServerSentEvent], isCutOff: Bool) {
        var parser = EventStreamParser(byteCountMax: byteCountMax)
        var events: [ServerSentEvent] = []
        for chunk in chunks { try parser.feed(chunk.span, into: &events) }
        let isCutOff = parser.finish(into: &events)
        return (events, isCutOff)
    }

    @Test func `is written so that it reads back`() throws {
        let events = [
            ServerSentEvent(data: Array("a\nb".utf8)),
            ServerSentEvent(name: Array("x".utf8), data: Array("{}".utf8)),
            .heartbeat, ServerSentEvent(data: []),
        ]
        var bytes: [UInt8] = []
        for event in events { EventStreamWriter.append(event, to: &bytes) }
        var parser = EventStreamParser()
        var read: [ServerSentEvent] = []
        try parser.feed(bytes.span, into: &read)
        #expect(read == events)
    }

    @Test(arguments: ["a\rb", "a\r\nevent: x", "a\r\rdata: x", "\r", "\n"])
    func `cannot be broken by the data of an event`(data: String) throws {
        var bytes: [UInt8] = []
        EventStreamWriter.append(ServerSentEvent(data: Array(data.utf8)), to: &bytes)
        let lines = data.utf8.map { $0 == 0x0D ? 0x0A : $0 }
        #expect(try events(of: [bytes]).events == [ServerSentEvent(data: lines)])
    }
}
