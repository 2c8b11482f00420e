/// What the tagger asks about a token: each answer is a number, hashed into the model's table.
///
/// The same code learns and runs, so that no question can be asked in two ways.
package struct NameFeatures {
    /// Two to the power of this many places in the model's table.
    package static let bitCount: UInt64 = 20
    package static let tableCount = 1 << Int(bitCount)

    package private(set) var features: [UInt32] = []
    private var tone: UInt64 = 0
    private var toneSum: UInt64 = 0
    /// What the part of the text is about, by its words.
    package private(set) var subject = TextSubject()
    private var isCareless = false

    /// The questions about the word itself, as places in `features`.
    package static let wordQuestions = [1, 2, 7, 8]

    package init() {}

    /// Prepares for a part of a text: what it is about, by its words, is asked with every token.
    package mutating func start(_ tokens: [NameToken], isCareless: Bool) {
        self.isCareless = isCareless
        subject = TextSubject(tokens)
        (tone, toneSum) = (UInt64(subject.tone), UInt64(subject.toneSum))
    }

    /// Asks everything about a token.
    package mutating func ask(_ tokens: [NameToken], at place: Int) {
        features.removeAll(keepingCapacity: true)
        func token(_ offset: Int) -> NameToken {
            let index = place + offset
            return index >= 0 && index < tokens.count ? tokens[index] : .outside
        }
        let here = token(0)
        let (before, before2, before3) = (token(-1), token(-2), token(-3))
        let (after, after2, after3) = (token(1), token(2), token(3))
        let shape = UInt64(here.shape.rawValue)
        let rough = here.lexicon.rough
        let (shapeBefore, shapeAfter) = (Self.form(before), Self.form(after))
        add(0, shape)
        add(1, here.key)
        add(2, here.key, shape)
        add(3, before.key, UInt64(before.kind.rawValue))
        add(4, after.key, UInt64(after.kind.rawValue))
        add(5, before2.key)
        add(6, after2.key)
        add(7, before.key, here.key)
        add(8, here.key, after.key)
        add(9, before.key, after.key)
        add(10, UInt64(here.prefix & 0xFFFF), shape)
        add(11, UInt64(here.prefix & 0xFF_FFFF))
        add(12, UInt64(here.prefix))
        add(13, UInt64(here.suffix & 0xFFFF), shape)
        add(14, UInt64(here.suffix & 0xFF_FFFF))
        add(15, UInt64(here.suffix))
        add(16, shapeBefore, shape, shapeAfter)
        add(17, UInt64(here.lexicon.kind))
        add(18, UInt64(here.lexicon.kind), shape)
        add(19, UInt64(before.lexicon.kind), rough, shape)
        add(20, rough, UInt64(after.lexicon.kind), shape)
        add(21, before.lexicon.rough, rough, after.lexicon.rough &* 7 &+ shapeAfter)
        add(22, UInt64(after.lexicon.kind), shapeAfter)
        add(23, UInt64(before.lexicon.kind), shapeBefore)
        add(24, rough, before.key, shape)
        add(25, rough, after.key, shape)
        add(26, Self.start(before, before2), rough, shape)
        add(27, UInt64(before.kind.rawValue) << 8 | UInt64(after.kind.rawValue), shape, rough)
        add(28, Self.form(before2), shapeBefore, shape &* 64 &+ shapeAfter &* 8 &+ Self.form(after2))
        add(29, before2.key, before.key)
        add(30, after.key, after2.key)
        add(31, UInt64(min(here.length, 9)), shape)
        add(32, UInt64(here.suffix & 0xFF_FFFF), rough)
        add(33, before3.key)
        add(34, after3.key)
        add(35, before.key, shape)
        add(36, after.key, shape)
        add(37, Self.capitalsAround(tokens, place), shape, rough)
        add(38, Self.start(before, before2), after.key, shape)
        add(39, before.lexicon.rough, UInt64(before2.lexicon.kind), shape)
        add(40, after.lexicon.rough, UInt64(after2.lexicon.kind), shape)
        add(41, before2.key, shape, UInt64(before.kind.rawValue))
        add(42, tone, shape, rough)
        add(43, tone, shape, Self.start(before, before2))
        add(44, tone, shapeBefore, shape &* 64 &+ shapeAfter)
        add(45, isCareless ? 1 : 0, rough, shape)
        add(47, toneSum, rough, shape)
        add(46, isCareless ? 1 : 0, rough, before.key)
    }

    private mutating func add(_ question: UInt64, _ a: UInt64, _ b: UInt64 = 0, _ c: UInt64 = 0) {
        var hash = (a ^ (question &+ 1) &* 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 32 ^ b &* 0xC2B2_AE3D_27D4_EB4F) &* 0xC4CE_B9FE_1A85_EC53
        hash = (hash ^ hash >> 29 ^ c &* 0x1656_67B1_9E37_79F9) &* 0x9FB2_1C65_1E98_DF25
        features.append(UInt32(truncatingIfNeeded: hash >> (64 - Self.bitCount)))
    }

    /// How a token looks: a word's shape, or what sort of mark it is.
    private static func form(_ token: NameToken) -> UInt64 {
        switch token.kind {
        case .word: UInt64(token.shape.rawValue)
        case .number: 8
        case .mixed: 9
        case .lineBreak: 10
        case .tab: 11
        case .mark: 12 + (token.key & 0x7F)
        }
    }

    /// Whether a sentence, a line or a cell starts behind two tokens, and how; 0 if not.
    static func start(_ before: NameToken, _ before2: NameToken) -> UInt64 {
        switch before.kind {
        case .lineBreak: return 1
        case .tab: return 2
        case .mark:
            switch UInt8(truncatingIfNeeded: before.key) {
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return 3
            case UInt8(ascii: ":"): return 4
            case UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: "["): return 5
            case UInt8(ascii: "*"), UInt8(ascii: "-"): return before2.kind == .lineBreak ? 6 : 0
            default: return 0
            }
        default: return 0
        }
    }

    /// How many of the words around are written with capitals, coarsely: titles and lists of names are full of them.
    private static func capitalsAround(_ tokens: [NameToken], _ place: Int) -> UInt64 {
        var (words, capitals, allCapitals) = (0, 0, 0)
        for index in max(0, place - 6)...min(tokens.count - 1, place + 6) where index != place {
            let token = tokens[index]
            guard token.kind == .word else { continue }
            words += 1
            if token.shape != .small { capitals += 1 }
            if token.shape == .capitals { allCapitals += 1 }
        }
        guard words > 0 else { return 9 }
        return UInt64(capitals * 3 / words) << 2 | UInt64(allCapitals * 3 / words)
    }
}
