/// Undoes what a single character can hide: what is invisible goes, look-alikes become what they look like, accents
/// typed as marks of their own join their letters.
enum CharacterFolding {
    /// A character that is not what it looks like.
    struct Change: Equatable {
        let bytes: Range<Int>
        let fold: Fold
    }

    /// What happens to the character at a place, which starts one; nil if nothing.
    static func change(in text: Span<UInt8>, at place: Int) -> Change? {
        let byte = text[place]
        if byte < 0x80 {
            return FoldTable.isHiddenControl(byte) ? Change(bytes: place..<place + 1, fold: .drop) : nil
        }
        guard let (scalar, width) = text.scalar(at: place) else { return nil }
        let bytes = place..<place + width
        let fold = FoldTable.fold(scalar)
        switch fold {
        case .keep: return nil
        case .drop, .mark, .ascii: return Change(bytes: bytes, fold: fold)
        case .confusable(let letter):
            return isLatin(around: bytes, in: text) ? Change(bytes: bytes, fold: .ascii(letter)) : nil
        case .typographic(let sign):
            // Between words or spaces it is what it should be.
            guard text.byte(place - 1).isASCIILetterOrDigit, text.byte(bytes.upperBound).isASCIILetterOrDigit,
                isBesideNumber(bytes, in: text)
            else { return nil }
            return Change(bytes: bytes, fold: .ascii(sign))
        }
    }

    /// Whether a digit stands in one of the groups, of at most eight characters, beside a sign.
    private static func isBesideNumber(_ sign: Range<Int>, in text: Span<UInt8>) -> Bool {
        for place in (max(0, sign.lowerBound - 8)..<sign.lowerBound).reversed() {
            guard text[place].isASCIILetterOrDigit else { break }
            if text[place].isASCIIDigit { return true }
        }
        for place in sign.upperBound..<min(text.count, sign.upperBound + 8) {
            guard text[place].isASCIILetterOrDigit else { break }
            if text[place].isASCIIDigit { return true }
        }
        return false
    }

    /// Whether the word that a character stands in also holds an ASCII letter or digit.
    private static func isLatin(around character: Range<Int>, in text: Span<UInt8>) -> Bool {
        var place = character.lowerBound - 1
        while place >= 0, place > character.lowerBound - wordByteCountMax {
            let byte = text[place]
            if byte.isASCIILetterOrDigit { return true }
            guard byte >= 0x80 || isInsideIdentifier(byte) else { break }
            place -= 1
        }
        place = character.upperBound
        while place < text.count, place < character.upperBound + wordByteCountMax {
            let byte = text[place]
            if byte.isASCIILetterOrDigit { return true }
            guard byte >= 0x80 || isInsideIdentifier(byte) else { break }
            place += 1
        }
        return false
    }

    /// How far the rest of a word is looked for, in bytes.
    static let wordByteCountMax = 48

    /// Signs that addresses and numbers hold.
    private static func isInsideIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Rewrites a text as it is seen.
    static func rewrite(_ text: Span<UInt8>, in parts: [Range<Int>], with rewriter: inout Rewriter) {
        var place = 0
        for part in parts {
            place = max(place, part.lowerBound)
            while place < part.upperBound {
                let eight = text.eightBytes(at: place)
                if eight & EightBytes.high == 0, !EightBytes.holdsControl(eight) {
                    place += 8
                } else {
                    place = step(text, place, &rewriter)
                }
            }
        }
    }

    /// Deals with one character and returns where the next one starts.
    private static func step(_ text: Span<UInt8>, _ place: Int, _ rewriter: inout Rewriter) -> Int {
        guard let change = change(in: text, at: place) else {
            return place + (text.scalar(at: place)?.width ?? 1)
        }
        switch change.fold {
        case .ascii(let byte):
            rewriter.replace(change.bytes, of: text, with: byte)
        case .mark:
            let hasMore = isMark(text, at: change.bytes.upperBound)
            if !hasMore, place - 1 >= rewriter.done,
                let whole = Accents.composed(text[place - 1], text.scalar(at: place)?.value ?? 0)
            {
                rewriter.replace(place - 1..<change.bytes.upperBound, of: text, with: whole)
            } else {
                rewriter.replace(change.bytes, of: text, with: [])
            }
        case .drop, .keep, .confusable, .typographic:
            rewriter.replace(change.bytes, of: text, with: [])
        }
        return change.bytes.upperBound
    }

    private static func isMark(_ text: Span<UInt8>, at place: Int) -> Bool {
        guard place < text.count, let next = text.scalar(at: place) else { return false }
        return FoldTable.fold(next.value) == .mark
    }
}

/// Letters with accents that are characters of their own.
///
/// Source: Unicode 16, canonical compositions of the Latin letters that names in Europe use.
enum Accents {
    /// The one character for a letter and its accent, in UTF-8; nil if there is none.
    static func composed(_ letter: UInt8, _ mark: UInt32) -> [UInt8]? {
        guard letter.isASCIILetter else { return nil }
        return table[UInt32(letter) << 16 | mark]
    }

    /// For each mark its letters, each followed by the two together.
    private static let pairs: [(UInt32, String)] = [
        (0x300, "AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹWẀwẁYỲyỳ"),
        (0x301, "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźWẂwẃ"),
        (0x302, "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ"), (0x303, "AÃNÑOÕaãnñoõIĨiĩUŨuũ"),
        (0x304, "AĀEĒIĪOŌUŪaāeēiīoōuū"), (0x306, "AĂGĞaăgğ"), (0x307, "CĊcċEĖeėGĠgġIİZŻzż"),
        (0x308, "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸ"), (0x30A, "AÅaåUŮuů"), (0x30B, "OŐoőUŰuű"),
        (0x30C, "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzž"), (0x326, "SȘsșTȚtț"), (0x327, "CÇcçSŞsşTŢtţ"),
        (0x328, "AĄaąEĘeęIĮiįUŲuų"),
    ]

    private static let table: [UInt32: [UInt8]] = {
        var table: [UInt32: [UInt8]] = [:]
        for (mark, letters) in pairs {
            let scalars = Array(letters.unicodeScalars)
            for index in stride(from: 0, to: scalars.count - 1, by: 2) {
                table[scalars[index].value << 16 | mark] = Array(String(scalars[index + 1]).utf8)
            }
        }
        return table
    }()
}

extension Span<UInt8> {
    /// The byte at a place; 0, which is nothing that anybody writes, outside the text.
    @inline(__always)
    func byte(_ place: Int) -> UInt8 { place >= 0 && place < count ? self[place] : 0 }

    /// The character at a place and its bytes; nil where the bytes are no UTF-8.
    func scalar(at place: Int) -> (value: UInt32, width: Int)? {
        let first = self[place]
        let width = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first < 0x80 || first >= 0xC2, first <= 0xF4, place + width <= count else { return nil }
        if width == 1 { return (UInt32(first), 1) }
        var value = UInt32(first) & (0x7F >> UInt32(width))
        for offset in 1..<width {
            guard self[place + offset].isUTF8Continuation else { return nil }
            value = value << 6 | UInt32(self[place + offset] & 0x3F)
        }
        return (value, width)
    }
}

extension EightBytes {
    /// Whether one of the bytes, all ASCII, is a control character other than tab and line ends.
    @inline(__always)
    static func holdsControl(_ eight: UInt64) -> Bool {
        // Below 0x20: adding 0x60 does not carry into the highest bit.
        let controls = ~(eight &+ 0x6060_6060_6060_6060) & high
        guard controls | bytes(equalTo: 0x7F, in: eight) != 0 else { return false }
        let seen =
            bytes(equalTo: 0x09, in: eight) | bytes(equalTo: 0x0A, in: eight)
            | bytes(equalTo: 0x0D, in: eight)
        return controls & ~seen | bytes(equalTo: 0x7F, in: eight) != 0
    }

    /// Whether all are small ASCII letters.
    @inline(__always)
    static func areSmallLetters(_ eight: UInt64) -> Bool {
        let letters = (eight &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(eight &+ 0x0505_0505_0505_0505) & ~eight & high
        return eight & high == 0 && letters == high
    }
}
