/// One event of a streamed answer.
struct StreamEvent: Sendable {
    let json: JSON
    /// Whether it carries a piece of what is said; only those are paced, counted and cut off.
    let isPiece: Bool

    init(_ json: JSON, isPiece: Bool = false) {
        self.json = json
        self.isPiece = isPiece
    }
}

extension StandInOptions.Piece {
    /// The text in pieces, which put together are the text.
    func cut(_ text: String) -> [String] {
        switch self {
        case .word:
            return text.split(separator: " ", omittingEmptySubsequences: false).enumerated()
                .map { $0.offset == 0 ? String($0.element) : " " + $0.element }
        case .characters(let count):
            let characters = Array(text.unicodeScalars)
            let step = max(1, count)
            return stride(from: 0, to: characters.count, by: step).map { start in
                String(String.UnicodeScalarView(characters[start..<min(start + step, characters.count)]))
            }
        }
    }
}
