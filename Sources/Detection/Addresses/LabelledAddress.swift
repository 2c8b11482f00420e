extension AddressReader {
    /// The address behind a label such as "Address:", which is the `seed`; nil if none stands there.
    ///
    /// Behind a label anything can be an address, if it holds a number, the name of a house or a postcode: "Caravan by the
    /// river, Lower Farm".
    func address(afterLabel seed: Range<Int>, in text: Span<UInt8>) -> Range<Int>? {
        var start = seed.upperBound
        while start < bounds.upperBound, " \t:=\"'".utf8.contains(text[start]) { start += 1 }
        var value = Value(start: start, end: start)
        while value.wordCount < 24, read(&value, in: text) {}
        guard value.hasPostcode || value.hasHouse && value.wordCount > 1 else { return nil }
        return value.start..<value.end
    }

    /// What was read behind a label.
    private struct Value {
        let start: Int
        var end: Int
        var at: Int
        var wordCount = 0
        var hasHouse = false
        var hasPostcode = false
        /// Whether what is read belongs to the address only if a postcode ends it.
        var isDoubtful = false

        init(start: Int, end: Int) {
            self.start = start
            self.end = end
            at = start
        }
    }

    /// Reads one word; false where the value ends.
    private func read(_ value: inout Value, in text: Span<UInt8>) -> Bool {
        if let end = AddressTokens.postcodeEnd(at: value.at, upTo: bounds.upperBound, in: text) {
            value.end = countryEnd(after: end, in: text) ?? end
            value.hasPostcode = true
            return false
        }
        guard let word = AddressTokens.word(at: value.at, upTo: bounds.upperBound, in: text),
            !AddressWords.labels.holds(word, of: text),
            value.wordCount > 0 || AddressTokens.isCapital(word, in: text)
                || !AddressWords.stops.holds(word, of: text),
            word.upperBound == text.count || !Self.endsNoWord(text[word.upperBound])
        else { return false }
        let isNumber = AddressTokens.isNumber(word, in: text)
        if isNumber, counts(word, in: text) { return false }
        value.wordCount += 1
        value.hasHouse =
            value.hasHouse || isNumber
            || AddressTokens.isCapital(word, in: text) && AddressWords.houses.holds(word, of: text)
            || AddressWords.streets.holds(word, of: text) && value.wordCount > 1
        if !value.isDoubtful { value.end = word.upperBound }
        guard
            let (kind, next) = AddressTokens.separator(at: word.upperBound, upTo: bounds.upperBound, in: text)
        else {
            return false
        }
        if kind == .line || kind == .cell { value.isDoubtful = true }
        value.at = next
        return true
    }

    /// What shows that the word before it is something else: an e-mail address, a label, an assignment.
    private static func endsNoWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "@") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=")
            || byte == UInt8(ascii: "_")
    }

    /// Whether what follows a number is counted: "12 pupils".
    private func counts(_ number: Range<Int>, in text: Span<UInt8>) -> Bool {
        guard number.upperBound < bounds.upperBound, text[number.upperBound] == 0x20 else { return false }
        return startsCount(number.upperBound + 1, in: text)
    }
}
