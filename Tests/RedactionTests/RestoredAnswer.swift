import Detection
import TestSupport
import Testing
import Wire

@testable import Redaction

/// What a restorer makes of an answer, after a prompt about invented people.
struct RestoredAnswer: Equatable {
    var text = ""
    var restoredCount = 0
    var withheldCount = 0
    var inventedCount = 0

    /// `[PERSON_1]` Aisha Khan, `[PERSON_1_FORENAME]` Aisha, `[PERSON_2]` Bo Lund, `[PUPIL_2]` Cai, `[UPN_1]` X123, twelve phones, an
    /// address of two lines, a URL; the person wrote `[PUPIL_1]` and `[Staff 3]`.
    static func vault() -> Vault {
        var vault = Vault()
        vault.reserve(placeholdersIn: Array("[PUPIL_1] and [Staff 3]".utf8))
        let prompt = Array("Aisha Khan, Aisha, Bo Lund".utf8)
        _ = vault.placeholders(
            for: [0..<10, 12..<17, 19..<26].map {
                PersonMention(
                    entity: .person, value: Array(prompt[$0]), name: PersonName(at: $0, in: prompt.span))
            })
        let values: [(String, EntityType)] = [
            ("Cai", .pupil), ("X123", .upn), ("jo@school.example", .email), ("1 May 2012", .dateOfBirth),
            ("Flat \"2\"\n1 High St", .address), ("https://evil.example/x", .urlPersonal),
        ]
        for (value, entity) in values { _ = vault.placeholder(for: Array(value.utf8), of: entity) }
        for number in 1...12 { _ = vault.placeholder(for: Array("tel\(number)".utf8), of: .phone) }
        return vault
    }

    init(text: String, inventedCount: Int) {
        self.text = text
        self.inventedCount = inventedCount
    }

    /// The answer in these pieces.
    init(of pieces: [[UInt8]], isJSON: Bool = false) {
        let channel = AnswerChannel(output: 0, field: "content", isJSON: isJSON)
        var restorer = Restorer(vault: Self.vault())
        var shown: [UInt8] = []
        for piece in pieces { shown += restorer.feed(piece, on: channel) }
        shown += restorer.finish(channel)
        text = shown.string
        restoredCount = restorer.restoredCount
        withheldCount = restorer.withheldCount
        inventedCount = restorer.inventedCount
    }

    /// The answer as a whole, after it was the same for every cut.
    static func ofEveryCut(_ answer: String, isJSON: Bool = false) -> RestoredAnswer {
        let whole = RestoredAnswer(of: [Array(answer.utf8)], isJSON: isJSON)
        for pieces in everySplit(of: Array(answer.utf8)) {
            #expect(RestoredAnswer(of: pieces, isJSON: isJSON) == whole, "\(pieces.map(\.string))")
        }
        var restorer = Restorer(vault: vault())
        let channel = AnswerChannel(output: 0, field: "content", isJSON: isJSON)
        #expect(restorer.restore(Array(answer.utf8), on: channel).string == whole.text)
        return whole
    }
}
