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

    private let text: MatterText

    package init(_ text: Span<UInt8>) { self.text = MatterText(text) }

    package var sentenceCount: Int { text.sentences.count }

    /// Where a sentence stands.
    package func bytes(of sentence: Int) -> Range<Int> { text.sentences[sentence].bytes }

    /// The features of a sentence; of some there may be several.
    package func features(of sentence: Int, into features: inout [UInt32]) {
        features.removeAll(keepingCapacity: true)
        // What all sentences share: how rare matters are.
        features.append(0)
        let words = text.sentences[sentence].words
        var (last, secondLast) = (Self.edge, UInt64(0))
        for place in words {
            let word = text.words[place]
            Self.append(.word, word.whole, to: &features)
            if word.beginning != 0 { Self.append(.beginning, word.beginning, to: &features) }
            if word.stem != 0 { Self.append(.stem, word.stem, to: &features) }
            Self.appendRow(secondLast, last, word.whole, to: &features)
            (secondLast, last) = (last, word.whole)
        }
        Self.appendRow(secondLast, last, Self.edge, to: &features)
        appendWords(of: sentence - 1, .before, to: &features)
        appendWords(of: sentence + 1, .behind, to: &features)
    }

    private func appendWords(of sentence: Int, _ kind: Kind, to features: inout [UInt32]) {
        guard text.sentences.indices.contains(sentence) else { return }
        for place in text.sentences[sentence].words {
            Self.append(kind, text.words[place].whole, to: &features)
        }
    }

    @inline(__always)
    private static func appendRow(
        _ first: UInt64, _ second: UInt64, _ third: UInt64, to features: inout [UInt32]
    ) {
        append(.pair, joined(second, third), to: &features)
        guard first != 0 else { return }
        append(.skip, joined(first, third), to: &features)
        append(.three, joined(joined(first, second), third), to: &features)
    }

    @inline(__always)
    private static func joined(_ one: UInt64, _ other: UInt64) -> UInt64 {
        (one &* 0x9FB2_1C65_1E98_DF25) ^ (other &+ (one >> 32))
    }

    @inline(__always)
    private static func append(_ kind: Kind, _ value: UInt64, to features: inout [UInt32]) {
        let hash = KeyHash.hash(value ^ kind.rawValue)
        let mixed = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
        features.append(UInt32(truncatingIfNeeded: mixed >> (64 - tableBits)))
    }
}
