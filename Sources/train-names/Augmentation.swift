/// Changes texts so that the tagger learns more from them: other names in them, other letters.
struct Augmentation {
    let source: NameSource

    /// A text as it is, with other names, or in small letters or capitals throughout.
    func varied(
        _ text: AnnotatedText, swaps: Double, small: Double, capitals: Double, _ random: inout SeededRandom
    ) -> AnnotatedText {
        var text = random.chance(swaps) ? withOtherNames(text, &random) : text
        if random.chance(Self.nameCapitals) { text = withNamesInCapitals(text, &random) }
        if random.chance(small) {
            text.text = text.text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        } else if random.chance(capitals) {
            text.text = text.text.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }
        }
        return text
    }

    /// How often the names alone are in capitals, as in judgments and registers.
    private static let nameCapitals = 0.03

    /// The text with its names in capitals, in half of the cases only the last word of each.
    private func withNamesInCapitals(_ text: AnnotatedText, _ random: inout SeededRandom) -> AnnotatedText {
        let isLastOnly = random.chance(0.5)
        var text = text
        for span in text.spans where span.kind == .person {
            let space = isLastOnly ? text.text[span.bytes].lastIndex(of: 0x20) : nil
            for place in (space ?? span.bytes.lowerBound)..<span.bytes.upperBound
            where (0x61...0x7A).contains(text.text[place]) {
                text.text[place] &= 0xDF
            }
        }
        return text
    }

    private func withOtherNames(_ text: AnnotatedText, _ random: inout SeededRandom) -> AnnotatedText {
        text.withOtherNames(
            forename: { source.forename(&random) }, surname: { source.surname(&random) }
        ).text
    }
}

extension AnnotatedText {
    /// The same text about other people: each name of one or two words becomes another one, the same everywhere.
    ///
    /// - Returns: The text, and which of its spans got another name.
    func withOtherNames(forename: () -> String, surname: () -> String) -> (
        text: AnnotatedText, changed: [Int]
    ) {
        var out = AnnotatedText(text: [], spans: [], weight: weight)
        var changed: [Int] = []
        var others: [String: String] = [:]
        var place = 0
        for span in spans where span.bytes.lowerBound >= place {
            out.text += text[place..<span.bytes.lowerBound]
            var value = String(decoding: text[span.bytes], as: UTF8.self)
            let words = value.split(separator: " ").map(String.init)
            if span.kind == .person, words.count <= 2, words.allSatisfy(Self.isWrittenAsUsual) {
                value = words.enumerated().map { index, word in
                    if let other = others[word] { return other }
                    let other = index == words.count - 1 && words.count > 1 ? surname() : forename()
                    others[word] = other
                    return other
                }.joined(separator: " ")
                changed.append(out.spans.count)
            }
            let start = out.text.count
            out.text += Array(value.utf8)
            out.spans.append(.init(bytes: start..<out.text.count, kind: span.kind))
            place = span.bytes.upperBound
        }
        out.text += text[place...]
        return (out, changed)
    }

    private static func isWrittenAsUsual(_ word: String) -> Bool {
        word.first?.isUppercase == true && word.dropFirst().allSatisfy(\.isLowercase)
    }
}
