import Detection

/// How well a model finds the persons of texts: whole names, with their exact edges, and characters.
struct Score {
    private(set) var gold = 0
    private(set) var found = 0
    private(set) var right = 0
    private var goldBytes = 0
    private var coveredBytes = 0

    var precision: Double { found > 0 ? Double(right) / Double(found) : 0 }
    var recall: Double { gold > 0 ? Double(right) / Double(gold) : 0 }
    var f1: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }
    var coverage: Double { goldBytes > 0 ? Double(coveredBytes) / Double(goldBytes) : 0 }

    init(of model: NameModel, on texts: [AnnotatedText], show: (String) -> Void = { _ in }) {
        var tagger = NameTagger()
        for text in texts {
            let names = tagger.names(in: text.text.span, range: 0..<text.text.count, model).map(\.bytes)
            let persons = text.spans.filter { $0.kind == .person }.map(\.bytes)
            let ignored = text.spans.filter { $0.kind == .ignored }.map(\.bytes)
            gold += persons.count
            for name in names where !ignored.contains(where: { $0.overlaps(name) }) {
                found += 1
                if persons.contains(name) { right += 1 } else { show("false \(Self.shown(name, text))") }
            }
            for person in persons {
                goldBytes += person.count
                coveredBytes += person.count { byte in names.contains { $0.contains(byte) } }
                if !names.contains(person) { show("missed \(Self.shown(person, text))") }
            }
        }
    }

    private static func shown(_ bytes: Range<Int>, _ text: AnnotatedText) -> String {
        let before = max(0, bytes.lowerBound - 30)..<bytes.lowerBound
        let after = bytes.upperBound..<min(text.text.count, bytes.upperBound + 20)
        return [before, bytes, after].map { String(decoding: text.text[$0], as: UTF8.self) }.joined(
            separator: "|"
        )
        .replacing("\n", with: "~")
    }
}
