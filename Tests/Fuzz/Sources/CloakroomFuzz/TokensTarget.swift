@testable import Detection

/// What is told about sixty-four bytes at once is what is true of each; terms are found where they stand.
enum TokensTarget {
    static func check(_ text: [UInt8]) {
        for start in stride(from: 0, to: text.count, by: 17) { checkBlock(text, start) }
        checkPlaces(text)
        checkTerms(text)
    }

    private static func checkBlock(_ text: [UInt8], _ start: Int) {
        let block = ByteBlock(of: text.span, from: start)
        for offset in 0..<ByteBlock.byteCount {
            let byte = start + offset < text.count ? text[start + offset] : 0x20
            func isSet(_ bits: UInt64) -> Bool { bits >> UInt64(offset) & 1 == 1 }
            promise(isSet(block.words) == byte.isASCIILetterOrDigit, "a block's letters and digits")
            promise(isSet(block.small) == (0x61...0x7A).contains(byte), "a block's small letters")
            promise(isSet(block.spaces) == (byte == 0x20), "a block's spaces")
            promise(isSet(block.beyondASCII) == (byte >= 0x80), "a block's bytes beyond ASCII")
            promise(isSet(block.continuations) == byte.isUTF8Continuation, "a block's continuations")
        }
    }

    /// Word by word, every kind of place is where a look at single bytes says.
    private static func checkPlaces(_ text: [UInt8]) {
        let span = text.span
        var words: [Int] = []
        span.forEach(.words, in: 0..<text.count) { words.append($0) }
        let starts = text.indices.filter { text[$0].isASCIILetterOrDigit && span.isWordStart($0) }
        promise(words == starts, "words start where they start")
        var longWords: [Int] = []
        span.forEach(.longWords, in: 0..<text.count) { longWords.append($0) }
        let long = starts.filter { start in
            let word = text[start...].prefix { $0.isASCIILetterOrDigit }
            return word.count >= 8 && !word.dropFirst().allSatisfy { (0x61...0x7A).contains($0) }
        }
        // More may be let through: a word longer than a block.
        promise(Set(long).isSubset(of: longWords), "no oddly written word is passed over")
    }

    private static let list = ["a", "red", "Red Lion", "co-op", "don't", "seventeen", "supercalifragilistic"]
    private static let terms = TermSet([.init(words: list, isCaseSensitive: false, owner: 0)])

    private static func checkTerms(_ text: [UInt8]) {
        let span = text.span
        for place in text.indices where span.isWordStart(place) {
            let found = terms.firstEnd(in: span, at: place, isWordStart: true)
            let plain = list.contains { word in
                let bytes = Array(word.utf8)
                guard !bytes.contains(0x20), !bytes.contains(UInt8(ascii: "'")) else { return false }
                return span.holdsCaseless(bytes.map(\.asciiLowercased), at: place)
                    && !span.byte(place + bytes.count).isASCIILetterOrDigit
            }
            promise(!plain || found != nil, "a term is found where it stands")
        }
    }
}
