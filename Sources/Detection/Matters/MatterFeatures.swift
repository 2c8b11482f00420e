/// What the model of matters asks of a sentence, as places in its table.
///
/// Words and their beginnings, two words in a row; and, apart from these, the words of the sentence before and of the one
/// behind: “He told me. His uncle.” Whatever falls on one place shares a weight. Longer rows and stems were tried: they
/// found no more at the same number of mistakes, and cost as much again.
package enum MatterFeatures {
    package static let tableBits: UInt64 = 18
    package static let tableCount = 1 << Int(tableBits)

    /// A feature of a sentence, or what one of its words says to the sentence beside it.
    enum Part {
        case own, toNext, toLast
    }

    /// What a feature is about; each a number that mixes well.
    private enum Kind: UInt64 {
        case word = 0x9E37_79B9_7F4A_7C15
        case beginning = 0xC2B2_AE3D_27D4_EB4F
        case pair = 0x27D4_EB2F_1656_67C5
        case before = 0xA076_1D64_78BD_642F
        case behind = 0xE703_7ED1_A0B4_28DB
    }

    /// Stands before the first word of a sentence and behind its last.
    private static let edge: UInt64 = 0x5851_F42D_4C95_7F2D

    /// What all sentences share: how rare matters are.
    private static let shared: UInt32 = 0

    /// Calls `take` with each feature of a sentence and what it says to those beside it.
    ///
    /// - Parameters:
    ///   - words: Of the sentence.
    ///   - seen: Room to work in.
    ///   - take: Is told the feature's place in the table.
    @inline(__always)
    static func read(_ words: [MatterWord], _ seen: inout SeenWords, _ take: (Part, UInt32) -> Void) {
        take(.own, shared)
        seen.removeAll()
        var last = edge
        for word in words {
            let whole = word.whole
            // Once: a word that comes ten times says it no louder.
            if seen.insert(whole) {
                take(.own, place(.word, whole))
                if let beginning = word.beginning { take(.own, place(.beginning, beginning)) }
                take(.own, place(.pair, row(last, whole)))
                take(.toNext, place(.before, whole))
                take(.toLast, place(.behind, whole))
            }
            last = whole
        }
        take(.own, place(.pair, row(last, edge)))
    }

    @inline(__always)
    private static func row(_ one: UInt64, _ other: UInt64) -> UInt64 {
        (one &* 0x9FB2_1C65_1E98_DF25) ^ (other &+ (one >> 32))
    }

    @inline(__always)
    private static func place(_ kind: Kind, _ value: UInt64) -> UInt32 {
        let hash = KeyHash.hash(value ^ kind.rawValue)
        let mixed = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
        return UInt32(truncatingIfNeeded: mixed >> (64 - tableBits))
    }
}

extension MatterFeatures {
    /// Calls `body` for every sentence of a text, with where it stands and all its features: what a model learns from.
    package static func forEachSentence(
        in text: Span<UInt8>, _ body: (_ bytes: Range<Int>, _ features: [UInt32]) -> Void
    ) {
        var sentences: [(bytes: Range<Int>, features: [Part: [UInt32]])] = []
        var reader = MatterText()
        var words: [MatterWord] = []
        var seen = SeenWords()
        while let bytes = reader.next(&words, in: text) {
            var features: [Part: [UInt32]] = [:]
            read(words, &seen) { features[$0, default: []].append($1) }
            sentences.append((bytes, features))
        }
        for (index, sentence) in sentences.enumerated() {
            let before = index > 0 ? sentences[index - 1].features[.toNext] : nil
            let behind = index + 1 < sentences.count ? sentences[index + 1].features[.toLast] : nil
            body(sentence.bytes, (sentence.features[.own] ?? []) + (before ?? []) + (behind ?? []))
        }
    }
}

/// The words that a sentence has had already.
struct SeenWords {
    private var hint: UInt64 = 0
    private var words: [UInt64] = []

    mutating func removeAll() {
        hint = 0
        words.removeAll(keepingCapacity: true)
    }

    /// Whether it is new.
    @inline(__always)
    mutating func insert(_ word: UInt64) -> Bool {
        let bit: UInt64 = 1 << (word >> 58)
        guard hint & bit == 0 || !words.contains(word) else { return false }
        hint |= bit
        words.append(word)
        return true
    }
}
