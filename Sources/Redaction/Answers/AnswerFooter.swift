internal import Wire

/// Words that a policy puts below the text of every answer.
///
/// A trust asks that what AI had a part in says so, wherever it is pasted.
public struct AnswerFooter: Hashable, Sendable {
    public static let byteCountMax = 500

    private let words: [UInt8]

    /// Takes a text without the white space around it; nil if nothing is left, or too much.
    public init?(_ text: String) {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let words = Array(text.utf8).drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        guard (1...Self.byteCountMax).contains(words.count) else { return nil }
        self.words = Array(words)
    }

    /// How much of a text's end tells whether the footer stands there.
    var tailByteCount: Int { words.count }

    /// What is added below a text that ends like this.
    ///
    /// Nothing to one that says it already: a model that reads its own answers again writes on as they look.
    func below(_ tail: some BidirectionalCollection<UInt8>) -> [UInt8] {
        tail.suffix(words.count).elementsEqual(words) ? [] : Array("\n\n".utf8) + words
    }
}

extension AnswerDocument {
    /// The texts of a whole answer with the footer below what each choice says last.
    func adding(_ footer: AnswerFooter, to texts: [[UInt8]]) -> [[UInt8]] {
        zip(self.texts, texts).map { place, text in
            place.choice == nil || text.isEmpty ? text : text + footer.below(text)
        }
    }
}
