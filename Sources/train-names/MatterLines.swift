import Foundation

/// A prompt to learn from, with what in it tells something sensitive about a person.
struct MatterLine {
    let text: [UInt8]
    /// What stood between `⟦` and `⟧`, in bytes of `text`.
    let marks: [Range<Int>]

    /// One text a line; `#` starts a comment.
    static func read(folder: URL) throws -> [MatterLine] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".txt")
        }
        return try names.sorted().flatMap { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n")
                .filter { !$0.hasPrefix("#") }.map { MatterLine(marked: $0) }
        }
    }

    init(marked line: Substring) {
        var text: [UInt8] = []
        var marks: [Range<Int>] = []
        var start: Int?
        for character in line {
            switch character {
            case "⟦":
                precondition(start == nil, "a mark within a mark: \(line)")
                start = text.count
            case "⟧":
                guard let from = start, from < text.count else {
                    preconditionFailure("nothing marked: \(line)")
                }
                marks.append(from..<text.count)
                start = nil
            default: text += character.utf8
            }
        }
        precondition(start == nil, "a mark without an end: \(line)")
        (self.text, self.marks) = (text, marks)
    }

    /// Whether a sentence tells something: it holds some words of a mark, not only a letter by the way.
    func tells(_ sentence: Range<Int>) -> Bool {
        marks.contains { $0.clamped(to: sentence).count >= min(8, $0.count) }
    }
}
