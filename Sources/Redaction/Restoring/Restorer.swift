public import Wire

/// Brings values back into an answer that arrives in pieces, cut anywhere.
///
/// Each channel is a text of its own. Only a tail that may still become a placeholder is held back, a hundred bytes at most; everything
/// else passes at once, and a whole one with the character behind it, which tells whether its brackets are a link's. What a model made of a placeholder (`[person 1]`, `PERSON\_1`, `[OSOBA_1]`) is one where only one can be
/// meant. Values are not put where showing the answer could send them away: see `LinkGuard`.
///
/// Time is linear in the answer, memory constant for each channel.
public struct Restorer: ~Copyable, Sendable {
    /// What is known of a channel between two pieces.
    private struct Progress {
        var held: [UInt8] = []
        var ground = LinkGuard()
        /// Whether the channel has begun.
        var isOpen = false
    }

    private let vault: Vault
    /// Bits of the kinds that this exchange has placeholders of.
    private let entityBits: UInt64
    /// The channel of the last piece: the next one is nearly always of the same.
    private var channel = AnswerChannel(output: 0, field: "")
    private var progress = Progress()
    private var others: [AnswerChannel: Progress] = [:]

    /// How many placeholders were restored so far.
    public private(set) var restoredCount = 0
    /// How many placeholders were left because of where they stand: in a URL, a link's target or a tag.
    public private(set) var withheldCount = 0
    /// How many placeholders the model made up: of a kind that we know, of a number that nobody has.
    public private(set) var inventedCount = 0

    init(vault: consuming Vault) {
        entityBits = vault.values.keys.reduce(0) { $0 | PlaceholderWords.bit($1.entity) }
        self.vault = vault
    }

    /// Takes the next piece of a channel's text and returns what can be shown now.
    public mutating func feed(_ piece: [UInt8], on channel: AnswerChannel) -> [UInt8] {
        // Nothing was taken out, so nothing can come back.
        guard entityBits != 0 else { return piece }
        turn(to: channel)
        progress.isOpen = true
        guard !progress.held.isEmpty else { return pass(piece, isFinal: false) }
        let text = progress.held + piece
        progress.held = []
        return pass(text, isFinal: false)
    }

    /// Ends a channel and returns what was held back.
    public mutating func finish(_ channel: AnswerChannel) -> [UInt8] {
        turn(to: channel)
        let rest = progress.held.isEmpty ? [] : pass(progress.held, isFinal: true)
        progress = Progress()
        return rest
    }

    /// The channels that still hold text back, in no order.
    public var openChannels: [AnswerChannel] {
        others.filter { !$0.value.held.isEmpty }.map(\.key) + (progress.held.isEmpty ? [] : [channel])
    }

    /// Brings values back into a text that is there as a whole.
    public mutating func restore(_ text: [UInt8], on channel: AnswerChannel) -> [UInt8] {
        guard entityBits != 0 else { return text }
        turn(to: channel)
        progress = Progress()
        let shown = pass(text, isFinal: true)
        progress = Progress()
        return shown
    }

    private mutating func turn(to next: AnswerChannel) {
        guard channel != next else { return }
        if progress.isOpen { others[channel] = progress }
        progress = others.removeValue(forKey: next) ?? Progress()
        channel = next
    }
}

// MARK: - One text

extension Restorer {
    /// A text and what of it is shown.
    private struct Passage {
        let reader: PlaceholderReader
        /// What is shown up to `copied`.
        var shown: [UInt8] = []
        var copied = 0
        /// Everything before is decided, and the guard knows it.
        var at = 0

        var text: [UInt8] { reader.text }
        var isJSON: Bool { reader.isJSON }
        var isAtEnd: Bool { at == text.count }

        mutating func replace(to end: Int, by value: [UInt8]) {
            if copied == 0 { shown.reserveCapacity(text.count) }
            shown += text[copied..<at]
            if isJSON {
                JSONString.append(escapingContent: value.span, to: &shown)
            } else {
                shown += value
            }
            copied = end
            at = end
        }

        /// What is shown of all that is decided.
        consuming func result() -> [UInt8] {
            if copied == 0, isAtEnd { return text }
            shown += text[copied..<at]
            return shown
        }
    }

    private mutating func pass(_ text: [UInt8], isFinal: Bool) -> [UInt8] {
        var passage = Passage(
            reader: PlaceholderReader(
                text: text, isJSON: channel.isJSON, isFinal: isFinal, entityBits: entityBits))
        do throws(PlaceholderReader.Cut) {
            while !passage.isAtEnd {
                if progress.ground.isActive {
                    try watch(&passage)
                } else {
                    try search(&passage)
                }
            }
        } catch {
            progress.held = Array(text[passage.at...])
        }
        return passage.result()
    }

    /// Goes on to the next byte that means something, in ordinary text.
    private mutating func search(_ passage: inout Passage) throws(PlaceholderReader.Cut) {
        let text = passage.text
        let sign = passBySigns(to: &passage.at, in: text.span, isJSON: passage.isJSON)
        if progress.ground.isActive { return }
        let byte = sign < text.count ? text[sign] : 0
        var start = sign
        if byte == 0 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "\\") {
            let first = passage.at
            while start > first, text[start - 1].isASCIILetter { start -= 1 }
        }
        skip(to: start, in: &passage)
        if start < sign {
            // A word before a bar, or at the end of the piece.
            if progress.ground.isAtWordStart, try restore(&passage) { return }
            skip(to: sign, in: &passage)
        } else if sign < text.count {
            let isBracket = byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\\")
            if isBracket, try restore(&passage) { return }
            try step(&passage)
        }
    }

    /// Takes one byte where a value must not stand, or a placeholder to count.
    private mutating func watch(_ passage: inout Passage) throws(PlaceholderReader.Cut) {
        let byte = passage.text[passage.at]
        let isStart =
            byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\\")
            || (byte.isASCIILetter && progress.ground.isAtWordStart)
        if isStart, try restore(&passage) { return }
        try step(&passage)
    }

    /// Takes what can begin no placeholder, and returns where the next one might, unless a link or tag begins before.
    private mutating func passBySigns(to at: inout Int, in text: Span<UInt8>, isJSON: Bool) -> Int {
        while true {
            let sign = Self.nextSign(in: text, from: at, isJSON: isJSON)
            guard sign < text.count else { return sign }
            let byte = text[sign]
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "\""): return sign
            default: break
            }
            progress.ground.skip(text, at..<sign)
            progress.ground.take(byte)
            at = sign + 1
            if progress.ground.isActive { return at }
        }
    }

    @inline(__always)
    private static func nextSign(in text: Span<UInt8>, from start: Int, isJSON: Bool) -> Int {
        var at = start
        while at < text.count {
            let byte = text[at]
            if LinkGuard.isSign(byte) || (isJSON && byte == UInt8(ascii: "\"")) { break }
            at += 1
        }
        return at
    }

    private mutating func skip(to end: Int, in passage: inout Passage) {
        progress.ground.skip(passage.text.span, passage.at..<end)
        passage.at = end
    }
}

// MARK: - Bytes and placeholders

extension Restorer {
    /// Takes the placeholder that stands here, if there is one.
    private mutating func restore(_ passage: inout Passage) throws(PlaceholderReader.Cut) -> Bool {
        guard
            let reading = try passage.reader.placeholder(
                at: passage.at, isInBrackets: progress.ground.isInBrackets)
        else { return false }
        let values = reading.placeholders.compactMap { vault.values[$0] }
        if values.count == 1, !progress.ground.isWithholding {
            restoredCount += 1
            if reading.isLinkText { try step(&passage) }
            passage.replace(to: reading.isLinkText ? reading.end - 1 : reading.end, by: values[0])
            for byte in values[0] { progress.ground.take(byte) }
            return true
        }
        if values.count == 1 {
            withheldCount += 1
        } else if values.isEmpty, reading.isBracketed, !isWritten(reading) {
            inventedCount += 1
        }
        while passage.at < reading.end { try step(&passage) }
        return true
    }

    /// Whether the person wrote it, so that nobody made it up.
    private func isWritten(_ reading: PlaceholderReading) -> Bool {
        reading.entities.contains { vault.isReserved($0, reading.number) }
    }

    /// Takes one byte, or one escape.
    private mutating func step(_ passage: inout Passage) throws(PlaceholderReader.Cut) {
        let byte = passage.text[passage.at]
        if byte == UInt8(ascii: "\\") {
            try stepOverEscape(&passage)
        } else if passage.isJSON, byte == UInt8(ascii: "\"") {
            // Another string, another text.
            progress.ground = LinkGuard()
            passage.at += 1
        } else {
            progress.ground.take(byte)
            passage.at += 1
        }
    }

    private mutating func stepOverEscape(_ passage: inout Passage) throws(PlaceholderReader.Cut) {
        let rest = passage.text[passage.at...].prefix(6)
        let kind = rest.dropFirst().first
        if kind == nil, !passage.reader.isFinal { throw PlaceholderReader.Cut() }
        guard passage.isJSON else {
            // `\\` is one backslash; the second one does not escape what follows.
            let count = kind == UInt8(ascii: "\\") ? 2 : 1
            for byte in rest.prefix(count) { progress.ground.take(byte) }
            passage.at += count
            return
        }
        let count = kind == UInt8(ascii: "u") ? 6 : 2
        if rest.count < count, !passage.reader.isFinal { throw PlaceholderReader.Cut() }
        for byte in JSONString.unescaped(escape: rest.prefix(count)) { progress.ground.take(byte) }
        passage.at += min(count, rest.count)
    }
}
