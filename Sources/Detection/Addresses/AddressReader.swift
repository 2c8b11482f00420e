/// Reads a British postal address around a word that is part of one: from flat or house to postcode, as far as it goes.
///
/// An address is found as one piece, because its parts say little alone and name one family together. Parts may be
/// missing, stand on one line or on several, be in small letters or in the cells of a table.
struct AddressReader {
    /// How far before and behind the word an address is read, in bytes: the longest that the Postcode Address File
    /// knows of has about two hundred.
    static let reach = 160

    /// The part of the text that may be looked at.
    let bounds: Range<Int>

    init(around place: Range<Int>, of text: Span<UInt8>) {
        bounds = max(0, place.lowerBound - Self.reach)..<min(text.count, place.upperBound + Self.reach)
    }

    // MARK: - From the street

    /// The address whose street ends with the word at `seed`; nil if nothing but a street is named.
    func address(ofStreet seed: Range<Int>, in text: Span<UInt8>) -> Range<Int>? {
        let isSmall = !AddressTokens.isCapital(seed, in: text)
        guard var front = streetStart(seed, isSmall: isSmall, in: text) else { return nil }
        if !front.hasNumber {
            // Without a postcode only a house's name can tell the street from any other.
            var house = front
            readHouse(before: &house, hasPostcode: false, in: text)
            guard house.hasHouse || holdsDigit(seed.upperBound..<bounds.upperBound, in: text) else {
                return nil
            }
        }
        let tail = tail(from: seed.upperBound, isSmall: isSmall, in: text)
        readHouse(before: &front, hasPostcode: tail.hasPostcode, in: text)
        guard tail.hasPostcode || front.hasNumber || front.hasHouse && tail.placeCount > 0 && !isSmall,
            !front.isOrganisation,
            tail.hasPostcode
                || !isOrganisation(at: seed.upperBound, in: text)
                    && (!isSmall || endsThere(tail.end, in: text))
        else { return nil }
        return front.start..<tail.end
    }

    private func holdsDigit(_ part: Range<Int>, in text: Span<UInt8>) -> Bool {
        part.contains { text[$0].isASCIIDigit }
    }

    /// What was read before the street.
    private struct Front {
        var start: Int
        var hasNumber = false
        /// Whether a flat, a house or the like is named.
        var hasHouse = false
        var isOrganisation = false
    }

    /// The words of a street's name and the number before them.
    private func streetStart(_ seed: Range<Int>, isSmall: Bool, in text: Span<UInt8>) -> Front? {
        var start = seed.lowerBound
        var nameCount = 0
        while nameCount < 4,
            let word = AddressTokens.word(before: start, from: bounds.lowerBound, in: text)
        {
            if AddressTokens.isNumber(word, in: text) {
                guard nameCount > 0, !isCount(word, in: text) else { return nil }
                return Front(start: word.lowerBound, hasNumber: true)
            }
            guard isName(word, isSmall: isSmall, in: text) else { break }
            if AddressWords.measures.holds(word, of: text), isNumber(before: word, in: text) { return nil }
            start = word.lowerBound
            nameCount += 1
        }
        // A number with a comma behind it: "21, Kingswood Road".
        if let (kind, end) = AddressTokens.separator(before: start, from: bounds.lowerBound, in: text),
            kind == .comma, nameCount > 0,
            let number = AddressTokens.word(before: end, from: bounds.lowerBound, in: text),
            AddressTokens.isNumber(number, in: text), isPartStart(number, in: text)
        {
            return Front(start: number.lowerBound, hasNumber: true)
        }
        return nameCount > 0 && !isSmall ? Front(start: trimmed(start, upTo: seed.lowerBound, in: text)) : nil
    }

    /// Without connectors at the front: "on the Mill Lane" starts at "Mill".
    private func trimmed(_ start: Int, upTo end: Int, in text: Span<UInt8>) -> Int {
        var start = start
        while start < end, let word = AddressTokens.word(at: start, upTo: end, in: text),
            !AddressTokens.isCapital(word, in: text)
        {
            start = word.upperBound
            while start < end, text[start] == 0x20 || text[start] == UInt8(ascii: ".") { start += 1 }
        }
        return start
    }

    private func isNumber(before word: Range<Int>, in text: Span<UInt8>) -> Bool {
        AddressTokens.word(before: word.lowerBound, from: bounds.lowerBound, in: text).map {
            text[$0.lowerBound].isASCIIDigit
        } ?? false
    }

    func isPartStart(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        word.lowerBound == 0
            || AddressTokens.word(before: word.lowerBound, from: bounds.lowerBound, in: text) == nil
    }

    /// Whether a number counts something else than houses: "Year 9", "page 4", "£20".
    func isCount(_ number: Range<Int>, in text: Span<UInt8>) -> Bool {
        if number.lowerBound > 0 {
            let before = text[number.lowerBound - 1]
            if before == UInt8(ascii: "#") || before == 0xA3 || before == UInt8(ascii: "$") { return true }
            if before == UInt8(ascii: ".") { return true }
        }
        return isCounted(number, in: text)
    }

    func isName(_ word: Range<Int>, isSmall: Bool, in text: Span<UInt8>) -> Bool {
        guard AddressTokens.isLetters(word, in: text) else { return false }
        if AddressTokens.isCapital(word, in: text) {
            return !AddressWords.capitalStops.holds(word, of: text)
        }
        if AddressWords.connectors.holds(word, of: text) { return true }
        return isSmall && !AddressWords.stops.holds(word, of: text)
    }

    // MARK: - Before the street

    /// Takes in flat and house before the street.
    private func readHouse(before front: inout Front, hasPostcode: Bool, in text: Span<UInt8>) {
        for _ in 0..<3 {
            if isOrganisation(before: front.start, in: text) { front.isOrganisation = true }
            guard !front.isOrganisation,
                let (kind, end) = AddressTokens.separator(
                    before: front.start, from: bounds.lowerBound, in: text)
            else { return }
            let isNamed = hasPostcode && !front.hasNumber
            let house =
                kind == .space ? nil : houseStart(endingAt: end, kind, hasPostcode: isNamed, in: text)
            guard let start = unitStart(endingAt: end, in: text) ?? house else { return }
            front.start = start
            front.hasHouse = true
        }
    }

    /// Where "Flat 9", "Ground Floor Left" or "2/1" starts that ends at `end`.
    func unitStart(endingAt end: Int, in text: Span<UInt8>) -> Int? {
        guard let last = AddressTokens.word(before: end, from: bounds.lowerBound, in: text) else {
            return nil
        }
        if let unit = AddressTokens.word(before: last.lowerBound, from: bounds.lowerBound, in: text),
            AddressWords.units.holds(unit, of: text),
            last.count == 1 || AddressTokens.isNumber(last, in: text)
        {
            return isCounted(unit, in: text) ? nil : unit.lowerBound
        }
        if text[last.lowerBound].isASCIIDigit, last.count <= 5,
            last.contains(where: { text[$0] == UInt8(ascii: "/") })
        {
            return last.lowerBound
        }
        if isScottishFlat(last, in: text) { return last.lowerBound }
        return storeyStart(endingWith: last, in: text)
    }

    /// `2F1`, `GF2`: the second flat from the left on a floor.
    private func isScottishFlat(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        guard word.count == 3, text[word.lowerBound + 1] | 0x20 == UInt8(ascii: "f") else { return false }
        let first = text[word.lowerBound] | 0x20
        return text[word.upperBound - 1].isASCIIDigit
            && (text[word.lowerBound].isASCIIDigit || first == UInt8(ascii: "g")
                || first == UInt8(ascii: "p"))
    }

    /// Whether the word before it makes a number, or a unit with one, something else than a house: "Year 9", "week unit 7".
    private func isCounted(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        AddressTokens.word(before: word.lowerBound, from: bounds.lowerBound, in: text).map {
            AddressWords.counted.holds($0, of: text)
        } ?? false
    }

    private func storeyStart(endingWith last: Range<Int>, in text: Span<UInt8>) -> Int? {
        var start: Int?
        var word: Range<Int>? = last
        var count = 0
        while let some = word, AddressWords.storeys.holds(some, of: text) {
            start = some.lowerBound
            count += 1
            word = AddressTokens.word(before: some.lowerBound, from: bounds.lowerBound, in: text)
        }
        // "3 Left" stands for the third floor.
        if count == 1, let number = word, AddressTokens.isNumber(number, in: text), number.count == 1 {
            return number.lowerBound
        }
        return count >= 2 ? start : nil
    }

    /// Where a house's name starts that ends at `end`: "Rose Cottage"; before a postcode any name will do.
    func houseStart(
        endingAt end: Int,
        _ kind: AddressTokens.Separator,
        hasPostcode: Bool,
        in text: Span<UInt8>
    ) -> Int? {
        guard let last = AddressTokens.word(before: end, from: bounds.lowerBound, in: text) else {
            return nil
        }
        let isSmall = !AddressTokens.isCapital(last, in: text)
        guard isName(last, isSmall: isSmall, in: text) else { return nil }
        let isHouse =
            AddressWords.houses.holds(last, of: text)
            || kind == .comma && AddressWords.streets.holds(last, of: text)
        var start = last.lowerBound
        var isWelsh = AddressWords.welshHouses.holds(last, of: text)
        var count = 1
        while count < 5, let word = AddressTokens.word(before: start, from: bounds.lowerBound, in: text) {
            if AddressTokens.isNumber(word, in: text), !isCount(word, in: text), !startsCount(start, in: text)
            {
                return isHouse || hasPostcode
                    ? unitStart(endingAt: word.upperBound, in: text) ?? word.lowerBound : nil
            }
            guard isName(word, isSmall: isSmall, in: text) else { break }
            start = word.lowerBound
            isWelsh = isWelsh || AddressWords.welshHouses.holds(word, of: text)
            count += 1
        }
        // In small letters only a number tells a house from the words before it.
        guard !isSmall, isHouse || kind == .comma && (hasPostcode || isWelsh) else { return nil }
        return trimmed(start, upTo: last.upperBound, in: text)
    }

    // MARK: - Behind the street

    private struct Tail {
        var end: Int
        var hasPostcode = false
        var placeCount = 0
    }

    /// Locality, town, county, postcode and country behind a street.
    private func tail(from place: Int, isSmall: Bool, in text: Span<UInt8>) -> Tail {
        var tail = Tail(end: place)
        var at = place
        var isOpen = true
        for _ in 0..<6 {
            guard let (kind, next) = AddressTokens.separator(at: at, upTo: bounds.upperBound, in: text) else {
                break
            }
            if let end = AddressTokens.postcodeEnd(at: next, upTo: bounds.upperBound, in: text) {
                tail.end = countryEnd(after: end, in: text) ?? end
                tail.hasPostcode = true
                break
            }
            if let end = countryEnd(at: next, in: text) {
                tail.end = end
                tail.placeCount += 1
                break
            }
            guard let end = placeEnd(at: next, isSmall: isSmall, in: text) else { break }
            at = end
            // Without a postcode only what stands on the same line can be trusted to belong to it.
            isOpen = isOpen && kind != .line && kind != .cell && kind != .tightComma
            if isOpen, kind == .comma || !isSmall && isPartEnd(end, in: text) {
                tail.end = end
                tail.placeCount += 1
            }
        }
        return tail
    }

    private func isPartEnd(_ place: Int, in text: Span<UInt8>) -> Bool {
        place >= text.count || text[place] != 0x20
    }

    /// Where the name of a place ends that starts at `place`, up to four words.
    private func placeEnd(at place: Int, isSmall: Bool, in text: Span<UInt8>) -> Int? {
        var end: Int?
        var at = place
        var isOffStreet = false
        for index in 0..<5 {
            guard let word = AddressTokens.word(at: at, upTo: bounds.upperBound, in: text) else { break }
            // The town may be followed by the postcode without a comma.
            if AddressTokens.postcodeEnd(at: at, upTo: bounds.upperBound, in: text) != nil { break }
            if index == 0, AddressWords.offStreet.holds(word, of: text) { isOffStreet = true }
            if AddressTokens.isCapital(word, in: text), !AddressWords.capitalStops.holds(word, of: text) {
                // "E10" and "7B" may be outward code or class: not part of a place's name.
                guard AddressTokens.isLetters(word, in: text) || end == nil && isOutwardCode(word, in: text)
                else { break }
                end = word.upperBound
            } else if isSmall, AddressTokens.isLetters(word, in: text),
                !AddressWords.stops.holds(word, of: text)
            {
                end = word.upperBound
            } else if isOffStreet, AddressTokens.isNumber(word, in: text) || index == 0 {
                // Goes on: "rear of 212 High St".
            } else if !AddressWords.connectors.holds(word, of: text) || index == 0 && !isOffStreet {
                break
            }
            at = word.upperBound
            if at < bounds.upperBound, text[at] == UInt8(ascii: "."), word.count <= 3 { at += 1 }
            guard at < bounds.upperBound, text[at] == 0x20 else { break }
            at += 1
        }
        return end
    }

    private func isOutwardCode(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
        (2...4).contains(word.count) && text[word.lowerBound].isASCIILetter
            && text[word.upperBound - 1].isASCIIDigit
    }

    /// Where a country's name ends that starts at `place`.
    private func countryEnd(at place: Int, in text: Span<UInt8>) -> Int? {
        guard let first = AddressTokens.word(at: place, upTo: bounds.upperBound, in: text),
            AddressTokens.isCapital(first, in: text), AddressWords.countries.holds(first, of: text)
        else { return nil }
        var end = first.upperBound
        while end + 1 < bounds.upperBound, text[end] == 0x20,
            let word = AddressTokens.word(at: end + 1, upTo: bounds.upperBound, in: text),
            AddressWords.restOfCountries.holds(word, of: text)
        {
            end = word.upperBound
        }
        // “Jersey, Channel Islands”.
        guard let (kind, next) = AddressTokens.separator(at: end, upTo: bounds.upperBound, in: text),
            kind == .comma
        else { return end }
        return countryEnd(at: next, in: text) ?? end
    }

    /// The same behind a postcode, where the town may follow too: "N1 2XQ London".
    func countryEnd(after place: Int, in text: Span<UInt8>) -> Int? {
        guard let (kind, next) = AddressTokens.separator(at: place, upTo: bounds.upperBound, in: text) else {
            return nil
        }
        if let end = countryEnd(at: next, in: text) { return end }
        guard kind == .space || kind == .comma,
            let word = AddressTokens.word(at: next, upTo: bounds.upperBound, in: text),
            AddressTokens.isCapital(word, in: text), AddressTokens.isLetters(word, in: text),
            AddressWords.townsBehindPostcode.holds(word, of: text)
        else { return nil }
        return word.upperBound
    }

    /// Whether an address in small letters may end at `place`: what follows makes it nothing else, such as a sign.
    private func endsThere(_ place: Int, in text: Span<UInt8>) -> Bool {
        guard place < bounds.upperBound, text[place] == 0x20,
            let word = AddressTokens.word(at: place + 1, upTo: bounds.upperBound, in: text)
        else { return true }
        return AddressWords.stops.holds(word, of: text) || AddressWords.connectors.holds(word, of: text)
            || AddressTokens.isCapital(word, in: text)
    }

    // MARK: - Organisations

    /// Whether the address is that of an organisation, whose name stands right before it.
    func isOrganisation(before place: Int, in text: Span<UInt8>) -> Bool {
        guard let (kind, end) = AddressTokens.separator(before: place, from: bounds.lowerBound, in: text),
            kind != .space
        else { return false }
        var at = end
        for index in 0..<4 {
            guard let word = AddressTokens.word(before: at, from: bounds.lowerBound, in: text) else {
                return false
            }
            if namesOrganisation(word, isLast: index == 0, in: text) { return true }
            at = word.lowerBound
        }
        return false
    }

    /// Whether a word makes the part of an address that it stands in an organisation: "Hill Museum", "University of Hill", but
    /// not "School Bungalow".
    func namesOrganisation(_ word: Range<Int>, isLast: Bool, in text: Span<UInt8>) -> Bool {
        guard AddressWords.organisations.holds(word, of: text) else { return false }
        return isLast
            || word.upperBound + 3 < text.count
                && text.eightBytes(at: word.upperBound) & 0xFFFF_FFFF == 0x2066_6F20
    }

    /// Whether the street's name is that of an organisation: "14 Mill Road Primary School".
    private func isOrganisation(at place: Int, in text: Span<UInt8>) -> Bool {
        var at = place
        for _ in 0..<3 {
            guard at < bounds.upperBound, text[at] == 0x20,
                let word = AddressTokens.word(at: at + 1, upTo: bounds.upperBound, in: text),
                AddressTokens.isCapital(word, in: text)
            else { return false }
            if AddressWords.organisations.holds(word, of: text) { return true }
            at = word.upperBound
        }
        return false
    }
}
