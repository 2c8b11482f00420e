extension AddressReader {
    /// The address that ends with the postcode at `seed`; nil if nothing but a place is named.
    func address(toPostcode seed: Range<Int>, in text: Span<UInt8>) -> Range<Int>? {
        let isSmall = !AddressTokens.isCapital(seed, in: text)
        var walk = PostcodeWalk(at: seed.lowerBound)
        while walk.partCount < 7, walk.wordCount < 24, step(&walk, isSmall: isSmall, in: text) {}
        guard let start = walk.anchor ?? walk.weakAnchor, !isOrganisation(before: start, in: text),
            !walk.namesOrganisation
        else {
            return nil
        }
        return start..<(countryEnd(after: seed.upperBound, in: text) ?? seed.upperBound)
    }

    /// How far a walk from the postcode back has come.
    private struct PostcodeWalk {
        var at: Int
        var partCount = 0
        var wordCount = 0
        /// Words since the last separator.
        var partWordCount = 0
        /// Where an address can start: at a number, a flat or a house's name.
        var anchor: Int?
        /// Where it starts if nothing better is found: at the first of three parts or more.
        var weakAnchor: Int?
        var namesOrganisation = false

        init(at place: Int) { at = place }
    }

    /// Goes one word back; false where the address can go no further.
    private func step(_ walk: inout PostcodeWalk, isSmall: Bool, in text: Span<UInt8>) -> Bool {
        guard let (kind, end) = AddressTokens.separator(before: walk.at, from: bounds.lowerBound, in: text)
        else { return false }
        if kind != .space {
            walk.partCount += 1
            walk.partWordCount = 0
        }
        if let start = unitStart(endingAt: end, in: text) {
            (walk.at, walk.anchor) = (start, start)
            return true
        }
        // Behind the number there is nothing but a flat or a house's name.
        if let anchor = walk.anchor, anchor == walk.at {
            guard kind != .space, let house = houseStart(endingAt: end, kind, hasPostcode: false, in: text)
            else {
                return false
            }
            (walk.at, walk.anchor) = (house, house)
            return true
        }
        guard let word = AddressTokens.word(before: end, from: bounds.lowerBound, in: text) else {
            return false
        }
        if AddressTokens.isNumber(word, in: text) {
            guard walk.wordCount > 0, !isCount(word, in: text), !startsCount(walk.at, in: text) else {
                return false
            }
            (walk.at, walk.anchor) = (word.lowerBound, word.lowerBound)
            // "41 Castle Steps" is no castle.
            walk.namesOrganisation = false
            return true
        }
        guard isName(word, isSmall: isSmall, in: text) else { return false }
        if namesOrganisation(word, isLast: walk.partWordCount == 0, in: text) {
            walk.namesOrganisation = true
        }
        if walk.partWordCount == 0, kind != .space, walk.partCount > 0,
            let house = houseStart(endingAt: end, kind, hasPostcode: walk.partCount > 1, in: text)
        {
            if AddressWords.houses.holds(word, of: text) {
                walk.anchor = house
            } else if kind == .comma {
                walk.weakAnchor = house
            }
        }
        walk.at = word.lowerBound
        walk.wordCount += 1
        walk.partWordCount += 1
        return true
    }

    /// Whether what follows a number is counted: "58 children".
    func startsCount(_ place: Int, in text: Span<UInt8>) -> Bool {
        AddressTokens.word(at: place, upTo: bounds.upperBound, in: text).map {
            AddressWords.measures.holds($0, of: text)
        } ?? true
    }
}
