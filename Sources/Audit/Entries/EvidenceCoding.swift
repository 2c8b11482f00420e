/// Evidence in bytes.
enum EvidenceCoding {
    static func write(_ evidence: Evidence, to writer: inout EntryWriter) {
        writer.text("\(evidence.exchange)")
        writer.text(evidence.caller)
        writer.text(evidence.profile)
        writer.text(evidence.route)
        writer.text(evidence.verdict.rawValue)
        writer.optional(evidence.reason) { $0.text($1) }
        writer.optional(evidence.endpoint) { $0.text($1) }
        writer.optional(evidence.model) { $0.text($1) }
        writer.flag(evidence.isStreaming)
        writer.number(evidence.requestByteCount)
        writer.optional(evidence.sentByteCount) { $0.number($1) }
        writer.text(evidence.rulesDigest)
        writer.text(evidence.policyDigest)
        writer.list(evidence.tallies) { write($1, to: &$0) }
        writer.optional(evidence.school) { $0.text($1) }
        writer.optional(evidence.tokenPeriod) { $0.text($1) }
        writer.list(evidence.kept) { $0.kept($1) }
    }

    private static func write(_ tally: FindingTally, to writer: inout EntryWriter) {
        writer.text(tally.rule)
        writer.text(tally.entity)
        writer.text(tally.place)
        writer.number(tally.count)
        writer.number(tally.confidenceMax)
        writer.flag(tally.isOnTrial)
        writer.list(tally.spans) { writer, span in
            writer.number(span.bytes.lowerBound)
            writer.number(span.bytes.count)
            writer.word(span.token.word)
        }
    }

    static func read(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> Evidence {
        let exchange = try reader.exchange()
        let (caller, profile, route) = (try reader.text(), try reader.text(), try reader.text())
        let verdict = try reader.word(Evidence.Verdict.self)
        let reason = try reader.optional { (reader) throws(EntryReader.Malformed) in try reader.text() }
        let endpoint = try reader.optional { (reader) throws(EntryReader.Malformed) in try reader.text() }
        let model = try reader.optional { (reader) throws(EntryReader.Malformed) in try reader.text() }
        let isStreaming = try reader.flag()
        let requestByteCount = try reader.int()
        let sentByteCount = try reader.optional { (reader) throws(EntryReader.Malformed) in try reader.int() }
        var evidence = Evidence(
            exchange: exchange, caller: caller, profile: profile, route: route, verdict: verdict,
            rulesDigest: try reader.text(), policyDigest: try reader.text()
        )
        evidence.reason = reason
        evidence.endpoint = endpoint
        evidence.model = model
        evidence.isStreaming = isStreaming
        evidence.requestByteCount = requestByteCount
        evidence.sentByteCount = sentByteCount
        evidence.tallies = try reader.list { (reader) throws(EntryReader.Malformed) in
            try tally(&reader)
        }
        evidence.school = try reader.optional { (reader) throws(EntryReader.Malformed) in try reader.text() }
        evidence.tokenPeriod = try reader.optional { (reader) throws(EntryReader.Malformed) in
            try reader.text()
        }
        evidence.kept = try reader.keptList()
        return evidence
    }

    private static func tally(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> FindingTally {
        FindingTally(
            rule: try reader.text(), entity: try reader.text(), place: try reader.text(),
            count: try reader.int(), confidenceMax: try reader.int(),
            isOnTrial: try reader.flag(),
            spans: try reader.list { (reader) throws(EntryReader.Malformed) in try span(&reader) }
        )
    }

    private static func span(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> FindingSpan {
        let (start, count) = (try reader.int(), try reader.int())
        guard start >= 0, count >= 0, start <= Int.max - count else { throw EntryReader.Malformed() }
        return FindingSpan(
            bytes: start..<start + count, token: ValueToken(try reader.raw(ValueToken.byteCount)))
    }
}

extension EntryWriter {
    mutating func kept(_ kept: Kept) {
        text(kept.what.rawValue)
        raw(kept.digest)
        number(kept.byteCount)
    }
}

extension EntryReader {
    mutating func keptList() throws(Malformed) -> [Kept] {
        try list { (reader) throws(Malformed) in
            Kept(
                what: try reader.word(Kept.What.self), digest: Array(try reader.raw(32)),
                byteCount: try reader.int())
        }
    }
}
