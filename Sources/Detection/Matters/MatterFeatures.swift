/// What the model of matters asks of a sentence, as places in its table.
///
/// Words and their beginnings, two and three words in a row, two with one between them; and, apart from these, the words of the
/// sentence before and of the one behind: “He told me. His uncle.” Whatever falls on one place shares a weight.
package struct MatterFeatures {
    package static let tableBits: UInt64 = 18
    package static let tableCount = 1 << Int(tableBits)

    /// What a feature is about; each a number that mixes well.
    private enum Kind: UInt64 {
        case word = 0x9E37_79B9_7F4A_7C15
        case beginning = 0xC2B2_AE3D_27D4_EB4F
        case stem = 0x1656_67B1_9E37_79F9
        case pair = 0x27D4_EB2F_1656_67C5
        case skip = 0x8542_2F1B_5A0C_3D27
        case three = 0xD6E8_FEB8_6659_FD93
        case before = 0xA076_1D64_78BD_642F
        case behind = 0xE703_7ED1_A0B4_28DB
    }

    /// Stand before the first word of a sentence and behind its last.
    private static let edge: UInt64 = 0x5851_F42D_4C95_7F2D

    private typealias Word = MatterText.Word

    private var features: [UInt32] = []
    private var seen = SeenFeatures()

    /// Calls `body` for every sentence of a text, with where it stands and its features, each once.
    package static func forEachSentence<Failure: Error>(
        in text: Span<UInt8>,
        _ body: (_ bytes: Range<Int>, _ features: [UInt32]) throws(Failure) -> Void
    ) throws(Failure) {
        var reader = MatterText()
        var features = MatterFeatures()
        var (before, words, behind): ([Word], [Word], [Word]) = ([], [], [])
        guard reader.next(&words, in: text) else { return }
        while let first = words.first, let last = words.last {
            _ = reader.next(&behind, in: text)
            features.read(words, between: before, and: behind)
            try body(first.bytes.lowerBound..<last.bytes.upperBound, features.features)
            swap(&before, &words)
            swap(&words, &behind)
        }
    }

    private mutating func read(_ words: [Word], between before: [Word], and behind: [Word]) {
        features.removeAll(keepingCapacity: true)
        seen.removeAll()
        // What all sentences share: how rare matters are.
        append(place: 0)
        var (last, secondLast) = (Self.edge, UInt64(0))
        for word in words {
            append(.word, word.whole)
            if word.beginning != 0 { append(.beginning, word.beginning) }
            if word.stem != 0 { append(.stem, word.stem) }
            appendRow(secondLast, last, word.whole)
            (secondLast, last) = (last, word.whole)
        }
        appendRow(secondLast, last, Self.edge)
        for word in before { append(.before, word.whole) }
        for word in behind { append(.behind, word.whole) }
    }

    @inline(__always)
    private mutating func appendRow(_ first: UInt64, _ second: UInt64, _ third: UInt64) {
        append(.pair, Self.joined(second, third))
        guard first != 0 else { return }
        append(.skip, Self.joined(first, third))
        append(.three, Self.joined(Self.joined(first, second), third))
    }

    @inline(__always)
    private static func joined(_ one: UInt64, _ other: UInt64) -> UInt64 {
        (one &* 0x9FB2_1C65_1E98_DF25) ^ (other &+ (one >> 32))
    }

    @inline(__always)
    private mutating func append(_ kind: Kind, _ value: UInt64) {
        let hash = KeyHash.hash(value ^ kind.rawValue)
        let mixed = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
        append(place: UInt32(truncatingIfNeeded: mixed >> (64 - Self.tableBits)))
    }

    /// Once: a word that comes ten times says it no louder.
    @inline(__always)
    private mutating func append(place: UInt32) {
        if seen.insert(place) { features.append(place) }
    }
}

/// The features that a sentence has already.
private struct SeenFeatures {
    /// Four times what the longest sentence between the longest has, so that a free slot is near: six of each word and three of the
    /// edge, one of each word beside, and the one that all share.
    private static let slotCount = 1_024

    /// A feature and one, or zero.
    private var slots = [UInt32](repeating: 0, count: slotCount)

    mutating func removeAll() {
        for slot in slots.indices { slots[slot] = 0 }
    }

    /// Whether it is new.
    @inline(__always)
    mutating func insert(_ feature: UInt32) -> Bool {
        var slot = Int(feature) & (Self.slotCount - 1)
        while slots[slot] != 0 {
            if slots[slot] == feature + 1 { return false }
            slot = (slot + 1) & (Self.slotCount - 1)
        }
        slots[slot] = feature + 1
        return true
    }
}
